"""指标值: a comparator, a number as written and its 计量单位, or a text such as a date or a sentence."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

COMPARATORS: Final = ("≥", "≤", "=", ">", "<")

_SYMBOLS: Final = {
    **dict.fromkeys(("≥", "≧", "⩾", ">=", "》=", "=>"), "≥"),
    **dict.fromkeys(("≤", "≦", "⩽", "<=", "《=", "=<"), "≤"),
    **dict.fromkeys(("=", "═"), "="),
    **dict.fromkeys((">",), ">"),
    **dict.fromkeys(("<",), "<"),
}
_WORDS: Final = {
    **dict.fromkeys(("不少于", "不低于", "不小于", "大于等于", "大于或等于", "至少"), "≥"),
    **dict.fromkeys(("不超过", "不高于", "不大于", "不多于", "小于等于", "小于或等于", "至多"), "≤"),
    **dict.fromkeys(("等于",), "="),
    **dict.fromkeys(("大于", "超过", "高于"), ">"),
    **dict.fromkeys(("小于", "低于", "少于"), "<"),
}
_AFTER: Final = {"以上": "≥", "及以上": "≥", "以内": "≤", "以下": "≤", "及以下": "≤"}

_COUNTED: Final = """
次 期 场 场次 批次 批 班 班次 人 人次 人份 人天 名 户 例 家 对 个 套 台 件 部 条
条次 篇 篇次 册 份 张 块 个区 区 所 所次 点位 支 本 天 时 小时 分钟 日 周 月 个月
季度 年 米 公里 千米 平方米 平米 平方公里 立方米 亩 公顷 吨 千克 公斤 克 升 株 棵 头 只
辆 间 处 座 座次 项 元 篇幅 幅 盒 箱 瓶 袋 包 顶 床 支队 队 组 村 镇 街镇 社区 校
学校 户次 家次 课时 学时 课 节 页 版 集 桶 车 趟 起 宗 门 岗位 站 点 街道 个百分点
百分点 分
"""
KNOWN_UNITS: Final = frozenset((*_COUNTED.split(), "%", "‰", "万", "亿", "千", "百"))
"""计量单位 seen on published forms (domain.md b.4); a 万, 亿, 千 or 百 may stand before each."""

_NUMBER: Final = r"[+-]?[0-9]{1,24}(?:\.[0-9]{1,12})?|[+-]?[0-9]{1,3}(?:,[0-9]{3}){1,6}(?:\.[0-9]{1,12})?"
_SHAPE: Final = re.compile(rf"({_NUMBER})(?![0-9.,])\s*(.*)")
_BREAK: Final = re.compile(r"(?<!\d)\n|\n(?!\d)")  # narrow cells break lines within a unit; digits are never joined
_PLAIN_UNIT: Final = re.compile(r"[^\W\d_]{1,8}(?:[/·][^\W\d_]{1,6}){0,2}|%|‰")
_DATE_LIKE: Final = re.compile(r"[年月日号][^/·]|底|前|后|完成")


@dataclass(frozen=True, slots=True)
class Target:
    """Either `text`, or a `value` (decimal digits kept as written) with comparator and unit; all empty is a blank."""

    comparator: str = ""
    value: str = ""
    unit: str = ""
    text: str = ""

    def __str__(self) -> str:
        """How most forms print it: `≥1次`."""
        return self.text or f"{self.comparator}{self.value}{self.unit}"

    def __bool__(self) -> bool:
        """False for a blank cell."""
        return bool(self.text or self.value or self.comparator or self.unit)


def parse(text: str) -> Target:
    """Read a target in any way the published forms write it; what is no number with a unit stays a text as it is."""
    plain = _BREAK.sub("", unicodedata.normalize("NFKC", text.replace("％", "%")).strip())
    found = _numeric(plain) if len(plain) <= 60 else None
    return found or Target(text=text.strip())


def canonical(target: Target) -> Target:
    """The one form of a target: a text that parses as a number becomes that number."""
    return parse(target.text) if target.text else target


def is_known_unit(unit: str) -> bool:
    """Whether each part of `unit` ("元/人·月", "万人次") is a 计量单位 of the list."""
    return all(_known_part(part) for part in re.split(r"[/·]", unit))


def _known_part(part: str) -> bool:
    return part in KNOWN_UNITS or (part[:1] in "万亿千百" and part[1:] in KNOWN_UNITS)


def _numeric(plain: str) -> Target | None:
    comparator, rest, in_words = _comparator(plain)
    shape = _SHAPE.fullmatch(rest)
    if not shape:
        return None
    number, unit = shape[1].replace(",", ""), shape[2].strip()
    if not comparator:
        comparator, unit = _trailing(unit)
        in_words = True
    unit = _bare(unit)
    if not unit or is_known_unit(unit) or (not in_words and _new_unit(unit)):
        return None if _is_year(comparator, number, unit) else Target(comparator, number.lstrip("+"), unit)
    return None


def _comparator(plain: str) -> tuple[str, str, bool]:
    for table, in_words in ((_SYMBOLS, False), (_WORDS, True)):
        for sign in sorted(table, key=len, reverse=True):
            if plain.startswith(sign):
                return table[sign], plain[len(sign) :].strip(), in_words
    return "", plain, False


def _trailing(unit: str) -> tuple[str, str]:
    for word in sorted(_AFTER, key=len, reverse=True):
        if unit.endswith(word):
            return _AFTER[word], unit[: -len(word)].strip()
    return "", unit


def _bare(unit: str) -> str:
    return unit[1:-1].strip() if unit[:1] == "(" and unit[-1:] == ")" else unit


def _new_unit(unit: str) -> bool:
    return bool(_PLAIN_UNIT.fullmatch(unit)) and not _DATE_LIKE.search(unit)


def _is_year(comparator: str, number: str, unit: str) -> bool:
    return unit == "年" and not comparator and len(number) == len("2025")

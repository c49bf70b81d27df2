"""Reading numbers, dates and amounts out of Chinese sentences; certain things only, the rest is passed over."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from hengbiao.domain import money
from hengbiao.domain.target import KNOWN_UNITS, Target

_TIMES: Final = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_SAME: Final = {
    "名": "人",
    "位": "人",
    "平米": "平方米",
    "时": "小时",
    "千米": "公里",
    "期": "期",
    "百分点": "个百分点",
}
_UNITS: Final = sorted((unit for unit in KNOWN_UNITS if unit not in _TIMES), key=len, reverse=True)
_FIRSTS: Final = "".join(sorted({unit[0] for unit in _UNITS}))
_COUNT: Final = re.compile(  # the first characters spare trying every unit at every number
    r"([0-9][0-9]{0,11}(?:,[0-9]{3})*(?:\.\d{1,6})?)\s?(余|多)?\s?([百千万亿]?)\s?(余|多)?"
    rf"(?=[{_FIRSTS}])({'|'.join(_UNITS)})(?![\d年])",
)
_NOT: Final = frozenset("0123456789.〔[(第-—–~～至到约近逾超过满前每Gg+＋")
"""What no counted number stands behind: part of another, a range, an estimate, an ordinal or a document's number."""
_ABOUT: Final = re.compile(r"左右|上下|不等|[-—–~～至到]\s?[0-9]|以内")
"""What makes an exact number behind which it stands none."""
_DIGIT: Final = re.compile(r"[0-9]")
_MONEY: Final = re.compile(r"(?<![\d.])(\d{1,12}(?:,\d{3})*(?:\.\d{1,6})?)\s?(元|百元|千元|万元|百万元|亿元)(?![/／])")
_DATES: Final = (
    re.compile(r"(?P<y>(?:19|20)\d\d)\s?年(?:\s?(?P<m>\d{1,2})\s?月)?(?:\s?(?P<d>\d{1,2})\s?[日号])?"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-./](?P<m>\d{1,2})(?:[-./](?P<d>\d{1,2}))?(?!\d)"),
)
_MONTH: Final = re.compile(r"(?<!\d)(?P<m>\d{1,2})\s?月(?!\d)")
_DATE_UNITS: Final = frozenset({"年", "月", "日", "季度"})

_TIME_WORDS: Final = re.compile(
    r"年底|年末|全年|年内|年初|年中|年度|季度|季末|按季|每季|上半年|下半年|月底|月末|月初|按月|每月|当季|次月|日前|前完成|工作日"
    r"|按[日周年天]|每[日周天年旬]|逐[日月季]|小时|分钟|[0-9一二两三四五六七八九十]+个?[天日周月]|当[日天月年期]|全程|长期|常年|全天"
    r"|学期|学年|寒假|暑假|开学|假期|春节|元旦|清明|端午|国庆|中秋|五一|十一|汛期|汛前|枯水期|采暖|供暖|供热|入冬|冬季|夏季|春季|秋季|春耕|秋收"
    r"|农忙|农闲|播种|收获|花期|高考|中考|节前|会前|会后|验收前|开工前|竣工前|随时|实时|即时|同步|立即|两节|双休|周末|旺季|淡季|第[一二三四1-4]季",
)


class Quantity(NamedTuple):
    """A counted thing in a sentence: `value` in plain ones (3万名 → 30000 人), `text` as it stands."""

    value: Decimal
    unit: str
    text: str


class Moment(NamedTuple):
    """A date in a sentence; `month` and `day` 0 where unsaid; `form` tells the way it is written."""

    year: int
    month: int
    day: int
    form: str


def quantities(text: str) -> Iterator[Quantity]:
    """Every number with a counting unit, dates and money left out; 人, 人次 and 人份 are different things."""
    for match in _COUNT.finditer(text) if _DIGIT.search(text) else ():
        unit = match[5]
        if (
            unit in _DATE_UNITS
            or unit == "元"
            or match[2]
            or match[4]
            or text[match.start() - 1 : match.start()] in _NOT
            or _ABOUT.match(text, match.end())
        ):
            continue
        value = Decimal(match[1].replace(",", "")) * _TIMES[match[3]]
        yield Quantity(value, plain_unit(unit), match[0])


def of_target(target: Target) -> Quantity | None:
    """A numeric target as a quantity in plain ones (≥50万人次 → 500000 人次); None for texts."""
    if not target.value:
        return None
    times, unit = counted_in(target.unit)
    return Quantity(Decimal(target.value) * times, unit, str(target))


@lru_cache(maxsize=4096)
def counted_in(unit: str) -> tuple[int, str]:
    """A unit as how many of which plain one it is: 万名 is 10,000 人."""
    head = unit[:1] if unit[:1] in _TIMES and unit[1:] in KNOWN_UNITS else ""
    return _TIMES[head], plain_unit(unit[len(head) :])


def plain_unit(unit: str) -> str:
    """One name for units that mean the same (名 and 人, 平米 and 平方米); never 人 for 人次."""
    return _SAME.get(unit, unit)


def amounts(text: str) -> Iterator[tuple[int, str]]:
    """Every amount of money in a sentence: 分 and the words."""
    for match in _MONEY.finditer(text):
        try:
            yield money.scaled(match[1].replace(",", ""), money.UNITS[match[2]]), match[0]
        except money.MoneyError:
            continue


@lru_cache(maxsize=4096)
def moments(text: str) -> tuple[Moment, ...]:
    """Every date with a year."""
    return tuple(_moments(text)) if "20" in text or "19" in text else ()


def _moments(text: str) -> Iterator[Moment]:
    for number, pattern in enumerate(_DATES):
        for match in pattern.finditer(text):
            month, day = int(match["m"] or 0), int(match["d"] or 0)
            if month <= 12 and day <= 31:
                yield Moment(int(match["y"]), month, day, "年月日" if number == 0 else match[0][4])


@lru_cache(maxsize=4096)
def is_date_like(text: str) -> bool:
    """Whether a target text names a date, a month or a span of the year."""
    return bool(moments(text)) or bool(_MONTH.search(text) or _TIME_WORDS.search(text))


def sentences(text: str) -> list[str]:
    """The sentences of a text, split at 。；！？ and line breaks."""
    return [part.strip() for part in re.split(r"[。；;！!？?\n]", text) if part.strip()]


@lru_cache(maxsize=64)
def clauses(text: str) -> tuple[tuple[str, tuple[Quantity, ...]], ...]:
    """The parts of a text between commas and full stops, each with its quantities."""
    parts = re.split(r"[。；;！!？?\n，,、]", text)
    return tuple((part, tuple(quantities(part)) if _DIGIT.search(part) else ()) for part in parts if part)

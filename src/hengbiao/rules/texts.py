"""Rules on wording, names and how figures are told (R47, R53–R61, R69–R72): precision first."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter
from types import MappingProxyType
from typing import Final

from hengbiao.domain import money
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.department import Department
from hengbiao.domain.indicator import Indicator
from hengbiao.rules.places import any_of, first_word, places
from hengbiao.rules.subject import Check, Hit, Rule, Subject, at_rows
from hengbiao.rules.survey import documents

_CODE: Final = re.compile(r"\d{8}P[0-9A-Z]{12}")
_NUMBERED: Final = re.compile(r"([0-9][0-9]?)(?:[.．]\s+|[、]\s*)\1[.．、](?![0-9])")
"""“1. 1.” and “1、1、”; 1.1. is a section."""


def _function_above_projects(subject: Subject, _rule: Rule) -> Hit | None:
    form = subject.record
    if not isinstance(form, Department) or form.funds.project is None:
        return None
    for line in form.functions:
        if line.amount is not None and line.amount > form.funds.project:
            own, most = money.tell(line.amount, "万元"), money.tell(form.funds.project, "万元")
            told = f"“{line.project}”{own} 万元大于项目支出 {most} 万元"
            return Hit(
                ("functions", line.id, "amount"), told, (line.project, str(line.amount), str(form.funds.project))
            )
    return None


_SHINGLE: Final = 4


def _goal_copies_purpose(subject: Subject, rule: Rule) -> Hit | None:
    """R53: how much of the purpose stands in the goal in runs of four characters or more."""
    project = subject.project
    if project is None or len(project.purpose) < rule.limits["length"]:
        return None
    covered = _covered(_letters(project.purpose), _letters(project.goal), rule.limits["percent"])
    if covered < rule.limits["percent"]:
        return None
    return Hit(("goal",), f"资金用途的 {covered}% 原样出现在绩效目标里", (project.goal, project.purpose))


def _covered(text: str, other: str, least: int) -> int:
    """Per cent of `text` in runs of _SHINGLE characters or more that stand in `other`; 0 where it cannot be `least`."""
    place = covered = 0
    spare = len(text) * (100 - least) // 100
    while place + _SHINGLE <= len(text):
        if place - covered > spare:
            return 0
        end = place + _SHINGLE
        if text[place:end] not in other:
            place += 1
            continue
        while end < len(text) and text[place : end + 1] in other:
            end += 1
        covered, place = covered + end - place, end
    return covered * 100 // len(text) if text else 0


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text)


_AUDIENCE: Final = re.compile(
    r"(参训|培训|受训|学员|群众|受益|救助对象|志愿者|捐献者|服务对象|居民|学生|教师|职工|会员)"
)


def _audience(subject: Subject, _rule: Rule) -> Hit | None:
    """R54: “服务群众满意度” explained by 参训人员."""
    trained = {"参训", "培训", "受训", "学员"}

    def differ(row: Indicator) -> bool:
        named, told = set(_AUDIENCE.findall(row.name)), set(_AUDIENCE.findall(row.description))
        return bool(named and told and not named & told and not (named <= trained and told <= trained))

    rows = [row for row in subject.rows if "满意" in row.level2 + row.level1 and differ(row)]
    general = [row for row in rows if not set(_AUDIENCE.findall(row.name)) <= {"服务对象", "受益"}]
    sides = [set(_AUDIENCE.findall(text)) for text in (general[0].name, general[0].description)] if general else []
    named, told = ("、".join(sorted(side)) for side in sides) if sides else ("", "")
    return at_rows(general, f"名称说的是“{named}”，解释说的是“{told}”：{{rows}}", "description")


def _document_numbers(subject: Subject, _rule: Rule) -> Hit | None:
    cited: dict[str, Counter[str]] = {}
    for row in subject.rows:
        for title, number in documents(row.basis) if "《" in row.basis else ():
            cited.setdefault(title, Counter())[number] += 1
    for title, numbers in cited.items():
        if len(numbers) > 1:
            rarest = min(numbers, key=lambda number: (numbers[number], number))
            rows = [row for row in subject.rows if (title, rarest) in documents(row.basis)]
            listed = "、".join(f"{number} {count} 处" for number, count in numbers.most_common())
            return at_rows(rows, f"《{title[:20]}》的文号有 {listed}", "basis", also=(title, listed))
    return None


def _scoring_against_direction(subject: Subject, _rule: Rule) -> Hit | None:
    proportional = re.compile(r"完成(数量|值|数)\s?[/÷／]\s?目标(数量|值|数)")
    down = [
        row
        for row in subject.rows
        if (row.target.comparator in {"≤", "<"} or "成本" in row.level2) and proportional.search(row.scoring)
    ]
    told = "按“完成数÷目标数”计分，花得越多得分越高：{rows}"
    return at_rows(down, told, "scoring", also=[row.scoring for row in down])


_COLUMNS: Final = {"basis": "依据", "scoring": "评分标准", "formula": "计算方法"}


def _boilerplate(subject: Subject, rule: Rule) -> Hit | None:
    told, first = [], None
    least = rule.limits["least"]
    for name, called in _COLUMNS.items() if len(subject.rows) >= least else ():
        column = list(filter(None, map(attrgetter(name), subject.rows)))
        repeated = len(column) - len(set(column)) >= least - 1
        common = Counter(map(str.strip, column)).most_common(1) if repeated else []
        if common and common[0][0] not in rule.words_not and common[0][1] >= least:
            told.append(f"{called}“{common[0][0][:12]}”{common[0][1]} 行")
            first = first or next(row for row in subject.rows if getattr(row, name).strip() == common[0][0])
            place = ("indicators", first.id, name)
    return Hit(place, "相同内容：" + "、".join(told), tuple(told)) if first else None


def _scope(subject: Subject, rule: Rule) -> Hit | None:
    """R58: words of a higher level in a form of a county (县、区、旗) or of a city, beside its own level."""
    above = any_of(_levels_above(subject.unit.name, rule.words))
    if not above.search(subject.text):
        return None
    passed = any_of(rule.words_not)
    for path, called, text in places(subject):
        found = above.search(passed.sub("", _POLICY.sub("", _TITLES.sub("", text))))
        if found:
            return Hit(path, f"{called}出现“{found[0]}”", (text,))
    return None


_TITLES: Final = re.compile(r"《[^》]*》")
_POLICY: Final = re.compile(
    r"(?:贯彻|落实|学习|传达|执行|响应)[^，。；]{0,8}(?:[省市]委|[省市]政府|国务院)[^，。；]{0,12}"
)
"""What a county may well say: whose decisions it carries out."""


@lru_cache(maxsize=1024)
def _levels_above(unit: str, words: tuple[str, ...]) -> tuple[str, ...]:
    if re.search(r"[县区旗](?!域)", unit):
        return words
    if "市" in unit and not re.match("北京|上海|天津|重庆", unit):
        return tuple(word for word in words if "市" not in word)
    return ()


def _bare_wan(subject: Subject, _rule: Rule) -> Hit | None:
    rows = [row for row in subject.rows if row.target.unit in {"万", "亿"} and "成本" in row.level1 + row.level2]
    fix = [
        Change(
            Ref(subject.record.id, ("indicators", row.id, "target")),
            row.target,
            replace(row.target, unit=f"{row.target.unit}元"),
        )
        for row in rows
    ]
    return at_rows(rows, "缺“元”字：{rows}", fix=fix, fix_label="补“元”")


def _misspelt(subject: Subject, rule: Rule) -> Hit | None:
    numbered = _NUMBERED.search(subject.own_text)
    words, passed = any_of(rule.words), any_of(rule.words_not)
    hit = first_word(subject, words, lambda found: not _within(found, passed)) or (
        first_word(subject, _NUMBERED, _begins) if numbered else None
    )
    return Hit(hit[0], f"{hit[1]}里的“{hit[3]}”疑有错字或重复", (hit[2],)) if hit else None


def _within(found: re.Match[str], passed: re.Pattern[str]) -> bool:
    """Whether what was found is only part of words that pass."""
    return any(one.start() < found.end() and found.start() < one.end() for one in passed.finditer(found.string))


def _begins(found: re.Match[str]) -> bool:
    """Whether what was found begins a line or a sentence."""
    before = found.string[: found.start()].rstrip(" \t\u3000")
    return not before or before[-1] in "\n\0。；"


def _stray(subject: Subject, _rule: Rule) -> Hit | None:
    """R61: in names and levels; long texts may be broken into lines."""
    record = subject.record
    names = "\0".join([getattr(record, name, "") for name in ("name", "code")])
    if not _DUBIOUS.search(f"{names}\0{subject.names}\0{subject.levels}"):
        return None
    own = [((name,), getattr(record, name, "")) for name in ("name", "code")]
    rows = [(("indicators", row.id, name), getattr(row, name)) for row in subject.rows for name in _NAMES]
    if not _STRAY.search("\0".join(text for _, text in (*own, *rows))):
        return None
    fix = [Change(Ref(record.id, path), text, _cleaned(text)) for path, text in (*own, *rows) if _cleaned(text) != text]
    shown = "、".join(f"“{change.old.strip()[:16]}”" for change in fix[:3])
    sentence = f"{len(fix)} 处混有多余空白或全角数字：{shown}"
    return Hit(fix[0].ref.path, sentence, tuple(change.old for change in fix), tuple(fix), "改正")


_NAMES: Final = ("level1", "level2", "name")
_DUBIOUS: Final = re.compile(r"[\s０-９]")
_STRAY: Final = re.compile(r"(?:^|\0)\s|\s(?:\0|$)|\n|[０-９]")


def _cleaned(text: str) -> str:
    digits = "".join(unicodedata.normalize("NFKC", char) if "０" <= char <= "９" else char for char in text)
    return re.sub(r"\s*\n\s*", "", digits).strip()


def _unique(subject: Subject, _rule: Rule) -> Hit | None:
    project = subject.project
    if project is None:
        return None
    if subject.survey.names(project.unit).get((project.year, project.name), 0) > 1:
        return Hit(("name",), f"本单位同一年度还有项目叫“{project.name[:20]}”", (project.name,))
    if project.code and len(subject.survey.codes.get((project.year, project.code), ())) > 1:
        return Hit(("code",), f"项目编码 {project.code} 用了不止一次", (project.code,))
    if len(project.code) > 12 and not _CODE.fullmatch(project.code):
        return Hit(("code",), f"项目编码“{project.code}”不是 8 位区划年度 + P + 12 位", (project.code,))
    return None


def _title_in_name(subject: Subject, _rule: Rule) -> Hit | None:
    project = subject.project
    if project is None or not re.search(r"^\s*\d{1,3}[.、．]|绩效目标(申报)?表\s*$", project.name):
        return None
    plain = re.sub(r"^\s*\d{1,3}[.、．]\s*|\s*绩效目标(申报)?表\s*$", "", project.name)
    fix = (Change(Ref(project.id, ("name",)), project.name, plain),)
    return Hit(("name",), f"项目名称“{project.name[:24]}”带有表题的序号或字样", (project.name,), fix, "去掉")


def _not_fiscal(subject: Subject, rule: Rule) -> Hit | None:
    project = subject.project
    if project is None or not any(word in project.name for word in rule.words):
        return None
    funds = project.funds
    if funds.fiscal in {None, 0} and funds.other == funds.total:
        return None
    fix: tuple[Change, ...] = ()
    if funds.other is None and funds.fiscal == funds.total:
        moved = (("fiscal", funds.fiscal, None), ("other", None, funds.fiscal))
        fix = tuple(Change(Ref(project.id, ("funds", name)), old, new) for name, old, new in moved)
    boxes = (("财政资金", funds.fiscal), ("其他资金", funds.other), ("预算数", funds.total))
    filled = "，".join(f"{name} {money.tell(fen, '万元')} 万元" for name, fen in boxes if fen is not None)
    told = f"名称写明非财政拨款，财政资金应为空、其他资金应等于预算数，现在是{filled}"
    return Hit(("funds", "fiscal"), told, (str(funds),), fix, "移到其他资金" if fix else "")


CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "R47": _function_above_projects,
        "R53": _goal_copies_purpose,
        "R54": _audience,
        "R55": _document_numbers,
        "R56": _scoring_against_direction,
        "R57": _boilerplate,
        "R58": _scope,
        "R59": _bare_wan,
        "R60": _misspelt,
        "R61": _stray,
        "R69": _unique,
        "R70": _title_in_name,
        "R72": _not_fiscal,
    },
)

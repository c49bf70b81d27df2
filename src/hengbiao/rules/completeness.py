"""Rules on completeness and structure of the indicators: what is missing, doubled, or in the wrong place."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.department import Department
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Project
from hengbiao.rules.places import any_of, first_word
from hengbiao.rules.scheme import misplaced
from hengbiao.rules.subject import Check, Hit, Rule, Subject, at_rows, naming


def _unnamed(subject: Subject, _rule: Rule) -> Hit | None:
    missing = []
    if isinstance(subject.record, Project) and not subject.record.name.strip():
        missing.append(("项目名称", ("name",)))
    if not subject.unit.name.strip():
        missing.append(("预算单位名称", ("name",)))
    if subject.year is None:
        missing.append(("年度", ("year",)))
    told = "、".join(name for name, _ in missing)
    return Hit(missing[0][1], f"{told}未填写", (told,)) if missing else None


def _no_budget(subject: Subject, _rule: Rule) -> Hit | None:
    record = subject.record
    if isinstance(record, Department) and not record.indicators:
        return None
    total = record.funds.total if isinstance(record, Project | Department) else None
    if total is not None and total > 0:
        return None
    return Hit(("funds", "total"), "预算总额未填写" if total is None else "预算总额不大于 0", (str(total),))


def _no_goal(subject: Subject, _rule: Rule) -> Hit | None:
    record = subject.record
    if isinstance(record, Project | Department) and not record.goal.strip():
        return Hit(("goal",), "年度绩效目标未填写", (record.goal,))
    return None


def _needed(missing: str, present: Callable[[Indicator], bool]) -> Check:
    """The check that some indicator is `present`; a form without any indicator is R04's to tell."""

    def ask(subject: Subject, _rule: Rule) -> Hit | None:
        if not subject.rows or any(present(row) for row in subject.rows):
            return None
        return Hit(("indicators",), f"没有{missing}", (missing,))

    return ask


def _both_sides(subject: Subject, _rule: Rule) -> Hit | None:
    if isinstance(subject.record, Department) and not subject.rows and subject.record.sections:
        return None
    lacking = [name for name, words in _SIDES.items() if not any(words.search(row.level1) for row in subject.rows)]
    told = "、".join(lacking)
    return Hit(("indicators",), f"没有{told}指标", (told,)) if lacking else None


_GAPS: Final = {"level2": "二级指标", "name": "三级指标", "target": "指标值"}
_SIDES: Final = {"产出": re.compile("产出|完成"), "效益": re.compile("效益|效果|影响")}
"""Level 1 as regions name it: 项目完成 and 项目效益, 效果指标."""


def _incomplete(subject: Subject, _rule: Rule) -> Hit | None:
    named = "" not in subject.distinct_names and all(map(str.strip, subject.level_names))
    if named and len(subject.numeric) + len(subject.texts) == len(subject.rows):
        return None
    gaps = [row for row in subject.rows if not (row.level2.strip() and row.name.strip() and row.target)]
    if not gaps:
        return None
    first = gaps[0]
    inner = "level2" if not first.level2.strip() else "name" if not first.name.strip() else "target"
    lacking = "、".join(_GAPS[name] for name in _GAPS if not str(getattr(first, name)).strip())
    return at_rows(gaps, f"有 {{count}} 条指标没有填全：{{rows}}，缺{lacking}", inner)


def _misplaced(subject: Subject, _rule: Rule) -> Hit | None:
    pairs_out = misplaced((row.level1, row.level2) for row in subject.rows)
    wrong = [row for row in subject.rows if (row.level1, row.level2) in pairs_out]
    pairs = "、".join(dict.fromkeys(f"“{row.level2}”不属于“{row.level1}”" for row in wrong))
    return at_rows(wrong, f"{pairs}（{{rows}}）", "level2")


def _count(subject: Subject, rule: Rule) -> Hit | None:
    rows, limits = subject.rows, rule.limits
    if rows and not limits["least"] <= len(rows) <= limits["most"]:
        few = len(rows) < limits["least"]
        told = f"只有 {len(rows)} 条指标，一般不少于 {limits['least']} 条"
        many = f"共有 {len(rows)} 条指标，一般不超过 {limits['most']} 条"
        return Hit(("indicators",), told if few else many, (str(len(rows)),))
    crowded = [(name, n) for name, n in Counter(row.level2 for row in rows).items() if n > limits["most_in_level2"]]
    if not crowded:
        return None
    told = "、".join(f"“{name}”下有 {n} 条" for name, n in crowded)
    return Hit(("indicators",), f"{told}，一般不超过 {limits['most_in_level2']} 条", tuple(map(str, crowded)))


def _copied_name(subject: Subject, _rule: Rule) -> Hit | None:
    copied = [row for row in subject.rows if _is_copied(row)] if subject.distinct_names & subject.level_names else []
    useful = [row for row in copied if row.description and row.description.strip() != row.name.strip()]
    record = subject.record.id
    fix = [Change(Ref(record, ("indicators", row.id, "name")), row.name, row.description) for row in useful]
    return at_rows(
        copied, "{count} 条三级指标照抄了上级名称：{rows}", "name", fix=fix, fix_label="改用描述作名称" if fix else ""
    )


def _is_copied(row: Indicator) -> bool:
    return bool(row.name) and row.name.strip() in {row.level1, row.level2}


def _placeholder(subject: Subject, rule: Rule) -> Hit | None:
    hit = first_word(subject, any_of(rule.words))
    return Hit(hit[0], f"{hit[1]}里还有占位文字“{hit[3]}”", (hit[2],)) if hit else None


def _doubled(subject: Subject, _rule: Rule) -> Hit | None:
    """R15: the same name under the same level 2; milder where descriptions tell them apart, R13's where copied."""
    if len(subject.distinct_names) == len(subject.rows):
        return None
    named = [row for row in subject.rows if row.name.strip() and not _is_copied(row)]
    keys = Counter((row.level2, row.name.strip()) for row in named)
    twice = [row for row in named if keys[row.level2, row.name.strip()] > 1]
    told_apart = len({row.description.strip() for row in twice}) == len(twice)
    hit = at_rows(twice, "同一二级指标下名称重复：{rows}", "name")
    return hit._replace(severity="warning") if hit and told_apart else hit


def _same_name(subject: Subject, _rule: Rule) -> Hit | None:
    if len(subject.distinct_names) == len(subject.rows):
        return None
    places: dict[str, set[str]] = {}
    for row in subject.rows:
        if row.name.strip() and not _is_copied(row):
            places.setdefault(row.name.strip(), set()).add(row.level2)
    again = [name for name, where in places.items() if len(where) > 1]
    rows = [next(row for row in subject.rows if row.name.strip() == name) for name in again]
    return at_rows(rows, "同一名称用在几处：{rows}", "name")


def _alike(subject: Subject, rule: Rule) -> Hit | None:
    plain: dict[str, Indicator] = {}
    cores = _plain(rule.words).sub("", subject.names).split("\0")
    for row, bare in zip(subject.rows, cores, strict=False):
        core = bare.strip()
        other = plain.setdefault(core, row) if core else row
        if other.name != row.name:
            values = "" if str(other.target) == str(row.target) else "，且指标值不一致"
            return at_rows((other, row), f"{naming((other, row))}近似重复{values}", "name")
    return None


@cache
def _plain(words: tuple[str, ...]) -> re.Pattern[str]:
    """These words where they add nothing: 完成 in 完成率 and 完成时间 is what is measured."""
    return re.compile(
        f"(?:{any_of(words).pattern})(?!率|度(?:\\0|$)|数(?:\\0|量|$)|时间|时限|时效|比例|及时|情况|质量|进度)"
    )


CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "R01": _unnamed,
        "R02": _no_budget,
        "R03": _no_goal,
        "R04": _both_sides,
        "R05": _needed("满意度指标", lambda row: "满意" in row.level1 + row.level2),
        "R06": _needed("数量指标", lambda row: "数量" in row.level2),
        "R07": _needed("质量指标", lambda row: "质量" in row.level2),
        "R08": _needed("时效指标", lambda row: "时效" in row.level2),
        "R09": _needed("成本指标", lambda row: "成本" in row.level1 + row.level2),
        "R10": _incomplete,
        "R11": _misplaced,
        "R12": _count,
        "R13": _copied_name,
        "R14": _placeholder,
        "R15": _doubled,
        "R16": _same_name,
        "R17": _alike,
    },
)

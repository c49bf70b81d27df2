"""Rules on what texts promise against the figures of the form (R48–R52): certain contradictions only."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from hengbiao.domain import money
from hengbiao.domain.department import Department
from hengbiao.domain.indicator import Indicator
from hengbiao.rules.places import any_of
from hengbiao.rules.reading import Quantity, amounts, clauses, counted_in, of_target, quantities, sentences
from hengbiao.rules.subject import Check, Hit, Rule, Subject, at_rows


def _amount_in_words(subject: Subject, _rule: Rule) -> Hit | None:
    """R48: one yearly amount in the text of a task that is not the amount of its line."""
    form = subject.record
    for task in form.tasks if isinstance(form, Department) else ():
        yearly = [(fen, words) for part in sentences(task.content) for fen, words in _yearly(part)]
        if task.total is not None and len(yearly) == 1 and yearly[0][0] != task.total:
            gap = money.tell(abs(task.total - yearly[0][0]))
            told = f"“{task.name}”文字写{yearly[0][1]}，本行预算 {money.tell(task.total)} 元，差 {gap} 元"
            return Hit(("tasks", task.id, "content"), told, (task.content, str(task.total)))
    return None


def _yearly(sentence: str) -> Iterable[tuple[int, str]]:
    for part in re.split(r"[，,：:]", sentence):
        if re.search(r"每年|全年|年度|本年|预算|共需|预计", part):
            yield from amounts(part)


def _product_in_words(subject: Subject, _rule: Rule) -> Hit | None:
    """R49: “30人至50人，每人1000-2000元 … 7.6万元” where the amount lies outside the span of the products."""
    form = subject.record
    for task in form.tasks if isinstance(form, Department) else ():
        span = _span(task.content)
        told = [fen for part in sentences(task.content) for fen, _ in _yearly(part)]
        if span and len(told) == 1 and not span[0] <= told[0] <= span[1]:
            low, high = (money.tell(fen, "万元") for fen in span)
            sentence = f"“{task.name}”人数乘标准为 {low} 至 {high} 万元，文字写 {money.tell(told[0], '万元')} 万元"
            return Hit(("tasks", task.id, "content"), sentence, (task.content,))
    return None


def _span(text: str) -> tuple[int, int] | None:
    people = re.search(r"(\d{1,6})人?\s?[至到—~-]\s?(\d{1,6})\s?[人名户]", text)
    each = re.search(r"每[人名户][^0-9，。]{0,8}(\d{1,6})\s?元?\s?[至到—~-]\s?(\d{1,6})\s?元", text)
    if not people or not each:
        return None
    return int(people[1]) * int(each[1]) * 100, int(people[2]) * int(each[2]) * 100


Promise = tuple[str, Decimal]
"""A kind of thing and how many."""


def _lost_quantity(subject: Subject, rule: Rule) -> Hit | None:
    """R50: a counted promise of the goal that comes up in no indicator, neither as target nor in a text."""
    project = subject.project
    if project is None or not subject.rows:
        return None
    promised = [
        one
        for clause, many in clauses(project.goal)
        for one in many
        if one.value > 1 and one.unit not in rule.words and not _OTHERWISE.search(clause)
    ]
    for kept in (_kept_in_targets, _kept_in_texts, _told_otherwise):
        found = set(kept(subject, promised)) if promised else set()
        promised = [one for one in promised if _promise(one) not in found]
    if not promised:
        return None
    words = "、".join(dict.fromkeys(f"“{one.text}”" for one in promised[:4]))
    return Hit(("goal",), f"目标写{words}，指标中没有这个数", tuple(one.text for one in promised))


def _family(unit: str) -> str:
    """人, 人次 and 人份 are not equal, but a promise kept in one of them is not lost."""
    return "人" if unit.startswith("人") else unit


@lru_cache(maxsize=4096)
def _family_of(unit: str) -> str:
    return _family(counted_in(unit)[1])


def _kept_in_targets(subject: Subject, promised: Sequence[Quantity]) -> Iterable[Promise]:
    kinds = {_family(one.unit) for one in promised}
    same = (row.target for row in subject.numeric if _family_of(row.target.unit) in kinds)
    return (_promise(own) for target in same if (own := of_target(target)))


def _kept_in_texts(subject: Subject, promised: Sequence[Quantity]) -> Iterable[Promise]:
    text = subject.row_text
    plain = not any(map(text.__contains__, _GROUPS)) or not _GROUPED.search(text)
    if plain and not any(_stands(str(one.value), text) for one in promised):
        return ()
    return (_promise(one) for one in quantities(text))


_GROUPS: Final = "百千万亿,"
_GROUPED: Final = re.compile(r"[0-9](?:\s?[百千万亿]|,[0-9])")
"""Numbers that are written otherwise than in plain digits."""


def _stands(number: str, text: str) -> bool:
    """Whether the digits stand in the text as a number of their own."""
    at = text.find(number)
    while at >= 0:
        end = at + len(number)
        if text[at - 1 : at] not in _DIGITS and text[end : end + 1] not in _DIGITS:
            return True
        at = text.find(number, end)
    return False


_DIGITS: Final = frozenset("0123456789")


def _told_otherwise(subject: Subject, _promised: Sequence[Quantity]) -> Iterable[Promise]:
    """What R51 tells already."""
    return (_promise(one) for one, _ in _conflicts(subject, _ALIKE))


def _promise(one: Quantity) -> Promise:
    return _family(one.unit), one.value


_ALIKE: Final = 60
"""Per cent of an indicator's name, by pairs of characters, that a clause must share to speak of the same thing."""


def _conflict(subject: Subject, rule: Rule) -> Hit | None:
    """R51: a clause of the goal that names an indicator's subject and gives it another number of the same unit."""
    for quantity, row in _conflicts(subject, rule.limits["percent"]):
        return at_rows((row,), f"目标写“{quantity.text}”，指标{{rows}}", also=(quantity.text,))
    return None


def _conflicts(subject: Subject, percent: int) -> Sequence[tuple[Quantity, Indicator]]:
    """Clauses with one quantity each, and the indicators that say otherwise; found once for the rules that ask."""
    found: Sequence[tuple[Quantity, Indicator]] | None = subject.found.get(("conflicts", percent))
    if found is None:
        found = subject.found["conflicts", percent] = tuple(_contradicted(subject, percent))
    return found


def _contradicted(subject: Subject, percent: int) -> Iterable[tuple[Quantity, Indicator]]:
    goal = subject.project.goal if subject.project else ""
    single = [(clause, many[0]) for clause, many in clauses(goal) if len(many) == 1 and not _OTHERWISE.search(clause)]
    kinds = {quantity.unit for _, quantity in single}
    rows = [row for row in subject.numeric if counted_in(row.target.unit)[1] in kinds] if kinds else []
    told = [(row, own) for row in rows if (own := of_target(row.target))]
    kept = {(own.unit, own.value) for _, own in told}
    for row, own in told:
        for clause, quantity in single:
            if (
                quantity.unit == own.unit
                and (quantity.unit, quantity.value) not in kept
                and _shared(row.name, clause) >= percent
            ):
                yield quantity, row


_OTHERWISE: Final = re.compile(
    r"每|平均|[人户生亩床件次株头]均|其中|累计|历年|截至|截止|去年|上年|同比|以来|已|现有|原有|目前|分别|各[0-9]"
)
"""Clauses on a part, a rate, or another time: their numbers are not those of an indicator of this year."""


def _shared(name: str, clause: str) -> int:
    """Per cent of the pairs of neighbouring characters of `name` that come up in `clause`."""
    pairs = [name[i : i + 2] for i in range(len(name) - 1)]
    return sum(pair in clause for pair in pairs) * 100 // len(pairs) if len(pairs) > 2 else 0


def _task_without_indicator(subject: Subject, rule: Rule) -> Hit | None:
    """R52: a task whose name hardly comes up in any indicator."""
    form = subject.record
    if not isinstance(form, Department) or not form.indicators:
        return None
    said = "。".join(row.name + row.description for row in form.indicators)
    for task in form.tasks:
        core = re.sub(r"经费|补助|项目|工作|专项|资金|开展|费用|支出", "", task.name)
        if any_of(rule.words_not).search(task.name):
            continue
        if task.total and len(core) > 3 and _shared(core, said) < rule.limits["percent"]:
            return Hit(
                ("tasks", task.id, "name"),
                f"“{task.name}”{money.tell(task.total)} 元没有对应的指标",
                (task.name, str(task.total)),
            )
    return None


CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "R48": _amount_in_words,
        "R49": _product_in_words,
        "R50": _lost_quantity,
        "R51": _conflict,
        "R52": _task_without_indicator,
    },
)

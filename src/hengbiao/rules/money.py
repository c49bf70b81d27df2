"""Rules on money: what the balance equations say, asked one rule at a time."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from hengbiao.domain.balance import Equation, hundredths
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.estimates import misreckoned
from hengbiao.domain.repairs import repair
from hengbiao.domain.wording import reckoning
from hengbiao.rules.subject import Check, Hit, Rule, Subject


def _unbalanced(
    name: str,
    path: tuple[str, ...],
    wanted: Callable[[Equation], bool] = lambda _made: True,
    tell: Callable[[Equation], str] = reckoning,
) -> Check:
    """The check that reports the equation `name` where it is unbalanced in the way `wanted`, in the words of `tell`."""

    def ask(subject: Subject, _rule: Rule) -> Hit | None:
        made = subject.equations.get(name)
        if made is None or made.state != "unbalanced" or not wanted(made):
            return None
        mend = repair(subject.tree, made)
        told = (str(made.left), str(made.right), *made.notes)
        return Hit(path, tell(made), told, mend.changes if mend else (), mend.label if mend else "")

    return ask


def _unit_price(subject: Subject, _rule: Rule) -> Hit | None:
    """R22: what is only understood as a price, or an amount inside a text; 元/量 that is written out is sound."""
    named = {row.id: row for row in subject.rows} if subject.costs else {}
    for cost in subject.costs:
        row = named[cost.indicator]
        if cost.reading not in {"price", "unclear"} or _PER.search(str(row.target)):
            continue
        told = f"“{cost.label}”疑似单价：{cost.sentence}" if cost.reading == "price" else cost.sentence
        return Hit(("indicators", row.id, "target"), told, (cost.label, str(row.target), cost.reading))
    return None


_PER: Final = re.compile(r"元\s?[/／每]")


def _slow(subject: Subject, rule: Rule) -> Hit | None:
    """R43: nothing spent by the first date, or too little before the last."""
    plan = (
        [step for row in subject.project.payments if (step := hundredths(row.percent)) is not None]
        if subject.project
        else []
    )
    if len(plan) < 2 or (plan[0] > 0 and plan[-2] >= rule.limits["before_last"] * 100):
        return None
    told = "、".join(f"{step / 100:g}%" for step in plan)
    why = "首期为 0%" if plan[0] <= 0 else f"末期前只到 {plan[-2] / 100:g}%，不到 {rule.limits['before_last']}%"
    return Hit(("payments",), f"支出进度为 {told}，执行偏慢：{why}", (told,))


def _misreckoned(subject: Subject, _rule: Rule) -> Hit | None:
    """R73: a line of 测算明细 that is not quantity × price."""
    project = subject.project
    made = subject.equations.get("estimates")
    found = misreckoned(project) if project and made and made.notes else ()
    if project is None or not found:
        return None
    places = [Ref(project.id, ("estimates", one.line.id, "amount")) for one in found]
    fix = tuple(Change(ref, one.line.amount, one.wanted) for ref, one in zip(places, found, strict=True))
    more = f"等 {len(found)} 行" if len(found) > 1 else ""
    told = tuple(one.sentence for one in found)
    return Hit(places[0].path, f"{found[0].sentence}{more}", told, fix, "按数量×标准改金额")


def _not_all_told(made: Equation) -> bool:
    """Totals of money only: beside a price nobody can say what is missing."""
    return (made.difference or 0) < 0 and all(one.reading in {"total", "part", "rate"} for one in made.costs)


def _falling(made: Equation) -> bool:
    return bool(made.notes)


def _short_end(made: Equation) -> bool:
    return made.left != made.right


CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "R18": _unbalanced("cost", ("funds", "total"), _not_all_told),
        "R19": _unbalanced("cost", ("funds", "total"), lambda made: (made.difference or 0) > 0),
        "R22": _unit_price,
        "R41": _unbalanced("payments", ("payments",), _falling, lambda made: "、".join(made.notes)),
        "R43": _slow,
        "R42": _unbalanced("payments", ("payments",), _short_end),
        "R44": _unbalanced("sources", ("funds", "total")),
        "R45": _unbalanced("tasks", ("funds", "total")),
        "R46": _unbalanced("department", ("funds", "total")),
        "R62": _unbalanced("weights", ("indicators",)),
        "R71": _unbalanced("projects", ("funds", "project")),
        "R73": _misreckoned,
        "R74": _unbalanced("estimates", ("estimates",)),
        "R75": _unbalanced("control", ("funds", "total"), lambda made: (made.difference or 0) > 0),
        "R76": _unbalanced("control", ("funds", "total"), lambda made: (made.difference or 0) < 0),
    },
)

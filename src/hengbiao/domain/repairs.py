"""What would put an unbalanced equation right, where only one value can be wrong: changes for one click, undoable."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from hengbiao.domain import money
from hengbiao.domain.balance import Equation, steps_apart, typed_as_lifetime
from hengbiao.domain.change import Change, Ref, value_at
from hengbiao.domain.project import Project
from hengbiao.domain.target import Target
from hengbiao.domain.tree import Tree


class Repair(NamedTuple):
    """What the button says, and what it does."""

    label: str
    changes: tuple[Change, ...]


def repair(tree: Tree, equation: Equation) -> Repair | None:
    """The repair of an equation whose cause is certain; None where there is none or several could be meant."""
    record = tree.records[equation.record]
    if equation.name == "payments":
        return _summed(record) if isinstance(record, Project) else None
    if equation.name == "sources" and isinstance(record, Project) and (names := typed_as_lifetime(record)):
        return _moved(record, names)
    return _mended(tree, equation)


def _moved(project: Project, names: Iterable[str]) -> Repair:
    changes = []
    for name in names:
        amount = getattr(project.lifetime_funds, name)
        changes += [
            Change(Ref(project.id, ("lifetime_funds", name)), amount, None),
            Change(Ref(project.id, ("funds", name)), None, amount),
        ]
    return Repair("移到年度资金", tuple(changes))


def _mended(tree: Tree, equation: Equation) -> Repair | None:
    found = equation.found
    if found is None or found.ref is None:
        return None
    old = value_at(tree.records[found.ref.record], found.ref.path)
    new = _retargeted(old, found.wanted) if isinstance(old, Target) else found.wanted
    return Repair(f"改为 {_told(new)}", (Change(found.ref, old, new),)) if new != old else None


def _retargeted(target: Target, wanted: int) -> Target:
    """The target that comes to `wanted` 分: the same number in another unit where that is all, else another number."""
    unit = next((one for one in ("元", "万元") if _comes_to(target.value, one) == wanted), "")
    if unit:
        return replace(target, unit=unit)
    own = {"万": "万元", "亿": "亿元"}.get(target.unit, target.unit)
    shown = money.show(wanted, own) if own in money.UNITS else ""
    value = shown if "." in target.value else shown.removesuffix(".00")
    return replace(target, value=value) if value else target


def _comes_to(value: str, unit: str) -> int | None:
    try:
        return money.scaled(value, money.UNITS[unit])
    except money.MoneyError:
        return None


def _told(value: Target | int) -> str:
    return str(value) if isinstance(value, Target) else f"{money.tell(value, '万元')} 万元"


def _summed(project: Project) -> Repair | None:
    """Steps that were typed each by itself and come to 100 % together, made cumulative."""
    if not steps_apart(project):
        return None
    sums = accumulate(Decimal(row.percent) for row in project.payments)
    changes = tuple(
        Change(Ref(project.id, ("payments", row.id, "percent")), row.percent, f"{total.normalize():f}")
        for row, total in zip(project.payments, sums, strict=True)
    )
    return Repair("改为累计百分比", tuple(change for change in changes if change.old != change.new))

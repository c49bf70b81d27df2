"""测算明细: each line's arithmetic, and the cost indicators made of them that stay linked to their lines."""

from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from hengbiao.domain import money
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.position import spread_between
from hengbiao.domain.project import Estimate, Project
from hengbiao.domain.target import Target

_LINK: Final = "est-"
"""An indicator whose id is this and the id of a line was made of that line."""


class Product(NamedTuple):
    """A line whose amount is not what quantity and price come to: `wanted` (分), and the arithmetic."""

    line: Estimate
    wanted: int
    sentence: str


def product(line: Estimate) -> int | None:
    """数量 × 标准 in 分, to the nearest; None where one of them is no number."""
    try:
        fen = Decimal(line.quantity) * Decimal(line.price) * 100
        return int(fen.to_integral_value()) if abs(fen) <= money.LIMIT else None
    except (InvalidOperation, ValueError):
        return None


def misreckoned(project: Project) -> tuple[Product, ...]:
    """The lines whose amount differs from quantity × price; blank ones say nothing."""
    found = ((line, product(line)) for line in project.estimates if line.amount is not None)
    return tuple(
        Product(line, wanted, _arithmetic(line, wanted))
        for line, wanted in found
        if wanted is not None and wanted != line.amount
    )


def cost_rows(project: Project, unit: str = "万元") -> list[Change]:
    """The changes that make a cost indicator of each line, or bring those made before up to date with their lines.

    A row that a person has renamed keeps its name; a row whose line is gone is dropped.
    """
    made = {row.id: row for row in project.indicators if row.id.startswith(_LINK)}
    lines = {f"{_LINK}{line.id}": line for line in project.estimates if line.amount is not None}
    gone = [Change(Ref(project.id, ("indicators", key)), row, None) for key, row in made.items() if key not in lines]
    put = [
        Change(Ref(project.id, ("indicators", key, "target")), made[key].target, target)
        for key, line in lines.items()
        if key in made and (target := _target(line, unit)) != made[key].target and not _same(made[key].target, line)
    ]
    return [*gone, *put, *_added(project, {key: line for key, line in lines.items() if key not in made}, unit)]


def outdated(project: Project) -> bool:
    """Whether rows were made of the lines and the lines have changed since: then people are asked once."""
    made = any(row.id.startswith(_LINK) for row in project.indicators)
    return made and bool(cost_rows(project))


def _added(project: Project, lines: dict[str, Estimate], unit: str) -> list[Change]:
    level1, level2 = _levels(project)
    after = [row.position for row in project.indicators if (row.level1, row.level2) == (level1, level2)]
    below = after[-1] if after else max((row.position for row in project.indicators), default="")
    above = min((row.position for row in project.indicators if row.position > below), default="")
    places = spread_between(below, above, len(lines))
    rows = (
        Indicator(
            id=key,
            position=place,
            level1=level1,
            level2=level2,
            name=line.content or "测算成本",
            description=_told(line),
            target=_target(line, unit),
        )
        for (key, line), place in zip(lines.items(), places, strict=True)
    )
    return [Change(Ref(project.id, ("indicators", row.id)), None, row) for row in rows]


def _levels(project: Project) -> tuple[str, str]:
    """Where cost stands in the form: as its rows have it, else under 成本 as level 1 where the form knows that."""
    found = next(((row.level1, row.level2) for row in project.indicators if "成本" in row.level2), None)
    return found or ("产出指标", "成本指标")


def _target(line: Estimate, unit: str) -> Target:
    return Target("≤", money.show(line.amount, unit), unit)


def _same(target: Target, line: Estimate) -> bool:
    try:
        return target.unit in money.UNITS and money.scaled(target.value, money.UNITS[target.unit]) == line.amount
    except money.MoneyError:
        return False


def _told(line: Estimate) -> str:
    if product(line) is None:
        return line.basis
    return f"{line.quantity}{line.unit} × {line.price}元 = {money.show(line.amount)}元"


def _arithmetic(line: Estimate, wanted: int) -> str:
    name = line.content or "测算"
    sum_of = f"{line.quantity} {line.unit} × {line.price} 元 = {money.show(wanted)} 元".replace("  ", " ")
    return f"“{name}”{sum_of}，填的是 {money.show(line.amount)} 元"

"""测算明细: each line's arithmetic, and the cost indicators made of them that stay linked to their lines."""

import re
from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final, NamedTuple

from hengbiao.domain import money
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.costs import is_cost
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.position import spread_between
from hengbiao.domain.project import Estimate, Project
from hengbiao.domain.target import Target

_LINK: Final = "est-"
"""An indicator whose id is this and the id of a line was made of that line."""
_GENERATED: Final = re.compile(r"[^×=]{1,80} × [^×=]{1,40}元 = [0-9,.]{1,30}元")
_IN_OUTPUT: Final = ("产出指标", "成本指标")


class Product(NamedTuple):
    """A line whose amount is not what quantity and price come to: `wanted` (分), and the arithmetic."""

    line: Estimate
    wanted: int
    sentence: str


def product(line: Estimate) -> int | None:
    """数量 × 标准 in 分, rounded half up (四舍五入); None where one of them is no number."""
    try:
        fen = Decimal(line.quantity) * Decimal(line.price) * 100
        return int(fen.to_integral_value(ROUND_HALF_UP)) if abs(fen) <= money.LIMIT else None
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


def cost_rows(
    project: Project,
    unit: str = "万元",
    levels: tuple[str, str] = _IN_OUTPUT,
    replacing: Collection[str] = (),
) -> list[Change]:
    """The changes that make a cost indicator of each line, or bring those made before up to date with their lines.

    A row that a person has renamed keeps its name; a row whose line is gone is dropped, and so are the rows
    `replacing`. New rows join the cost rows that are there, else stand under `levels` (level 1, level 2).
    """
    made = {row.id: row for row in linked(project)}
    lines = {f"{_LINK}{line.id}": line for line in project.estimates if line.amount is not None}
    gone = [row for row in project.indicators if row.id in replacing or (row.id in made and row.id not in lines)]
    drops = [Change(Ref(project.id, ("indicators", row.id)), row, None) for row in gone]
    puts = [
        Change(Ref(project.id, ("indicators", key, name)), getattr(made[key], name), value)
        for key, line in lines.items()
        if key in made
        for name, value in _followed(made[key], line, unit)
    ]
    new = {key: line for key, line in lines.items() if key not in made}
    return [*drops, *puts, *_added(project, new, unit, levels)]


def linked(project: Project) -> tuple[Indicator, ...]:
    """The indicators that were made of lines of the estimate."""
    return tuple(row for row in project.indicators if row.id.startswith(_LINK))


def outdated(project: Project) -> bool:
    """Whether rows were made of the lines and the lines have changed since: then people are asked once."""
    return bool(linked(project)) and bool(cost_rows(project))


def _followed(row: Indicator, line: Estimate, unit: str) -> list[tuple[str, Target | str]]:
    """What of a row has to follow its line: the amount, and the arithmetic where nobody has put other words there."""
    told = _told(line)
    worded = [("description", told)] if _GENERATED.fullmatch(row.description) and row.description != told else []
    return [*([] if _same(row.target, line) else [("target", _target(line, _unit_of(row, unit)))]), *worded]


def _unit_of(row: Indicator, unit: str) -> str:
    return row.target.unit if row.target.unit in money.UNITS else unit


def _added(project: Project, lines: dict[str, Estimate], unit: str, levels: tuple[str, str]) -> list[Change]:
    level1, level2 = next(((row.level1, row.level2) for row in project.indicators if is_cost(row)), levels)
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
        for (key, line), place in zip(lines.items(), _places(project, level1, level2, len(lines)), strict=True)
    )
    return [Change(Ref(project.id, ("indicators", row.id)), None, row) for row in rows]


def _places(project: Project, level1: str, level2: str, count: int) -> list[str]:
    """Positions behind the rows of the same levels, else of the same level 1, else at the end; 成本 by itself first."""
    rows = project.indicators
    same = [row.position for row in rows if (row.level1, row.level2) == (level1, level2)]
    near = same or [row.position for row in rows if row.level1 == level1]
    last = "" if level1.startswith("成本") else max((row.position for row in rows), default="")
    below = near[-1] if near else last
    above = min((row.position for row in rows if row.position > below), default="")
    return list(spread_between(below, above, count))


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
    return f"{line.quantity}{line.unit} × {line.price}元 = {money.tell(line.amount).removesuffix('.00')}元"


def _arithmetic(line: Estimate, wanted: int) -> str:
    name = line.content or "测算"
    sum_of = f"{line.quantity} {line.unit} × {line.price} 元 = {money.tell(wanted).removesuffix('.00')} 元".replace(
        "  ", " "
    )
    return f"“{name}”{sum_of}，填的是 {money.tell(line.amount).removesuffix('.00')} 元"

"""The indicators of one form as a plain table: a row each, a column for each field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hengbiao.domain.change import Record, Ref
from hengbiao.domain.fields import kind_of, kinds
from hengbiao.domain.indicator import Indicator
from hengbiao.forms.entry import unprinted_columns
from hengbiao.forms.grid import Cell, Grid, Show, Slot, Style
from hengbiao.forms.heights import heights
from hengbiao.forms.layout import Layout
from hengbiao.forms.vocabulary import choices, field_name, schemes
from hengbiao.qt.models.sheet import Sheet, Spot

TABLE: Final = "indicators"

_NEEDED: Final = ("level1", "level2", "name", "target")
_WEIGHTS: Final = {"level1": 8, "level2": 10, "name": 17, "description": 20, "target": 11, "weight": 5, "property": 5}
_WEIGHT: Final = 15
_LEAST: Final = 2.3
"""Least height of a row, in type sizes."""


@dataclass(frozen=True)
class Shape:
    """Which fields of an indicator stand in columns, how wide, in type how high."""

    names: tuple[str, ...]
    widths: tuple[float, ...]
    size: float


def columns(layout: Layout, kind: str, *, every: bool) -> tuple[str, ...]:
    """The fields that the layout prints of an indicator, in its order; with `every` the others after them."""
    plan = layout.plans.get(kind)
    printed = plan.columns.get(TABLE, {}) if plan else {}
    found = dict.fromkeys(path.partition("/")[0] for path in printed)
    names = list(found) or [name for name in kinds(Indicator) if name != "position"]
    names += [name for name in _NEEDED if name not in names]
    rest = unprinted_columns(layout, kind, TABLE) if every and plan else ()
    return tuple(names) + tuple(name for name in rest if name not in names)


def widths(names: Sequence[str], chosen: Mapping[str, float], room: float, size: float) -> tuple[float, ...]:
    """The width of each column: as chosen by hand, else its share of what is left of `room`, never too narrow."""
    weights = [_WEIGHTS.get(name, _WEIGHT) for name in names]
    free = sum(weight for name, weight in zip(names, weights, strict=True) if name not in chosen)
    left = room - sum(chosen.get(name, 0.0) for name in names)
    share = max(size * 0.82, left / free) if free else 0.0
    return tuple(chosen.get(name, weight * share) for name, weight in zip(names, weights, strict=True))


def table_sheet(
    record: Record,
    layout: Layout,
    rows: Sequence[Indicator],
    drafts: Mapping[str, Indicator],
    shape: Shape,
) -> Sheet:
    """A sheet of `rows`, drafts among them."""
    names, wide, size = shape.names, shape.widths, shape.size
    styles = [_style(name, size) for name in names]
    cells: list[Cell] = []
    refs: dict[Slot, Ref] = {}
    for at, row in enumerate(rows):
        for col, name in enumerate(names):
            slot = Slot(name, TABLE, at)
            refs[slot] = Ref(record.id, (TABLE, row.id, name))
            cells.append(Cell(at, col, 1, 1, getattr(row, name), styles[col], slot))
    grid = Grid("", wide, heights(cells, wide, [_LEAST * size] * len(rows)), tuple(cells), (0, 0), {})
    return Sheet(
        record=record.id,
        grid=grid,
        rows=tuple(f"{TABLE}/{row.id}" for row in rows),
        refs=refs,
        drafts=drafts,
        suggestions=_suggestions(layout, kind_of(record), rows, names),
        choices=_choices(layout),
        follows=_follows(rows, names),
        heads=tuple(field_name(TABLE, name) for name in names),
    )


def _style(name: str, size: float) -> Style:
    middle = name in {"level1", "level2", "target", "weight", "property"}
    show = Show(kind="target") if name == "target" else Show()
    return Style(role="value", font="hei", size=size, align="center" if middle else "left", show=show)


def _follows(rows: Sequence[Indicator], names: Sequence[str]) -> frozenset[Spot]:
    """Level cells that repeat the one above, level 2 only within its level 1."""
    found: set[Spot] = set()
    for at in range(1, len(rows)):
        above, row = rows[at - 1], rows[at]
        same1 = bool(row.level1) and row.level1 == above.level1
        if "level1" in names and same1:
            found.add((at, names.index("level1")))
        if "level2" in names and same1 and row.level2 and row.level2 == above.level2:
            found.add((at, names.index("level2")))
    return frozenset(found)


def _suggestions(layout: Layout, kind: str, rows: Sequence[Indicator], names: Sequence[str]) -> dict[Slot, str]:
    plan = layout.plans.get(kind)
    offers = {slot.field: source for slot, source in plan.suggestions.items() if slot.table == TABLE} if plan else {}
    found = {}
    for name in names:
        source = offers.get(name)
        for at, row in enumerate(rows):
            words: Any = getattr(row, source) if source else ""
            if words and not getattr(row, name):
                found[Slot(name, TABLE, at)] = str(words)
    return found


def _choices(layout: Layout) -> dict[str, tuple[str, ...]]:
    levels = schemes()[layout.scheme].levels
    return {
        "level1": tuple(dict.fromkeys(level1 for level1, _ in levels)),
        "level2": tuple(dict.fromkeys(level2 for _, level2 in levels)),
        "property": choices()["property"],
    }

"""The rows of one table as a plain grid: a line each, a column for each field; of several records one after another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from hengbiao.domain.change import Record, Ref
from hengbiao.domain.estimates import product
from hengbiao.domain.fields import KINDS, ROW_TYPES, kind_of, kinds
from hengbiao.domain.project import Estimate
from hengbiao.forms.entry import unprinted_columns
from hengbiao.forms.grid import Cell, Grid, Show, Slot, Style
from hengbiao.forms.heights import heights
from hengbiao.forms.layout import Layout
from hengbiao.forms.vocabulary import choices, field_name, schemes
from hengbiao.qt.models.sheet import Sheet, Spot

TABLE: Final = "indicators"
RECKONED: Final = "金额由数量 × 单价算出；要直接填金额，请先清空单价"
OF_RECORD: Final = "这一行所在的项目，在项目树里改名"

_OWNER: Final = "#record"
"""The column that names the project of each row, where several are listed."""

_NEEDED: Final = {"indicators": ("level1", "level2", "name", "target")}
_WEIGHTS: Final = {
    "level1": 8,
    "level2": 10,
    "name": 17,
    "description": 20,
    "target": 11,
    "weight": 5,
    "property": 7,
    "unit": 6,
    "quantity": 7,
    "price": 8,
    "amount": 9,
    "by": 10,
    "percent": 10,
    "total": 9,
    "fiscal": 9,
    "other": 9,
    "content": 22,
    "duty": 16,
    "task": 22,
    "goal": 24,
    "indicators": 24,
    "text": 30,
    _OWNER: 12,
}
_WEIGHT: Final = 15
_MIDDLE: Final = frozenset({"level1", "level2", "target", "weight", "property", "unit", "by", "percent"})
_NUMBERS: Final = frozenset({"quantity", "price"})
_LEAST: Final = 2.1
"""Least height of a row, in type sizes."""


@dataclass(frozen=True)
class Shape:
    """Which fields of a row stand in columns, how wide, in type how high."""

    names: tuple[str, ...]
    widths: tuple[float, ...]
    size: float


def tables(kind: str) -> tuple[str, ...]:
    """The tables of a form that are listed, the indicators first."""
    found = [name for name, what in kinds(KINDS[kind]).items() if what == "rows"]
    return tuple(sorted(found, key=lambda name: (name != TABLE, name == "extra")))


def columns(layout: Layout, kind: str, *, every: bool, table: str = TABLE, several: bool = False) -> tuple[str, ...]:
    """The fields that the layout prints of a row, in its order; with `every` the others after them.

    Of a table that the layout does not print, all.
    """
    plan = layout.plans.get(kind)
    printed = plan.columns.get(table, {}) if plan else {}
    found = dict.fromkeys(path.partition("/")[0] for path in printed)
    names = list(found) or [name for name in kinds(ROW_TYPES[table]) if name != "position"]
    names += [name for name in _NEEDED.get(table, ()) if name not in names]
    rest = unprinted_columns(layout, kind, table) if every and plan else ()
    whole = tuple(names) + tuple(name for name in rest if name not in names)
    return (_OWNER, *whole) if several else whole


_EASY: Final = 0.82
_TIGHT: Final = 0.64
"""Type sizes for a unit of weight: what a column has at ease, and the least that fits the words of a level."""


def widths(names: Sequence[str], chosen: Mapping[str, float], room: float, size: float) -> tuple[float, ...]:
    """The width of each column: as chosen by hand, else its share of what is left of `room`.

    Columns give way as far as they can be read for all of them to fit; where even that is not enough, the pane scrolls
    and they have their comfort.
    """
    weights = [_WEIGHTS.get(name, _WEIGHT) for name in names]
    free = sum(weight for name, weight in zip(names, weights, strict=True) if name not in chosen)
    left = room - sum(chosen.get(name, 0.0) for name in names)
    share = left / free if free else 0.0
    share = share if share >= size * _TIGHT else size * _EASY
    return tuple(chosen.get(name, weight * share) for name, weight in zip(names, weights, strict=True))


def table_sheet(
    lines: Sequence[tuple[Record, Sequence[Any]]], table: str, layout: Layout, drafts: Mapping[str, Any], shape: Shape
) -> Sheet:
    """A sheet of the rows of a table of one or more records, drafts among them."""
    wide, size = shape.widths, shape.size
    rows = [(record, row) for record, line in lines for row in line]
    refs = {
        Slot(name, table, at): Ref(record.id, (table, row.id, name))
        for at, (record, row) in enumerate(rows)
        for name in shape.names
        if name != _OWNER
    }
    cells, follows = tuple(_cells(rows, table, layout, shape)), _follows(rows, shape.names)
    measured = [cell for cell in cells if cell.slot or (cell.row, cell.col) not in follows]
    kind = kind_of(lines[0][0]) if lines else "project"
    return Sheet(
        record="+".join(record.id for record, _ in lines),
        grid=Grid("", wide, heights(measured, wide, [_LEAST * size] * len(rows)), cells, (0, 0), {}),
        rows=tuple(f"{table}/{record.id}/{row.id}" for record, row in rows),
        refs=refs,
        drafts=drafts,
        suggestions=_suggestions(layout, kind, table, [row for _, row in rows], shape.names),
        choices=offered(layout) if table == TABLE else _words(table),
        follows=follows,
        heads=tuple(_head(table, name, layout.money_unit) for name in shape.names),
        scheme=schemes()[layout.scheme] if table == TABLE else None,
    )


def _head(table: str, name: str, money_unit: str) -> str:
    if name == _OWNER:
        return "项目"
    amount = kinds(ROW_TYPES[table])[name] == "amount"
    return f"{field_name(table, name)}（{money_unit}）" if amount else field_name(table, name)


def offered(layout: Layout) -> dict[str, tuple[str, ...]]:
    """The words to choose from for the fields of an indicator."""
    pairs = schemes()[layout.scheme].levels
    return {
        "level1": tuple(dict.fromkeys(level1 for level1, _ in pairs)),
        "level2": tuple(dict.fromkeys(level2 for _, level2 in pairs)),
        "property": choices()["property"],
    }


def _words(table: str) -> dict[str, tuple[str, ...]]:
    return {"by": choices()["by"]} if table == "payments" else {}


def _cells(rows: Sequence[tuple[Record, Any]], table: str, layout: Layout, shape: Shape) -> list[Cell]:
    styles = [_style(table, name, layout.money_unit, shape.size) for name in shape.names]
    cells: list[Cell] = []
    for at, (record, row) in enumerate(rows):
        for col, name in enumerate(shape.names):
            if name == _OWNER:
                words = getattr(record, "name", "") or "（未命名）"
                cells.append(Cell(at, col, 1, 1, words, styles[col], None, OF_RECORD))
            else:
                slot = Slot(name, table, at)
                cells.append(Cell(at, col, 1, 1, getattr(row, name), styles[col], slot, _locked(row, name)))
    return cells


def _locked(row: Any, name: str) -> str:
    """Why an amount cannot be typed in: it is what quantity and price come to."""
    if name != "amount" or not isinstance(row, Estimate) or not (row.quantity and row.price):
        return ""
    return RECKONED if product(row) == row.amount else ""


def _style(table: str, name: str, money_unit: str, size: float) -> Style:
    kind = "text" if name == _OWNER else kinds(ROW_TYPES[table])[name]
    if kind == "amount":
        return Style(role="value", font="hei", size=size, align="right", show=Show(kind="amount", unit=money_unit))
    show = Show(kind="target") if kind == "target" else Show()
    plain = Style(role="label" if name == _OWNER else "value", font="hei", size=size, show=show)
    if name in _NUMBERS:
        return replace(plain, align="right")
    return replace(plain, align="center") if name in _MIDDLE else plain


def _follows(rows: Sequence[tuple[Record, Any]], names: Sequence[str]) -> frozenset[Spot]:
    """Cells that repeat the one above: the project, level 1 within it, level 2 only within its level 1."""
    found: set[Spot] = set()
    for at in range(1, len(rows)):
        same = True
        for name in (_OWNER, "level1", "level2"):
            if same and name in names:
                same = _repeats(rows[at - 1], rows[at], name)
                found |= {(at, names.index(name))} if same else set()
    return frozenset(found)


def _repeats(above: tuple[Record, Any], here: tuple[Record, Any], name: str) -> bool:
    if name == _OWNER:
        return above[0] is here[0]
    return bool(getattr(here[1], name)) and getattr(here[1], name) == getattr(above[1], name)


def _suggestions(layout: Layout, kind: str, table: str, rows: Sequence[Any], names: Sequence[str]) -> dict[Slot, str]:
    plan = layout.plans.get(kind)
    offers = {slot.field: source for slot, source in plan.suggestions.items() if slot.table == table} if plan else {}
    found = {}
    for name in names:
        source = offers.get(name)
        for at, row in enumerate(rows):
            words: Any = getattr(row, source) if source else ""
            if isinstance(words, str) and words and not getattr(row, name):
                found[Slot(name, table, at)] = words
    return found

"""A plain sheet of single fields, label beside value: what a layout does not print, or a form that it does not draw."""

from collections.abc import Sequence
from typing import Final

from hengbiao.domain.change import Record, Ref, value_at
from hengbiao.domain.fields import kind_of
from hengbiao.forms.form import field_kind
from hengbiao.forms.grid import Cell, Grid, Show, Slot, Style, Value
from hengbiao.forms.heights import heights
from hengbiao.forms.vocabulary import field_name
from hengbiao.qt.models.sheet import Sheet, blank

_LONG: Final = frozenset({"lifetime_goal", "goal", "purpose", "duties"})
_SHARES: Final = (0.16, 0.34, 0.16, 0.34)
_LEAST: Final = 2.2
"""Least height of a row, in type sizes."""


def field_sheet(record: Record, paths: Sequence[str], money_unit: str, width: float, size: float) -> Sheet:
    """`paths` of a record two in a row, long texts alone in theirs."""
    kind = kind_of(record)
    cells: list[Cell] = []
    refs: dict[Slot, Ref] = {}
    row, right = 0, False
    for path in paths:
        long = _is_long(path)
        if long and right:
            row, right = row + 1, False
        label = Cell(row, 2 if right else 0, 1, 1, field_name(kind, path), _style("label", size))
        slot = Slot(path)
        refs[slot] = Ref(record.id, tuple(path.split("/")))
        style = _value_style(kind, path, money_unit, size)
        value = _as_shown(value_at(record, refs[slot].path))
        cells += [label, Cell(row, label.col + 1, 1, 3 if long else 1, value, style, slot)]
        row, right = (row, True) if not right and not long else (row + 1, False)
    rows = row + right
    widths = tuple(share * width for share in _SHARES)
    grid = _grid(cells, widths, heights(cells, widths, [_LEAST * size] * rows))
    return Sheet(record.id, grid, tuple(f"#{at}" for at in range(rows)), refs)


def filled_count(record: Record, paths: Sequence[str]) -> int:
    """How many of the fields hold something."""
    return sum(not blank(value_at(record, tuple(path.split("/")))) for path in paths)


def _grid(cells: list[Cell], widths: tuple[float, ...], rows: tuple[float, ...]) -> Grid:
    return Grid("", widths, rows, tuple(cells), (0, 0), {})


def _is_long(path: str) -> bool:
    return path.rpartition("/")[2] in _LONG


def _style(role: str, size: float) -> Style:
    return Style(role="label", font="hei", size=size, bold=False, align="right") if role == "label" else Style()


def _value_style(kind: str, path: str, money_unit: str, size: float) -> Style:
    amount = field_kind(kind, path) == "amount"
    show = Show(kind="amount" if amount else "text", unit=money_unit)
    return Style(role="value", font="hei", size=size, show=show)


def _as_shown(value: object) -> Value:
    """Years are numbers in records and texts on forms."""
    return value if isinstance(value, str | int) and not isinstance(value, bool) else None

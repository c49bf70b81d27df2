"""Grid: how a form looks on paper. Cells with spans, typed values, resolved styles and what they are bound to."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from hengbiao.domain import money
from hengbiao.domain.target import Target

Value = str | int | Target | None
"""A cell's value: text, 分 (where the style shows an amount), a target, or blank."""


class Slot(NamedTuple):
    """What a cell is bound to: a field path of the record ("funds/total"), or a field of row `row` of a table."""

    field: str
    table: str = ""
    row: int = -1


class Rect(NamedTuple):
    """A rectangle of grid cells, counted from 0."""

    row: int
    col: int
    rows: int
    cols: int


@dataclass(frozen=True, slots=True)
class Show:
    """How a value prints. `unit` is the 金额单位 of an amount; `target` the pattern of a 指标值 (domain.md e.6)."""

    kind: Literal["text", "amount", "target"] = "text"
    unit: str = "万元"
    grouped: bool = False
    target: str = "{op}{value}{unit}"


@dataclass(frozen=True, slots=True)
class Style:
    """A resolved cell style; equal styles are one object. Sizes in points."""

    role: Literal["title", "line", "label", "head", "value", "text"] = "value"
    font: Literal["song", "fangsong", "hei", "xiaobiaosong"] = "song"
    size: float = 10.5
    bold: bool = False
    align: Literal["left", "center", "right"] = "left"
    valign: Literal["top", "middle", "bottom"] = "middle"
    border: bool = True
    show: Show = Show()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at (row, col), counted from 0, over `rows` × `cols`."""

    row: int
    col: int
    rows: int
    cols: int
    value: Value
    style: Style
    slot: Slot | None = None

    @property
    def rect(self) -> Rect:
        """The cells it covers."""
        return Rect(self.row, self.col, self.rows, self.cols)


@dataclass(frozen=True, slots=True)
class Paper:
    """The page a grid is meant for, in points."""

    width: float = 595.28
    height: float = 841.89
    left: float = 56.7
    right: float = 56.7
    top: float = 62.4
    bottom: float = 56.7

    @property
    def inner_width(self) -> float:
        """Room between the side margins."""
        return self.width - self.left - self.right

    @property
    def inner_height(self) -> float:
        """Room between head and foot margins."""
        return self.height - self.top - self.bottom


@dataclass(frozen=True)
class Grid:
    """One form laid out, sizes in points.

    `head` is the half-open run of rows repeated on every page after the first; `tables` the rectangle of the rows of
    each repeated table.
    """

    title: str
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    cells: tuple[Cell, ...]
    head: tuple[int, int]
    tables: Mapping[str, Rect]
    paper: Paper = Paper()

    @cached_property
    def by_slot(self) -> Mapping[Slot, Cell]:
        """The cells with a binding, by it."""
        return {cell.slot: cell for cell in self.cells if cell.slot}

    @cached_property
    def at(self) -> Mapping[tuple[int, int], Cell]:
        """The cell that covers each (row, col)."""
        return {
            (row, col): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rows)
            for col in range(cell.col, cell.col + cell.cols)
        }


def shown(value: Value, show: Show) -> str:
    """The text a value prints as; nothing is lost in printing."""
    if value is None:
        return ""
    if show.kind == "amount" and isinstance(value, int):
        return money.show(value, show.unit, grouped=show.grouped)
    if isinstance(value, Target):
        parts = show.target.format(op=value.comparator, value=value.value, unit=value.unit)
        return value.text or (parts if value.unit else parts.replace("()", ""))
    return str(value)

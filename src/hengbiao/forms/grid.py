"""Grid: how a form looks on paper. Cells with spans, typed values, resolved styles and what they are bound to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple

from hengbiao.domain import money
from hengbiao.domain.target import Target

Value = str | int | Target | None
"""A cell's value: text, 分 (where the style shows an amount), a target, or blank."""


_TARGET_MARK: Final = re.compile(r"\{(?:op|value|unit)\}")
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


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
    """How a value prints.

    `unit` is the 金额单位 of an amount; `target` the pattern of a 指标值 (domain.md e.6), `day` that of an ISO date in
    {y} {m} {d} {mm} {dd}; `codes` pairs of a value and what prints for it; `before` always stands before the value,
    `after` follows it where there is one.
    """

    kind: Literal["text", "amount", "target", "day"] = "text"
    unit: str = "万元"
    grouped: bool = False
    target: str = "{op}{value}{unit}"
    day: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    before: str = ""
    after: str = ""


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
    """A cell at (row, col), from 0, over `rows` × `cols`; `locked` says why one without slot is not typed in."""

    row: int
    col: int
    rows: int
    cols: int
    value: Value
    style: Style
    slot: Slot | None = None
    locked: str = ""

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


class Repeat(NamedTuple):
    """Rows [first, body) are drawn again on each page that goes on within rows [body, stop)."""

    first: int
    body: int
    stop: int


@dataclass(frozen=True)
class Grid:
    """One form laid out, sizes in points.

    `head` is the half-open run of rows that a workbook repeats as print titles, `repeats` every such run with the rows
    it heads; `tables` the rectangle of each table that has rows; `least` the height below which no row may go; `keep`
    the rows that never end a page.
    """

    title: str
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    cells: tuple[Cell, ...]
    head: tuple[int, int]
    tables: Mapping[str, Rect]
    paper: Paper = Paper()
    repeats: tuple[Repeat, ...] = ()
    least: tuple[float, ...] = ()
    keep: frozenset[int] = frozenset()
    layout: str = ""
    kind: str = "project"

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What each cell prints, in the order of the cells."""
        return tuple(shown(cell.value, cell.style.show) for cell in self.cells)

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
    if value is None or value == "":
        return show.before
    return f"{show.before}{_plain(value, show)}{show.after}" if show.before or show.after else _plain(value, show)


def _plain(value: Value, show: Show) -> str:
    if isinstance(value, Target):
        return _target(value, show.target)
    if show.kind == "amount" and isinstance(value, int):
        return money.show(value, show.unit, grouped=show.grouped)
    text = str(value)
    if show.kind == "day":
        return _day(text, show.day)
    return next((printed for stored, printed in show.codes if stored == text), text) if show.codes else text


def _target(value: Target, pattern: str) -> str:
    if value.text:
        return value.text
    parts = {"{op}": value.comparator, "{value}": value.value, "{unit}": value.unit}
    plain = pattern if value.unit else pattern.replace("({unit})", "")
    return _TARGET_MARK.sub(lambda found: parts[found[0]], plain)


def _day(text: str, pattern: str) -> str:
    found = _ISO_DAY.fullmatch(text)
    if not found or not pattern:
        return text
    parts = {"{y}": found[1], "{m}": str(int(found[2])), "{d}": str(int(found[3])), "{mm}": found[2], "{dd}": found[3]}
    for mark, part in parts.items():
        pattern = pattern.replace(mark, part)
    return pattern

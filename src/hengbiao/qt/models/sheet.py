"""A Sheet: a Grid on screen, with what each of its cells writes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, NamedTuple

from hengbiao.domain.change import Ref
from hengbiao.domain.target import Target
from hengbiao.forms.grid import Cell, Grid, Slot, Value, shown
from hengbiao.forms.vocabulary import Scheme

LEVELS: Final = frozenset({"level1", "level2"})
"""The fields of an indicator that put it in a group."""

Spot = tuple[int, int]
"""A (row, col) of the grid, counted from 0."""


RowPlace = tuple[str, str, str]
"""A row of a table: record, table and id."""


class Refusal(NamedTuple):
    """A typed text that could not be taken, and why, in one sentence."""

    text: str
    sentence: str


def blank(value: Value) -> bool:
    """Whether a cell holds nothing; 0 is something."""
    return value is None or value == "" or value == Target()


@dataclass(frozen=True)
class Sheet:
    """One grid of cells of `record`.

    `rows` names each grid row for life, so that a cell keeps its editor while rows come and go. `refs` says where a
    cell writes; a cell without one cannot be edited, and `locked` says why. `drafts` are rows that are no data until
    something is typed into them. `suggestions` are grey texts that Tab takes. `choices` are the words offered for a
    field. `follows` are cells that look merged with the one above. `heads` name the columns where no cell does.
    `scheme` orders the indicators whose levels are written here.
    """

    record: str
    grid: Grid
    rows: tuple[str, ...]
    refs: Mapping[Slot, Ref] = field(default_factory=dict)
    drafts: Mapping[str, Any] = field(default_factory=dict)
    groups: Mapping[str, Any] = field(default_factory=dict)
    suggestions: Mapping[Slot, str] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    follows: frozenset[Spot] = frozenset()
    heads: tuple[str, ...] = ()
    scheme: Scheme | None = None

    @cached_property
    def entries(self) -> tuple[Cell, ...]:
        """The cells that can be edited, in reading order."""
        found = (cell for cell in self.grid.cells if cell.slot in self.refs and not cell.locked)
        return tuple(sorted(found, key=lambda cell: (cell.row, cell.col)))

    @cached_property
    def _entry_spots(self) -> frozenset[Spot]:
        return frozenset((cell.row, cell.col) for cell in self.entries)

    @cached_property
    def slots(self) -> Mapping[Ref, Slot]:
        """The slot that shows each ref."""
        return {ref: slot for slot, ref in self.refs.items()}

    @cached_property
    def lines(self) -> tuple[tuple[Cell, ...], ...]:
        """For each grid row the cells that touch it, from left to right."""
        rows: list[list[Cell]] = [[] for _ in self.grid.heights]
        for cell in sorted(self.grid.cells, key=lambda cell: cell.col):
            for row in range(cell.row, cell.row + cell.rows):
                rows[row].append(cell)
        return tuple(tuple(row) for row in rows)

    def is_entry(self, cell: Cell | None) -> bool:
        """Whether `cell` can be edited."""
        return cell is not None and (cell.row, cell.col) in self._entry_spots

    def text(self, cell: Cell) -> str:
        """What stands in a cell."""
        return shown(cell.value, cell.style.show)

    def draft_text(self, cell: Cell) -> str:
        """What an editor of the cell starts with: the value without what is always printed around it."""
        return shown(cell.value, replace(cell.style.show, before="", after=""))

    def suggestion(self, cell: Cell | None) -> str:
        """The grey text of an empty cell; "" for none."""
        return self.suggestions.get(cell.slot, "") if cell and cell.slot and blank(cell.value) else ""

    def why_locked(self, cell: Cell) -> str:
        """Why a cell cannot be edited; "" where it can."""
        return "" if self.is_entry(cell) else cell.locked or "这是表样印好的文字，不用填写"

    def row_of(self, cell: Cell | None) -> tuple[str, str] | None:
        """The (table, row id) that a cell belongs to; None outside repeated tables."""
        place = self.place_of(cell)
        return place[1:] if place else None

    def place_of(self, cell: Cell | None) -> RowPlace | None:
        """The row of a table that a cell belongs to; None outside tables."""
        ref = self.refs.get(cell.slot) if cell and cell.slot else None
        return (ref.record, ref.path[0], ref.path[1]) if ref and len(ref.path) == 3 else None

    def places_in(self, row: int) -> tuple[RowPlace, ...]:
        """The rows of tables that a grid row shows, from left to right; cells over several grid rows do not count."""
        cells = self.lines[row] if 0 <= row < len(self.lines) else ()
        found = (self.place_of(cell) for cell in cells if cell.rows == 1)
        return tuple(dict.fromkeys(place for place in found if place))


def nothing() -> Sheet:
    """A sheet without cells."""
    return Sheet("", Grid("", (), (), (), (0, 0), {}), ())

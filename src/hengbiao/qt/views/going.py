"""Where Tab and Enter lead: Enter after a run of Tabs in a table goes back to the column where they began."""

from typing import TYPE_CHECKING

from hengbiao.forms.grid import Cell
from hengbiao.qt.models import moves

if TYPE_CHECKING:
    from hengbiao.qt.views.grid_view import GridView


class Going:
    """The way of the cursor through one grid."""

    def __init__(self, view: "GridView") -> None:
        self._view = view
        self._start: Cell | None = None
        self._column: int | None = None
        self._coming = False

    def advance(self, how: str) -> None:
        """Go on as a key says: next, previous, down or up."""
        cell, sheet = self._view.current_cell(), self._view.sheet_model.sheet
        if cell is None:
            self._view.go(moves.first_blank(sheet))
            return
        if how in {"next", "previous"}:
            self._start = self._start or cell
            target = moves.next_to_fill(sheet, cell, 1 if how == "next" else -1)
        else:
            start, self._start = self._column_of(self._start, cell), None
            if how == "down" and self._view.beyond(cell, how):
                return
            step = -1 if how == "up" else 1
            target = moves.beside_to_fill(sheet, cell, step, start if how == "down" else None)
        if target:
            self._go_on(target)
        elif how == "next":
            self._view.beyond(cell, how)

    def arrow(self, cell: Cell, down: int, right: int) -> Cell | None:
        """Where an arrow leads, past everything that cannot be edited; up and down keep the column they began in."""
        sheet = self._view.sheet_model.sheet
        if right:
            self._column = None
            return moves.along(sheet, cell, right)
        column = cell.col if self._column is None else self._column
        found = moves.beside(sheet, cell, down, column)
        near = moves.beside(sheet, cell, down)
        if near is not None and (found is None or abs(near.row - cell.row) < abs(found.row - cell.row)):
            found = near
        self._coming, self._column = True, column
        return found

    def take_suggestion(self) -> bool:
        """Make the grey suggestion under the cursor data; False where there is none."""
        view = self._view
        cell, sheet = view.current_cell(), view.sheet_model.sheet
        text = sheet.suggestion(cell)
        if not cell or not cell.slot or not text or not sheet.is_entry(cell):
            return False
        return view.write(view.writer.label(sheet, cell.slot), {cell.slot: text})

    def forget(self) -> None:
        """A click or an arrow ends a run of Tabs; all but up and down end a run of these."""
        self._start = None
        self._column = self._column if self._coming else None
        self._coming = False

    def _column_of(self, start: Cell | None, cell: Cell) -> int | None:
        """The column of a run of Tabs that began in the table of `cell`; the boxes above it have no columns."""
        tables = {(self._view.sheet_model.sheet.row_of(one) or ("",))[0] for one in (start, cell)}
        return start.col if start and tables != {""} and len(tables) == 1 else None

    def _go_on(self, cell: Cell) -> None:
        run = self._start
        self._view.go(cell)
        self._start = run

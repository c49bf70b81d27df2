"""A Sheet as a Qt table model: each cell's data stands at its top left index."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from hengbiao.domain.change import Ref
from hengbiao.forms.grid import Cell, Slot
from hengbiao.qt.models.sheet import Refusal, Sheet

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class SheetModel(QAbstractTableModel):
    """Shows one Sheet and swaps it for the next; rows of the same name keep their indexes.

    `reshaped` tells that spans or sizes may have changed; `refused` that a refusal came or went.
    """

    reshaped = Signal()
    refused = Signal(QModelIndex)

    def __init__(self, sheet: Sheet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._rows = _own(sheet)
        self._refusals: dict[Ref, Refusal] = {}

    @property
    def sheet(self) -> Sheet:
        """What is shown."""
        return self._sheet

    def show(self, sheet: Sheet) -> None:
        """Show another sheet; one of another record or other columns resets everything."""
        old = self._sheet
        if old.record != sheet.record or len(old.grid.widths) != len(sheet.grid.widths) or old.heads != sheet.heads:
            self._reset(sheet)
        else:
            self._swap(sheet)
        self.reshaped.emit()

    def cell(self, index: Index) -> Cell | None:
        """The cell that covers `index`."""
        found = self._located(index)
        return found[0].grid.at.get((found[1], index.column())) if found else None

    def index_at(self, cell: Cell) -> QModelIndex:
        """The index of a cell of the sheet."""
        return self.index(cell.row, cell.col)

    def index_of(self, place: Ref | Slot | None) -> QModelIndex:
        """The index of the cell bound to a ref or slot; invalid where nothing shows it."""
        slot = self._sheet.slots.get(place) if isinstance(place, Ref) else place
        cell = self._sheet.grid.by_slot.get(slot) if slot else None
        return self.index_at(cell) if cell else QModelIndex()

    def ref(self, index: Index) -> Ref | None:
        """Where the cell at `index` writes."""
        cell = self.cell(index)
        return self._sheet.refs.get(cell.slot) if cell and cell.slot else None

    def is_entry(self, index: Index) -> bool:
        """Whether the cell at `index` can be edited."""
        return self._sheet.is_entry(self.cell(index))

    def refusal(self, index: Index) -> Refusal | None:
        """The text that was typed there last and could not be taken."""
        ref = self.ref(index)
        return self._refusals.get(ref) if ref else None

    def untaken(self) -> str:
        """Why the first text that could not be taken was not; "" where there is none."""
        return next((refusal.sentence for refusal in self._refusals.values()), "")

    def refuse(self, index: Index, refusal: Refusal | None) -> None:
        """Keep, or with None forget, a text that could not be taken."""
        ref = self.ref(index)
        if ref is None or self._refusals.get(ref) == refusal:
            return
        if refusal is None:
            del self._refusals[ref]
        else:
            self._refusals[ref] = refusal
        self.dataChanged.emit(index, index)
        self.refused.emit(index)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Rows of the grid."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Columns of the grid."""
        return 0 if parent.isValid() else len(self._sheet.grid.widths)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Entries can be edited and selected; what the form prints itself is only there."""
        if not self.is_entry(index):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts of a cell: what stands there, what an editor starts with, what is said of it."""
        found = self._located(index)
        cell = found[0].grid.at.get((found[1], index.column())) if found else None
        if found is None or cell is None:
            return None
        sheet = found[0]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            refusal = self.refusal(index) if self._refusals else None
            if refusal:
                return refusal.text
            return sheet.text(cell) if role == Qt.ItemDataRole.DisplayRole else sheet.draft_text(cell)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.StatusTipRole}:
            refusal = self.refusal(index) if self._refusals else None
            return (refusal.sentence if refusal else sheet.why_locked(cell)) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return sheet.text(cell) or (f"建议：{sheet.suggestion(cell)}" if sheet.suggestion(cell) else "空")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the columns where the sheet gives them, and numbers of the rows."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            heads = self._sheet.heads
            return heads[section] if section < len(heads) else None
        return str(section + 1)

    def _located(self, index: Index) -> tuple[Sheet, int] | None:
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def _reset(self, sheet: Sheet) -> None:
        self.beginResetModel()
        self._sheet, self._rows, self._refusals = sheet, _own(sheet), {}
        self.endResetModel()

    def _swap(self, sheet: Sheet) -> None:
        """Rows between the common start and end go and come; whatever then differs is told."""
        old = self._sheet
        start, end = _common(old.rows, sheet.rows)
        if start + end < len(old.rows):
            self.beginRemoveRows(QModelIndex(), start, len(old.rows) - end - 1)
            del self._rows[start : len(old.rows) - end]
            self.endRemoveRows()
        if start + end < len(sheet.rows):
            self.beginInsertRows(QModelIndex(), start, len(sheet.rows) - end - 1)
            self._rows[start:start] = [(sheet, row) for row in range(start, len(sheet.rows) - end)]
            self.endInsertRows()
        before = [self._rows[row] for row in range(len(self._rows))]
        self._sheet, self._rows = sheet, _own(sheet)
        self._refusals = {ref: refusal for ref, refusal in self._refusals.items() if ref in sheet.slots}
        for row, (was, at) in enumerate(before):
            if was is not sheet and _differs(was, at, sheet, row):
                self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))


def _own(sheet: Sheet) -> list[tuple[Sheet, int]]:
    return [(sheet, row) for row in range(len(sheet.grid.heights))]


def _common(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[int, int]:
    """How many names two runs share at the start, and then at the end."""
    room = min(len(old), len(new))
    start = next((at for at in range(room) if old[at] != new[at]), room)
    room -= start
    end = next((at for at in range(room) if old[-1 - at] != new[-1 - at]), room)
    return start, end


def _differs(old: Sheet, row: int, new: Sheet, now: int) -> bool:
    return _seen(old, row) != _seen(new, now)


def _seen(sheet: Sheet, row: int) -> list[tuple[Any, ...]]:
    cells = sheet.lines[row]
    return [(c.value, c.style, row - c.row, c.rows, c.col, c.cols, sheet.suggestion(c)) for c in cells]

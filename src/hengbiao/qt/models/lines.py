"""Lines to look at, tick and choose from: what every window of the exchange lists."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from hengbiao.qt import style

_NOWHERE: Final = QModelIndex()
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its title, its share of the width in characters, whether it holds figures."""

    title: str
    width: float
    figures: bool = False

    @property
    def room(self) -> str:
        """What keeps figures away from the text to their right."""
        return "\u2002" if self.figures else ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line: a text a column; `about` is what it stands for, `mark` an icon, `tone` a colour of the palette by name.

    `ticked` is None where there is nothing to tick; `tip` stands for what is cut off, else each text for itself.
    """

    texts: tuple[str, ...]
    about: Any = None
    mark: str = ""
    tone: str = ""
    tip: str = ""
    ticked: bool | None = None


class LinesModel(QAbstractTableModel):
    """Shows lines under heads; `ticked` carries the number of a line that a person ticked or unticked."""

    ticked = Signal(int)

    def __init__(self, heads: Sequence[Head], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heads = tuple(heads)
        self._lines: list[Line] = []

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is on show."""
        return tuple(self._lines)

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines in place of what was there."""
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def add(self, lines: Sequence[Line]) -> None:
        """Show these lines below what is there."""
        if lines:
            self.beginInsertRows(QModelIndex(), len(self._lines), len(self._lines) + len(lines) - 1)
            self._lines += lines
            self.endInsertRows()

    def put(self, row: int, line: Line) -> None:
        """Show another line in place of one."""
        self._lines[row] = line
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.heads) - 1))

    def tick(self, row: int, *, on: bool) -> None:
        """Tick a line or not, where it can be."""
        if self._lines[row].ticked is not None and self._lines[row].ticked != on:
            self.put(row, replace(self._lines[row], ticked=on))
            self.ticked.emit(row)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """The number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """The number of heads."""
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A text, its tip, colour and side; mark and tick stand in the first column."""
        if not index.isValid() or not index.row() < len(self._lines):
            return None
        line, head = self._lines[index.row()], self.heads[index.column()]
        text = line.texts[index.column()] if index.column() < len(line.texts) else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(text.split()) + head.room
        if role == Qt.ItemDataRole.ToolTipRole:
            return _plain(line.tip or text)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if head.figures else _LEFT
        if role == Qt.ItemDataRole.ForegroundRole and line.tone:
            return style.colour(line.tone)
        return _first(line, role) if index.column() == 0 else None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a tick."""
        if role != Qt.ItemDataRole.CheckStateRole or self._lines[index.row()].ticked is None:
            return False
        self.tick(index.row(), on=Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Everything can be chosen, some ticked."""
        flags = super().flags(index)
        can_tick = index.isValid() and index.column() == 0 and self._lines[index.row()].ticked is not None
        return flags | Qt.ItemFlag.ItemIsUserCheckable if can_tick else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The titles."""
        if orientation != Qt.Orientation.Horizontal or not section < len(self.heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section].title + self.heads[section].room
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.heads[section].figures else _LEFT
        return None


def _plain(text: str) -> str:
    """A tip that is shown as it is written: Qt would read what looks like HTML as such."""
    return f"<span>{escape(text)}</span>" if "<" in text or "&" in text else text


def _first(line: Line, role: int) -> Any:
    """What only the first column shows: mark and tick."""
    if role == Qt.ItemDataRole.DecorationRole and line.mark:
        return style.mark(line.mark)
    if role == Qt.ItemDataRole.CheckStateRole and line.ticked is not None:
        return Qt.CheckState.Checked if line.ticked else Qt.CheckState.Unchecked
    return None

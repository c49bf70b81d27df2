"""A table of lines that fills its width, is walked by keys and copied as text."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from hengbiao.qt import style
from hengbiao.qt.models.lines import Head, Line, LinesModel


class WholeLine(QStyledItemDelegate):
    """Draws a line as one: no frame around the cell under the cursor."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """As ever, without the frame."""
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus  # type: ignore[attr-defined]


_ALONE: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class LinesView(QTableView):
    """`moved` tells that another line is the current one, `opened` carries the number of a line double-clicked.

    `digit` carries 0 to 9 where one is typed: what windows decide by.
    """

    moved = Signal()
    opened = Signal(int)
    digit = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setItemDelegate(WholeLine(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(style.space(6))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(style.space(7.5))
        self.lines = LinesModel((), self)
        self._empty = ""
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def set_heads(self, heads: Sequence[Head]) -> None:
        """Begin anew with these columns and no lines."""
        self.lines = LinesModel(heads, self)
        self.setModel(self.lines)
        self._share_width()

    def set_empty(self, words: str) -> None:
        """Say these words in the middle as long as there are no lines: what is kept here, and what to do."""
        self._empty = words
        self.setAccessibleDescription(words)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, or what is said without any."""
        super().paintEvent(event)
        if self._empty and not self.lines.lines:
            painter = QPainter(self.viewport())
            painter.setPen(style.colour("muted"))
            gap = style.space(6)
            room = self.viewport().rect().adjusted(gap, gap, -gap, -gap)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._empty)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines; the cursor stays on its line number as far as there is one."""
        row = max(0, self.row())
        self.lines.show(lines)
        if lines:
            self.selectRow(min(row, len(lines) - 1))

    def selectRow(self, row: int) -> None:
        """Go to a line and select it alone; Qt's own adds to what is selected while Ctrl is held down."""
        self.selectionModel().setCurrentIndex(self.lines.index(row, 0), _ALONE)

    def row(self) -> int:
        """The number of the current line; −1 for none."""
        return self.currentIndex().row()

    def line(self) -> Line | None:
        """The current line."""
        row = self.row()
        return self.lines.lines[row] if 0 <= row < len(self.lines.lines) else None

    def rows(self) -> list[int]:
        """The numbers of the selected lines, in order."""
        return sorted(index.row() for index in self.selectionModel().selectedRows()) if self.selectionModel() else []

    def text(self) -> str:
        """The selected lines as tabbed text."""
        return "\n".join("\t".join(self.lines.lines[row].texts) for row in self.rows())

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tell that the cursor is on another line."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the lines, Space ticks all that are selected."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QApplication.clipboard().setText(self.text())
        elif event.key() == Qt.Key.Key_Space:
            self._tick()
        elif event.text().isdecimal() and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.digit.emit(int(event.text()))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._share_width()

    def _tick(self) -> None:
        rows = [row for row in self.rows() if self.lines.lines[row].ticked is not None]
        on = not all(self.lines.lines[row].ticked for row in rows)
        for row in rows:
            self.lines.tick(row, on=on)

    def _share_width(self) -> None:
        """Each column its share, but no less than three quarters of its characters and its whole title.

        Where they do not fit so, the last one gives up to half of that: lines scroll sideways only after it did.
        """
        heads = self.lines.heads
        if not heads:
            return
        wanted = sum(head.width for head in heads)
        least = self.fontMetrics().horizontalAdvance("汉") * 0.75
        scale = max(least, self.viewport().width() / wanted)
        widths = [max(int(head.width * scale), self._title_width(head)) for head in heads]
        over = sum(widths) - max(self.viewport().width(), int(least * wanted))
        if over > 0:  # a title took more than its share: the widest column gives it
            widest = widths.index(max(widths))
            widths[widest] = max(widths[widest] - over, int(heads[widest].width * least))
        widths[-1] += max(0, -over)
        beyond = max(0, sum(widths) - self.viewport().width())
        widths[-1] = max(widths[-1] - beyond, self._title_width(heads[-1]), int(heads[-1].width * least / 2))
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def _title_width(self, head: Head) -> int:
        return self.fontMetrics().horizontalAdvance(head.title + head.room) + style.space(4)

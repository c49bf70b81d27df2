"""The list of findings: headings over the whole width, the current line unfolded so that its message can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from hengbiao.qt import style
from hengbiao.qt.models.findings_model import HEADING, FindingsModel

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent

Index = QModelIndex | QPersistentModelIndex
_MESSAGE: Final = 2
_KEYS: Final = {
    Qt.Key.Key_Space: None,
    Qt.Key.Key_Return: None,
    Qt.Key.Key_Enter: None,
    Qt.Key.Key_Left: True,
    Qt.Key.Key_Right: False,
}
"""What folds a heading: None turns it over, else whether it is open before."""


class FindingsView(QTableView):
    """A flat table: a tree of 30,000 lines is laid out anew at every edit, which takes 200 ms."""

    def __init__(self, model: FindingsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._unfolded = -1
        self.setObjectName("findingsList")
        self.setModel(model)
        self.setItemDelegate(_Drawing(self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("审核结果列表"))
        self._size_headers()
        self.selectionModel().currentChanged.connect(lambda *_: self._unfold())
        model.modelReset.connect(self._forget)
        model.dataChanged.connect(lambda *_: self._unfold())

    def _size_headers(self) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        columns.hide()
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(self.line())
        columns.setStretchLastSection(True)
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        columns.resizeSection(0, self.fontMetrics().horizontalAdvance("需核实（可说明）") + style.space(11))
        columns.resizeSection(1, style.space(50))

    def line(self) -> int:
        """The height of a line."""
        return self.fontMetrics().height() + style.space(2)

    def _forget(self) -> None:
        self._unfolded = -1

    def _unfold(self) -> None:
        """Give the current line the height of its whole message, and the one before its own."""
        row = self.currentIndex().row()
        if 0 <= self._unfolded < self._model.rowCount() and self._unfolded != row:
            self.setRowHeight(self._unfolded, self.line())
        self._unfolded = row
        if row >= 0:
            self.setRowHeight(row, max(self.line(), self._needed(row)))

    def _needed(self, row: int) -> int:
        text = str(self._model.index(row, _MESSAGE).data() or "")
        room = QRect(0, 0, max(1, self.columnWidth(_MESSAGE) - style.space(3)), 10_000)
        return self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), text).height() + style.space(2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        self._unfold()

    def sizeHintForRow(self, _row: int) -> int:
        """One line."""
        return self.line()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """On a heading the arrows, Enter and the space bar fold and unfold."""
        heading = self.currentIndex().siblingAtColumn(0).data(HEADING)
        if heading is None or Qt.Key(event.key()) not in _KEYS:
            super().keyPressEvent(event)
        elif _KEYS[Qt.Key(event.key())] in {None, heading.open}:
            self._turn(self.currentIndex().row(), heading.key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a heading folds or unfolds it."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint()).siblingAtColumn(0)
        heading = index.data(HEADING) if event.button() == Qt.MouseButton.LeftButton else None
        if heading:
            self._turn(index.row(), heading.key)

    def _turn(self, row: int, key: str) -> None:
        self._model.fold(row)
        at = self._model.heading_of(key)
        if at >= 0:
            self.setCurrentIndex(self._model.index(at, 0))


class _Drawing(QStyledItemDelegate):
    """Draws a heading across the columns, and other lines at the top of their room."""

    def __init__(self, view: FindingsView) -> None:
        super().__init__(view)
        self._view = view

    def initStyleOption(self, option: Any, index: Index) -> None:
        """Texts of the unfolded line begin at its top and break; others end in … at the edge."""
        super().initStyleOption(option, index)
        if option.rect.height() > self._view.line():
            option.displayAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            option.decorationAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        else:
            option.features &= ~QStyleOptionViewItem.ViewItemFeature.WrapText

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        """Draw a line."""
        from PySide6.QtWidgets import QStyle

        heading = index.sibling(index.row(), 0).data(HEADING)
        if heading is None:
            super().paint(painter, option, index)
            return
        view = option.widget
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(option.rect)
        painter.fillRect(option.rect, style.colour("selected" if chosen else "raised"))
        whole = QRect(0, option.rect.top(), view.width(), option.rect.height())
        side = option.fontMetrics.height()
        arrow = QRect(style.space(2), whole.top() + (whole.height() - side) // 2, side, side)
        style.icon("branch-open" if heading.open else "branch-closed").paint(painter, arrow)
        painter.setPen(style.colour("text"))
        words = whole.adjusted(style.space(4) + side, 0, 0, 0)
        text = str(index.sibling(index.row(), 0).data())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)
        painter.restore()

    def sizeHint(self, _option: Any, _index: Index) -> QSize:
        """The columns have their widths."""
        return QSize(1, 1)

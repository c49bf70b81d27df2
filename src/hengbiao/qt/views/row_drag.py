"""Rows dragged with the mouse, by their number in a list, by their level on a form; a line shows where they go."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication

from hengbiao.qt.views.look import look

if TYPE_CHECKING:
    from hengbiao.qt.views.grid_view import GridView

_EDGE = 24
"""Pixels from the end of the pane within which a drag scrolls."""


class RowDrag(QObject):
    """Watches the mouse over a grid and its row numbers; emits the grid's `rows_carried` when rows are let go."""

    def __init__(self, view: "GridView") -> None:
        super().__init__(view)
        self._view = view
        self._start: QPoint | None = None
        self._row, self._rows = -1, set[int]()
        self._target: tuple[int, bool] | None = None
        for watched in (view.viewport(), view.verticalHeader().viewport()):
            watched.installEventFilter(self)
            watched.setMouseTracking(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a press on a handle until it is let go; everything else goes its way."""
        if not isinstance(event, QMouseEvent):
            return False
        place = event.position().toPoint()
        on_header = watched is self._view.verticalHeader().viewport()
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._row = self._handle_at(place, on_header=on_header)
            self._start = place if self._row >= 0 else None
            self._rows = self._carried()
        elif event.type() == QEvent.Type.MouseMove:
            return self._follow(place, event, on_header=on_header)
        elif event.type() == QEvent.Type.MouseButtonRelease and self._start is not None:
            return self._let_go()
        return False

    def paint(self, painter: QPainter) -> None:
        """Draw the line where the rows would go."""
        if self._target is None:
            return
        rect = self._row_rect(self._target[0])
        y = rect.bottom() if self._target[1] else rect.top()
        painter.fillRect(QRect(0, y - 1, self._view.horizontalHeader().length(), 3), look().accent)

    def _handle_at(self, place: QPoint, *, on_header: bool) -> int:
        """The grid row that would be dragged from a place; -1 for none."""
        view, row = self._view, self._view.rowAt(place.y())
        sheet = view.sheet_model.sheet
        if row < 0 or sheet.place_of_row(row) is None:
            return -1
        cell = view.sheet_model.cell(view.indexAt(place))
        label = cell is not None and cell.slot is not None and bool(cell.slot.table) and not sheet.is_entry(cell)
        return row if on_header or label else -1

    def _follow(self, place: QPoint, event: QMouseEvent, *, on_header: bool) -> bool:
        if not event.buttons() & Qt.MouseButton.LeftButton or self._start is None:
            over = not on_header and self._handle_at(place, on_header=False) >= 0
            self._view.viewport().setCursor(Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.ArrowCursor)
            return False
        if self._target is None and (place - self._start).manhattanLength() < QApplication.startDragDistance():
            return False
        self._scroll(place)
        self._aim(self._view.rowAt(place.y()), place.y())
        return True

    def _aim(self, row: int, y: int) -> None:
        sheet, rect = self._view.sheet_model.sheet, self._row_rect(row)
        there, mine = sheet.place_of_row(row), sheet.place_of_row(self._row)
        if there and mine and there[:2] == mine[:2]:
            self._target = (row, y > rect.center().y())
        self._view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._view.viewport().update()

    def _scroll(self, place: QPoint) -> None:
        bar, room = self._view.verticalScrollBar(), self._view.viewport().height()
        step = -_EDGE // 2 if place.y() < _EDGE else _EDGE // 2 if place.y() > room - _EDGE else 0
        bar.setValue(bar.value() + step)

    def _let_go(self) -> bool:
        target, self._target, self._start = self._target, None, None
        self._view.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self._view.viewport().update()
        if target is None:
            return False
        self._view.rows_carried.emit(self._rows, *target)
        return True

    def _carried(self) -> set[int]:
        """The selected rows where the one under the mouse is among them, else that one."""
        chosen = {cell.row for cell in self._view.selected_cells()}
        return chosen if self._row in chosen else {self._row}

    def _row_rect(self, row: int) -> QRect:
        view = self._view
        return QRect(0, view.rowViewportPosition(row), view.viewport().width(), view.rowHeight(row))

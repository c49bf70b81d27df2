"""Rows dragged with the mouse: in a list by number, on a form by level or by dots at their edge; a line shows where.

Payments that stand abreast on a form go left and right.
"""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QToolTip

from hengbiao.qt import style
from hengbiao.qt.models.sheet import RowPlace
from hengbiao.qt.views.look import look

if TYPE_CHECKING:
    from hengbiao.forms.grid import Cell
    from hengbiao.qt.views.grid_view import GridView

_EDGE: Final = 24
"""Pixels from the end of the pane within which a drag scrolls."""

_WITHOUT_DOTS: Final = frozenset({"indicators", "extra"})
"""Tables whose rows are dragged by their level, and those whose rows the layout prescribes."""

_Spot = tuple[RowPlace, int]
"""A row of a table, and a grid row that shows it."""


class RowDrag(QObject):
    """Watches the mouse over a grid and its row numbers; emits the grid's `rows_carried` when rows are let go."""

    def __init__(self, view: "GridView") -> None:
        super().__init__(view)
        self._view = view
        self._start: QPoint | None = None
        self._held: set[RowPlace] = set()
        self._target: tuple[_Spot, bool] | None = None
        self._dots: _Spot | None = None
        self._numbers = view.verticalHeader().viewport()
        for watched in (view.viewport(), self._numbers):
            watched.installEventFilter(self)
            watched.setMouseTracking(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a press on a handle until it is let go; everything else goes its way."""
        on_header = watched is self._numbers
        if isinstance(event, QHelpEvent):
            return not on_header and self._explain(event)
        if event.type() == QEvent.Type.Leave:
            self._show_dots(None)
        if not isinstance(event, QMouseEvent):
            return False
        place = event.position().toPoint()
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            held = self._handle_at(place, on_header=on_header)
            self._start, self._held = (place, self._with_selected(held)) if held else (None, set())
        elif event.type() == QEvent.Type.MouseMove:
            return self._follow(place, event, on_header=on_header)
        elif event.type() == QEvent.Type.MouseButtonRelease and self._start is not None:
            return self._let_go()
        return False

    def paint(self, painter: QPainter) -> None:
        """Draw the dots of the row under the mouse, and the line where dragged rows would go."""
        if self._dots is not None:
            grip = self._grip(self._dots)
            for step in (-2, -1, 0, 1, 2):
                painter.fillRect(grip.left() + 2, grip.center().y() + 4 * step, 2, 2, look().muted)
        if self._target is None:
            return
        spot, after = self._target
        rect = self._rect(spot)
        if self._abreast(spot):
            painter.fillRect((rect.right() if after else rect.left()) - 1, rect.top(), 3, rect.height(), look().accent)
        else:
            y = rect.bottom() if after else rect.top()
            painter.fillRect(0, y - 1, self._view.horizontalHeader().length(), 3, look().accent)

    # What is where

    def _spot_at(self, place: QPoint) -> _Spot | None:
        """The row of a table at a place of the pane; of several abreast that of the cell there."""
        view, row = self._view, self._view.rowAt(place.y())
        sheet = view.sheet_model.sheet
        found = sheet.places_in(row)
        if len(found) > 1:
            own = sheet.place_of(view.sheet_model.cell(view.indexAt(place)))
            return (own, row) if own in found and own else None
        return (found[0], row) if found else None

    def _handle_at(self, place: QPoint, *, on_header: bool) -> RowPlace | None:
        """The row of a table that would be dragged from a place."""
        spot, view = self._spot_at(place), self._view
        if spot is None:
            return None
        cell = view.sheet_model.cell(view.indexAt(place))
        label = cell is not None and cell.slot is not None and bool(cell.slot.table)
        by_label = label and not view.sheet_model.sheet.is_entry(cell)
        return spot[0] if on_header or by_label or self._grip(spot).contains(place) else None

    def _cells(self, spot: _Spot) -> list["Cell"]:
        """The cells of a row of a table that takes one or more grid rows, from the first one on."""
        (place, row), sheet = spot, self._view.sheet_model.sheet
        while place in sheet.places_in(row - 1):
            row -= 1
        found: list[Cell] = []
        while place in sheet.places_in(row):
            found += [cell for cell in sheet.lines[row] if sheet.place_of(cell) == place and cell.row == row]
            row += 1
        return found

    def _rect(self, spot: _Spot) -> QRect:
        rect = QRect()
        for cell in self._cells(spot):
            rect = rect.united(self._view.visualRect(self._view.sheet_model.index_at(cell)))
        return rect

    def _abreast(self, spot: _Spot) -> bool:
        return len(self._view.sheet_model.sheet.places_in(spot[1])) > 1

    def _grip(self, spot: _Spot) -> QRect:
        """The edge of a row of a small table on a form by which it is dragged; empty where there is none."""
        sheet, table = self._view.sheet_model.sheet, spot[0][1]
        if sheet.heads or table in _WITHOUT_DOTS:
            return QRect()
        mates = {place for cell in sheet.entries if (place := sheet.place_of(cell)) and place[1] == table}
        if len(mates) < 2:
            return QRect()
        first = self._view.visualRect(self._view.sheet_model.index_at(self._cells(spot)[0]))
        return QRect(first.left(), first.top(), style.space(2), first.height())

    # The drag

    def _follow(self, place: QPoint, event: QMouseEvent, *, on_header: bool) -> bool:
        if not event.buttons() & Qt.MouseButton.LeftButton or self._start is None:
            spot = None if on_header else self._spot_at(place)
            self._show_dots(spot if spot and not self._grip(spot).isEmpty() else None)
            over = not on_header and self._handle_at(place, on_header=False) is not None
            self._view.viewport().setCursor(Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.ArrowCursor)
            return False
        if self._target is None and (place - self._start).manhattanLength() < QApplication.startDragDistance():
            return False
        self._scroll(place)
        self._aim(place)
        return True

    def _aim(self, place: QPoint) -> None:
        spot = self._spot_at(place)
        if spot and any(spot[0][:2] == held[:2] for held in self._held):
            middle = self._rect(spot).center()
            after = place.x() > middle.x() if self._abreast(spot) else place.y() > middle.y()
            self._target = spot, after
        self._view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._view.viewport().update()

    def _scroll(self, place: QPoint) -> None:
        bar, room = self._view.verticalScrollBar(), self._view.viewport().height()
        step = -_EDGE // 2 if place.y() < _EDGE else _EDGE // 2 if place.y() > room - _EDGE else 0
        bar.setValue(bar.value() + step)

    def _let_go(self) -> bool:
        target, self._target, self._start = self._target, None, None
        self._view.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self._show_dots(None)
        self._view.viewport().update()
        if target is None:
            return False
        (onto, _), after = target
        self._view.rows_carried.emit({held for held in self._held if held[:2] == onto[:2]}, onto, after)
        return True

    def _with_selected(self, held: RowPlace) -> set[RowPlace]:
        """The selected rows where the one under the mouse is among them, else that one."""
        sheet = self._view.sheet_model.sheet
        chosen = {place for cell in self._view.selected_cells() if (place := sheet.place_of(cell))}
        return chosen if held in chosen else {held}

    def _show_dots(self, spot: _Spot | None) -> None:
        if spot != self._dots:
            self._dots = spot
            self._view.viewport().update()

    def _explain(self, event: QHelpEvent) -> bool:
        spot = self._spot_at(event.pos())
        if spot is None or not self._grip(spot).contains(event.pos()):
            return False
        words = QCoreApplication.translate("GridView", "按住这里拖动可以移动本行（Alt+↑、Alt+↓）")
        QToolTip.showText(event.globalPos(), words, self._view)
        return True

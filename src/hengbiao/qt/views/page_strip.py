"""The pages of a folio, one below the other, to look at: zoomed, turned, marked and clicked on."""

from itertools import accumulate
from typing import Final

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QWidget

from hengbiao.forms.booklet_pages import Link
from hengbiao.forms.folio import Folio
from hengbiao.forms.grid import Slot
from hengbiao.forms.pages import Page, Placed
from hengbiao.qt import style
from hengbiao.qt.views.page_painter import PagePainter

AUTO: Final = "auto"
WIDTH: Final = "width"
PAGE: Final = "page"

_LARGEST: Final = 1.15
"""At most so many times as large as printed does a page open by itself: beyond that one sees too little of it."""

_NOTCH: Final = 1.1
_ZOOMS: Final = {Qt.Key.Key_Plus: _NOTCH, Qt.Key.Key_Equal: _NOTCH, Qt.Key.Key_Minus: 1 / _NOTCH}
"""How many times as large a notch of the wheel or a key makes it."""

Mark = tuple[str, Slot]
"""A cell of the form of a record."""


class PageStrip(QAbstractScrollArea):
    """Shows a folio, or `words` where there is no page.

    `picked` carries the record and slot of a cell that was clicked, or None; `turned` the page in the middle, from 0;
    `scaled` how many times as large as printed; `asked` a zoom that the wheel asked for. Nothing is edited here.
    """

    picked = Signal(object)
    turned = Signal(int)
    scaled = Signal(float)
    asked = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ""
        self._folio: Folio | None = None
        self._papers: list[tuple[float, float]] = []
        self._tops = [0.0]
        self._largest = (1.0, 1.0)
        self._scale = 1.0
        self._links: dict[int, list[Link]] = {}
        self._fit, self._zoom = AUTO, 1.0
        self._marked: Mark | None = None
        self._pressed: QPointF | None = None
        self._page = -1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._tell_page)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._papers)

    @property
    def page(self) -> int:
        """The page in the middle of the pane, from 0."""
        return self._number(self.verticalScrollBar().value() + self.viewport().height() / 2)

    @property
    def folio(self) -> Folio | None:
        """What is shown."""
        return self._folio

    def show_folio(self, folio: Folio | None) -> None:
        """Show other pages, at the same height of the whole."""
        self._folio, self._page = folio, -1
        papers = [folio.paper(number) for number in range(len(folio))] if folio else []
        self._papers = [(paper.width, paper.height) for paper in papers]
        self._tops = list(accumulate((high for _, high in self._papers), initial=0.0))
        widths, heights = zip(*self._papers, strict=True) if self._papers else ((1.0,), (1.0,))
        self._largest = max(widths), max(heights)
        self._links.clear()
        for link in folio.about.links if folio else ():
            self._links.setdefault(link.page, []).append(link)
        self._measure()

    def fit(self, mode: str) -> None:
        """Show a page as wide as the pane, wholly, or of a size to read (AUTO)."""
        page = self.page
        self._fit, self._zoom = mode, 1.0
        self._measure()
        self.turn_to(page)

    def set_zoom(self, zoom: float) -> None:
        """Show pages so many times as large as they are when they fit; what is in the middle stays there."""
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        number = self._number(middle)
        share = (middle - self.top(number)) / self._scale if self._papers else 0.0
        self._zoom = min(4.0, max(0.25, zoom))
        self._measure()
        if self._papers:
            place = self.top(number) + share * self._scale - self.viewport().height() / 2
            self.verticalScrollBar().setValue(round(place))

    @property
    def zoom(self) -> float:
        """How many times as large as fitting."""
        return self._zoom

    def turn_to(self, number: int) -> None:
        """Bring the top of a page to the top of the pane."""
        if 0 <= number < self.pages:
            self.verticalScrollBar().setValue(round(self.top(number) - self._gap()))

    def mark(self, found: Mark | None) -> bool:
        """Mark a cell and bring it into sight; False where no page has it."""
        self._marked = found
        self.viewport().update()
        if found is None or self._folio is None:
            return False
        for number in self._folio.span(found[0]):
            placed = next((p for p in self._folio[number].cells if p.cell.slot == found[1]), None)
            if placed:
                top = self.top(number) + placed.y * self._scale
                self.verticalScrollBar().setValue(round(top - self.viewport().height() / 3))
                return True
        return False

    def place_of(self, number: int, x: float, y: float) -> QPointF:
        """Where a point of a page, in points from its upper left, stands in the pane."""
        left, top = self._corner(number)
        return QPointF(left + x * self._scale, top + y * self._scale)

    def top(self, number: int) -> float:
        """Where a page begins in the whole run of pages."""
        return self._gap() * (number + 1) + self._tops[number] * self._scale

    # Showing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages in sight."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(event.rect(), style.colour("sunken"))
        if not self._papers or self._folio is None:
            painter.setPen(style.colour("muted"))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self.words)
            return
        tool = PagePainter(painter, self._scale, self.logicalDpiX(), self.devicePixelRatioF())
        above = self.verticalScrollBar().value() + event.rect().top()
        below = self.verticalScrollBar().value() + event.rect().bottom()
        for number in range(self._number(above), self._number(below) + 1):
            page, (left, top) = self._folio[number], self._corner(number)
            tool.sheet(page, left, top)
            self._paint_mark(painter, tool, number, page)
            tool.content(page, left, top)

    def _paint_mark(self, painter: QPainter, tool: PagePainter, number: int, page: Page) -> None:
        if not self._marked or not self._folio or self._folio.record(number) != self._marked[0]:
            return
        for placed in page.cells:
            if placed.cell.slot == self._marked[1]:
                place = tool.place(placed, *self._corner(number))
                painter.fillRect(place, QColor(style.colour("selected")))
                painter.setPen(QPen(style.colour("accent"), 2))
                painter.drawRect(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages fit the pane."""
        super().resizeEvent(event)
        self._measure()

    # Keys, wheel and mouse

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom; the wheel alone scrolls."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.asked.emit(self._zoom * (_NOTCH if event.angleDelta().y() > 0 else 1 / _NOTCH))
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Pinching a touchpad zooms as well."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.asked.emit(self._zoom * (1 + event.value()))
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click may begin here."""
        self._pressed = event.position() if event.button() == Qt.MouseButton.LeftButton else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand shows what leads somewhere."""
        leads = self._link_at(event.position()) or self._slot_at(event.position())
        shape = Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow a line of the contents, or pick the cell that was clicked; what was dragged is no click."""
        start, self._pressed = self._pressed, None
        far = QApplication.startDragDistance()
        if start is None or (event.position() - start).manhattanLength() > far:
            return
        link = self._link_at(start)
        if link:
            self.turn_to(link.target)
            return
        self._marked = self._slot_at(start)
        self.viewport().update()
        self.picked.emit(self._marked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and Page keys scroll, with Ctrl they turn pages, + and - zoom; Home and End go to the ends."""
        bar, high, line = self.verticalScrollBar(), self.viewport().height() * 9 // 10, style.space(12)
        key, with_control = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if with_control and key in _ZOOMS:
            self.asked.emit(self._zoom * _ZOOMS[key])
            return
        if with_control or self._fit == PAGE:
            pages = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
            if key in pages:
                self.turn_to(min(max(self.page + pages[key], 0), self.pages - 1))
                return
        steps = {Qt.Key.Key_Down: line, Qt.Key.Key_Up: -line, Qt.Key.Key_PageDown: high, Qt.Key.Key_PageUp: -high}
        steps |= {Qt.Key.Key_Space: high, Qt.Key.Key_Home: -bar.maximum(), Qt.Key.Key_End: bar.maximum()}
        if key in steps:
            bar.setValue(bar.value() + steps[key])
        else:
            super().keyPressEvent(event)

    # Where things are

    def _gap(self) -> int:
        return style.space(4)

    def _scaled(self) -> float:
        """Logical pixels a point, as the pane, the fit and the zoom ask for."""
        real = self.logicalDpiX() / 72
        if not self._papers:
            return real
        room = self.viewport().size()
        fitting = (room.width() - 2 * self._gap()) / self._largest[0]
        if self._fit == PAGE:
            fitting = min(fitting, (room.height() - 2 * self._gap()) / self._largest[1])
        elif self._fit == AUTO:
            fitting = min(fitting, _LARGEST * real)
        return max(0.1, fitting * self._zoom)

    def _number(self, height: float) -> int:
        """The page at a height of the whole run."""
        if not self._papers:
            return 0
        low, high = 0, self.pages - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.top(middle) <= height else (low, middle - 1)
        return low

    def _corner(self, number: int) -> tuple[float, float]:
        wide = self._papers[number][0] * self._scale
        left = max(float(self._gap()), (self.viewport().width() - wide) / 2) - self.horizontalScrollBar().value()
        return round(left), round(self.top(number) - self.verticalScrollBar().value())

    def _measure(self) -> None:
        self._scale = self._scaled()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        widest = self._largest[0] * self._scale + 2 * self._gap()
        down.setRange(0, max(0, round(self.top(self.pages)) - self.viewport().height()))
        across.setRange(0, max(0, round(widest) - self.viewport().width()))
        for bar, step in ((down, self.viewport().height()), (across, self.viewport().width())):
            bar.setPageStep(step)
            bar.setSingleStep(style.space(12))
        self.scaled.emit(self._scale * 72 / self.logicalDpiX())
        self._tell_page()
        self.viewport().update()

    def _tell_page(self) -> None:
        if self._papers and self.page != self._page:
            self._page = self.page
            self.turned.emit(self._page)

    def _under(self, place: QPointF) -> tuple[int, float, float] | None:
        """The page under a point of the pane, and where on it in points."""
        if not self._papers:
            return None
        number = self._number(place.y() + self.verticalScrollBar().value())
        left, top = self._corner(number)
        return number, (place.x() - left) / self._scale, (place.y() - top) / self._scale

    def _link_at(self, place: QPointF) -> Link | None:
        if not (found := self._under(place)):
            return None
        number, x, y = found
        links = self._links.get(number, ())
        return next((a for a in links if a.x <= x < a.x + a.width and a.y <= y < a.y + a.height), None)

    def _slot_at(self, place: QPointF) -> Mark | None:
        found = self._under(place)
        if not found or self._folio is None:
            return None
        number, x, y = found
        placed = next((p for p in self._folio[number].cells if _holds(p, x, y)), None)
        record = self._folio.record(number)
        return (record, placed.cell.slot) if placed and placed.cell.slot and record else None


def _holds(placed: Placed, x: float, y: float) -> bool:
    return placed.x <= x < placed.x + placed.width and placed.y <= y < placed.y + placed.height

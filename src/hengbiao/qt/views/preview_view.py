"""打印预览: the true pages, one below the other."""

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
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from hengbiao.domain.change import Ref
from hengbiao.domain.document import Document, Event
from hengbiao.domain.fields import kind_of
from hengbiao.domain.unit import Unit
from hengbiao.forms.facts import facts
from hengbiao.forms.form import Form
from hengbiao.forms.grid import Slot
from hengbiao.forms.layout import Layout, in_unit
from hengbiao.forms.layouts import load_layout
from hengbiao.forms.pages import Furniture, Page, Placed, furnished, paginate
from hengbiao.forms.render import render
from hengbiao.qt import style
from hengbiao.qt.views.page_painter import PagePainter

_LARGEST = 1.15
"""At most so many times as large as printed does a page open: beyond that one sees too little of it."""


class PreviewView(QAbstractScrollArea):
    """Shows the pages of one form as they will be printed.

    `current_field` is the Ref of the cell that was clicked, `selection_summary` the number of pages; Ctrl and the wheel
    zoom. Nothing is edited here.
    """

    selection_summary = Signal(str)
    current_field = Signal(object)
    noticed = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._record = ""
        self._layout: Layout | None = None
        self._zoom = 1.0
        self._form: Form | None = None
        self._pages: tuple[Page, ...] = ()
        self._marked: Slot | None = None
        self._stale = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("打印预览"))
        self.viewport().setMouseTracking(False)
        self._unsubscribe = document.subscribe(self._on_event)
        self.destroyed.connect(lambda _=None, end=self._unsubscribe: end())

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages on show."""
        return self._pages

    def show_record(self, record_id: str) -> None:
        """Show the pages of a project or department; "" or a record that is gone shows none."""
        if record_id != self._record:
            self._record, self._marked = record_id, None
            self._renew()
            self.verticalScrollBar().setValue(0)

    def set_layout(self, layout_id: str, money_unit: str = "") -> None:
        """Show them in a 表样, its amounts in another 金额单位 where one is named."""
        layout = load_layout(layout_id)
        self._layout = in_unit(layout, money_unit) if money_unit else layout
        self._renew()

    def set_zoom(self, zoom: float) -> None:
        """Show pages so many times as large as they are when they fit the pane."""
        middle = self._middle()
        self._zoom = min(4.0, max(0.5, zoom))
        self._measure()
        self.verticalScrollBar().setValue(round(middle * self._height() - self.viewport().height() / 2))

    def commit_pending(self) -> None:
        """Nothing is ever pending here."""

    def untaken(self) -> str:
        """Nothing is ever typed here."""
        return ""

    def jump(self, ref: Ref) -> bool:
        """Bring a printed field into sight and mark it; False where the layout does not print it."""
        slot = next((slot for slot in self._slots() if self._ref(slot) == ref), None)
        if slot is None:
            return False
        self._marked = slot
        number, placed = next((n, p) for n, page in enumerate(self._pages) for p in page.cells if p.cell.slot == slot)
        top = self._top(number) + placed.y * self._scale()
        self.verticalScrollBar().setValue(round(top - self.viewport().height() / 3))
        self.viewport().update()
        return True

    # Showing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages in sight."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(event.rect(), style.colour("sunken"))
        if not self._pages:
            painter.setPen(style.colour("muted"))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self._empty_words())
            return
        tool = PagePainter(painter, self._scale(), self.logicalDpiX())
        for number, page in enumerate(self._pages):
            left, top = self._corner(number)
            if top < event.rect().bottom() + 1 and top + page.paper.height * self._scale() > event.rect().top():
                tool.sheet(page, left, top)
                self._mark(painter, tool, page, left, top)
                tool.content(page, left, top)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages fit the pane."""
        super().resizeEvent(event)
        self._measure()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while the view was hidden is shown now."""
        super().showEvent(event)
        if self._stale:
            self._renew()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom; the wheel alone scrolls."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Pinching a touchpad zooms as well."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.set_zoom(self._zoom * (1 + event.value()))
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark the cell under the mouse."""
        placed = self._under(event.position())
        slot = placed.cell.slot if placed else None
        self._marked = slot
        self.current_field.emit(self._ref(slot) if slot else None)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click ends here."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Page keys, Home and End scroll."""
        bar, page = self.verticalScrollBar(), self.viewport().height() * 9 // 10
        line = style.space(12)
        steps = {
            Qt.Key.Key_Down: bar.value() + line,
            Qt.Key.Key_Up: bar.value() - line,
            Qt.Key.Key_PageDown: bar.value() + page,
            Qt.Key.Key_Space: bar.value() + page,
            Qt.Key.Key_PageUp: bar.value() - page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: bar.maximum(),
        }
        target = steps.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(target)

    def _on_event(self, _event: Event) -> None:
        if not self._record:
            return
        if self.isVisible():
            self._renew()
        else:
            self._stale = True

    def _renew(self) -> None:
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        self._form = self._facts()
        self._pages = ()
        if self._form is not None and self._layout is not None:
            self._pages = furnished(paginate(render(self._layout, self._form)), Furniture())
        self._measure()
        self.selection_summary.emit(self.tr("共 {0} 页").replace("{0}", str(len(self._pages))) if self._pages else "")

    def _facts(self) -> Form | None:
        tree, layout = self._document.shown, self._layout
        record = tree.records.get(self._record)
        if record is None or isinstance(record, Unit) or layout is None or kind_of(record) not in layout.plans:
            return None
        return facts(tree, self._record)

    def _empty_words(self) -> str:
        if self._layout is not None and self._record in self._document.shown.records:
            return self.tr("{0}里没有这种表，请换一个表样").replace("{0}", self._layout.title)
        return self.tr("在左边选一个项目，看它打印出来的样子")

    def _mark(self, painter: QPainter, tool: PagePainter, page: Page, left: float, top: float) -> None:
        ground = QColor(style.colour("selected"))
        for placed in page.cells:
            if self._marked and placed.cell.slot == self._marked:
                painter.fillRect(tool.place(placed, left, top), ground)
                painter.setPen(QPen(style.colour("accent"), 2))
                painter.drawRect(tool.place(placed, left, top))

    # Where things are

    def _gap(self) -> int:
        return style.space(4)

    def _scale(self) -> float:
        """Logical pixels a point."""
        real = self.logicalDpiX() / 72
        if not self._pages:
            return real
        widest = max(page.paper.width for page in self._pages)
        fitting = (self.viewport().width() - 2 * self._gap()) / widest
        return max(0.2, min(fitting, _LARGEST * real) * self._zoom)

    def _height(self) -> float:
        scale = self._scale()
        return sum(page.paper.height * scale + self._gap() for page in self._pages) + self._gap()

    def _top(self, number: int) -> float:
        """Where a page begins in the whole run of pages."""
        scale = self._scale()
        return self._gap() + sum(page.paper.height * scale + self._gap() for page in self._pages[:number])

    def _corner(self, number: int) -> tuple[float, float]:
        wide = self._pages[number].paper.width * self._scale()
        left = max(float(self._gap()), (self.viewport().width() - wide) / 2) - self.horizontalScrollBar().value()
        return round(left), round(self._top(number) - self.verticalScrollBar().value())

    def _measure(self) -> None:
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        widest = max((page.paper.width for page in self._pages), default=0.0) * self._scale() + 2 * self._gap()
        down.setRange(0, max(0, round(self._height()) - self.viewport().height()))
        across.setRange(0, max(0, round(widest) - self.viewport().width()))
        down.setPageStep(self.viewport().height())
        across.setPageStep(self.viewport().width())
        down.setSingleStep(style.space(12))
        across.setSingleStep(style.space(12))
        self.viewport().update()

    def _middle(self) -> float:
        """The share of the whole that lies above the middle of the pane."""
        return (self.verticalScrollBar().value() + self.viewport().height() / 2) / max(1.0, self._height())

    def _under(self, place: QPointF) -> Placed | None:
        scale = self._scale()
        for number, page in enumerate(self._pages):
            left, top = self._corner(number)
            x, y = (place.x() - left) / scale, (place.y() - top) / scale
            for found in page.cells:
                if found.x <= x < found.x + found.width and found.y <= y < found.y + found.height:
                    return found
        return None

    def _slots(self) -> set[Slot]:
        return {placed.cell.slot for page in self._pages for placed in page.cells if placed.cell.slot}

    def _ref(self, slot: Slot) -> Ref | None:
        form = self._form
        if form is None:
            return None
        if slot.table:
            return Ref(form.record, (slot.table, form.rows(slot.table)[slot.row].id, slot.field.partition("/")[0]))
        return Ref(form.record, tuple(slot.field.split("/")))

"""The head of a table on a form, kept at the top of the pane while its rows are scrolled."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from hengbiao.forms.grid import Repeat

if TYPE_CHECKING:
    from hengbiao.qt.views.grid_view import GridView


class StickyHead(QWidget):
    """Lies over the top of a grid and draws the head rows that have been scrolled out of sight."""

    def __init__(self, view: "GridView") -> None:
        super().__init__(view)
        self._view = view
        self._repeat: Repeat | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("表头"))
        self.hide()

    def room(self) -> int:
        """Pixels of the top of the pane that it covers."""
        return self.height() if self.isVisible() else 0

    def place(self) -> None:
        """Show the head that belongs to what is seen, where it is out of sight itself."""
        view = self._view
        self._repeat = next(filter(self._needed, view.sheet_model.sheet.grid.repeats), None)
        if self._repeat is None:
            self.hide()
            return
        top = view.viewport().geometry()
        self.setGeometry(top.left(), top.top(), top.width(), self._height(self._repeat))
        self.show()
        self.raise_()
        self.update()

    def covers(self, row: int) -> int:
        """Pixels that the head would cover above a row that is scrolled to the top."""
        for repeat in self._view.sheet_model.sheet.grid.repeats:
            if repeat.body <= row < repeat.stop:
                return self._height(repeat)
        return 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The cells of the head, as in the grid."""
        if self._repeat is None:
            return
        view, model = self._view, self._view.sheet_model
        painter, up = QPainter(self), view.rowViewportPosition(self._repeat.first)
        for cell in model.sheet.grid.cells:
            if self._repeat.first <= cell.row < self._repeat.body:
                option = QStyleOptionViewItem()
                index = model.index_at(cell)
                option.rect = view.visualRect(index).translated(0, -up)  # type: ignore[attr-defined]
                view.itemDelegate().paint(painter, option, index)

    def _needed(self, repeat: Repeat) -> bool:
        view, height = self._view, self._height(repeat)
        if repeat.stop > view.sheet_model.rowCount() or height > view.viewport().height() // 3:
            return False
        bottom = view.rowViewportPosition(repeat.stop - 1) + view.rowHeight(repeat.stop - 1)
        return view.rowViewportPosition(repeat.first) < 0 and bottom > height

    def _height(self, repeat: Repeat) -> int:
        return sum(self._view.rowHeight(row) for row in range(repeat.first, repeat.body))

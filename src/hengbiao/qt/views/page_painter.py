"""Draws the pages that forms.pages laid out; decides nothing about them."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hengbiao.forms.pages import Note, Page, Placed, TextLine
from hengbiao.forms.text import face_of
from hengbiao.qt.views import faces

_INK = QColor(Qt.GlobalColor.black)
_PAPER = QColor(Qt.GlobalColor.white)
_BORDER = 0.5
"""Width of a border in points."""
_SHADOW = 4
"""Steps in which the shadow of a page fades."""


class PagePainter:
    """Draws pages with `painter` at `scale` logical pixels a point: `dpi` to the inch, each `ratio` real pixels."""

    def __init__(self, painter: QPainter, scale: float, dpi: int, ratio: float = 1.0) -> None:
        self._painter = painter
        self._scale = scale
        self._points = scale * 72 / dpi
        self._ratio = ratio
        self._thick = max(1, round(_BORDER * scale * self._ratio))

    def sheet(self, page: Page, left: float, top: float) -> None:
        """The blank paper with its shadow."""
        place = QRectF(left, top, page.paper.width * self._scale, page.paper.height * self._scale)
        self._painter.setPen(Qt.PenStyle.NoPen)
        for step in range(_SHADOW, 0, -1):
            self._painter.setBrush(QColor(0, 0, 0, 9))
            self._painter.drawRoundedRect(place.adjusted(-step, -step + 2, step, step + 2), step, step)
        self._painter.fillRect(place, _PAPER)

    def content(self, page: Page, left: float, top: float) -> None:
        """Everything that is printed."""
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(_INK, self._thick / self._ratio))
        for placed in page.cells:
            if placed.cell.style.border:
                self._painter.drawRect(self.place(placed, left, top))
        for placed in page.cells:
            style = placed.cell.style
            for line in placed.lines:
                self._line(line, face_of(style), style.size, left, top)
        for note in page.notes:
            self._note(note, left, top)

    def place(self, placed: Placed, left: float, top: float) -> QRectF:
        """Where a cell stands, on whole pixels of the screen so that neighbours share their edges, all as thick."""
        x1, y1 = self._whole(left + placed.x * self._scale), self._whole(top + placed.y * self._scale)
        x2 = self._whole(left + (placed.x + placed.width) * self._scale)
        y2 = self._whole(top + (placed.y + placed.height) * self._scale)
        return QRectF(QPointF(x1, y1), QPointF(x2, y2))

    def _whole(self, place: float) -> float:
        """The middle of the line that runs nearest to a place."""
        return (round(place * self._ratio) + self._thick % 2 / 2) / self._ratio

    def _note(self, note: Note, left: float, top: float) -> None:
        self._line(note.line, note.face, note.size, left, top)

    def _line(self, line: TextLine, face: str, size: float, left: float, top: float) -> None:
        self._painter.setFont(faces.font(face, round(size * self._points, 2)))
        self._painter.drawText(QPointF(left + line.x * self._scale, top + line.y * self._scale), line.text)

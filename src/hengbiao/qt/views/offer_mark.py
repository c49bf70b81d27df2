"""The key that takes the grey text of a cell, shown in its corner while the cursor is there."""

from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from hengbiao.qt.views.look import look

_SIZE = 0.85
"""Of the type of the form."""


def paint(painter: QPainter, cell: QRect, font: QFont) -> None:
    """Draw the mark in the lower right corner of `cell`; nothing where it would fill more than half of it."""
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * _SIZE)
    words, metrics = QCoreApplication.translate("GridView", "Tab 采用"), QFontMetrics(small)
    room = QRect(0, 0, metrics.horizontalAdvance(words) + metrics.height() // 2, metrics.height())
    if room.width() > cell.width() // 2 or room.height() > cell.height():
        return
    room.moveBottomRight(cell.bottomRight())
    painter.setFont(small)
    painter.fillRect(room, look().accent)
    painter.setPen(look().paper)
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)

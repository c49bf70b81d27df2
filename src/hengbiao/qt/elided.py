"""A line of text that gives way: it ends in … where there is no room, and tells the whole as its tip."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

_LEAST: Final = "三个字…"
"""What is cut shorter tells nothing, and is not drawn."""


class ElidedLabel(QLabel):
    """A label of one line whose text never asks for width."""

    def setText(self, text: str) -> None:
        """Show `text`, whole as the tip."""
        super().setText(text)
        self.setToolTip(text)

    def sizeHint(self) -> QSize:
        """No width at all, the height of the line."""
        return QSize(0, super().minimumSizeHint().height())

    minimumSizeHint = sizeHint

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits, the end elided."""
        painter = QPainter(self)
        room = self.contentsRect()
        if room.width() < painter.fontMetrics().horizontalAdvance(_LEAST) < super().sizeHint().width():
            return
        fitting = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(self.alignment()) | Qt.TextFlag.TextSingleLine, fitting)


class YieldingLabel(ElidedLabel):
    """A label that asks for the width of its text, and gives way where there is none."""

    sizeHint = QLabel.sizeHint

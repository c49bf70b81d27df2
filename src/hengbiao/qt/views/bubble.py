"""A sentence beside the cell it is about."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget

from hengbiao.qt import style


class Bubble(QLabel):
    """Says under, or where there is no room over, a cell why its text was not taken."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, cell: QRect, sentence: str) -> None:
        """Say `sentence` beside the rectangle `cell` of the parent."""
        ground, ink = style.colour("wrong_soft").name(), style.colour("wrong").name()
        pad = style.space(1)
        self.setStyleSheet(
            f"QLabel {{ background: {ground}; color: {ink}; border: 1px solid {ink}; padding: {pad}px; }}"
        )
        self.setText(sentence)
        self.setAccessibleName(sentence)
        room = self._ground.rect()
        widest = max(cell.width(), min(room.width(), self.fontMetrics().horizontalAdvance("字") * 26))
        self.setFixedWidth(min(widest, self.fontMetrics().horizontalAdvance(sentence) + 4 * pad))
        self.adjustSize()
        left = max(room.left(), min(cell.left(), room.right() - self.width()))
        under = cell.bottom() + 2
        self.move(left, under if under + self.height() <= room.bottom() else max(0, cell.top() - self.height() - 2))
        self.show()
        self.raise_()

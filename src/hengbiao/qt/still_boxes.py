"""Boxes to choose from and for numbers that the wheel of the mouse leaves alone: who scrolls past changes nothing."""

from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QWidget

_KINDS: Final = (QComboBox, QAbstractSpinBox)


class StillBoxes(QObject):
    """Hands the wheel over a box on to what lies under it."""

    def keep(self, *boxes: QWidget) -> None:
        """From now on the wheel changes none of `boxes`, nor what lies within them."""
        for root in boxes:
            for box in (root, *root.findChildren(QComboBox), *root.findChildren(QAbstractSpinBox)):
                box.removeEventFilter(self)
                box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel passes a box by; an open list scrolls by itself."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, _KINDS):
            event.ignore()
            return True
        return False

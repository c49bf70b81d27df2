"""Ctrl and the wheel over a view."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

_NOTCH: Final = 1.1


class Wheel(QObject):
    """`turned` says how many times as large Ctrl and the wheel want the view; the wheel alone goes its way.

    A child of the view, so that it outlives its viewport.
    """

    turned = Signal(float)

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(view)
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the wheel while Ctrl is held."""
        if not isinstance(event, QWheelEvent) or not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self.turned.emit(_NOTCH if event.angleDelta().y() > 0 else 1 / _NOTCH)
        return True

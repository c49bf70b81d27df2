"""A pane that lies over the left of the form, for as long as it is used: in a narrow window, the project tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from hengbiao.qt import style

if TYPE_CHECKING:
    from PySide6.QtWidgets import QSplitter, QWidget

_WIDE: Final = 110
"""Fifths of a line: room for a long name."""


class Drawer(QObject):
    """Takes the first pane of a splitter out of it, to lie over `under`, and gives it back.

    `left` tells that whoever used it is done.
    """

    left = Signal()

    def __init__(self, pane: QWidget, splitter: QSplitter, under: QWidget) -> None:
        super().__init__(splitter)
        self._pane, self._splitter, self._under = pane, splitter, under
        self.taken = False

    def take(self) -> None:
        """Out of the splitter; closed."""
        if not self.taken:
            self.taken = True
            self._pane.hide()
            self._pane.setParent(self._splitter.parentWidget())
            style.dress(self._pane, "drawer", self.taken)
            for watched in (self._under, self._pane):
                watched.installEventFilter(self)
            self._app().focusChanged.connect(self._follow)

    def give_back(self, width: int) -> None:
        """Into the splitter again, where it was, so wide."""
        if self.taken:
            self.taken = False
            for watched in (self._under, self._pane):
                watched.removeEventFilter(self)
            self._app().focusChanged.disconnect(self._follow)
            self._splitter.insertWidget(0, self._pane)
            self._splitter.setStretchFactor(0, 0)
            self._splitter.setStretchFactor(1, 1)
            first, form, *others = self._splitter.sizes()
            self._splitter.setSizes([width, max(0, first + form - width), *others])
            style.dress(self._pane, "drawer", self.taken)

    def set_open(self, shown: bool) -> None:  # noqa: FBT001 - as setVisible
        """Lay it over the form, or take it away."""
        self._place()
        self._pane.setVisible(shown)
        self._pane.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the height of what it lies over; Esc sends it away."""
        if watched is self._under and event.type() == QEvent.Type.Resize:
            self._place()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """It goes once the keys go elsewhere in the window."""
        inside = now is not None and (now is self._pane or self._pane.isAncestorOf(now))
        if now is not None and not inside and self._pane.isVisible():
            self.left.emit()

    def _place(self) -> None:
        under, room = self._under, self._splitter.geometry()
        top = room.y() + under.mapTo(self._splitter, under.rect().topLeft()).y()
        self._pane.setGeometry(room.x(), top, min(style.space(_WIDE), room.width() * 3 // 4), under.height())

    def _app(self) -> QApplication:
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - there is no widget without it
        return app

"""A file dragged onto the window is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragMoveEvent, QDropEvent

if TYPE_CHECKING:
    from hengbiao.qt.main_window import MainWindow


class FileDrop(QObject):
    """Takes one file at a time, wherever on the window it is let go."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Accept a file that is dragged over the window, and open it once it is let go there."""
        kind = event.type()
        if kind not in {QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop}:
            return False
        if not isinstance(event, QDropEvent | QDragMoveEvent) or not (file := _file(event.mimeData())):
            return False
        event.acceptProposedAction()
        if kind == QEvent.Type.Drop:
            self._window.files.open(file)
        return True


def _file(data: QMimeData) -> str:
    """The file that is dragged; "" for several, for none and for what is no file of this machine."""
    urls = data.urls()
    return urls[0].toLocalFile() if len(urls) == 1 else ""

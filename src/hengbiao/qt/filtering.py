"""The filter box over the tree: lines that contain what is typed, or whose initials do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

if TYPE_CHECKING:
    from hengbiao.qt.main_window import MainWindow


class Filtering(QObject):
    """Passes what is typed on to the tree."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        box = window.ui.filter
        box.textChanged.connect(self._filter)
        box.entered.connect(self._prepare)
        box.left.connect(window.ui.tree.go_to_first)
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), window.ui.tree)
        back.setContext(Qt.ShortcutContext.WidgetShortcut)
        back.activated.connect(box.clear)
        back.setEnabled(False)  # else Esc is not the window's, where the tree lies over the form
        box.textChanged.connect(lambda text: back.setEnabled(bool(text)))

    def _filter(self, text: str) -> None:
        from hengbiao.qt.initials import matcher

        self._window.model.filter(matcher(text) if text.strip() else None)
        self._window.ui.tree.choose(self._window.record)

    def _prepare(self) -> None:
        """Work out all initials in a thread: loading the readings alone takes a quarter of a second."""
        from hengbiao.qt.initials import prepare
        from hengbiao.qt.jobs import Job
        from hengbiao.qt.models.outline import searched

        session = self._window.session
        names = searched(session.tree) if session else []
        Job(lambda _report: prepare(names)).start()

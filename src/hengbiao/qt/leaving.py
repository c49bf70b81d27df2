"""What is asked before the window closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hengbiao.qt import style

if TYPE_CHECKING:
    from hengbiao.qt.main_window import MainWindow


class Leaving(QObject):
    """Keeps the window open where a text would be lost, until a person gives it up."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._giving_up = False

    def may_close(self) -> bool:
        """Whether nothing is lost by closing; else it is asked about."""
        self._window.editor.commit_pending()
        reason = "" if self._giving_up else self._window.editor.untaken()
        if reason:
            self._ask(reason)
        return not reason

    def _ask(self, reason: str) -> None:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("还有一格没有写入"))
        box.setIconPixmap(style.icon("mark-explain").pixmap(style.space(8)))
        box.setText(reason)
        box.addButton(self.tr("回去改"), QMessageBox.ButtonRole.RejectRole)
        give_up = box.addButton(self.tr("放弃这一格并关闭"), QMessageBox.ButtonRole.DestructiveRole)
        give_up.clicked.connect(self._give_up)
        box.open()

    def _give_up(self) -> None:
        self._giving_up = True
        self._window.close()

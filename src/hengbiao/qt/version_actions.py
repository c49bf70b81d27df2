"""留存 and 对照: versions of the document kept under names, and what differs between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hengbiao.domain.refusal import Refusal
from hengbiao.qt import errors

if TYPE_CHECKING:
    from hengbiao.qt.dialogs.keep_dialog import KeepDialog
    from hengbiao.qt.main_window import MainWindow


class VersionActions(QObject):
    """Acts on what is kept in the open document."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.actions_["keep"].triggered.connect(self.ask_keep)
        window.actions_["compare"].triggered.connect(self.compare_last)

    def ask_keep(self) -> None:
        """Open the window of what is kept."""
        from hengbiao.qt.dialogs.keep_dialog import KeepDialog

        self._window.editor.commit_pending()
        session = self._window.session
        if session:
            dialog = KeepDialog(session.tree, self._window, writable=not session.store.read_only)
            dialog.keeping.connect(lambda label: self._keep(dialog, label))
            dialog.comparing.connect(self._compare_with_now)
            dialog.open()

    def compare_last(self) -> None:
        """Open the window of 对照 on the two versions kept last, or the only one and what is now."""
        self.ask_compare(None)

    def ask_compare(self, labels: tuple[str, str] | None) -> None:
        """Open the window of 对照, on two versions if given."""
        from hengbiao.exchange.keep import kept
        from hengbiao.qt.dialogs.compare_dialog import CompareDialog

        self._window.editor.commit_pending()
        session = self._window.session
        if session and kept(session.tree):
            CompareDialog(session.store, session.tree, labels, self._window).open()
        elif session:
            sentence = self.tr("还没有留存稿，没有可以对照的。请先用“交换”菜单里的“留存”留下一稿。")
            errors.tell(self._window, self.tr("对照"), sentence)

    def _compare_with_now(self, label: str) -> None:
        from hengbiao.exchange.keep import NOW

        self.ask_compare((label, NOW))

    def _keep(self, dialog: KeepDialog, label: str) -> None:
        from hengbiao.exchange.keep import keep_changes

        session = self._window.session
        if session is None:
            return
        try:
            changes = keep_changes(session.store, session.tree, label)
        except Refusal as refusal:
            errors.tell(dialog, self.tr("没有留存"), str(refusal))
            return
        self._window.commit(self.tr("留存“%s”稿") % label, changes)
        dialog.show_tree(session.tree)
        told = self.tr("已留存“%s”稿：%d 个预算单位") % (label, len(changes))
        dialog.form.told.setText(told)
        self._window.status.show_notice(told)

"""项目›状态: where forms stand on their way, noted by hand; who edits a sealed form is told once."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from hengbiao.domain import status
from hengbiao.domain.status import STATES
from hengbiao.qt import style

if TYPE_CHECKING:
    from hengbiao.domain.document import Event
    from hengbiao.domain.marks import Status
    from hengbiao.qt.dialogs.status_dialog import StatusDialog
    from hengbiao.qt.main_window import MainWindow

_KEYS = {"filling": "T", "signing": "Q", "sealed": "G", "sent": "S", "returned": "H", "approved": "D"}


class StatusActions(QObject):
    """Acts on the chosen records; a unit stands for all of its forms."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._menu = window.ui.menuStatus
        for state, word in STATES.items():
            action = QAction(style.icon(f"status-{state}"), f"{self.tr(word)}(&{_KEYS[state]})…", self)
            action.setCheckable(True)
            action.setData(state)
            action.setToolTip(self.tr("所选项目的状态记为“%s”，写明日期和说明") % self.tr(word))
            action.triggered.connect(partial(self.ask, state))
            self._menu.addAction(action)
        self._menu.aboutToShow.connect(self._tick)
        window.actions_["legend"].triggered.connect(self.show_legend)
        window.took.connect(self.follow)

    def ask(self, state: str) -> StatusDialog | None:
        """Ask for day and note of a state of the chosen records, then note it as one step."""
        from hengbiao.qt.dialogs.status_dialog import StatusDialog

        session, keys = self._window.session, self._window.projects.chosen()
        if session is None or not keys:
            return None
        tree = session.tree
        past = getattr(tree.records[keys[0]], "statuses", ()) if len(keys) == 1 else ()
        dialog = StatusDialog(self._window.projects.told(tree, keys), state, past, self._window)
        dialog.accepted.connect(lambda: self._note(keys, dialog.answer()))
        dialog.open()
        return dialog

    def show_legend(self) -> None:
        """Tell what the marks of the tree mean."""
        from hengbiao.qt.dialogs.legend_dialog import LegendDialog

        LegendDialog(self._window).open()

    def follow(self, event: Event) -> None:
        """Say so where a commit is the first edit of a form since it was sealed."""
        for key in {change.ref.record for change in event.changes if change.ref.path}:
            before, after = event.before.records.get(key), event.after.records.get(key)
            if before and after and status.edited_since(after) and not status.edited_since(before):
                note = status.status(after)
                words = status.told(note) if note else ""
                self._window.status.show_notice(self.tr("这张表%s，现在又作了修改；改动已保存，纸面要重新打印") % words)

    def _note(self, keys: list[str], note: Status) -> None:
        from dataclasses import replace

        session = self._window.session
        if session:
            at = datetime.now().astimezone().isoformat(timespec="seconds")
            made = replace(note, by=session.store.identity.author, at=at)
            name = self._window.projects.told(session.tree, keys)
            label = self.tr("%s改为%s") % (name, STATES[note.state])
            self._window.commit(label, status.noted(session.tree, keys, made))
            self._window.status.show_notice(label)

    def _tick(self) -> None:
        """Tick the state of the record on show."""
        session = self._window.session
        record = session.tree.records.get(self._window.record) if session else None
        for action in self._menu.actions():
            action.setChecked(record is not None and action.data() == status.state(record))

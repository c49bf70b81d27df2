"""What offices do with each other's files: 上报, 收表, 冲突, 汇总."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from hengbiao.qt.return_actions import ReturnActions

if TYPE_CHECKING:
    from collections.abc import Callable

    from hengbiao.domain.change import Change
    from hengbiao.domain.tree import Tree
    from hengbiao.exchange.send import Sent
    from hengbiao.qt.dialogs.conflicts_dialog import ConflictsDialog
    from hengbiao.qt.dialogs.doubles_dialog import DoublesDialog
    from hengbiao.qt.dialogs.send_dialog import SendDialog
    from hengbiao.qt.main_window import MainWindow
    from hengbiao.qt.session import Session

    Judge = Callable[[Tree, str, str], list[Change]]


_LIST: Final = "rollup/expected"
"""Under what the file is remembered that lists who is to report."""


class ExchangeActions(QObject):
    """Acts between the open document and files of others."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        for name, act in {
            "send": self.ask_send,
            "receive": self.ask_receive,
            "conflicts": self.ask_conflicts,
            "doubles": self.ask_doubles,
            "rollup": self.show_rollup,
        }.items():
            window.actions_[name].triggered.connect(act)
        window.status.conflicts.clicked.connect(self.ask_conflicts)
        self.returns = ReturnActions(window)

    def follow(self, session: Session | None) -> None:
        """Keep up with the conflicts and the remarks of a document."""
        self.returns.follow(session)
        if session:
            session.saved.connect(lambda _at: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Say in the window how many conflicts are open."""
        session = self._window.session
        self._window.status.show_conflicts(session.store.open_conflicts if session else 0)

    def ask_send(self) -> None:
        """Ask what to hand on and where to, then write it in a thread."""
        from hengbiao.qt.dialogs.send_dialog import SendDialog

        self._window.editor.commit_pending()
        session = self._window.session
        if session:
            model = self._window.ui.findings.model
            mistakes = model.counts().get("error", 0) if model.checked else None
            dialog = SendDialog(session, mistakes, self._window)
            dialog.accepted.connect(lambda: self._send(dialog))
            dialog.open()

    def ask_receive(self) -> None:
        """Open the window of 收表."""
        from hengbiao.qt.dialogs.receive_dialog import ReceiveDialog

        self._window.editor.commit_pending()
        session = self._window.session
        if session:
            dialog = ReceiveDialog(session, self._window)
            dialog.told.connect(self._window.status.show_notice)
            dialog.told.connect(self.refresh)
            dialog.form.links.clicked.connect(self.ask_doubles)
            dialog.form.conflicts.clicked.connect(dialog.accept)
            dialog.form.conflicts.clicked.connect(self.ask_conflicts)
            dialog.open()

    def ask_conflicts(self) -> None:
        """Ask what is to stand where offices differ, and settle it as one step."""
        from hengbiao.exchange.resolve import open_conflicts
        from hengbiao.qt.dialogs.conflicts_dialog import ConflictsDialog

        self._window.editor.commit_pending()
        session = self._window.session
        found = open_conflicts(session.store) if session else []
        if session and found:
            dialog = ConflictsDialog(session.store, session.tree, found, self._window)
            dialog.accepted.connect(lambda: self._settle(dialog))
            dialog.open()
        else:
            self._window.status.show_notice(self.tr("没有未决的冲突"))

    def ask_doubles(self) -> None:
        """Open the list of projects that may have been entered twice."""
        from hengbiao.domain.twins import keep_apart, link, unlink
        from hengbiao.qt.dialogs.doubles_dialog import DoublesDialog

        self._window.editor.commit_pending()
        session = self._window.session
        if session is None:
            return
        dialog = DoublesDialog(session.tree, self._window)
        acts = (
            (dialog.linking, link, self.tr("认作同一项目")),
            (dialog.parting, keep_apart, self.tr("认作两个项目")),
            (dialog.forgetting, unlink, self.tr("收回认定")),
        )
        for signal, changes, label in acts:
            signal.connect(partial(self._judge, dialog, changes, label))
        dialog.open()

    def show_rollup(self) -> None:
        """Open the window of 汇总."""
        from hengbiao.qt.dialogs.rollup_dialog import RollupDialog

        self._window.editor.commit_pending()
        session = self._window.session
        if session:
            left = session.store.open_conflicts
            dialog = RollupDialog(session.tree, left, session.path.parent, self._window)
            known = str(self._window.settings.get(_LIST, ""))
            if known and Path(known).is_file():
                dialog.use_list(known)
            dialog.chosen.connect(lambda file: self._window.settings.put(_LIST, file))
            dialog.resolving.connect(dialog.accept)
            dialog.resolving.connect(self.ask_conflicts)
            dialog.open()

    def _send(self, dialog: SendDialog) -> None:
        from hengbiao.exchange.send import send

        session = self._window.session
        if session:
            place, unit, history = dialog.place(), dialog.unit(), dialog.history()
            job = self._window.files.run(
                lambda report: send(session.store, place, unit=unit, history=history, progress=report),
                self.tr("正在写入并校验…"),
            )
            job.done.connect(self._sent)

    def _judge(self, dialog: DoublesDialog, changes: Judge, label: str, one: str, other: str) -> None:
        session = self._window.session
        if session:
            self._window.commit(label, changes(session.tree, one, other))
            dialog.show_tree(session.tree)

    def _settle(self, dialog: ConflictsDialog) -> None:
        from hengbiao.exchange.resolve import settle

        session = self._window.session
        if session and dialog.decisions():
            settle(session.store, session.document, dialog.decisions())
            left = session.store.open_conflicts
            self.refresh()
            told = self.tr("，未决 %d 处") % left if left else self.tr("，没有未决的冲突")
            self._window.status.show_notice(self.tr("已处理 %d 处") % len(dialog.decisions()) + told)

    def _sent(self, sent: Sent) -> None:
        from hengbiao.exchange.away import checked
        from hengbiao.qt import boxes

        where = (sent.path.name, sent.path.parent, len(sent.units), sent.forms)
        said = self.tr("%s\n在 %s\n%d 个预算单位，%d 张表") % where
        merged = self.tr("\n已有同名文件，其中别人的修改已合并，没有覆盖") if sent.merged else ""
        boxes.tell_file(self._window, self.tr("上报"), checked(sent.kind), said + merged, sent.path)

"""Getting back what was: 历史, 回收站, 放弃本次修改, 从备份恢复."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from hengbiao.domain.change import Ref
from hengbiao.qt import errors

if TYPE_CHECKING:
    from hengbiao.domain.change import Change
    from hengbiao.qt.dialogs.history_dialog import HistoryDialog
    from hengbiao.qt.dialogs.recycle_dialog import RecycleDialog
    from hengbiao.qt.dialogs.restore_dialog import RestoreDialog
    from hengbiao.qt.main_window import MainWindow
    from hengbiao.store.backup import Backup
    from hengbiao.store.history import Entry


class RecoveryActions(QObject):
    """Acts on the past of the open document; everything but a backup comes back as a step to be undone."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        for name, act in {
            "history": self.ask_history,
            "recycle": self.ask_recycled,
            "discard": self.ask_discard,
            "restore": self.ask_restore,
        }.items():
            window.actions_[name].triggered.connect(act)

    # History

    def ask_history(self) -> None:
        """Open the history of the form on show."""
        self.show_history(Ref(self._window.record) if self._window.record else None)

    def show_history(self, ref: Ref | None) -> None:
        """Open the history of a form, of a field of it, or with None of the whole document."""
        from hengbiao.qt.dialogs.history_dialog import HistoryDialog

        self._window.editor.commit_pending()
        session = self._window.session
        if session:
            dialog = HistoryDialog(session, ref, self._window)
            dialog.restoring.connect(lambda entry, stored: self._restore_value(dialog, entry, stored))
            dialog.reverting.connect(lambda entry: self._revert(dialog, entry))
            dialog.chosen.connect(dialog.accept)
            dialog.chosen.connect(self._window.go)
            dialog.open()

    def restore_value(self, entry: Entry, stored: Any) -> str:
        """Put a value of an entry of the history (`entry.old` or `entry.new`) back as a step; a sentence on it."""
        from hengbiao.exchange.recall import GoneError, value_changes

        session = self._window.session
        if session is None:
            return ""
        self._window.editor.commit_pending()
        try:
            changes = value_changes(session.tree, Ref(entry.record, entry.path), stored)
        except GoneError as gone:
            return self.tr("没有恢复：%s") % gone
        return self._done(self.tr("恢复历史值"), changes, self.tr("现在就是这个值，不用恢复"))

    # Deleted and discarded

    def ask_recycled(self) -> None:
        """Open the 回收站."""
        from hengbiao.exchange.recall import recycled
        from hengbiao.qt.dialogs.recycle_dialog import RecycleDialog

        self._window.editor.commit_pending()
        session = self._window.session
        if session:
            dialog = RecycleDialog(self._window, writable=not session.store.read_only)
            dialog.show_deleted(recycled(session.store))
            dialog.restoring.connect(lambda keys: self._recycle(dialog, keys))
            dialog.open()

    def ask_discard(self) -> None:
        """Say what was changed since the document was opened, and take all of it back where that is wanted."""
        from hengbiao.exchange.keep import compared
        from hengbiao.exchange.recall import discard_changes
        from hengbiao.qt.dialogs.discard_dialog import DiscardDialog

        self._window.editor.commit_pending()
        session = self._window.session
        if session is None:
            return
        if not discard_changes(session.tree, session.opened):
            self._window.status.show_notice(self.tr("打开以来没有修改，没有可以放弃的"))
            return
        found = compared((self.tr("打开时"), self.tr("现在")), (session.opened, session.tree))
        dialog = DiscardDialog(found, session.opened_at, self._window)
        dialog.accepted.connect(self._discard)
        dialog.open()

    # Backups

    def ask_restore(self) -> None:
        """Open the list of backups of the open document, or of one that is asked for."""
        session = self._window.session
        if session:
            self._window.editor.commit_pending()
            self.show_backups(session.path)
        else:
            from hengbiao.qt.asking import ask_source
            from hengbiao.qt.file_actions import DOCUMENTS

            folder = self._window.files.usual_folder()
            title = self.tr("恢复哪个文件")
            ask_source(self._window, title, folder, DOCUMENTS, lambda file: self.show_backups(Path(file)))

    def show_backups(self, path: Path) -> None:
        """Open the list of backups of the document at `path`."""
        from hengbiao.qt.dialogs.restore_dialog import RestoreDialog

        session = self._window.session
        open_here = session is not None and session.path == path.resolve()
        dialog = RestoreDialog(path, session.tree if session and open_here else _tree_at(path), self._window)
        dialog.restoring.connect(lambda one: self._restore(dialog, path, one))
        dialog.copying.connect(lambda one: self._ask_copy(dialog, path, one))
        dialog.open()

    # Inside

    def _done(self, label: str, changes: list[Change], nothing: str) -> str:
        if not changes:
            return nothing
        self._window.commit(label, changes)
        told = self.tr("已%s，可以撤销") % label
        self._window.status.show_notice(told)
        return told

    def _restore_value(self, dialog: HistoryDialog, entry: Entry, stored: Any) -> None:
        told = self.restore_value(entry, stored)
        dialog.read()
        dialog.say(told)

    def _revert(self, dialog: HistoryDialog, entry: Entry) -> None:
        from hengbiao.exchange.recall import GoneError, form_changes

        session = self._window.session
        if session is None:
            return
        try:
            changes = form_changes(session.store, session.tree, entry.record, entry.edit)
        except GoneError as gone:
            dialog.say(self.tr("没有恢复：%s") % gone)
            return
        label = self.tr("恢复到 %s 的样子") % entry.at[:16].replace("T", " ")
        told = self._done(label, changes, self.tr("现在就是这一步之后的样子，不用恢复"))
        dialog.read()
        dialog.say(told)

    def _recycle(self, dialog: RecycleDialog, keys: list[str]) -> None:
        from hengbiao.exchange.recall import GoneError, recycle_changes, recycled

        session = self._window.session
        if session is None:
            return
        back, problems = 0, []
        for key in keys:
            if key in session.tree.headings:
                continue  # it came back with its unit
            try:
                self._window.commit(self.tr("从回收站恢复"), recycle_changes(session.store, session.tree, key))
                back += 1
            except GoneError as gone:
                problems.append(str(gone))
        told = self.tr("已恢复 %d 件，可以撤销") % back if back else self.tr("没有恢复")
        dialog.show_deleted(recycled(session.store), "；".join(dict.fromkeys((told, *problems))))
        if back:
            self._window.show_record(keys[0])

    def _discard(self) -> None:
        from hengbiao.exchange.recall import discard_changes

        session = self._window.session
        if session:
            changes = discard_changes(session.tree, session.opened)
            self._window.commit(self.tr("放弃本次修改"), changes)
            self._window.status.show_notice(self.tr("已放弃打开以来的 %d 处修改，可以撤销") % len(changes))

    def _ask_copy(self, dialog: RestoreDialog, path: Path, one: Backup) -> None:
        from hengbiao.qt.asking import ask_target
        from hengbiao.qt.file_actions import DOCUMENTS

        place = path.with_name(f"{path.stem}（{one.at:%Y%m%d-%H%M} 的备份）{path.suffix}")
        ask_target(dialog, self.tr("备份另存为"), place, DOCUMENTS, lambda file: self._copy(one, file))

    def _copy(self, one: Backup, file: str) -> None:
        from hengbiao.store.backup import extract

        job = self._window.files.run(lambda report: extract(one.file, Path(file), report), self.tr("正在写入…"))
        job.done.connect(lambda _made: self._window.status.show_notice(self.tr("备份已另存并校验：%s") % file))

    def _restore(self, dialog: RestoreDialog, path: Path, one: Backup) -> None:
        """Free the file, put the backup in its place in a thread, and open it again, whatever came of it."""
        from hengbiao.store.backup import restore

        dialog.accept()
        self._window.leaving.tell(self._window.leaving.secure("restore"))
        self._window.show_session(None)
        job = self._window.files.run(lambda report: restore(path, one.file, report), self.tr("正在恢复…"))
        job.done.connect(lambda aside: self._restored(path, one, aside))
        for ended in (job.failed, job.cancelled):
            ended.connect(lambda *_: self._window.files.open(str(path)))

    def _restored(self, path: Path, one: Backup, aside: Path | None) -> None:
        self._window.files.open(str(path))
        kept = (
            self.tr("原来的文件已损坏，留作 %s。") % aside.name
            if aside
            else self.tr("恢复前的样子也留了备份，可以再换回来。")
        )
        sentence = self.tr("已恢复到 %s 的备份。\n%s") % (f"{one.at:%Y-%m-%d %H:%M}", kept)
        errors.tell(self._window, self.tr("从备份恢复"), sentence, good=True)


def _tree_at(path: Path) -> Any:
    """What the document at `path` holds; None where it cannot be read."""
    from hengbiao.domain.refusal import Refusal
    from hengbiao.store.store import Store, decode_all

    try:
        with Store.open(path, read_only=True) as store:
            tree = store.load()
            decode_all(tree)
    except Refusal:
        return None
    return tree

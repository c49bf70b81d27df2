"""退回 and what comes of it: remarks go out with a unit's forms, and are read beside the form where they come back."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from hengbiao.domain.change import Change
    from hengbiao.domain.document import Event
    from hengbiao.domain.tree import Tree
    from hengbiao.exchange.returns import Pinned
    from hengbiao.qt.dialogs.remarks_dialog import RemarksDialog
    from hengbiao.qt.dialogs.return_dialog import ReturnDialog, Wish
    from hengbiao.qt.jobs import Report
    from hengbiao.qt.main_window import MainWindow
    from hengbiao.qt.session import Session


class ReturnActions(QObject):
    """Acts on remarks of the open document."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._found: int | None = None
        window.actions_["return"].triggered.connect(self.ask_return)
        window.actions_["remarks"].triggered.connect(self.show_remarks)
        window.status.remarks.clicked.connect(self.show_remarks)
        window.settled.connect(self._settle_in)

    @cached_property
    def panel(self) -> RemarksDialog:
        """The list of remarks, made when it is first shown."""
        from hengbiao.qt.dialogs.remarks_dialog import RemarksDialog

        made = RemarksDialog(self._window)
        made.chosen.connect(self._window.go)
        made.answering.connect(self._answer)
        made.settled.connect(self._settle)
        return made

    def follow(self, session: Session | None) -> None:
        """Keep up with the remarks of a document."""
        if session:
            session.changed.connect(self._take)
        self._found = None
        self._window.status.show_remarks(0)
        if "panel" in self.__dict__:
            self.panel.close()

    def _count(self) -> None:
        """Say in the window how many remarks there are, by reading every record."""
        session = self._window.session
        self._found = sum(len(record.remarks) for record in session.tree.records.values()) if session else 0
        self._show()

    def _settle_in(self) -> None:
        """Count once, when every record has been read; from then on only what changes is looked at."""
        if self._found is None:
            self._count()

    def _show(self) -> None:
        session = self._window.session
        self._window.status.show_remarks(self._found or 0)
        if session and "panel" in self.__dict__ and self.panel.isVisible():
            self.panel.show_tree(session.tree, writable=not session.store.read_only)

    def show_remarks(self) -> None:
        """Open the list of remarks beside the form."""
        session = self._window.session
        if session:
            self.panel.show_tree(session.tree, writable=not session.store.read_only)
            self.panel.show()
            self.panel.activateWindow()
            self.panel.form.list.setFocus()

    def ask_return(self) -> None:
        """Ask what goes back to which unit, note it, and write the files in a thread."""
        from hengbiao.qt.dialogs.return_dialog import ReturnDialog

        window, session = self._window, self._window.session
        window.editor.commit_pending()
        if session and session.tree.units:
            item = session.tree.headings.get(window.record)
            at = window.field if window.field and item and item.kind != "unit" else None
            unit = item.unit if item else session.tree.units[0].id
            dialog = ReturnDialog(session.tree, session.path.parent, at, unit, window)
            dialog.accepted.connect(lambda: self._return(dialog))
            dialog.open()

    def _return(self, dialog: ReturnDialog) -> None:
        from hengbiao.exchange.pins import unpin
        from hengbiao.exchange.returns import pin_changes

        session, wish = self._window.session, dialog.wish()
        if session is None:
            return
        gone = [change for one in wish.removed for change in unpin(one)]
        added = pin_changes(session.tree, wish.added, session.store.identity.author)
        self._window.commit(self.tr("退回意见"), [*gone, *added])
        job = self._window.files.run(lambda report: _write(session, wish, report), self.tr("正在写退回文件…"))
        job.done.connect(lambda _made: self._returned(wish))

    def _returned(self, wish: Wish) -> None:
        from hengbiao.exchange.returns import pinned
        from hengbiao.qt import boxes

        session = self._window.session
        count = sum(1 for _ in pinned(session.tree, wish.unit)) if session else 0
        names = "\n".join(str(target) for target in wish.targets)
        sentence = self.tr("退回文件已写好并校验，带 %d 条意见：") % count
        boxes.tell_file(self._window, self.tr("退回"), sentence, names, wish.targets[0])

    def _take(self, event: Event) -> None:
        touched = {change.ref.record for change in event.changes if _concerns(change)}
        if not event.preview and touched and self._found is not None:
            self._found += _noted(event.after, touched) - _noted(event.before, touched)
            self._show()

    def _answer(self, one: Pinned, text: str) -> None:
        from hengbiao.exchange.pins import answer

        self._window.commit(self.tr("答复退回意见"), answer(one, text))

    def _settle(self, one: Pinned) -> None:
        from hengbiao.exchange.pins import unpin

        self._window.commit(self.tr("处理退回意见"), unpin(one))


def _write(session: Session, wish: Wish, report: Report) -> None:
    from hengbiao.exchange.returns import layout_of, write_document, write_forms

    tree = session.tree
    for at, target in enumerate(wish.targets):
        report(at, len(wish.targets))
        if target.suffix == ".xlsx":
            write_forms(tree, wish.unit, layout_of(tree, wish.unit), Path(target))
        else:
            write_document(session.store, tree.headings[wish.unit], Path(target))


def _noted(tree: Tree, keys: set[str]) -> int:
    """How many remarks these records have."""
    return sum(len(record.remarks) for key in keys if (record := tree.records.get(key)))


def _concerns(change: Change) -> bool:
    return not change.ref.path or change.ref.path[0] == "remarks"

"""套用上年, 另起年度, and the list 沿用上年（未核对）."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractItemView

from hengbiao.domain.carried import confirm

if TYPE_CHECKING:
    from hengbiao.domain.change import Change, Ref
    from hengbiao.domain.document import Event
    from hengbiao.exchange.new_year import Question
    from hengbiao.qt.boxes import Box
    from hengbiao.qt.dialogs.carried_dialog import CarriedDialog
    from hengbiao.qt.dialogs.rollover_dialog import RolloverDialog
    from hengbiao.qt.main_window import MainWindow


class RolloverActions(QObject):
    """Brings forms of one year into another."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._list: CarriedDialog | None = None
        window.actions_["rollover"].triggered.connect(lambda _checked: self.ask())
        window.actions_["carried"].triggered.connect(self.show_list)
        window.took.connect(self.follow)

    def ask(self, year: int | None = None) -> RolloverDialog | None:
        """Ask what to bring over, the chosen records at first, then commit it as one step."""
        from hengbiao.qt.dialogs.rollover_dialog import RolloverDialog

        session, keys = self._window.session, self._window.projects.chosen()
        if session is None or not keys:
            return None
        own = session.tree.unit_year(session.tree.headings[keys[0]].unit)
        wanted = year or (own or datetime.now().astimezone().year) + 1
        dialog = RolloverDialog(session.tree, session.path, keys, wanted, self._window)
        dialog.accepted.connect(lambda: self._bring(dialog))
        dialog.open()
        return dialog

    def show_list(self) -> CarriedDialog | None:
        """The list of carried values, beside the window while one works on."""
        from hengbiao.qt.dialogs.carried_dialog import CarriedDialog

        session = self._window.session
        if session is None:
            return None
        if self._list is None:
            self._list = CarriedDialog(self._window.editor.money_unit, self._window)
            self._list.jumped.connect(self._window.go)
            self._list.confirmed.connect(self._confirm)
            self._window.ui.tree.chosen.connect(lambda _key: self._refresh_list())
        session.closing.connect(self._list.close)
        self._list.show()
        self._refresh_list()
        self._list.activateWindow()
        self._list.form.list.setFocus()
        return self._list

    def follow(self, event: Event) -> None:
        """Keep the list current, and ask where somebody typed another year over a form's own."""
        if not event.preview:
            self._refresh_list()
            if any(change.ref.path[:1] == ("carried",) for change in event.changes):
                self._repaint()
            session = self._window.session
            typed = [change for change in event.changes if change.ref.path == ("year",)]
            if session and len(typed) == 1 and not session.document.redo_label:
                self._question(event, typed[0])

    def _bring(self, dialog: RolloverDialog) -> None:
        found = dialog.found
        if found is None:
            return
        year, session = dialog.year(), self._window.session
        self._window.commit(self.tr("套用上年，另起 %d 年度") % year, list(found.changes))
        forms = [c.ref.record for c in found.changes if session and session.tree.headings[c.ref.record].kind != "unit"]
        projects = [key for key in forms if session and session.tree.headings[key].kind == "project"]
        self._window.show_record((projects or forms)[0])
        told = self.tr("已套用 %d 张表，%d 处沿用上年（未核对）：逐格按 Ctrl+K 核对，或用“项目”菜单里的清单")
        self._window.status.show_notice(told % (len(forms), found.marked))

    def _confirm(self, refs: list[Ref]) -> None:
        session = self._window.session
        if session:
            changes: list[Change] = confirm(session.tree, refs)
            self._window.commit(self.tr("核对沿用上年 %d 处") % len(changes), changes)

    def _repaint(self) -> None:
        """The marks in the grids: a confirmed value is the same value."""
        for grid in cast("list[QAbstractItemView]", self._window.ui.pages.findChildren(QAbstractItemView)):
            grid.viewport().update()

    def _refresh_list(self) -> None:
        session = self._window.session
        if self._list and self._list.isVisible() and session:
            self._list.show_tree(session.tree, self._window.record, writable=not session.store.read_only)

    def _question(self, event: Event, typed: Change) -> None:
        from hengbiao.exchange.new_year import question

        asked = question(event.before, typed)
        if asked:
            QTimer.singleShot(0, partial(self._ask_new_year, asked))

    def _ask_new_year(self, asked: Question) -> Box:
        from hengbiao.qt.boxes import Box, Role

        title, _, rest = asked.text.partition("？")
        box = Box(self._window, "newYear", self.tr("另起年度"), f"{title}？", rest)
        usual = back = box.offer("back", self.tr("不改了"), Role.RejectRole, self._take_back)
        box.offer("only", self.tr("只改年度(&Y)"), Role.DestructiveRole)
        if asked.startable:
            start = partial(self._start_year, asked.new)
            usual = box.offer("start", self.tr("另起 %d 年度(&N)…") % asked.new, Role.AcceptRole, start)
        box.usual(usual, back)
        box.open()
        return box

    def _start_year(self, year: int) -> None:
        self._take_back()
        self.ask(year)

    def _take_back(self) -> None:
        if self._window.session:
            self._window.session.document.undo()

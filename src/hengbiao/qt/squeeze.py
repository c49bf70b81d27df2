"""How the window is laid out in little room: rows share a line, the tree lies over the form, and back again."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hengbiao.qt import style
from hengbiao.qt.drawer import Drawer
from hengbiao.qt.room import Room, room_of

if TYPE_CHECKING:
    from hengbiao.domain.document import Event
    from hengbiao.qt.form_tools import FormTools
    from hengbiao.qt.main_window import MainWindow
    from hengbiao.qt.top_row import TopRow


class Squeeze:
    """Fits the window to its `room`; what it never needs is never made."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.room = Room()
        self.drawer = Drawer(window.ui.treePane, window.ui.columns, window.ui.pages)
        self._used = False
        window.took.connect(self._clear)

    def fit(self, tree: int) -> None:
        """Take on the room that the window now has; the tree is so wide where it stands beside the form."""
        before, self.room = self.room, room_of(self._window.size())
        self._used = self._used or self.room.low or self.room.narrow
        if before.low != self.room.low:
            style.mark_slim(self._window.ui.statusBar, slim=self.room.low)
            self._top.set_merged(self.room.low)
            self._window.editor.set_slim(self.room.low)
            self.seat_balance()
        self._window.header.set_slim(self.room.low or self.room.narrow)
        self._window.status.set_narrow(self.room.narrow)
        if self.room.narrow:
            self.drawer.take()
        else:
            self.drawer.give_back(tree)
        self.follow_form()

    def seat_balance(self) -> None:
        """The balance beside the title of the folded findings where lines are short, else on a line of its own."""
        ui, seated = self._window.ui, self.room.low and not self._window.ui.findings.is_open()
        bar = ui.balanceBar
        bar.set_room(seated=seated, low=self.room.low)
        if ui.findings.isAncestorOf(bar) == seated:
            return
        hidden, focused = bar.isHidden(), bar.hasFocus()
        if not seated:
            ui.upperLayout.addWidget(bar)
        ui.findings.seat(bar if seated else None)
        bar.setHidden(hidden)
        if focused:
            bar.setFocus()

    def _clear(self, event: Event) -> None:
        """A note over the form goes from a low window once the person works on."""
        if self.room.low and not event.preview:
            self._window.switch_note.hide()

    def follow_form(self) -> None:
        """Offer for the form on show what there is no room to show around it."""
        if self._used:
            narrow = self.room.narrow and self._window.session is not None
            crowded = narrow and not self._window.ui.inspector.isHidden()
            self._tools.follow(low=self.room.low, narrow=narrow, crowded=crowded)

    @cached_property
    def _top(self) -> TopRow:
        from hengbiao.qt.top_row import TopRow

        return TopRow(self._window)

    @cached_property
    def _tools(self) -> FormTools:
        from hengbiao.qt.form_tools import FormTools

        window = self._window
        tools = FormTools(window.editor, window.actions_["showTree"], window.ui.headerLayout)
        row = (tools.tree, window.ui.tabs, tools.jump, tools.add, window.ui.layoutBox)
        for one, following in pairwise(row):
            QWidget.setTabOrder(one, following)
        window.editor.turned.connect(lambda _tab: self.follow_form())
        return tools

"""The panes around the editor: shown, folded, cycled by F6, remembered between runs, put back to how they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from hengbiao.qt import style
from hengbiao.qt.room import room_of
from hengbiao.qt.squeeze import Squeeze
from hengbiao.qt.wishes import Wishes

if TYPE_CHECKING:
    from hengbiao.domain.change import Ref
    from hengbiao.qt.inspector import Told
    from hengbiao.qt.main_window import MainWindow
    from hengbiao.qt.session import Session

_REST_MS: Final = 120
_SIDE: Final = 66
"""Fifths of a line: how wide the panes beside the form are at first."""
_ROOMY: Final = 84
"""The same for the tree in a wide window: names of projects are long."""
_BESIDE: Final = 50
"""The same for the inspector where it takes of the form."""


class Panes(QObject):
    """Owns how the window is divided."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._ui = window.ui
        self._settled, self._folding = False, False
        self._heights: dict[bool, int] = {}
        self._tree_width = style.space(_SIDE)
        self._squeeze = Squeeze(window)
        self._wishes = Wishes(window.actions_, window.settings)
        self._asked: tuple[Session | None, Ref | None] = (None, None)
        self._lay_out_tree()
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_REST_MS)
        self._resting.timeout.connect(self._tell_past)
        actions = window.actions_
        actions["showTree"].toggled.connect(self._show_tree)
        self._squeeze.drawer.left.connect(self._close_drawer)
        self._ui.tree.clicked.connect(self._drawer_chosen)
        self._ui.tree.activated.connect(self._drawer_chosen)
        actions["showInspector"].toggled.connect(self._show_inspector)
        actions["showFindings"].toggled.connect(self._ui.findings.set_open)
        self._ui.columns.splitterMoved.connect(self._keep_width)
        self._ui.rows.splitterMoved.connect(self._keep_height)
        self._ui.findings.folded.connect(self._folded)
        self._ui.findings.roomed.connect(self._give_room)
        actions["nextPane"].triggered.connect(lambda: self._cycle(1))
        actions["previousPane"].triggered.connect(lambda: self._cycle(-1))
        actions["resetWindow"].triggered.connect(self.reset)
        actions["highContrast"].toggled.connect(self._set_contrast)
        self._ui.inspector.closed.connect(lambda: actions["showInspector"].setChecked(False))
        actions["zoomIn"].triggered.connect(lambda: window.editor.set_zoom(window.editor.zoom * 1.1))
        actions["zoomOut"].triggered.connect(lambda: window.editor.set_zoom(window.editor.zoom / 1.1))
        actions["zoomReset"].triggered.connect(lambda: window.editor.set_zoom(1.0))

    def _lay_out_tree(self) -> None:
        self._window.setMinimumSize(style.space(150), style.space(80))  # what it holds folds: it fits every screen
        self._ui.pages.setMinimumSize(style.space(80), style.space(20))
        gap, layout = style.space(2), self._ui.treeLayout
        layout.setContentsMargins(gap, gap, 0, 0)
        layout.setSpacing(gap)
        self._ui.treePane.setMinimumWidth(style.space(40))

    def settle(self) -> None:
        """Divide the window, as remembered or else by its size; once, when it is first shown."""
        self._ui.tabs.updateGeometry()  # Qt laid it out before it had tabs, and keeps that size
        if not self._settled:
            self._settled = True
            self._squeeze.fit(self._tree_width)
            self._divide()
            self._restore_sizes()

    def follow_size(self) -> None:
        """Fold what the window has no room for any more, unfold what it has room for again."""
        before = self._squeeze.room
        if not self._settled or before == room_of(self._window.size()):
            return
        self._wishes.keep(before)
        self._folding = True
        self._squeeze.fit(self._tree_width)
        self._wishes.apply(self._squeeze.room)
        self.show_work(self._window.session is not None)
        self._folding = False
        self._size_findings()

    def follow_form(self) -> None:
        """Offer the tabs of a form where one is on show, and what there is no room to show around it."""
        tree, record = (self._window.session.tree if self._window.session else None), self._window.record
        self._ui.tabs.setVisible(tree is not None and record in tree.headings and tree.headings[record].kind != "unit")
        self._squeeze.follow_form()

    def reset(self) -> None:
        """Back to how a new window looks."""
        self._window.settings.drop("window")
        self._wishes.forget()
        self._window.editor.set_zoom(1.0)
        self._window.editor.forget_widths()
        self._divide()

    def remember(self) -> None:
        """Keep size and division for the next run."""
        keep, ui = self._window.settings.put, self._ui
        keep("window/geometry", self._window.saveGeometry())
        keep("window/rows", ui.rows.saveState())
        if not self._squeeze.room.narrow:
            keep("window/columns", ui.columns.saveState())
        self._wishes.keep(self._squeeze.room)
        self._wishes.remember()
        self._window.settings.sync()

    def start_size(self) -> None:
        """The size of a new window: as remembered, else all of a small screen and a good part of a large one."""
        kept = self._window.settings.get("window/geometry")
        if isinstance(kept, QByteArray) and self._window.restoreGeometry(kept):
            return
        room, wanted = QGuiApplication.primaryScreen().availableSize(), QSize(style.space(430), style.space(240))
        self._window.resize(wanted.boundedTo(room))
        if wanted.width() > room.width() or wanted.height() > room.height():
            self._window.setWindowState(Qt.WindowState.WindowMaximized)

    def show_work(self, shown: bool) -> None:  # noqa: FBT001 - as setVisible
        """Show what surrounds the form, or without a document only the start page."""
        ui = self._ui
        for widget in (ui.breadcrumb, ui.layoutBox, ui.moneyBox, ui.balanceBar, ui.findings):
            widget.setVisible(shown)
        room = self._squeeze.room
        for words in (ui.layoutLabel, ui.moneyLabel):
            words.setVisible(shown and not (room.low or room.narrow))
        for name in ("showTree", "showInspector", "showFindings"):
            self._window.actions_[name].setEnabled(shown)
        self._place(self._window.actions_["showInspector"].isChecked() and shown)
        over = ui.treePane.isAncestorOf(ui.inspector) and not ui.inspector.isHidden()
        tree_shown = shown and (over or self._window.actions_["showTree"].isChecked())
        if self._squeeze.drawer.taken:
            self._squeeze.drawer.set_open(tree_shown)
        else:
            ui.treePane.setVisible(tree_shown)
        self.follow_form()

    def show_field(self, session: Session, ref: Ref | None) -> None:
        """Tell about the field under the cursor: its help at once, its past when the hands rest for a moment."""
        from hengbiao.qt.telling import told_of

        if (session, ref) != self._asked:
            self._ui.inspector.show_field(told_of(session, ref, self._window.editor, past_too=False))
        self._asked = (session, ref)
        self._resting.start()

    def show_told(self, told: Told) -> None:
        """Tell about something that is no field."""
        self._resting.stop()
        self._asked = (None, None)
        self._ui.inspector.show_field(told)

    @property
    def telling(self) -> bool:
        """Whether the past of the field is still to come."""
        return self._resting.isActive()

    def _tell_past(self) -> None:
        from hengbiao.qt.telling import told_of

        session, ref = self._asked
        if session is not None and session is self._window.session:
            self._ui.inspector.show_field(told_of(session, ref, self._window.editor))

    def _restore_sizes(self) -> None:
        settings, ui = self._window.settings, self._ui
        columns, rows = settings.get("window/columns"), settings.get("window/rows")
        if isinstance(columns, QByteArray) and not self._squeeze.room.narrow:
            ui.columns.restoreState(columns)
            self._keep_width()
        if isinstance(rows, QByteArray):
            ui.rows.restoreState(rows)
            self._keep_height()

    def _divide(self) -> None:
        self._heights.clear()
        self._tree_width = style.space(_ROOMY if self._squeeze.room.wide else _SIDE)
        self._wishes.apply(self._squeeze.room)
        self._ui.findings.set_open(self._window.actions_["showFindings"].isChecked())
        self.show_work(self._window.session is not None)
        self._size_columns()
        self._size_findings()
        for place in range(self._ui.columns.count()):
            self._ui.columns.setStretchFactor(place, int(self._ui.columns.widget(place) is self._ui.editorPane))
        self._ui.rows.setStretchFactor(0, 1)
        self._ui.rows.setStretchFactor(1, 0)

    def _size_columns(self) -> None:
        """The tree and the inspector beside the form, the form with what is left."""
        columns, ui = self._ui.columns, self._ui
        wide = {
            id(ui.treePane): self._tree_width,
            id(ui.inspector): style.space(_BESIDE if self._squeeze.room.narrow else _SIDE),
        }
        sides = [wide.get(id(columns.widget(place)), 0) for place in range(columns.count())]
        columns.setSizes([side or self._window.width() - sum(sides) for side in sides])

    def _show_inspector(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        self.show_work(self._window.session is not None)
        if shown:
            self._window.refresh_field()

    def _show_tree(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        self.show_work(self._window.session is not None)
        if self._squeeze.drawer.taken and shown and self._window.session and not self._folding:
            self._ui.tree.setFocus()

    def _close_drawer(self) -> None:
        """The tree goes from over the form, and the keys with it."""
        focus = QApplication.focusWidget()
        kept = focus is not None and not self._ui.treePane.isAncestorOf(focus)
        self._window.actions_["showTree"].setChecked(False)
        if not kept:
            self._window.focus_editor()

    def _drawer_chosen(self) -> None:
        """A form was chosen: what lay over it is done, unless more are being selected."""
        if self._squeeze.drawer.taken and len(self._ui.tree.selected_keys()) < 2:
            self._close_drawer()

    @property
    def inspector_borrows(self) -> bool:
        """Whether the inspector has the room of the tree, or where that has none of its own some of the form's."""
        over = self._ui.treePane.isAncestorOf(self._ui.inspector) or self._squeeze.room.narrow
        return over and self._ui.inspector.isVisible()

    def _place(self, shown: bool) -> None:  # noqa: FBT001 - as setVisible
        """The inspector at the right where there is room for it or none for the tree, else in the place of the tree."""
        ui, room = self._ui, self._squeeze.room
        beside = room.wide or room.narrow
        within = ui.columns.indexOf(ui.inspector) >= 0
        comes = shown and beside and (not within or (room.narrow and ui.inspector.isHidden()))
        if comes:
            ui.columns.addWidget(ui.inspector)
        elif shown and not beside and within:
            ui.treeLayout.addWidget(ui.inspector)
        over = shown and ui.treePane.isAncestorOf(ui.inspector)
        ui.inspector.setVisible(shown)
        for part in (ui.filter, ui.tree, ui.newProjectButton):
            part.setVisible(not over)
        if comes:
            self._squeeze.follow_form()  # some of the header gives way to it
            ui.editorLayout.activate()
            ui.columns.refresh()  # else it goes by the width that the header wanted before
            self._size_columns()

    def _folded(self, folded: bool) -> None:  # noqa: FBT001 - a slot
        self._window.actions_["showFindings"].setChecked(not folded)
        self._squeeze.seat_balance()

    def _give_room(self, wanted: bool) -> None:  # noqa: FBT001 - a slot
        """The height that the list had to the form while the list has no lines, and back."""
        if self._folding:
            return
        if not wanted:
            self._keep_height()
        self._size_findings()

    def _keep_height(self) -> None:
        """Note how high the list is, as it was drawn."""
        height = self._ui.rows.sizes()[1] if self._settled else 0
        if height > style.space(16):
            self._heights[self._squeeze.room.low] = height

    def _keep_width(self) -> None:
        """Note how wide the tree is, as it was drawn."""
        if not self._squeeze.drawer.taken and self._ui.treePane.isVisible():
            self._tree_width = self._ui.treePane.width()

    def _size_findings(self) -> None:
        """The strip alone without lines; else as before, or three lines on a small screen, six on a large one."""
        lines = 3 if self._window.height() < style.space(220) else 6
        lines *= self._ui.findings.wants_room()
        height = (self._heights.get(self._squeeze.room.low) or style.space(8 + lines * 7)) if lines else 0
        self._ui.rows.setSizes([self._window.height(), height])

    def _set_contrast(self, high: bool) -> None:  # noqa: FBT001 - a slot
        app = QApplication.instance()
        self._window.settings.put("style/contrast", high)
        if isinstance(app, QApplication):
            style.apply(app, app.font(), "contrast" if high else "light")

    def _stops(self) -> list[QWidget]:
        """What F6 goes through, in order."""
        ui, view = self._ui, self._window.editor.view()
        tree = ui.tree if ui.tree.isVisible() or self._squeeze.drawer.taken else None
        stops = [tree, view or ui.pages.currentWidget(), ui.balanceBar, ui.findings.list_view(), ui.inspector]
        return [stop for stop in stops if stop is not None and (stop.isVisible() or stop is tree)]

    def _cycle(self, step: int) -> None:
        stops, focus = self._stops(), QApplication.focusWidget()
        here = next((i for i, stop in enumerate(stops) if focus and (stop is focus or stop.isAncestorOf(focus))), None)
        target = stops[0 if here is None else (here + step) % len(stops)]
        self.focus(target)

    def focus(self, widget: QWidget) -> None:
        """Give the focus to a pane or to the first thing in it that takes one."""
        if widget is self._ui.tree and self._squeeze.drawer.taken:
            self._window.actions_["showTree"].setChecked(True)
        children = cast("list[QWidget]", widget.findChildren(QWidget))
        takers = (one for one in (widget, *children) if one.focusPolicy() and one.isVisibleTo(widget))
        taker = next(takers, None)
        if taker:
            taker.setFocus()

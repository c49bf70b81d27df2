"""The panes around the editor: shown, folded, cycled by F6, remembered between runs, put back to how they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from hengbiao.qt import style

if TYPE_CHECKING:
    from hengbiao.domain.change import Ref
    from hengbiao.qt.inspector import Told
    from hengbiao.qt.main_window import MainWindow
    from hengbiao.qt.session import Session

_REST_MS: Final = 120
_ROOMY: Final = 400
"""Fifths of a line from which on the inspector stands open by itself."""


class Panes(QObject):
    """Owns how the window is divided."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._ui = window.ui
        self._settled, self._findings_height = False, 0
        self._asked: tuple[Session | None, Ref | None] = (None, None)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_REST_MS)
        self._resting.timeout.connect(self._tell_past)
        actions = window.actions_
        actions["showTree"].toggled.connect(lambda: self.show_work(window.session is not None))
        actions["showInspector"].toggled.connect(self._show_inspector)
        actions["showFindings"].toggled.connect(self._ui.findings.set_open)
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

    def settle(self) -> None:
        """Divide the window, as remembered or else by its size; once, when it is first shown."""
        self._ui.tabs.updateGeometry()  # Qt laid it out before it had tabs, and keeps that size
        if not self._settled:
            self._settled = True
            if not self._restore():
                self._divide()

    def reset(self) -> None:
        """Back to how a new window looks."""
        self._window.settings.drop("window")
        self._window.editor.set_zoom(1.0)
        self._window.editor.forget_widths()
        self._divide()

    def remember(self) -> None:
        """Keep size and division for the next run."""
        keep, ui = self._window.settings.put, self._ui
        keep("window/geometry", self._window.saveGeometry())
        keep("window/columns", ui.columns.saveState())
        keep("window/rows", ui.rows.saveState())
        keep("window/findings", ui.findings.is_open())
        keep("window/inspector", self._window.actions_["showInspector"].isChecked())
        keep("window/tree", self._window.actions_["showTree"].isChecked())
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
        row = (ui.tabs, ui.breadcrumb, ui.layoutLabel, ui.layoutBox, ui.moneyLabel, ui.moneyBox)
        for widget in (*row, ui.balanceBar, ui.findings):
            widget.setVisible(shown)
        for name in ("showTree", "showInspector", "showFindings"):
            self._window.actions_[name].setEnabled(shown)
        self._place(self._window.actions_["showInspector"].isChecked() and shown)
        over = ui.treePane.isAncestorOf(ui.inspector) and not ui.inspector.isHidden()
        ui.treePane.setVisible(shown and (over or self._window.actions_["showTree"].isChecked()))

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

    def _restore(self) -> bool:
        settings, ui = self._window.settings, self._ui
        columns, rows = settings.get("window/columns"), settings.get("window/rows")
        if not isinstance(columns, QByteArray) or not isinstance(rows, QByteArray):
            return False
        for name in ("tree", "inspector", "findings"):
            self._window.actions_[f"show{name.title()}"].setChecked(settings.flag(f"window/{name}"))
        self._show_all_as_checked()
        return bool(ui.columns.restoreState(columns) and ui.rows.restoreState(rows))

    def _divide(self) -> None:
        actions = self._window.actions_
        roomy = self._window.width() >= style.space(_ROOMY)
        actions["showTree"].setChecked(True)
        actions["showInspector"].setChecked(roomy)
        actions["showFindings"].setChecked(self._window.height() >= style.space(180))
        self._findings_height = 0
        self._show_all_as_checked()
        self._size_columns(roomy=roomy)
        self._size_findings()
        for place, stretch in enumerate((0, 1, 0)):
            self._ui.columns.setStretchFactor(place, stretch)
        self._ui.rows.setStretchFactor(0, 1)
        self._ui.rows.setStretchFactor(1, 0)

    def _size_columns(self, *, roomy: bool) -> None:
        side = style.space(66)
        self._ui.columns.setSizes([side, self._window.width() - side - side * roomy, side])

    def _show_all_as_checked(self) -> None:
        actions, ui = self._window.actions_, self._ui
        ui.findings.set_open(actions["showFindings"].isChecked())
        self.show_work(self._window.session is not None)

    def _show_inspector(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        self.show_work(self._window.session is not None)
        if shown:
            self._window.refresh_field()

    @property
    def inspector_over_tree(self) -> bool:
        """Whether the inspector lies where the tree was, as it does on a small screen: the form keeps its width."""
        return self._ui.treePane.isAncestorOf(self._ui.inspector) and self._ui.inspector.isVisible()

    def _place(self, shown: bool) -> None:  # noqa: FBT001 - as setVisible
        """The inspector at the right where there is room for it, else in the place of the tree."""
        ui = self._ui
        roomy = self._window.width() >= style.space(_ROOMY)
        if shown and roomy and ui.columns.indexOf(ui.inspector) < 0:
            ui.columns.addWidget(ui.inspector)
            self._size_columns(roomy=True)
        elif shown and not roomy and ui.columns.indexOf(ui.inspector) >= 0:
            ui.treeLayout.addWidget(ui.inspector)
        over = shown and ui.treePane.isAncestorOf(ui.inspector)
        ui.inspector.setVisible(shown)
        ui.filter.setVisible(not over)
        ui.tree.setVisible(not over)

    def _folded(self, folded: bool) -> None:  # noqa: FBT001 - a slot
        self._window.actions_["showFindings"].setChecked(not folded)

    def _give_room(self, wanted: bool) -> None:  # noqa: FBT001 - a slot
        """The height that the list had to the form while the list has no lines, and back."""
        if not wanted:
            height = self._ui.rows.sizes()[1] if self._settled else 0
            self._findings_height = height if height > style.space(16) else 0
        self._size_findings()

    def _size_findings(self) -> None:
        """The strip alone without lines; else as before, or three lines on a small screen, six on a large one."""
        lines = 3 if self._window.height() < style.space(220) else 6
        lines *= self._ui.findings.wants_room()
        height = (self._findings_height or style.space(8 + lines * 7)) if lines else 0
        self._ui.rows.setSizes([self._window.height(), height])

    def _set_contrast(self, high: bool) -> None:  # noqa: FBT001 - a slot
        app = QApplication.instance()
        self._window.settings.put("style/contrast", high)
        if isinstance(app, QApplication):
            style.apply(app, app.font(), "contrast" if high else "light")

    def _stops(self) -> list[QWidget]:
        """What F6 goes through, in order."""
        ui, view = self._ui, self._window.editor.view()
        stops = [ui.tree, view or ui.pages.currentWidget(), ui.balanceBar, ui.findings.list_view(), ui.inspector]
        return [stop for stop in stops if stop is not None and stop.isVisible()]

    def _cycle(self, step: int) -> None:
        stops, focus = self._stops(), QApplication.focusWidget()
        here = next((i for i, stop in enumerate(stops) if focus and (stop is focus or stop.isAncestorOf(focus))), None)
        target = stops[0 if here is None else (here + step) % len(stops)]
        self.focus(target)

    def focus(self, widget: QWidget) -> None:
        """Give the focus to a pane or to the first thing in it that takes one."""
        children = cast("list[QWidget]", widget.findChildren(QWidget))
        takers = (one for one in (widget, *children) if one.focusPolicy() and one.isVisibleTo(widget))
        taker = next(takers, None)
        if taker:
            taker.setFocus()

"""The window: project tree, editor, balance bar, findings and inspector around one session."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QMainWindow

from hengbiao.domain.balance import equations
from hengbiao.domain.tree import empty
from hengbiao.qt import style
from hengbiao.qt._ui.main_window import Ui_MainWindow
from hengbiao.qt.actions import Actions
from hengbiao.qt.carrying import Carrying
from hengbiao.qt.cost_actions import CostActions
from hengbiao.qt.edit_actions import EditActions
from hengbiao.qt.editor import TABS, Editor
from hengbiao.qt.exchange_actions import ExchangeActions
from hengbiao.qt.file_actions import FileActions
from hengbiao.qt.filtering import Filtering
from hengbiao.qt.find_actions import FindActions
from hengbiao.qt.header import Header
from hengbiao.qt.help_actions import HelpActions
from hengbiao.qt.idle import Idle
from hengbiao.qt.leaving import Leaving
from hengbiao.qt.models.outline import nearest
from hengbiao.qt.models.project_tree_model import ProjectTreeModel
from hengbiao.qt.output_actions import OutputActions
from hengbiao.qt.panes import Panes
from hengbiao.qt.project_actions import ProjectActions
from hengbiao.qt.project_clipboard import ProjectClipboard
from hengbiao.qt.recovery_actions import RecoveryActions
from hengbiao.qt.report_actions import ReportActions
from hengbiao.qt.review_actions import ReviewActions
from hengbiao.qt.rollover_actions import RolloverActions
from hengbiao.qt.start_actions import StartActions
from hengbiao.qt.status import Status
from hengbiao.qt.status_actions import StatusActions
from hengbiao.qt.switch_note import SwitchNote
from hengbiao.qt.tab_memory import TabMemory
from hengbiao.qt.tool_actions import ToolActions
from hengbiao.qt.version_actions import VersionActions

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent

    from hengbiao.domain.change import Change, Ref
    from hengbiao.domain.document import Event
    from hengbiao.qt.pages import UnitPage
    from hengbiao.qt.session import Session
    from hengbiao.qt.settings import Settings
    from hengbiao.qt.start_page import StartPage


_LARGE: Final = 300
"""Forms, or changes of one step, from which on reviewing them all is work for the background."""


class MainWindow(QMainWindow):
    """Shows one session at a time, or the start page; `settled` tells that all idle work is done.

    `took` passes each Event of the document on, once the window shows it.
    """

    settled = Signal()
    took = Signal(object)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.session: Session | None = None
        self._painted, self._verified = False, False
        self._record = ""
        self._field: Ref | None = None
        self.ui = Ui_MainWindow()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self.setWindowIcon(style.icon("hengbiao"))
        self.idle, self.background = Idle(self), Idle(self, pause=20)
        self.model = ProjectTreeModel(self)
        self.editor = Editor(self.ui.tabs, self.ui.pages)
        self.header = Header(self.ui, settings)
        self.status = Status(self.ui.statusBar)
        self.actions_ = Actions(self.ui)
        self.editor.settings, self.editor.acts = settings, {"estimates": self.actions_["makeCosts"]}
        self.editor.errors = self.ui.findings.model.open_errors
        self.tab_memory = TabMemory(self.editor, self.ui.tabs, settings, self.actions_)
        self.switch_note = SwitchNote()
        self.panes = Panes(self)
        self.files = FileActions(self)
        self.outputs = OutputActions(self)
        self.projects = ProjectActions(self)
        self.clipboard, self.filtering = ProjectClipboard(self), Filtering(self)
        self.states, self.years = StatusActions(self), RolloverActions(self)
        self.tools = ToolActions(self)
        self.review = ReviewActions(self)
        self.editing = EditActions(self)
        self.finding = FindActions(self)
        self.costs, self.reports = CostActions(self), ReportActions(self)
        self.exchange = ExchangeActions(self)
        self.versions = VersionActions(self)
        self.recovery = RecoveryActions(self)
        self.leaving = Leaving(self)
        self.carrying = Carrying(self)
        self.help, self.start = HelpActions(self), StartActions(self)
        self._lay_out()
        self._connect()
        self.ui.tree.setFocus()
        self._refresh()

    @cached_property
    def start_page(self) -> StartPage:
        """The page without a document, made when it is first shown."""
        from hengbiao.qt.start_page import StartPage

        page = StartPage()
        self.start.serve(page)
        return page

    @cached_property
    def unit_page(self) -> UnitPage:
        """The page of a unit, made when it is first shown."""
        from hengbiao.qt.pages import UnitPage

        page = UnitPage(lambda: self.model.marks)
        self.projects.serve(page)
        return page

    # The session

    def show_session(self, session: Session | None, record: str = "") -> None:
        """Show a document, its first project unless `record` names another; None shows the start page."""
        self.leave_session()
        self.costs.forget()
        self.session, self._verified = session, False
        tree = session.tree if session else empty()
        self.editor.why_not = session.why_read_only if session else str
        self.editor.open_document(*((session.document, session.unsettled) if session else (None,)))
        with QSignalBlocker(self.ui.filter):
            self.ui.filter.clear()
        self.model.writable = session is not None and not session.store.read_only
        self.model.show_tree(tree)
        self.ui.findings.model.show_tree(tree)
        self.ui.banner.setText(session.why_read_only() if session else "")
        self.ui.banner.setVisible(bool(self.ui.banner.text()))
        self.status.show_session(session)
        self.exchange.follow(session)
        self.carrying.follow(session)
        self.panes.show_work(session is not None)
        if session:
            session.changed.connect(self._take)
            session.saved.connect(self.status.show_saved)
            self._work_in_idle_time(session)
            self.header.open(session.store.document)
        self.show_record(record or self._first())
        self.focus_editor()

    def leave_session(self) -> None:
        """Commit what is being typed, close the document and give its file free."""
        self.editor.commit_pending()
        self.editor.keep_words()
        self.idle.clear()
        self.background.clear()
        self.leaving.tell(self.leaving.secure())
        if self.session:
            self.session.changed.disconnect(self._take)
            self.session.close()
            self.session.deleteLater()
            self.session = None

    @property
    def record(self) -> str:
        """The id of the record on show: a unit, department form or project; "" for none."""
        return self._record

    def show_record(self, record: str) -> None:
        """Show a record in the editor, and its line in the tree."""
        tree = self.session.tree if self.session else empty()
        self._record = record if record in tree.headings else ""
        self.switch_note.hide()
        if self._painted:
            self.header.follow(tree, self._record)
        self.ui.findings.show_record(self._record)
        if self._record and not self.ui.tree.choose(self._record):
            self.ui.filter.clear()
            self.ui.tree.choose(self._record)
        if not self._record:
            self.editor.show_page(self.start_page)
            self.start.refresh(self.start_page)
        elif tree.headings[record].kind == "unit":
            self.unit_page.show_unit(tree, record, self.editor.money_unit)
            self.editor.show_page(self.unit_page)
        else:
            self.editor.show_record(record)
        self._refresh()

    def go(self, ref: Ref) -> None:
        """Show the record of `ref` and bring its cell into sight."""
        self.show_record(ref.record)
        self.editor.go(ref)

    def edit(self, ref: Ref) -> None:
        """Show a cell where it can be changed."""
        self.editor.turn_to(self.tab_memory.preferred)
        self.go(ref)
        self.focus_editor()

    def focus_editor(self) -> None:
        """Give the keys to what the editor shows."""
        shown = self.editor.view() or self.ui.pages.currentWidget()
        if self.session is None and shown:
            self.start_page.focus_first()
        elif shown:
            self.panes.focus(shown)

    def commit(self, name: str, changes: list[Change]) -> None:
        """Commit one step of a menu; what the store refuses is told by the exception hook."""
        self.editor.commit_pending()
        if self.session and changes:
            self.session.document.commit(name, changes)

    # Keeping up

    def _take(self, event: Event) -> None:
        with QSignalBlocker(self.ui.tree):  # Qt would choose the line above one that goes
            self.model.take(event)
        if not event.preview:
            pace = self.background if len(event.changes) > _LARGE else self.idle
            pace.add(self.ui.findings.model.take(event))
            self.costs.take(event)
        if self._record and self._record not in event.after.headings:
            self.show_record(nearest(event.before, event.after, self._record))
        elif not event.preview:
            self.ui.tree.choose(self._record)
        self._show_balance()
        if not event.preview:
            self._refresh()
            self.refresh_field()
        self.took.emit(event)

    def _refresh(self) -> None:
        """Bring all that names the current record up to date."""
        tree = self.session.tree if self.session else empty()
        item = tree.headings.get(self._record)
        self.header.say_place(tree, self._record)
        self.finding.follow()
        title = f"{self.session.path.stem} — " if self.session else ""
        self.setWindowTitle(f"{title}{self.tr('衡表')}")
        self.actions_.refresh(self.session, self._record)
        self._refresh_chosen()
        self.panes.follow_form()
        if item and item.kind == "unit":
            self.unit_page.show_unit(tree, item.id, self.editor.money_unit)
            self.unit_page.set_writable(self.session is not None and not self.session.store.read_only)
        self._show_balance()

    def _refresh_chosen(self) -> None:
        tree = self.session.tree if self.session else None
        writable = self.session is not None and not self.session.store.read_only
        self.actions_.refresh_chosen(tree, self.projects.chosen(), writable=writable)

    def _show_balance(self) -> None:
        shown = self.session.document.shown if self.session else empty()
        made = equations(shown, self._record) if self._record in shown.headings else ()
        self.ui.balanceBar.show_equations(made, self.editor.money_unit)
        self.review.follow()

    @property
    def field(self) -> Ref | None:
        """The field under the cursor; None for none."""
        return self._field

    def _enter(self, ref: Ref | None) -> None:
        self._field = ref
        self.refresh_field()

    def refresh_field(self) -> None:
        """Tell about the field under the cursor, where there is someone to see it."""
        if self.session and self.ui.inspector.isVisible():
            self.panes.show_field(self.session, self._field)

    def _work_in_idle_time(self, session: Session) -> None:
        self.idle.add(session.warm())
        large = len(session.tree.headings) > _LARGE
        pace = self.background if large else self.idle
        pace.add(self.model.marks.states.warm(session.tree))
        pace.add(self.ui.findings.model.check_all())

    def _drained(self) -> None:
        self.model.refresh_marks()
        self.background.begin()
        self.settled.emit()
        if not self._verified:
            self._verified = True
            self.tools.verify_quietly()

    def _first(self) -> str:
        tree = self.session.tree if self.session else empty()
        for unit in tree.units:
            parts = tree.projects(unit.id) or tree.parts(unit.id)
            return parts[0].id if parts else unit.id
        return ""

    # Setting up

    def _lay_out(self) -> None:
        ui = self.ui
        ui.editorLayout.setContentsMargins(style.space(3), style.space(1), 0, 0)
        ui.editorLayout.setSpacing(style.space(1))
        ui.editorLayout.insertWidget(1, self.switch_note)
        ui.tree.show_model(self.model)
        self.model.marks.counts = ui.findings.model.counts
        ui.findings.model.recounted.connect(self.model.refresh_marks)
        for widget in (ui.central, ui.toolBar):
            widget.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)

    def _connect(self) -> None:
        ui = self.ui
        ui.tree.chosen.connect(self._choose)
        ui.tree.selected.connect(self._refresh_chosen)
        ui.tree.selected.connect(lambda: self.editor.select(ui.tree.selected_keys()))
        self.model.renamed.connect(self.projects.rename)
        self.editor.counted.connect(self.status.show_count)
        self.editor.noticed.connect(self.status.show_notice)
        self.editor.zoomed.connect(self.status.show_zoom)
        self.editor.entered.connect(self._enter)
        self.editor.picked.connect(self.edit)
        self.editor.turned.connect(self._mark_tab)
        for tab in TABS:
            self.actions_[tab].triggered.connect(partial(self.editor.turn_to, tab))
            self.actions_[tab].triggered.connect(self.focus_editor)
        ui.tabs.tabBarClicked.connect(lambda _at: QTimer.singleShot(0, self.focus_editor))
        self.header.chosen.connect(self._set_layout)
        self.header.switched.connect(self._tell_switch)
        self.header.noticed.connect(self.status.show_notice)
        self.idle.drained.connect(self._drained)
        self.background.drained.connect(self.model.refresh_marks)

    def _choose(self, key: str) -> None:
        if key and key != self._record:
            self.show_record(key)

    def _mark_tab(self, tab: str) -> None:
        for name in TABS:
            self.actions_[name].setChecked(name == tab)
        self._enter(self.editor.current())

    def _set_layout(self, layout: str, money_unit: str) -> None:
        self.editor.set_layout(layout, money_unit)
        item = self.session.tree.headings.get(self._record) if self.session else None
        self.tab_memory.follow(layout, item.kind if item else "")
        self._refresh()

    def _tell_switch(self, before: str, after: str) -> None:
        if self.session:
            self.switch_note.tell(self.session.tree, self._record, (before, after), self.header.name_of(after))

    # Events of Qt

    def event(self, event: QEvent) -> bool:
        """Lay out the panes for the size at hand, and after the first paint begin the idle work."""
        done = super().event(event)
        if event.type() == QEvent.Type.Show:
            self.panes.settle()
        elif event.type() == QEvent.Type.Resize:
            self.panes.follow_size()
        elif event.type() == QEvent.Type.UpdateRequest and not self._painted:
            self._painted = True
            QTimer.singleShot(0, self._begin)
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keys, as the space bar does."""
        button = self.focusWidget()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(button, QAbstractButton):
            button.click()
        else:
            super().keyPressEvent(event)

    def _begin(self) -> None:
        """What can wait for the first picture."""
        self.ui.filter.addAction(style.icon("search"), self.ui.filter.ActionPosition.LeadingPosition)
        self.ui.filter.setClearButtonEnabled(True)
        if self.session:
            self.header.follow(self.session.tree, self._record)
        for begin in (self.actions_.begin, self.help.begin, self.editor.begin):
            begin()
        self.focus_editor()
        self.idle.begin()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Commit, remember the window, close the document; a text that was not taken keeps the window open."""
        if not self.leaving.may_close():
            event.ignore()
            return
        self.leave_session()
        self.panes.remember()
        super().closeEvent(event)

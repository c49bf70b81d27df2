"""The editor: the tabs 填表, 列表 and 打印预览 over one record, each view made when it is first wanted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

    from hengbiao.domain.change import Ref
    from hengbiao.domain.document import Document
    from hengbiao.forms.grid import Slot
    from hengbiao.qt.models.words import Words
    from hengbiao.qt.settings import Settings
    from hengbiao.qt.views.fill_view import FillView
    from hengbiao.qt.views.grid_view import GridView
    from hengbiao.qt.views.record_view import RecordView
    from hengbiao.qt.views.table_view import TableView
    from hengbiao.qt.views.view import View

TABS: Final = ("fill", "table", "preview")
_WIDTHS: Final = "window/widths"
KEEPING: Final = "words/keep"
"""The setting that says whether words are kept when a document is closed."""

NAMES: Final = {"fill": "填表", "table": "列表", "preview": "打印预览"}


class Editor(QObject):
    """Shows one record in the view of the current tab; no view is made before `begin`.

    `counted` says what is selected, `entered` carries the Ref under the cursor or None, `noticed` a sentence for the
    status bar, `turned` the tab, `zoomed` the factor, `picked` the Ref of a printed cell that was clicked.
    `errors` counts what is open in each form and `why_not` says why nothing can be written: given by the window.
    """

    counted = Signal(str)
    entered = Signal(object)
    noticed = Signal(str)
    turned = Signal(str)
    zoomed = Signal(float)
    picked = Signal(object)

    def __init__(self, tabs: QTabBar, pages: QStackedWidget) -> None:
        super().__init__(pages)
        self._tabs, self._pages = tabs, pages
        self._document: Document | None = None
        self._unsettled: Callable[[], Mapping[str, int]] = dict
        self.errors: Callable[[], Mapping[str, int] | None] = lambda: None
        self.why_not: Callable[[], str] = str
        self._views: dict[str, QWidget] = {}
        self._begun, self._slim = False, False
        self.record, self.layout_id, self.money_unit, self.zoom = "", "", "万元", 1.0
        self.selected: tuple[str, ...] = ()
        self.settings: Settings | None = None
        self.acts: dict[str, QAction] = {}
        self._words: Words | None = None
        tabs.setDrawBase(False)
        tabs.setExpanding(False)
        tabs.setUsesScrollButtons(False)
        for tab in TABS:
            tabs.addTab(self.tr(NAMES[tab]))
        tabs.currentChanged.connect(lambda _at: self._show())

    @property
    def tab(self) -> str:
        """fill, table or preview."""
        return TABS[self._tabs.currentIndex()]

    def turn_to(self, tab: str) -> None:
        """Show another tab."""
        self._tabs.setCurrentIndex(TABS.index(tab))

    def begin(self) -> None:
        """Show what there is to show, now that the window around it is on the screen."""
        self._begun = True
        self._show()

    def view(self) -> QWidget | None:
        """The view on show; None while a page without a form is."""
        shown = self._pages.currentWidget()
        return shown if shown in self._views.values() else None

    def open_document(self, document: Document | None, unsettled: Callable[[], Mapping[str, int]] = dict) -> None:
        """Show another document from now on, no record of it yet; `unsettled` counts open conflicts by record."""
        self.commit_pending()
        for view in self._views.values():
            self._pages.removeWidget(view)
            view.deleteLater()
        self._views.clear()
        self._document, self._unsettled, self.record = document, unsettled, ""

    @property
    def words(self) -> Words:
        """The words written before, in this document and in others."""
        if self._words is None:
            from hengbiao.paths import data_folder
            from hengbiao.qt.models.words import Words

            self._words = Words(data_folder() / "words.json")
        return self._words

    def keep_words(self) -> None:
        """Keep the words of the document for those opened later, where anything of it was shown and it is wanted."""
        wanted = self.settings is None or self.settings.flag(KEEPING, otherwise=True)
        if self._document is not None and self._views and wanted:
            self.words.keep(self._document.tree)

    def show_record(self, record: str) -> None:
        """Show a project or department form."""
        self.commit_pending()
        self.record = record
        self._show()

    def select(self, records: Iterable[str]) -> None:
        """Know which records are selected in the tree: 列表 shows several projects at once."""
        self.selected = tuple(records)
        if self.tab == "table" and self.record:
            self._show()

    def show_page(self, page: QWidget) -> None:
        """Show a page that is no form."""
        self.commit_pending()
        self.record = ""
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self.entered.emit(None)
        self.counted.emit("")

    def set_layout(self, layout_id: str, money_unit: str) -> None:
        """Another 表样 in all views, amounts in this 金额单位."""
        self.commit_pending()
        self.layout_id, self.money_unit = layout_id, money_unit
        for view in self._views.values():
            _offered(view).set_layout(layout_id, money_unit)

    def set_zoom(self, factor: float) -> None:
        """Another size in all views, between a half and four times."""
        self.zoom = min(4.0, max(0.5, round(factor, 2)))
        for view in self._views.values():
            _offered(view).set_zoom(self.zoom)
        self.zoomed.emit(self.zoom)

    def set_slim(self, slim: bool) -> None:  # noqa: FBT001 - as setVisible
        """Show forms without the lines around them."""
        self._slim = slim
        if "fill" in self._views:
            cast("FillView", self._views["fill"]).set_slim(slim)

    def commit_pending(self) -> None:
        """Commit a cell that is being typed in."""
        view = self.view()
        if view is not None:
            _offered(view).commit_pending()

    def current(self) -> Ref | None:
        """The field under the cursor of the view on show; None for none, as in the preview."""
        grid: Any = getattr(self.view(), "grid", None)
        found: Ref | None = grid.sheet_model.ref(grid.currentIndex()) if grid is not None else None
        return found

    def untaken(self) -> str:
        """Why a typed text that waits in red was not taken; "" where nothing waits."""
        return next((reason for view in self._views.values() if (reason := _offered(view).untaken())), "")

    def grid(self) -> GridView | None:
        """The grid in use: the one with the keys, else the main one of the view; None where nothing is edited."""
        view = self.view()
        grids: tuple[GridView, ...] = getattr(view, "grids", tuple)()
        return next((grid for grid in grids if grid.in_use()), grids[0] if grids else None)

    def selected_text(self) -> str:
        """What is marked in the cell that is typed in; "" where nothing is."""
        grid = self.grid()
        editor = grid.editor() if grid else None
        return editor.textCursor().selectedText() if editor else ""

    def go(self, place: Ref) -> None:
        """Bring a cell of the shown record into sight: in this tab, else in 填表, a row's also in 列表."""
        further = ("table",) if len(place.path) == 3 else ()
        for tab in dict.fromkeys((self.tab, "fill", *further)):
            self.turn_to(tab)
            view = self.view()
            if view is None or _offered(view).jump(place):
                return

    def _show(self) -> None:
        if not self.record or self._document is None or not self._begun:
            return
        self.commit_pending()
        view = self._view(self.tab, self._document)
        several = self._several(self._document) if self.tab == "table" else []
        if several:
            cast("TableView", view).show_records(several)
        else:
            _offered(view).show_record(self.record)
        self._pages.setCurrentWidget(view)
        self.turned.emit(self.tab)

    def _several(self, document: Document) -> list[str]:
        """The selected projects in the order of the tree, where the shown one is among two or more."""
        chosen = {key for key in self.selected if getattr(document.tree.headings.get(key), "kind", "") == "project"}
        if len(chosen) < 2 or self.record not in chosen:
            return []
        return [item.id for item in document.tree.all_projects() if item.id in chosen]

    def _view(self, tab: str, document: Document) -> QWidget:
        if tab not in self._views:
            view = self._views[tab] = self._make(tab, document)
            self._pages.addWidget(view)
            self._connect(_offered(view))
            if tab != "preview":
                cast("RecordView", view).zoom_asked.connect(self.set_zoom)
            for grid in getattr(view, "grids", tuple)():
                grid.words = partial(self._known, document)
                grid.writer.why_not = self.why_not
            if tab == "table":
                self._furnish(cast("TableView", view))
        return self._views[tab]

    def _make(self, tab: str, document: Document) -> QWidget:
        """The view of a tab, imported now: what is never opened costs no start-up."""
        if tab == "fill":
            from hengbiao.qt.views.fill_view import FillView

            form = FillView(document, self._pages)
            form.set_slim(self._slim)
            return form
        if tab == "table":
            from hengbiao.qt.views.table_view import TableView

            return TableView(document, self._pages)
        from hengbiao.qt.views.preview_view import PreviewView

        preview = PreviewView(document, self._pages, self._unsettled, self.errors)
        preview.opened.connect(self.picked)
        return preview

    def _known(self, document: Document, ref: Ref, slot: Slot) -> tuple[str, ...]:
        """The words written before that fit a cell."""
        return self.words.offered(document.tree, ref.record, slot.table, slot.field)

    def _furnish(self, view: TableView) -> None:
        """Give the list its widths of before and the buttons of its tables."""
        view.choice.offer_acts(self.acts)
        if self.settings is not None:
            view.set_widths(self.settings.numbers(_WIDTHS))
            view.widened.connect(partial(self.settings.put_number, _WIDTHS))

    def forget_widths(self) -> None:
        """Give the columns of the list the widths of a new window again, at once."""
        from hengbiao.qt.views.table_view import TableView

        for view in self._views.values():
            if isinstance(view, TableView):
                view.set_widths({})

    def _connect(self, view: View) -> None:
        view.set_layout(self.layout_id, self.money_unit)
        view.set_zoom(self.zoom)
        view.selection_summary.connect(self.counted)
        view.current_field.connect(self.entered)
        view.noticed.connect(self.noticed)


def _offered(view: QWidget) -> View:
    return cast("View", view)

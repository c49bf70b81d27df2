"""填表: the form itself, edited in place."""

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from hengbiao.domain.change import Ref
from hengbiao.domain.document import Document, Event
from hengbiao.domain.fields import kind_of
from hengbiao.forms.facts import ordinal_of
from hengbiao.forms.vocabulary import Scheme, field_name
from hengbiao.qt import style
from hengbiao.qt.models import anchors, moves
from hengbiao.qt.models.fill_sheet import Page, fill_page, form_of, places
from hengbiao.qt.models.sheet import nothing
from hengbiao.qt.models.writer import Writer
from hengbiao.qt.views.fill_head import FillHead
from hengbiao.qt.views.fill_rows import FillRows
from hengbiao.qt.views.fold_view import FoldView
from hengbiao.qt.views.grid_view import GridView
from hengbiao.qt.views.record_view import RecordView

_LEAST_WIDTH = 34
_LEAST_OF_MANY = 40
"""Narrowest form, in type sizes, and narrowest one of many columns; a narrower pane scrolls."""
_MANY = 9


class FillView(RecordView):
    """Shows one project or department form as it is printed."""

    def __init__(self, document: Document, parent: QWidget | None = None, writer: Writer | None = None) -> None:
        super().__init__(document, parent, writer)
        self._ordinal: tuple[object, str, int] = (None, "", 0)
        self.fold = FoldView(self._writer, self)
        self._head = FillHead(self)
        self._rows = FillRows(self)
        self._compose()
        self._follow(self.grids())
        self._head.wanted.connect(self.jump_to_part)
        self._menu.aboutToShow.connect(lambda: self.offer_rows(self._menu))

    def show_record(self, record_id: str) -> None:
        """Show the form of a project or department; "" or a record that is gone shows none."""
        if record_id == self._record:
            return
        self.commit_pending()
        self._record = record_id
        self._begin()
        self.renew()
        self.grid.scrollToTop()
        self.grid.go(moves.start(self.grid.sheet_model.sheet))
        self.grid.scrollToTop()

    def commit_pending(self) -> None:
        """Commit what is being typed, as before saving or leaving."""
        for grid in self.grids():
            grid.commit_pending()

    def untaken(self) -> str:
        """Why a text that stands here in red could not be taken; "" where none does."""
        return next((said for grid in self.grids() if (said := grid.sheet_model.untaken())), "")

    def grids(self) -> tuple[GridView, ...]:
        """The form, and what it does not print."""
        return self.grid, self.fold.grid

    def jump(self, ref: Ref) -> bool:
        """Go to the cell of a field; False where it is shown nowhere."""
        grid = self.grid
        if not grid.sheet_model.index_of(ref).isValid():
            if not self.fold.holds(ref):
                return False
            self.fold.unfold()
            grid = self.fold.grid
        grid.setFocus()
        return grid.go(ref)

    def jump_to_part(self, part: str) -> None:
        """Go to the first entry of a part of the form, such as its money, and bring it to the top of the pane."""
        cell = anchors.first_of(self.grid.sheet_model.sheet, part)
        if cell:
            self.grid.setFocus()
            self.grid.go(cell)
            self.grid.bring_to_top(cell)

    # Looks

    def _compose(self) -> None:
        self.grid.setAccessibleName(self.tr("填表"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._head)
        outer.addSpacing(style.space(1))
        outer.addWidget(self.grid, 1)
        outer.addWidget(self._new_foot())
        outer.addWidget(self.fold)
        self._head.setContentsMargins(0, 0, self._bar_width(), 0)

    def _new_foot(self) -> QWidget:
        self._menu, self._foot = QMenu(self), QWidget(self)
        self._add_button = QToolButton(self)
        self._add_button.setText(self.tr("加一行…"))
        self._add_button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self._add_button.setAccessibleName(self.tr("加一行"))
        self._add_button.setIcon(style.icon("add-row"))
        self._add_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._add_button.setMenu(self._menu)
        self._add_button.setAutoRaise(True)
        self._add_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._add_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, self._bar_width(), 0)
        foot.addWidget(self._add_button)
        foot.addStretch(1)
        foot.addWidget(self.fold.button)
        return self._foot

    def set_slim(self, slim: bool) -> None:  # noqa: FBT001 - as setVisible
        """The form alone, without the lines above and below it: the window offers elsewhere what stands there."""
        self._head.setVisible(not slim)
        self._foot.setVisible(not slim)

    def parts(self) -> tuple[tuple[str, str], ...]:
        """The parts of the form that one can jump to: key and words."""
        return anchors.parts(self.grid.sheet_model.sheet)

    def grows(self) -> bool:
        """Whether the form has groups or tables that rows can be added to."""
        return bool(self._places())

    def offer_rows(self, menu: QMenu) -> None:
        """Fill a menu with the groups and tables of the form that rows can be added to."""
        menu.clear()
        scheme, before = self.scheme(), ""
        for level1, level2 in scheme.levels if scheme else ():
            if before and before != level1:
                menu.addSeparator()
            menu.addAction(f"{level1}　{level2}", lambda to=(level1, level2): self._rows.add("indicators", to))
            before = level1
        menu.addSeparator()
        for table in self._places():
            if table != "indicators":
                words = field_name(self._kind(), table)
                menu.addAction(words, lambda table=table: self._rows.add(table))

    # Showing

    def _concerned(self, event: Event) -> Collection[str]:
        item = event.after.headings.get(self._record)
        return {self._record, item.unit if item else ""}

    def _touches(self, event: Event) -> bool:
        return super()._touches(event) or any(not change.ref.path for change in event.changes)

    def _begin(self) -> None:
        self.waiting.begin(self._shown(), self.scheme(), self._places())

    def renew(self) -> None:
        """Show what the record now holds."""
        self._stale = False
        page = self._page()
        found = self._form()
        sheet = page.sheet
        self._head.show_page(page.title, page.left, page.right, anchors.parts(sheet))
        self.grid.sheet_model.show(sheet)
        if found is None:
            self.fold.show_none()
        else:
            self.fold.show_fields(*found, self._room(self.fold), self._size())
        self._add_button.setVisible(self.grows())

    def _page(self) -> Page:
        found = self._form()
        if found is None:
            return Page(self.tr("在左边选一个项目，开始填写"), "", "", nothing())
        record, layout = found
        if kind_of(record) not in layout.plans:
            words = self.tr("{0}里没有这种表：换一个表样，或者填写下面的栏目").replace("{0}", layout.title)
            return Page(words, "", "", nothing())
        tables = self._places()
        lines = {table: self.waiting.line(record, table) for table in tables}
        unsaved = self.waiting.unsaved(self.committed(), tables)
        form = form_of(self._document.shown, self._record, lines, self._number())
        return fill_page(form, layout, unsaved, record, self._room(self.grid), self._size())

    def _places(self) -> dict[str, int]:
        """The tables of the form on show."""
        found = self._form()
        return places(found[1], kind_of(found[0])) if found else {}

    def _kind(self) -> str:
        found = self._form()
        return kind_of(found[0]) if found else ""

    def scheme(self) -> Scheme | None:
        """The scheme of the form on show; None where it has no indicators."""
        return super().scheme() if "indicators" in self._places() else None

    def _number(self) -> int:
        """The ordinal of the form, counted anew only when something was committed."""
        tree = self._document.tree
        if self._ordinal[0] is not tree or self._ordinal[1] != self._record:
            self._ordinal = (tree, self._record, ordinal_of(tree, self._record) if self._record in tree.headings else 0)
        return self._ordinal[2]

    def _room(self, pane: QWidget) -> float:
        wide = max(pane.width(), self.width() if pane is self.fold else 0)
        plan = self._layout.plans.get(self._kind()) if self._layout else None
        least = _LEAST_OF_MANY if plan and len(plan.widths) >= _MANY else _LEAST_WIDTH
        return max(least * self._size(), float(wide - self._bar_width()))

"""填表: the form itself, edited in place."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFontInfo, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QStyle, QToolButton, QVBoxLayout, QWidget

from hengbiao.domain.change import Record, Ref
from hengbiao.domain.document import Document, Event
from hengbiao.domain.fields import kind_of
from hengbiao.domain.unit import Unit
from hengbiao.forms.facts import ordinal_of
from hengbiao.forms.grid import Cell
from hengbiao.forms.layout import Layout, in_unit
from hengbiao.forms.layouts import load_layout
from hengbiao.forms.vocabulary import Scheme, schemes
from hengbiao.qt import style
from hengbiao.qt.models import drafts, moves, rows
from hengbiao.qt.models.fill_sheet import Page, fill_page, form_of
from hengbiao.qt.models.sheet import Sheet, nothing
from hengbiao.qt.models.sheet_model import SheetModel
from hengbiao.qt.models.waiting import Waiting, indicators
from hengbiao.qt.models.writer import Writer
from hengbiao.qt.views.fold_view import FoldView
from hengbiao.qt.views.grid_view import GridView

_LEAST_WIDTH = 40
"""Narrowest form, in type sizes; a narrower pane scrolls."""


class FillView(QWidget):
    """Shows one project or department form in a layout and writes what is typed to the document.

    `selection_summary` says what is selected, `current_field` is the Ref under the cursor or None, `noticed` a sentence
    for the status bar.
    """

    selection_summary = Signal(str)
    current_field = Signal(object)
    noticed = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None, writer: Writer | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._writer = writer or Writer(document)
        self._record = ""
        self._layout: Layout | None = None
        self._zoom = 1.0
        self._ordinal: tuple[object, str, int] = (None, "", 0)
        self._waiting = Waiting()
        self._stale = True
        self.grid = GridView(SheetModel(nothing()), self._writer, self)
        self.fold = FoldView(self._writer, self)
        self._compose()
        self._connect()
        self._unsubscribe = document.subscribe(self._on_event)
        self.destroyed.connect(lambda _=None, end=self._unsubscribe: end())

    def show_record(self, record_id: str) -> None:
        """Show the form of a project or department; "" or a record that is gone shows none."""
        if record_id == self._record:
            return
        self.commit_pending()
        self._record = record_id
        self._waiting.begin(self._shown(), self._scheme())
        self._renew()
        self.grid.scrollToTop()
        self.grid.go(moves.start(self.grid.sheet_model.sheet))
        self.grid.scrollToTop()

    def set_layout(self, layout_id: str, money_unit: str = "") -> None:
        """Show forms in a 表样, its amounts in another 金额单位 where one is named."""
        self.commit_pending()
        layout = load_layout(layout_id)
        self._layout = in_unit(layout, money_unit) if money_unit else layout
        self._waiting.begin(self._shown(), self._scheme())
        self._renew()

    def set_zoom(self, zoom: float) -> None:
        """Show the type of the form so many times as large as the window's."""
        self._zoom = min(3.0, max(0.5, zoom))
        self._renew()

    def commit_pending(self) -> None:
        """Commit what is being typed, as before saving or leaving."""
        self.grid.commit_pending()
        self.fold.grid.commit_pending()

    def untaken(self) -> str:
        """Why a text that stands here in red could not be taken; "" where none does."""
        return self.grid.sheet_model.untaken() or self.fold.grid.sheet_model.untaken()

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

    def jump_to_table(self, table: str) -> bool:
        """Go to the first entry of a table such as "indicators"; False where the form has none."""
        sheet = self.grid.sheet_model.sheet
        first = next((cell for cell in sheet.entries if cell.slot and cell.slot.table == table), None)
        return first is not None and self.grid.go(first)

    # Looks

    def _compose(self) -> None:
        self._title, self._left, self._right = (self._label(name) for name in ("表名", "预算单位", "金额单位"))
        self._title.setProperty("role", "heading")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title.setWordWrap(True)
        self.grid.setAccessibleName(self.tr("填表"))
        line = QHBoxLayout()
        line.addWidget(self._left, 1)
        line.addWidget(self._right)
        line.setContentsMargins(0, 0, self._bar_width(), 0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(style.space(1))
        outer.addWidget(self._title)
        outer.addLayout(line)
        outer.addWidget(self.grid, 1)
        outer.addLayout(self._foot())
        outer.addWidget(self.fold)

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAccessibleName(self.tr(name))
        return label

    def _foot(self) -> QHBoxLayout:
        self._menu = QMenu(self)
        self._add_button = QToolButton(self)
        self._add_button.setText(self.tr("加一行指标…"))
        self._add_button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self._add_button.setAccessibleName(self.tr("加一行指标"))
        self._add_button.setIcon(style.icon("add-row"))
        self._add_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._add_button.setMenu(self._menu)
        self._add_button.setAutoRaise(True)
        self._add_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._add_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, self._bar_width(), style.space(1))
        foot.addWidget(self._add_button)
        foot.addStretch(1)
        foot.addWidget(self.fold.button)
        return foot

    def _connect(self) -> None:
        for grid in (self.grid, self.fold.grid):
            grid.summary_changed.connect(self.selection_summary)
            grid.current_changed.connect(self.current_field)
            grid.noticed.connect(self.noticed)
        self.setFocusProxy(self.grid)
        self.grid.beyond = self._beyond
        self.grid.grow = self._grow
        self.grid.rows_wanted.connect(self._change_rows)
        self.grid.current_changed.connect(lambda _: QTimer.singleShot(0, self, self._tidy))
        self._menu.aboutToShow.connect(self._offer_levels)

    def _bar_width(self) -> int:
        return self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)

    # Showing

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The form is laid out anew for the width of the pane."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._renew)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while the view was hidden is shown now."""
        super().showEvent(event)
        if self._stale:
            self._renew()

    def changeEvent(self, event: QEvent) -> None:
        """A new font of the window is the font of the form."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._layout:
            self._renew()

    def _on_event(self, event: Event) -> None:
        if not self._record or (event.changes and not self._touches(event)):
            return
        if self.isVisible():
            self._renew()
        else:
            self._stale = True

    def _touches(self, event: Event) -> bool:
        item = event.after.headings.get(self._record)
        mine = {self._record, item.unit if item else ""}
        return any(change.ref.record in mine or not change.ref.path for change in event.changes)

    def _renew(self) -> None:
        self._stale = False
        page = self._page()
        self._title.setText(page.title)
        self._left.setText(page.left)
        self._right.setText(page.right)
        self.grid.sheet_model.show(page.sheet)
        record = self._shown()
        if record is None or self._layout is None or isinstance(record, Unit):
            self.fold.show_none()
        else:
            self.fold.show_fields(record, self._layout, self._room(self.fold), self._size())
        self._add_button.setVisible(self._scheme() is not None)

    def _page(self) -> Page:
        record, layout = self._shown(), self._layout
        if record is None or layout is None or isinstance(record, Unit):
            return Page(self.tr("在左边选一个项目，开始填写"), "", "", nothing())
        if kind_of(record) not in layout.plans:
            words = self.tr("{0}里没有这种表：换一个表样，或者填写下面的栏目").replace("{0}", layout.title)
            return Page(words, "", "", nothing())
        scheme = self._scheme()
        line = self._waiting.line(record, scheme) if scheme else list(indicators(record))
        unsaved = self._waiting.unsaved(self._document.tree.records.get(self._record), scheme)
        form = form_of(self._document.shown, self._record, line, self._number())
        return fill_page(form, layout, unsaved, record, self._room(self.grid), self._size())

    def _shown(self) -> Record | None:
        return self._document.shown.records.get(self._record)

    def _scheme(self) -> Scheme | None:
        """The scheme of the form on show; None where it has no indicators."""
        record, layout = self._shown(), self._layout
        if record is None or layout is None or isinstance(record, Unit):
            return None
        plan = layout.plans.get(kind_of(record))
        return schemes()[layout.scheme] if plan and "indicators" in plan.columns else None

    def _number(self) -> int:
        """The ordinal of the form, counted anew only when something was committed."""
        tree = self._document.tree
        if self._ordinal[0] is not tree or self._ordinal[1] != self._record:
            self._ordinal = (tree, self._record, ordinal_of(tree, self._record) if self._record in tree.headings else 0)
        return self._ordinal[2]

    def _size(self) -> float:
        return QFontInfo(self.font()).pixelSize() * self._zoom

    def _room(self, pane: QWidget) -> float:
        wide = max(pane.width(), self.width() if pane is self.fold else 0)
        return max(_LEAST_WIDTH * self._size(), float(wide - self._bar_width()))

    # Rows

    def _beyond(self, cell: Cell, how: str) -> bool:
        """Enter at the end of a group adds a row to it; Enter in a row added so and left empty goes on below."""
        sheet = self.grid.sheet_model.sheet
        place = sheet.row_of(cell)
        if place is None or how != "down" or place[0] != "indicators":
            return False
        if place[1] in self._empty_added():
            return self._give_up(sheet, place[1])
        if place[1] in sheet.drafts or not moves.ends_group(sheet, cell):
            return False
        return self._add_row(sheet.groups[place[1]], place[1])

    def _add_row(self, levels: drafts.Levels, after: str = "") -> bool:
        row_id = self._waiting.add(levels, after)
        self._renew()
        entries = moves.row_entries(self.grid.sheet_model.sheet, row_id)
        self.grid.setFocus()
        return bool(entries) and self.grid.go(entries[0])

    def _empty_added(self) -> set[str]:
        return self._waiting.added() & self.grid.sheet_model.sheet.drafts.keys()

    def _give_up(self, sheet: Sheet, row_id: str) -> bool:
        following = moves.next_entry(sheet, moves.row_entries(sheet, row_id)[-1])
        ref = sheet.refs.get(following.slot) if following and following.slot else None
        self._drop_drafts({row_id})
        return self.grid.go(ref)

    def _grow(self, cell: Cell, count: int) -> bool:
        sheet = self.grid.sheet_model.sheet
        place = sheet.row_of(cell)
        if place is None or place[0] != "indicators":
            return False
        group = sheet.groups[place[1]]
        for _ in range(count):
            self._waiting.add(group)
        self._renew()
        return True

    def _tidy(self) -> None:
        """Rows that were added and left empty go when the cursor leaves them."""
        here = self.grid.sheet_model.sheet.row_of(self.grid.current_cell())
        left = self._empty_added() - {here[1] if here else ""}
        if left:
            self._drop_drafts(left)

    def _drop_drafts(self, ids: set[str]) -> None:
        self._waiting.drop(ids)
        self._renew()

    def _change_rows(self, what: str) -> None:
        sheet = self.grid.sheet_model.sheet
        place = sheet.row_of(self.grid.current_cell())
        if place is None or place[0] != "indicators":
            self.noticed.emit(self.tr("这里的行由表样规定，不能增减"))
        elif what == "add":
            self._add_row(sheet.groups[place[1]], place[1])
        elif what == "drop":
            self._drop_rows(sheet)
        else:
            self._move_row(sheet, place[1], -1 if what == "up" else 1)

    def _drop_rows(self, sheet: Sheet) -> None:
        places = [place for cell in self.grid.selected_cells() if (place := sheet.row_of(cell))]
        ids = {row_id for table, row_id in places if table == "indicators"}
        at, col = self.grid.currentIndex().row(), self.grid.currentIndex().column()
        record = self._document.tree.records[self._record]
        self._waiting.drop(ids)
        self._writer.commit("删除指标", rows.dropped(record, "indicators", sorted(ids)))
        self._renew()
        now = self.grid.sheet_model.sheet
        near = [cell for cell in now.entries if cell.row >= at and cell.col <= col < cell.col + cell.cols]
        self.grid.go(near[0] if near else (now.entries[-1] if now.entries else None))

    def _move_row(self, sheet: Sheet, row_id: str, step: int) -> None:
        record = self._document.tree.records[self._record]
        line = [row.id for row in indicators(record)]
        at = line.index(row_id) + step if row_id in line else -1
        if not 0 <= at < len(line) or sheet.groups.get(line[at]) != sheet.groups.get(row_id):
            self.noticed.emit(self.tr("已经在本组的头尾；要换组，请到“列表”里改二级指标"))
            return
        ref = self.grid.sheet_model.ref(self.grid.currentIndex())
        self._writer.commit("移动指标", rows.moved(record, "indicators", row_id, step))
        self.grid.go(ref)

    def _offer_levels(self) -> None:
        self._menu.clear()
        scheme, before = self._scheme(), ""
        for level1, level2 in scheme.levels if scheme else ():
            if before and before != level1:
                self._menu.addSeparator()
            self._menu.addAction(f"{level1}　{level2}", lambda levels=(level1, level2): self._add_row(levels))
            before = level1

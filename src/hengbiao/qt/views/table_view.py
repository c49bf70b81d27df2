"""列表: all indicators of a form and all their fields in one table."""

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFontInfo, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QHeaderView, QLabel, QStyle, QVBoxLayout, QWidget

from hengbiao.domain.change import Record, Ref
from hengbiao.domain.document import Document, Event
from hengbiao.domain.fields import kind_of
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.position import between
from hengbiao.domain.unit import Unit
from hengbiao.forms.grid import Cell
from hengbiao.forms.layout import Layout, in_unit
from hengbiao.forms.layouts import load_layout
from hengbiao.forms.vocabulary import schemes
from hengbiao.qt import style
from hengbiao.qt.models import drafts, rows
from hengbiao.qt.models.sheet import Sheet, nothing
from hengbiao.qt.models.sheet_model import SheetModel
from hengbiao.qt.models.table_sheet import Shape, columns, table_sheet, widths
from hengbiao.qt.models.waiting import Waiting, indicators
from hengbiao.qt.models.writer import Writer
from hengbiao.qt.views.grid_view import GridView


class TableView(QWidget):
    """Shows the indicators of a project or department as a table and writes what is typed to the document.

    Signals as those of FillView. The last row is always empty: typing in it adds an indicator.
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
        self._chosen: dict[str, float] = {}
        self._names: tuple[str, ...] = ()
        self._waiting = Waiting()
        self._tail = drafts.draft()
        self._stale = True
        self.grid = GridView(SheetModel(nothing()), self._writer, self)
        self._compose()
        self._connect()
        self._unsubscribe = document.subscribe(self._on_event)
        self.destroyed.connect(lambda _=None, end=self._unsubscribe: end())

    def show_record(self, record_id: str) -> None:
        """Show the indicators of a project or department; "" or a record that is gone shows none."""
        if record_id == self._record:
            return
        self.commit_pending()
        self._record = record_id
        self._waiting = Waiting()
        self._renew()
        self.grid.scrollToTop()
        entries = self.grid.sheet_model.sheet.entries
        self.grid.go(next((cell for cell in entries if cell.slot and cell.slot.field == "name"), None))

    def set_layout(self, layout_id: str, money_unit: str = "") -> None:
        """Show the columns of a 表样, its amounts in another 金额单位 where one is named."""
        self.commit_pending()
        layout = load_layout(layout_id)
        self._layout = in_unit(layout, money_unit) if money_unit else layout
        self._renew()

    def set_zoom(self, zoom: float) -> None:
        """Show the type of the table so many times as large as the window's."""
        self._zoom = min(4.0, max(0.5, zoom))
        self._chosen = {}
        self._renew()

    def commit_pending(self) -> None:
        """Commit what is being typed, as before saving or leaving."""
        self.grid.commit_pending()

    def untaken(self) -> str:
        """Why a text that stands here in red could not be taken; "" where none does."""
        return self.grid.sheet_model.untaken()

    def jump(self, ref: Ref) -> bool:
        """Go to the cell of a field, showing all columns where that takes it; False where it is no indicator's."""
        if ref.path[:1] == ("indicators",) and not self.grid.sheet_model.index_of(ref).isValid():
            self._every.setChecked(True)
        found = self.grid.go(ref)
        if found:
            self.grid.setFocus()
        return found

    # Looks

    def _compose(self) -> None:
        self._count = QLabel(self)
        self._count.setProperty("role", "muted")
        self._every = QCheckBox(self.tr("显示全部栏目"), self)
        self._every.setToolTip(self.tr("本表样不打印的栏目也列出来"))
        self.grid.setAccessibleName(self.tr("指标列表"))
        head = QHBoxLayout()
        head.addWidget(self._count, 1)
        head.addWidget(self._every)
        head.setContentsMargins(0, style.space(1), self._bar_width(), 0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(style.space(1))
        outer.addLayout(head)
        outer.addWidget(self.grid, 1)
        across = self.grid.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        for header in (across, self.grid.verticalHeader()):
            header.show()
        self.setFocusProxy(self.grid)

    def _connect(self) -> None:
        self.grid.summary_changed.connect(self.selection_summary)
        self.grid.current_changed.connect(self.current_field)
        self.grid.noticed.connect(self.noticed)
        self.grid.grow = self._grow
        self.grid.rows_wanted.connect(self._change_rows)
        self.grid.horizontalHeader().sectionResized.connect(self._resized)
        self._every.toggled.connect(lambda _: self._renew())

    def _bar_width(self) -> int:
        return self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)

    # Showing

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the width of the pane."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._renew)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while the view was hidden is shown now."""
        super().showEvent(event)
        if self._stale:
            self._renew()

    def changeEvent(self, event: QEvent) -> None:
        """A new font of the window is the font of the table."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._layout:
            self._renew()

    def _on_event(self, event: Event) -> None:
        if not self._record or not self._touches(event):
            return
        if self.isVisible():
            self._renew()
        else:
            self._stale = True

    def _touches(self, event: Event) -> bool:
        return not event.changes or any(change.ref.record == self._record for change in event.changes)

    def _renew(self) -> None:
        self._stale = False
        sheet = self._sheet()
        self.grid.sheet_model.show(sheet)
        self._count.setText(self.tr("共 {0} 条指标").replace("{0}", str(len(sheet.rows) - len(sheet.drafts))))

    def _sheet(self) -> Sheet:
        record, layout = self._shown(), self._layout
        if record is None or layout is None or isinstance(record, Unit):
            return nothing()
        committed = self._document.tree.records.get(self._record)
        unsaved = {row.id: row for row in self._line(committed)} if committed else {}
        for row in indicators(committed) if committed else ():
            unsaved.pop(row.id, None)
        self._names = columns(layout, kind_of(record), every=self._every.isChecked())
        wide = widths(self._names, self._chosen, self._room(), self._size())
        return table_sheet(record, layout, self._line(record), unsaved, Shape(self._names, wide, self._size()))

    def _line(self, record: Record) -> list[Indicator]:
        """The rows of the record with drafts, and the empty one at the end."""
        levels = schemes()[self._layout.scheme] if self._layout else None
        line = self._waiting.line(record, levels) if levels else list(indicators(record))
        return line if any(row.id == self._fresh_tail().id for row in line) else [*line, self._placed_tail(line)]

    def _fresh_tail(self) -> Indicator:
        """The empty row; a new one once the old one became data."""
        committed = self._document.tree.records.get(self._record)
        if committed and any(row.id == self._tail.id for row in indicators(committed)):
            self._tail = drafts.draft()
        return self._tail

    def _placed_tail(self, line: list[Indicator]) -> Indicator:
        last = line[-1] if line else Indicator(id="")
        return replace(self._tail, level1=last.level1, level2=last.level2, position=between(last.position, ""))

    def _shown(self) -> Record | None:
        return self._document.shown.records.get(self._record)

    def _size(self) -> float:
        return QFontInfo(self.font()).pixelSize() * self._zoom

    def _room(self) -> float:
        return float(self.grid.width() - self._bar_width() - self.grid.verticalHeader().sizeHint().width())

    def _resized(self, section: int, _old: int, new: int) -> None:
        """A width that was dragged stays."""
        if self.grid.reshaping or section >= len(self._names):
            return
        self._chosen[self._names[section]] = float(max(new, round(2 * self._size())))
        QTimer.singleShot(0, self, self._renew)

    # Rows

    def _grow(self, _cell: Cell, count: int) -> bool:
        """The empty row and `count` more become drafts to be pasted into; a new empty row follows them."""
        record = self._document.tree.records[self._record]
        line = self._line(record)
        self._waiting.adopt(line[-1], line[-2].id if len(line) > 1 else "")
        after = self._tail.id
        self._tail = drafts.draft()
        for _ in range(count):
            after = self._waiting.add(drafts.levels(line[-1]), after)
        self._renew()
        return True

    def _change_rows(self, what: str) -> None:
        sheet = self.grid.sheet_model.sheet
        place = sheet.row_of(self.grid.current_cell())
        record = self._document.tree.records.get(self._record)
        if place is None or record is None:
            return
        if what == "add":
            self._add_row(record, place[1])
        elif what == "drop":
            self._drop_rows(record, sheet)
        else:
            ref = self.grid.sheet_model.ref(self.grid.currentIndex())
            self._writer.commit("移动指标", rows.moved(record, "indicators", place[1], -1 if what == "up" else 1))
            self.grid.go(ref)

    def _add_row(self, record: Record, after: str) -> None:
        row = next((row for row in self._line(record) if row.id == after), None)
        row_id = self._waiting.add(drafts.levels(row) if row else ("", ""), after)
        self._renew()
        self.grid.go(Ref(self._record, ("indicators", row_id, "name")))

    def _drop_rows(self, record: Record, sheet: Sheet) -> None:
        places = [place for cell in self.grid.selected_cells() if (place := sheet.row_of(cell))]
        ids = {row_id for _, row_id in places}
        here = self.grid.currentIndex()
        self._waiting.drop(ids)
        self._writer.commit("删除指标", rows.dropped(record, "indicators", sorted(ids)))
        self._renew()
        model = self.grid.sheet_model
        self.grid.go(model.cell(model.index(min(here.row(), model.rowCount() - 1), here.column())))

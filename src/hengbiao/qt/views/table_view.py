"""列表: the rows of a form, a table at a time, with all their fields; of several projects one below the other."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from hengbiao.domain.change import Change, Record, Ref
from hengbiao.domain.document import Document, Event
from hengbiao.domain.fields import kind_of
from hengbiao.domain.position import between
from hengbiao.forms.grid import Cell
from hengbiao.qt import style
from hengbiao.qt.models import drafts, rows, table_sheet
from hengbiao.qt.models.sheet import RowPlace, Sheet, nothing
from hengbiao.qt.models.table_sheet import TABLE, Shape, columns
from hengbiao.qt.models.waiting import Waiting, rows_of
from hengbiao.qt.models.writer import Writer
from hengbiao.qt.views.record_view import RecordView
from hengbiao.qt.views.table_choice import TableChoice

MOST: Final = 200
"""Projects listed at once: more is no list that anybody reads."""


class TableView(RecordView):
    """Shows the tables of a project or department, one at a time; its last row is always empty: typing there adds one.

    `widened` tells a width chosen by hand: table and column, in type sizes.
    """

    widened = Signal(str, float)

    def __init__(self, document: Document, parent: QWidget | None = None, writer: Writer | None = None) -> None:
        super().__init__(document, parent, writer)
        self._several: tuple[str, ...] = ()
        self._waits: dict[str, Waiting] = {}
        self._chosen: dict[str, float] = {}
        self._names: tuple[str, ...] = ()
        self._tail: Any = drafts.fresh(TABLE)
        self.choice = TableChoice(self)
        self._compose()
        self._follow(self.grids())
        self.grid.grow = self._grow
        self.grid.rows_wanted.connect(self._change)
        self.grid.rows_carried.connect(self._carry)
        self.grid.horizontalHeader().sectionResized.connect(self._resized)
        self._every.toggled.connect(lambda _: self.renew())
        self.choice.chosen.connect(self._turn)

    def show_record(self, record_id: str) -> None:
        """Show the rows of a project or department; "" or a record that is gone shows none."""
        if record_id != self._record or self._several:
            self._show((record_id,))

    def show_records(self, records: Sequence[str]) -> None:
        """List the rows of several projects one below the other; of more than fit, the first ones."""
        if tuple(records[:MOST]) == self._several:
            return
        self._show(tuple(records[:MOST]))
        if len(records) > MOST:
            words = self.tr("选了 {0} 个项目，列表只列前 {1} 个").replace("{0}", str(len(records)))
            self.noticed.emit(words.replace("{1}", str(MOST)))

    def set_widths(self, chosen: Mapping[str, float]) -> None:
        """Take widths that were chosen before, by table and column, in type sizes."""
        self._chosen = dict(chosen)
        self.renew()

    def jump(self, ref: Ref) -> bool:
        """Go to the cell of a row's field in its table, showing all columns where that takes it; False for another."""
        if len(ref.path) < 2 or ref.path[0] not in self.choice.offered:
            return False
        self._turn(ref.path[0])
        if not self.grid.sheet_model.index_of(ref).isValid():
            self._every.setChecked(True)
        found = self.grid.go(ref)
        if found:
            self.grid.setFocus()
        return found

    @property
    def table(self) -> str:
        """The table on show."""
        return self.choice.table

    # Looks

    def _compose(self) -> None:
        self._every = QCheckBox(self.tr("显示全部栏目"), self)
        self._every.setToolTip(self.tr("本表样不打印的栏目也列出来"))
        self.grid.setAccessibleName(self.tr("列表"))
        head = QHBoxLayout()
        head.addWidget(self.choice, 1)
        head.addWidget(self._every)
        head.setContentsMargins(0, 0, self._bar_width(), 0)
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
        self.grid.verticalHeader().setToolTip(self.tr("按住行号上下拖动可以移动行"))

    # Showing

    def _show(self, records: tuple[str, ...]) -> None:
        self.commit_pending()
        self._record, self._several = (records[0] if records else ""), records if len(records) > 1 else ()
        self._waits = {}
        self.renew()
        self.grid.scrollToTop()
        self._go_to_start()

    def _go_to_start(self) -> None:
        entries = self.grid.sheet_model.sheet.entries
        named = (cell for cell in entries if cell.slot and cell.slot.field == "name")
        self.grid.go(next(named, entries[0] if entries else None))

    def _turn(self, table: str) -> None:
        if table != self.table:
            self.commit_pending()
            self.choice.turn_to(table)
            self._tail = drafts.fresh(table)
            self.renew()
            self._go_to_start()

    def _concerned(self, event: Event) -> Collection[str]:  # noqa: ARG002
        return self._several or {self._record}

    def renew(self) -> None:
        """Show what the records now hold."""
        self._stale = False
        found = self._form()
        self.choice.show_record(found[0] if found else None, several=len(self._several))
        if self._tail.__class__ is not drafts.fresh(self.table).__class__:
            self._tail = drafts.fresh(self.table)
        self.grid.sheet_model.show(self._sheet())

    def _sheet(self) -> Sheet:
        found = self._form()
        if found is None:
            return nothing()
        record, layout = found
        every, several = self._every.isChecked(), bool(self._several)
        self._names = columns(layout, kind_of(record), every=every, table=self.table, several=several)
        wide = table_sheet.widths(self._names, self._widths(), self._room(), self._size())
        lines = [(one, self._line(one)) for one in self._records(shown=True)]
        shape = Shape(self._names, wide, self._size())
        return table_sheet.table_sheet(lines, self.table, layout, self._unsaved(), shape)

    def _records(self, *, shown: bool = False) -> list[Record]:
        """The records listed, those that are still there and of one kind."""
        tree = self._document.shown if shown else self._document.tree
        found = [tree.records[key] for key in self._several or (self._record,) if key in tree.headings]
        return [one for one in found if hasattr(one, self.table)]

    def listed(self) -> list[Record]:
        """The committed records on show."""
        return self._records()

    def _unsaved(self) -> dict[str, Any]:
        found = {}
        for record in self._records():
            known = {row.id for row in rows_of(record, self.table)}
            found.update({row.id: row for row in self._line(record) if row.id not in known})
        return found

    def _line(self, record: Record) -> list[Any]:
        """The rows of a record with drafts, and of one alone the empty row at the end."""
        line = self.wait_of(record.id).line(record, self.table)
        tail = self._fresh_tail().id
        if self._several or any(row.id == tail for row in line):
            return line
        last = line[-1] if line else None
        group = {name: getattr(last, name, "") for name in ("level1", "level2") if self.table == TABLE}
        return [*line, replace(self._tail, **group, position=between(last.position if last else "", ""))]

    def wait_of(self, record: str) -> Waiting:
        """The drafts of one of the records."""
        if record not in self._waits:
            self._waits[record] = Waiting()
            self._waits[record].begin(None, self.scheme())
        return self._waits[record]

    def _fresh_tail(self) -> Any:
        """The empty row; a new one once the old one became data."""
        if any(row.id == self._tail.id for row in rows_of(self.committed(), self.table)):
            self._tail = drafts.fresh(self.table)
        return self._tail

    def _room(self) -> float:
        return float(self.grid.width() - self._bar_width() - self.grid.verticalHeader().sizeHint().width())

    def _widths(self) -> dict[str, float]:
        of_table = {name: self._chosen.get(f"{self.table}/{name}") for name in self._names}
        return {name: wide * self._size() for name, wide in of_table.items() if wide}

    def _resized(self, section: int, _old: int, new: int) -> None:
        """A width that was dragged stays."""
        if self.grid.reshaping or section >= len(self._names):
            return
        key, wide = f"{self.table}/{self._names[section]}", max(2.0, new / self._size())
        self._chosen[key] = wide
        self.widened.emit(key, wide)
        QTimer.singleShot(0, self, self.renew)

    # Rows

    def _grow(self, _cell: Cell, count: int) -> bool:
        """The empty row and `count` more become drafts to be pasted into; a new empty row follows them."""
        if self._several:
            return self._grow_last(count)
        record = self.committed()
        if record is None:
            return False
        line, waiting = self._line(record), self.wait_of(record.id)
        waiting.adopt(self.table, line[-1], line[-2].id if len(line) > 1 else "")
        after, group = self._tail.id, drafts.levels(line[-1])
        self._tail = drafts.fresh(self.table)
        for _ in range(count):
            after = waiting.add(self.table, group, after)
        self.renew()
        return True

    def _grow_last(self, count: int) -> bool:
        """`count` drafts end the last of several projects that has rows, and it is said which that is."""
        last = next((one for one in reversed(self._records()) if self._line(one)), None)
        if last is None:
            return False
        row, waiting = self._line(last)[-1], self.wait_of(last.id)
        after, group = row.id, drafts.levels(row)
        for _ in range(count):
            after = waiting.add(self.table, group, after)
        self.renew()
        words = self.tr("粘贴多出来的 {0} 行加在“{1}”的末尾").replace("{0}", str(count))
        self.noticed.emit(words.replace("{1}", getattr(last, "name", "") or self.tr("（未命名）")))
        return True

    def _change(self, what: str) -> None:
        here = self.here()
        if what == "order":
            self.put_in_order()
        elif here is None:
            return
        elif what == "add":
            self._add(here[0], here[2])
        elif what == "drop":
            self._drop()
        else:
            record = self._document.tree.records[here[0]]
            self.commit_rows("移动行", rows.moved(record, self.table, here[2], -1 if what == "up" else 1))

    def _add(self, key: str, after: str) -> None:
        record = self._document.tree.records[key]
        row = next((row for row in self._line(record) if row.id == after), None)
        group = drafts.levels(row) if row and self.table == TABLE else ("", "")
        row_id = self.wait_of(key).add(self.table, group, after)
        self.renew()
        field = "name" if self.table == TABLE else next(iter(self._names))
        self.grid.go(Ref(key, (self.table, row_id, field)))

    def _drop(self) -> None:
        here = self.grid.currentIndex()
        row, col = here.row(), here.column()
        model = self.grid.sheet_model
        if self.drop_rows(self.chosen_rows()) and model.rowCount():
            self.grid.go(model.cell(model.index(min(row, model.rowCount() - 1), col)))

    def _carry(self, carried: Collection[RowPlace], onto: RowPlace, below: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Rows dragged onto another stand above or below it; an indicator takes the levels it stands among."""
        ids = {place[2] for place in carried}
        self.commit_rows("移动行", self._brought(self._document.tree.records[onto[0]], ids, onto[2], below=below))

    def _brought(self, record: Record, ids: set[str], onto: str, *, below: bool) -> list[Change]:
        line = self._line(record)
        at = next((place for place, row in enumerate(line) if row.id == onto), 0)
        there = {row.id for row in rows_of(record, self.table)} - ids
        after = next((row.id for row in reversed(line[: at + below]) if row.id in there), "")
        group = drafts.levels(line[at]) if self.table == TABLE else None
        return rows.brought(record, self.table, ids, after, group)

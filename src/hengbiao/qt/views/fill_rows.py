"""Rows of the tables of a form while it is filled in: added, given up, dropped, moved."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from hengbiao.forms.grid import Cell, Slot
from hengbiao.qt.models import moves, rows
from hengbiao.qt.models.drafts import Levels
from hengbiao.qt.models.sheet import RowPlace, Sheet
from hengbiao.qt.models.waiting import rows_of
from hengbiao.qt.models.whole_rows import Block, WholeRow, whole_rows

if TYPE_CHECKING:
    from hengbiao.qt.views.fill_view import FillView

_ABREAST = frozenset({"payments"})
"""Tables whose rows stand side by side: Enter never adds to them."""


class FillRows(QObject):
    """Answers what the grid of a FillView asks of its rows."""

    def __init__(self, view: "FillView") -> None:
        super().__init__(view)
        self._view, self._grid = view, view.grid
        self._grid.beyond = self._beyond
        self._grid.grow = self._grow
        self._grid.absorb = self._absorb
        self._grid.rows_wanted.connect(self._change)
        self._grid.rows_carried.connect(self._carry)
        self._grid.current_changed.connect(lambda _: QTimer.singleShot(0, self, self._tidy))

    def add(self, table: str, group: Levels | None = None, after: str = "") -> bool:
        """Add a draft row behind the row `after`, else at the end of its group, and go there."""
        row_id = self._view.waiting.add(table, group or ("", ""), after)
        self._view.renew()
        entries = moves.row_entries(self._sheet(), row_id)
        self._grid.setFocus()
        return bool(entries) and self._grid.go(entries[0])

    def _sheet(self) -> Sheet:
        return self._grid.sheet_model.sheet

    def _beyond(self, cell: Cell, how: str) -> bool:
        """Enter at the end of a group adds a row to it; Enter in a row added so and left empty goes on below."""
        sheet = self._sheet()
        place = sheet.row_of(cell)
        if place is None or how != "down" or place[0] in _ABREAST:
            return False
        if place[1] in self._empty_added():
            return self._give_up(sheet, place[1])
        if place[1] in sheet.drafts or not moves.ends_group(sheet, cell):
            return False
        return self.add(place[0], sheet.groups.get(place[1]), place[1])

    def _empty_added(self) -> set[str]:
        return self._view.waiting.added() & self._sheet().drafts.keys()

    def _give_up(self, sheet: Sheet, row_id: str) -> bool:
        following = moves.next_entry(sheet, moves.row_entries(sheet, row_id)[-1])
        ref = sheet.refs.get(following.slot) if following and following.slot else None
        self._drop_drafts({row_id})
        return self._grid.go(ref)

    def _grow(self, cell: Cell, count: int) -> bool:
        place = self._sheet().row_of(cell)
        if place is None or place[0] in _ABREAST:
            return False
        group = self._sheet().groups.get(place[1])
        for _ in range(count):
            self._view.waiting.add(place[0], group or ("", ""))
        self._view.renew()
        return True

    def _absorb(self, block: Block) -> bool:
        """Rows pasted with their levels go to the groups they name, wherever the cursor is; into empty rows first."""
        scheme = self._view.scheme()
        found = whole_rows(block, scheme) if scheme else []
        if not found:
            return False
        ids = self._rooms(found)
        self._view.renew()
        sheet, texts, skipped = self._sheet(), dict[Slot, str](), 0
        for key, row in zip(ids, found, strict=True):
            slots = [cell.slot for cell in moves.row_entries(sheet, key) if cell.slot]
            texts |= dict(zip(slots, row.texts, strict=False))
            skipped += sum(map(bool, row.texts[len(slots) :]))
        if self._grid.write("粘贴", texts):
            self._say_absorbed(len(found), skipped, self._view.tidy(sheet, texts))
        return True

    def _say_absorbed(self, rows: int, skipped: int, tidied: int) -> None:
        words = [self.tr("已粘贴 %d 行，按一级、二级指标归入各组") % rows]
        words += [self.tr("跳过 %d 个本表样没有栏目的值") % skipped] if skipped else []
        words += [self.tr("整理了 %d 格里多余的空格或全角字符（Ctrl+Z 恢复）") % tidied] if tidied else []
        self._grid.noticed.emit("；".join(words))

    def _rooms(self, found: list[WholeRow]) -> list[str]:
        """A row for each: an empty one of its group, else a new one."""
        sheet = self._sheet()
        empty: dict[Levels, list[str]] = {}
        for key in sheet.drafts:
            if key in sheet.groups:
                empty.setdefault(sheet.groups[key], []).append(key)
        return [
            empty[row.levels].pop(0) if empty.get(row.levels) else self._view.waiting.add("indicators", row.levels)
            for row in found
        ]

    def _tidy(self) -> None:
        """Rows that were added and left empty go when the cursor leaves them."""
        here = self._sheet().row_of(self._grid.current_cell())
        left = self._empty_added() - {here[1] if here else ""}
        if left:
            self._drop_drafts(left)

    def _drop_drafts(self, ids: set[str]) -> None:
        self._view.waiting.drop(ids)
        self._view.renew()

    def _change(self, what: str) -> None:
        sheet, here = self._sheet(), self._view.here()
        if what == "order":
            self._view.put_in_order()
        elif here is None or here[1] == "extra":
            self._grid.noticed.emit(self.tr("这里的行由表样规定，不能增减"))
        elif what == "add":
            self.add(here[1], sheet.groups.get(here[2]), here[2])
        elif what == "drop":
            self._drop()
        else:
            self._move(sheet, here[1], here[2], -1 if what == "up" else 1)

    def _drop(self) -> None:
        at, col = self._grid.currentIndex().row(), self._grid.currentIndex().column()
        chosen = [place for place in self._view.chosen_rows() if place[1] != "extra"]
        if not self._view.drop_rows(chosen):
            return
        now = self._sheet()
        near = [cell for cell in now.entries if cell.row >= at and cell.col <= col < cell.col + cell.cols]
        self._grid.go(near[0] if near else (now.entries[-1] if now.entries else None))

    def _move(self, sheet: Sheet, table: str, row_id: str, step: int) -> None:
        record = self._view.committed()
        line = [row.id for row in rows_of(record, table)]
        at = line.index(row_id) + step if row_id in line else -1
        if record is None or not 0 <= at < len(line) or sheet.groups.get(line[at]) != sheet.groups.get(row_id):
            to_another = self.tr("已经在本组的头尾；要换组，请按住左边的二级指标拖动")
            self._grid.noticed.emit(to_another if table == "indicators" else self.tr("已经在头尾，不能再移"))
            return
        self._view.commit_rows("移动行", rows.moved(record, table, row_id, step))

    def _carry(self, carried: Collection[RowPlace], onto: RowPlace, below: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Rows dragged onto another take its group and stand above or below it."""
        record, ids = self._view.committed(), {place[2] for place in carried}
        if record is None:
            return
        line = [row.id for row in self._view.waiting.line(record, onto[1])]
        at = line.index(onto[2]) + below
        there = {row.id for row in rows_of(record, onto[1])} - ids
        after = next((key for key in reversed(line[:at]) if key in there), "")
        changes = rows.brought(record, onto[1], ids, after, self._sheet().groups.get(onto[2]))
        self._view.commit_rows("移动行", changes)

"""汇总: the sums of the document, and who has not reported, as tables to look at, save and paste."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from hengbiao.domain import money
from hengbiao.domain.refusal import Refusal
from hengbiao.exchange import expected, rollup
from hengbiao.qt import asking, errors, style, tables
from hengbiao.qt._ui.rollup_dialog import Ui_RollupDialog
from hengbiao.qt.dialogs.closing import name_close
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.models.lines import Head, Line

if TYPE_CHECKING:
    from hengbiao.domain.tree import Tree
    from hengbiao.forms.grid import Grid
    from hengbiao.forms.listing import Item

_LISTS: Final = ("名单 (*.csv *.xlsx *.xls)",)
_UNIT: Final = "万元"
_AMOUNTS: Final = ("total", *rollup.SOURCES)
_MARKS: Final = {
    "missing": "mark-unbalanced",
    "older": "mark-explain",
    "twice": "mark-explain",
    "unlisted": "mark-info",
}


class RollupDialog(Dialog):
    """Shows a tree with so many unresolved `conflicts`; files are asked for beside `folder`.

    `chosen` carries the file of the list of units that was read, `resolving` the wish to settle conflicts.
    """

    chosen = Signal(str)
    resolving = Signal()

    def __init__(self, tree: Tree, conflicts: int, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_RollupDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self._tree, self._folder = tree, folder
        self._reporting: expected.Reporting | None = None
        found = rollup.rollup(tree, conflicts)
        self._grids: dict[int, Grid] = {0: rollup.grid(found, tree)}
        self._sums = [_sum_line(item) for item in rollup.rollup_items(found, tree)]
        self._set_up()
        form.resolve.setVisible(conflicts > 0)
        form.sumsTold.setText(self._total(found))
        form.told.setText(self.tr("汇总里同一项目只算一次；未填的金额不算作 0"))
        self._connect()
        name_close(form.buttons, self.tr("关闭"))
        style.fit(self, 310, 160)
        self._show_sums()

    def use_list(self, file: str) -> None:
        """Hold the document against a list of the units that are to report."""
        try:
            self._reporting = found = expected.reporting(self._tree, expected.read_expected(Path(file)))
        except Refusal as refusal:
            errors.tell(self, self.tr("名单没有读进来"), str(refusal))
            return
        self._grids[1] = expected.grid(found)
        self.form.state.setText(self.tr("应报 %d 个单位，已报 %d 个") % (found.expected, found.present))
        self.form.text.setPlainText(expected.text(found))
        self.form.copy.setEnabled(True)
        self._offer_states(found)
        self._show_absent()
        self._turn()
        self.chosen.emit(file)

    def copy(self) -> None:
        """The text that asks for what is missing, to the clipboard."""
        if self._reporting:
            QApplication.clipboard().setText(self.form.text.toPlainText())
            self.form.state.setText(self.tr("催报文字已复制，可以粘贴到微信"))

    def save(self, grid: Grid, file: str) -> None:
        """Write a table as Excel or PDF, as the name ends."""
        tables.save(self, grid, file)

    # Sums

    def _set_up(self) -> None:
        form = self.form
        form.sums.set_heads(
            (
                Head(self.tr("汇总方式"), 7),
                Head(self.tr("名称"), 20),
                Head(self.tr("项目数"), 4, figures=True),
                Head(self.tr("预算数"), 8, figures=True),
                *(Head(name, 8, figures=True) for name in rollup.SOURCES.values()),
            )
        )
        form.absent.set_heads(
            (
                Head(self.tr("情况"), 6),
                Head(self.tr("编码"), 6),
                Head(self.tr("名称"), 14),
                Head(self.tr("说明"), 13),
            )
        )
        ways = dict.fromkeys(line.texts[0] for line in self._sums)
        form.by.addItem(self.tr("全部"), "")
        for way in ways:
            form.by.addItem(way, way)
        form.absent.set_empty(self.tr("选一份应报名单，这里列出谁还没有报、谁报了两份、谁报的是往年的"))
        form.copy.setEnabled(False)

    def _connect(self) -> None:
        form = self.form
        form.by.currentIndexChanged.connect(self._show_sums)
        form.show.currentIndexChanged.connect(self._show_absent)
        form.list.clicked.connect(self._ask_list)
        form.copy.clicked.connect(self.copy)
        form.save.clicked.connect(self._ask_target)
        form.resolve.clicked.connect(self.resolving)
        form.tabs.currentChanged.connect(self._turn)

    def _total(self, found: rollup.Rollup) -> str:
        total = found.total.funds.total
        amount = (
            self.tr("预算合计 %s 万元") % money.show(total, _UNIT) if total is not None else self.tr("没有填预算数")
        )
        parts = [self.tr("%d 个预算单位、%d 个项目，%s") % (len(found.units), found.total.projects, amount)]
        parts += [self.tr("未决 %d 处，金额以现在显示的为准") % found.open] * bool(found.open)
        return "；".join(parts)

    def _show_sums(self) -> None:
        way = self.form.by.currentData()
        self.form.sums.show_lines([line for line in self._sums if way in ("", line.texts[0])])

    # Who has not reported

    def _offer_states(self, found: expected.Reporting) -> None:
        box = self.form.show
        box.blockSignals(True)
        box.clear()
        box.addItem(self.tr("全部（%d）") % len(found.absences), "")
        for state, name in expected.STATES.items():
            if count := len(found.of(state)):
                box.addItem(f"{name}（{count}）", state)
        box.blockSignals(False)

    def _show_absent(self) -> None:
        wanted = self.form.show.currentData() or ""
        absences = self._reporting.absences if self._reporting else ()
        self.form.absent.show_lines([_absence_line(one) for one in absences if wanted in ("", one.state)])
        self.form.absent.set_empty(self.tr("全部报齐了") if self._reporting else "")

    # Files

    def _turn(self) -> None:
        self.form.save.setEnabled(self.form.tabs.currentIndex() in self._grids)

    def _ask_list(self) -> None:
        asking.ask_source(self, self.tr("应报名单"), self._folder, _LISTS, self.use_list)

    def _ask_target(self) -> None:
        at = self.form.tabs.currentIndex()
        place = self._folder / f"{self.form.tabs.tabText(at)}.xlsx"
        asking.ask_target(self, self.tr("存到哪里"), place, asking.TABLES, partial(self.save, self._grids[at]))


def _sum_line(item: Item) -> Line:
    amounts = (item.get(name) for name in _AMOUNTS)
    shown = (money.show(amount, _UNIT) if isinstance(amount, int) else "" for amount in amounts)
    texts = (str(item["by"]), str(item["name"]), str(item["projects"]), *shown)
    return Line(texts, mark="rollup" if item["by"] == "合计" else "")


def _absence_line(one: expected.Absence) -> Line:
    return Line((expected.STATES[one.state], one.unit.code, one.unit.name, one.why), one, _MARKS[one.state])

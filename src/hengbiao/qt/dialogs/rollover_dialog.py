"""套用上年: which forms, from where, into which year; shown line by line before anything is committed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QTreeWidgetItem, QWidget

from hengbiao.domain.refusal import Refusal
from hengbiao.exchange import documents
from hengbiao.exchange.naming import field_called, value_called
from hengbiao.exchange.rollover import Came, Rollover, bring
from hengbiao.qt import errors, style
from hengbiao.qt._ui.rollover_dialog import Ui_RolloverDialog
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.models.lines import Head, Line
from hengbiao.qt.models.outline import label
from hengbiao.qt.views.lines_view import WholeLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hengbiao.domain.tree import Heading, Tree

_KEY = Qt.ItemDataRole.UserRole


class RolloverDialog(Dialog):
    """Into `tree`, the document at `path`; `keys` are ticked at first. `found` is what would be committed, or None."""

    def __init__(self, tree: Tree, path: Path, keys: Sequence[str], year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_RolloverDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self._tree, self._path, self._keys = tree, path, list(keys)
        self._sources: list[tuple[Path, Tree]] = [(path, tree)]
        self.found: Rollover | None = None
        form.forms.setItemDelegate(WholeLine(form.forms))
        form.source.addItem(self.tr("本文件"))
        form.year.setValue(year)
        form.year.setGroupSeparatorShown(False)
        form.shifted.set_heads(_heads(self.tr("上年"), self.tr("本年")))
        form.look.set_heads(_heads(self.tr("内容"), self.tr("请看这里")))
        form.shifted.set_empty(self.tr("没有要顺延的年份。左边勾选要套用的表，改了年份的地方列在这里。"))
        form.look.set_empty(self.tr("没有拿不准的年份，套用后不用逐处核对年份。"))
        form.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("套用"))
        form.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("取消"))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.look)
        form.forms.itemChanged.connect(lambda _item, _column: self._later.start())
        form.year.valueChanged.connect(lambda _year: self._later.start())
        form.source.currentIndexChanged.connect(self._turn_to)
        form.browse.clicked.connect(self._ask_file)
        style.fit(self, 300, 150)
        form.forms.setFocus()
        self._turn_to(0)

    def use_file(self, file: str) -> None:
        """Take the forms from last year's document; what cannot be read is told and changes nothing."""
        path = Path(file)
        try:
            with documents.opened(path) as store:
                tree = store.load()
        except Refusal as refusal:
            errors.tell(self, self.tr("没有读进来"), str(refusal))
            return
        self._sources.append((path, tree))
        self.form.source.addItem(path.name)
        self.form.source.setCurrentIndex(self.form.source.count() - 1)

    def year(self) -> int:
        """The year to bring forms into."""
        return self.form.year.value()

    def look(self) -> None:
        """Show what would come of it."""
        self._later.stop()
        path, source = self._sources[self.form.source.currentIndex()]
        self.found, refused = None, self.tr("请勾选要套用的表")
        keys = self._ticked()
        if keys:
            try:
                self.found = bring(path, source, keys, self._tree, self.year())
            except Refusal as refusal:
                refused = f"{refusal.reason}；{refusal.next_step}"
        self._show(refused)

    # Inside

    def _turn_to(self, at: int) -> None:
        _, source = self._sources[at]
        ticked = set(self._keys) if at == 0 else {unit.id for unit in _alike(source, self._tree, self._keys)}
        with QSignalBlocker(self.form.forms):
            self.form.forms.clear()
            for unit in source.units:
                self._add_unit(source, unit, ticked)
        if at:
            years = [year for key in self._keys if (year := _year_of(self._tree, key))]
            before = [year for unit in source.units if (year := source.unit_year(unit.id))]
            self.form.year.setValue(years[0] if years else max(before, default=self.year() - 1) + 1)
        self.look()

    def _add_unit(self, source: Tree, unit: Heading, ticked: set[str]) -> None:
        parts = source.counted(unit.id)
        year = source.unit_year(unit.id)
        whole = unit.id in ticked or (bool(parts) and all(part.id in ticked for part in parts))
        line = QTreeWidgetItem([f"{label(unit)}　{year} 年" if year else label(unit)])
        line.setFlags(line.flags() | Qt.ItemFlag.ItemIsAutoTristate | Qt.ItemFlag.ItemIsUserCheckable)
        line.setIcon(0, style.icon("unit"))
        self.form.forms.addTopLevelItem(line)
        for part in parts:
            child = QTreeWidgetItem(line, [label(part)])
            child.setIcon(0, style.icon(part.kind))
            child.setToolTip(0, label(part))
            child.setData(0, _KEY, part.id)
            child.setCheckState(0, Qt.CheckState.Checked if whole or part.id in ticked else Qt.CheckState.Unchecked)
        line.setExpanded(line.checkState(0) != Qt.CheckState.Unchecked)

    def _ticked(self) -> list[str]:
        top = (self.form.forms.topLevelItem(at) for at in range(self.form.forms.topLevelItemCount()))
        parts = (unit.child(at) for unit in top if unit for at in range(unit.childCount()))
        return [str(part.data(0, _KEY)) for part in parts if part.checkState(0) == Qt.CheckState.Checked]

    def _show(self, refused: str) -> None:
        form, found = self.form, self.found
        shifted = [one for one in found.came if one.new != one.old] if found else []
        look = found.of("look") if found else ()
        after = self._tree.changed(found.changes) if found else self._tree
        form.shifted.show_lines([Line((*_where(after, one), *_values(after, one)), one) for one in shifted])
        form.look.show_lines(
            [Line((*_where(after, one), _values(after, one)[1], "；".join(one.unclear)), one) for one in look]
        )
        form.tabs.setTabText(0, self.tr("年份已改（%d）") % len(shifted))
        form.tabs.setTabText(1, self.tr("年份请核对（%d）") % len(look))
        form.told.setText(self._sentence(found, after) if found else refused)
        form.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(found is not None)

    def _sentence(self, found: Rollover, after: Tree) -> str:
        kinds = [after.headings[change.ref.record].kind for change in found.changes]
        units = self.tr("，%d 个预算单位") % kinds.count("unit") if "unit" in kinds else ""
        told = self.tr("将在 %d 年度新增 %d 张表%s；金额和指标值照上年，共 %d 处标为“沿用上年（未核对）”，可逐条核对。")
        made = told % (self.year(), len(kinds) - kinds.count("unit"), units, found.marked)
        skipped = "、".join(found.skipped[:5]) + (self.tr(" 等") if len(found.skipped) > 5 else "")
        left = self.tr("已有或同年的 %d 张不套用：%s。") % (len(found.skipped), skipped) if found.skipped else ""
        return f"{made}{left}"

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, self.tr("上年的文件"), str(self._path.parent), self.tr("衡表文件 (*.hengbiao)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.use_file)
        dialog.open()


def _alike(source: Tree, tree: Tree, keys: Iterable[str]) -> list[Heading]:
    """The units of a file that are those of these records, in their last year there; all where none is."""
    own = {tree.headings[tree.headings[key].unit] for key in keys if key in tree.headings}
    found = [
        unit
        for unit in source.units
        if any((unit.code == mine.code) if mine.code else unit.name == mine.name for mine in own)
    ]
    last = max((source.unit_year(unit.id) or 0 for unit in found), default=0)
    return [unit for unit in found if (source.unit_year(unit.id) or 0) == last] or list(source.units)


def _year_of(tree: Tree, key: str) -> int | None:
    return tree.unit_year(tree.headings[key].unit) if key in tree.headings else None


def _where(tree: Tree, one: Came) -> tuple[str, str]:
    return label(tree.headings[one.ref.record]), field_called(tree, one.ref)


def _values(tree: Tree, one: Came) -> tuple[str, str]:
    owner: type[Any] = type(tree.records[one.ref.record])
    old, new = (" ".join(value_called(owner, one.ref.path, value).split()) for value in (one.old, one.new))
    return old, new


def _heads(*titles: str) -> tuple[Head, ...]:
    """Form and field, then two columns of their own."""
    return (Head("表", 10), Head("栏目", 10), *(Head(title, 14) for title in titles))

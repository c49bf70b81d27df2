"""沿用上年（未核对）: one list beside the form, to go to each value, confirm one, some or all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QLabel, QVBoxLayout

from hengbiao.qt import style
from hengbiao.qt._ui.carried_dialog import Ui_CarriedDialog
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.models.carried_model import CarriedModel
from hengbiao.qt.views.lines_view import WholeLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from hengbiao.domain.change import Ref
    from hengbiao.domain.tree import Tree

_MODES = (*[QHeaderView.ResizeMode.Stretch] * 3, QHeaderView.ResizeMode.ResizeToContents)


class CarriedDialog(Dialog):
    """`jumped` carries the Ref to go to, `confirmed` a list of those that were looked at."""

    jumped = Signal(object)
    confirmed = Signal(list)

    def __init__(self, money_unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_CarriedDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self.model = CarriedModel(self)
        self.model.money_unit = money_unit
        form.list.setModel(self.model)
        form.list.setItemDelegate(WholeLine(form.list))
        form.list.header().setStretchLastSection(False)
        form.list.header().setResizeContentsPrecision(0)
        for column, mode in enumerate(_MODES):
            form.list.header().setSectionResizeMode(column, mode)
        self._nothing = QLabel(self.tr("没有未核对的值。套用上年以后，照上年填的值都列在这里，逐条或一起核对。"))
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        QVBoxLayout(form.list.viewport()).addWidget(self._nothing)
        form.scope.addItems([self.tr(name) for name in ("这张表", "这个预算单位", "整个文件")])
        form.scope.setCurrentIndex(1)
        form.scope.currentIndexChanged.connect(self._list)
        form.doubtful.toggled.connect(self._list)
        form.list.activated.connect(self._jump)
        form.jump.clicked.connect(lambda: self._jump(form.list.currentIndex()))
        form.confirm.clicked.connect(lambda: self._confirm(self._selected()))
        form.confirmAll.clicked.connect(lambda: self._confirm(range(self.model.rowCount())))
        form.list.selectionModel().selectionChanged.connect(lambda _now, _before: self._enable())
        style.fit(self, 260, 110)
        form.list.setFocus()
        self._tree: Tree | None = None
        self._record, self._writable = "", True

    def show_tree(self, tree: Tree, record: str, *, writable: bool) -> None:
        """List what is unconfirmed around `record`, keeping the place in the list."""
        at = self.form.list.currentIndex().row()
        self._tree, self._record, self._writable = tree, record, writable
        self._list()
        last = self.model.rowCount() - 1
        if last >= 0:
            self.form.list.setCurrentIndex(self.model.index(min(max(at, 0), last), 0))

    def _list(self) -> None:
        if self._tree is not None:
            self.model.show_places(self._tree, self._keys(self._tree), doubtful=self.form.doubtful.isChecked())
        count = self.model.rowCount()
        if count and not self.form.list.currentIndex().isValid():
            self.form.list.setCurrentIndex(self.model.index(0, 0))
        self._nothing.setVisible(not count)
        doubtful = sum(place.origin == "look" for place in self.model.places)
        told = self.tr("还有 %d 处未核对") % count if count else self.tr("没有未核对的地方")
        self.form.told.setText(told + (self.tr("，其中 %d 处年份要看") % doubtful if doubtful else ""))
        self._enable()

    def _keys(self, tree: Tree) -> list[str]:
        scope, item = self.form.scope.currentIndex(), tree.headings.get(self._record)
        if scope == 2 or item is None:
            return [part.id for unit in tree.units for part in tree.parts(unit.id)]
        if scope == 1 or item.kind == "unit":
            return [part.id for part in tree.parts(item.unit)]
        return [item.id]

    def _enable(self) -> None:
        rows = self._selected()
        self.form.jump.setEnabled(bool(rows))
        self.form.confirm.setEnabled(bool(rows) and self._writable)
        self.form.confirmAll.setEnabled(bool(self.model.rowCount()) and self._writable)

    def _selected(self) -> list[int]:
        return sorted({index.row() for index in self.form.list.selectionModel().selectedIndexes()})

    def _jump(self, index: QModelIndex) -> None:
        if index.isValid():
            self.jumped.emit(self.model.places[index.row()].ref)

    def _confirm(self, rows: Sequence[int]) -> None:
        refs: list[Ref] = [self.model.places[row].ref for row in rows]
        if refs:
            self.confirmed.emit(refs)

"""冲突: where offices differ, field by field, and what is to stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QTableWidgetItem, QWidget

from hengbiao.domain import money
from hengbiao.domain.change import ROWS, Ref
from hengbiao.domain.fields import KINDS, kind_at
from hengbiao.domain.target import Target
from hengbiao.exchange.naming import field_called, record_name
from hengbiao.exchange.resolve import decided
from hengbiao.formats.strict_json import Fault
from hengbiao.qt import errors, style
from hengbiao.qt._ui.conflicts_dialog import Ui_ConflictsDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hengbiao.domain.tree import Tree
    from hengbiao.exchange.resolve import Decision
    from hengbiao.store.conflicts import Conflict, Side
    from hengbiao.store.store import Store

_HEADS: Final = ("对象", "字段", "我方", "对方", "原值", "采用", "自填")
_CHOICE, _OWN = 5, 6
_LATER, _TYPED = -1, -2


class ConflictsDialog(QDialog):
    """`decisions` holds what was decided once accepted; what is left for later is not in it."""

    def __init__(self, store: Store, tree: Tree, found: Sequence[Conflict], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_ConflictsDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self._store, self._tree, self._found = store, tree, tuple(found)
        self._sides = [_ours_first(one, store.identity.office) for one in found]
        self._decisions: list[Decision] = []
        form.table.setColumnCount(len(_HEADS))
        form.table.setHorizontalHeaderLabels([self.tr(head) for head in _HEADS])
        form.table.verticalHeader().hide()
        form.table.setRowCount(len(found))
        form.table.setEditTriggers(form.table.EditTrigger.AllEditTriggers)
        form.table.horizontalHeader().setMaximumSectionSize(style.space(75))
        self.resize(style.space(310), style.space(100))
        for row, one in enumerate(found):
            self._put(row, one)
        form.table.resizeColumnsToContents()
        form.table.horizontalHeader().setStretchLastSection(True)
        form.table.itemChanged.connect(self._typed)
        form.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("采用选定的"))
        form.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("都稍后"))

    def decisions(self) -> list[Decision]:
        """What was decided."""
        return self._decisions

    def choices(self, row: int) -> QComboBox:
        """The box in which one decides on a line."""
        box = self.form.table.cellWidget(row, _CHOICE)
        assert isinstance(box, QComboBox)  # noqa: S101 - put there by _put
        return box

    def accept(self) -> None:
        """Close where every decision can be read; else say which cannot."""
        try:
            self._decisions = [made for row in range(len(self._found)) for made in self._decision(row)]
        except (Fault, money.MoneyError) as fault:
            errors.tell(self, self.tr("自填的内容读不懂"), str(fault))
            return
        super().accept()

    def _put(self, row: int, one: Conflict) -> None:
        table, sides = self.form.table, self._sides[row]
        others = "\n".join(self._said(one, side) for side in sides[1:])
        place = self._place(one)
        for column, text in enumerate((*place, self._said(one, sides[0]), others, self._value(one, one.base))):
            item = QTableWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
            item.setToolTip(text)
            table.setItem(row, column, item)
        box = QComboBox()
        box.setAccessibleName(self.tr("采用哪一方：%s") % " ".join(place))
        box.addItem(self.tr("稍后"), _LATER)
        for at, side in enumerate(sides):
            box.addItem(self._choice(at, side, len(sides)), at)
        own = QTableWidgetItem()
        if _is_whole(one):
            own.setFlags(Qt.ItemFlag.ItemIsEnabled)
        else:
            box.addItem(self.tr("自填"), _TYPED)
        table.setCellWidget(row, _CHOICE, box)
        table.setItem(row, _OWN, own)

    def _choice(self, at: int, side: Side, count: int) -> str:
        name = self.tr("采用我方") if at == 0 else self.tr("采用对方")
        return name if count == 2 or at == 0 else f"{name}（{side.author}）"

    def _typed(self, item: QTableWidgetItem) -> None:
        if item.column() == _OWN and item.text().strip():
            box = self.choices(item.row())
            box.setCurrentIndex(box.findData(_TYPED))

    def _decision(self, row: int) -> list[Decision]:
        one, chosen = self._found[row], self.choices(row).currentData()
        if chosen == _LATER:
            return []
        if chosen != _TYPED:
            return [(one, self._sides[row][chosen].value)]
        own = self.form.table.item(row, _OWN)
        value: Any = own.text().strip() if own else ""
        if self._kind(one) == "amount":
            amount = money.parse(value, "万元")
            value = None if amount is None else money.yuan(amount)
        return decided(self._store, self._tree, {"decisions": [{"conflict": one.id, "value": value or None}]})

    def _place(self, one: Conflict) -> tuple[str, str]:
        item = self._tree.headings.get(one.record)
        if item is None:
            named = next((side.value.get("name", "") for side in one.sides if isinstance(side.value, dict)), "")
            return named or self.tr("（已删除的表）"), self.tr("整张表")
        field = field_called(self._tree, Ref(one.record, one.path))
        return record_name(item), field + (self.tr("（万元）") if self._kind(one) == "amount" else "")

    def _kind(self, one: Conflict) -> str:
        item = self._tree.headings.get(one.record)
        try:
            return kind_at(KINDS[item.kind], one.path) if item and one.path else "text"
        except KeyError:
            return "text"

    def _said(self, one: Conflict, side: Side) -> str:
        return f"{self._value(one, side.value)}（{side.author}，{side.at[:16].replace('T', ' ')}）"

    def _value(self, one: Conflict, value: Any) -> str:
        if _is_whole(one):
            return self.tr("删除") if value is None else self.tr("保留")
        if value in (None, ""):
            return self.tr("（空）")
        if isinstance(value, dict):
            return str(Target(**value))
        return money.tell(value, "万元") if isinstance(value, int) and self._kind(one) == "amount" else str(value)


def _ours_first(one: Conflict, office: str) -> tuple[Side, ...]:
    return tuple(sorted(one.sides, key=lambda side: side.office != office))


def _is_whole(one: Conflict) -> bool:
    return not one.path or (len(one.path) == 2 and one.path[0] in ROWS)

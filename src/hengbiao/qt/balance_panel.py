"""收支平衡: every equation of a form as one line, what it is made of below it, and the repair where one is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hengbiao.domain import money
from hengbiao.domain.balance import equations
from hengbiao.domain.repairs import repair
from hengbiao.domain.wording import sentence
from hengbiao.qt import style
from hengbiao.qt.models.outline import label

if TYPE_CHECKING:
    from hengbiao.domain.balance import Equation
    from hengbiao.domain.change import Ref
    from hengbiao.domain.repairs import Repair
    from hengbiao.domain.tree import Tree

_STATES: Final = {"balanced": "一致", "unbalanced": "不一致", "open": "未填全或待核实"}
_COLOURS: Final = {"balanced": "good", "unbalanced": "wrong", "open": "open"}
_POINTS: Final = frozenset({"payments", "weights"})
_PLACE: Final = int(Qt.ItemDataRole.UserRole)
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BalancePanel(QDialog):
    """Stays beside the form and goes on with it.

    `chosen` carries the Ref of an amount to go to, `mended` the name and the changes of a repair.
    """

    chosen = Signal(object)
    mended = Signal(str, list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("收支平衡"))
        self._shown: tuple[str, tuple[Equation, ...], str] = ("", (), "")
        self._repairs: dict[str, Repair] = {}
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._list = self._new_list()
        self._told = QLabel()
        self._told.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton(self.tr("改正"))
        self._button.clicked.connect(self._mend)
        self._lay_out()
        self.resize(style.space(190), style.space(90))

    def show_form(self, tree: Tree, record: str, unit: str) -> None:
        """Show the equations of a project or department form, amounts in the 金额单位 `unit`."""
        item = tree.headings.get(record)
        made = tuple(one for one in equations(tree, record) if one.state != "not_applicable") if item else ()
        if (record, made, unit) == self._shown:
            return
        self._shown = (record, made, unit)
        self._repairs = {one.name: found for one in made if (found := repair(tree, one))}
        self._title.setText(self.tr("%s（%s）") % (label(item), unit) if made and item else self._nothing())
        at = max(0, self._list.indexOfTopLevelItem(self._top()))
        self._list.clear()
        self._list.addTopLevelItems([_line(one, unit) for one in made])
        self._list.expandAll()
        self._list.setCurrentItem(self._list.topLevelItem(min(at, len(made) - 1)))
        self._tell()

    def lines(self) -> QTreeWidget:
        """The list, an equation a line."""
        return self._list

    def _new_list(self) -> QTreeWidget:
        view = QTreeWidget()
        view.setColumnCount(4)
        view.setHeaderLabels([self.tr("左"), self.tr("右"), self.tr("差额"), self.tr("状态")])
        view.setAccessibleName(self.tr("平衡关系，每条一行"))
        view.header().setStretchLastSection(False)
        view.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        view.currentItemChanged.connect(lambda *_: self._tell())
        view.itemActivated.connect(self._go)
        return view

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.addWidget(self._told, 1)
        below.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.addWidget(self._title)
        column.addWidget(self._list, 1)
        column.addLayout(below)

    def _nothing(self) -> str:
        return self.tr("选择一个项目，这里列出它的全部平衡关系")

    def _top(self) -> QTreeWidgetItem:
        item = self._list.currentItem() or QTreeWidgetItem()
        return item.parent() or item

    def _current(self) -> Equation | None:
        at = self._list.indexOfTopLevelItem(self._top())
        return self._shown[1][at] if 0 <= at < len(self._shown[1]) else None

    def _tell(self) -> None:
        """The sentence of the equation under the cursor, and its repair."""
        made = self._current()
        found = self._repairs.get(made.name) if made else None
        self._told.setText(sentence(made, self._shown[2]) if made else "")
        self._button.setVisible(found is not None)
        if found:
            self._button.setText(found.label.replace("&", "&&"))

    def _go(self, item: QTreeWidgetItem) -> None:
        place: Ref | None = item.data(0, _PLACE)
        if place:
            self.chosen.emit(place)

    def _mend(self) -> None:
        made = self._current()
        found = self._repairs.get(made.name) if made else None
        if found:
            self.mended.emit(found.label, list(found.changes))


def _line(made: Equation, unit: str) -> QTreeWidgetItem:
    """An equation with what it is made of, its notes and its cause below it."""
    points = made.name in _POINTS
    sides = ((made.left_label, made.left), (made.right_label, made.right))
    texts = [f"{name} {_amount(value, unit, points=points)}" for name, value in sides]
    gap = "" if made.difference is None else _amount(made.difference, unit, points=points)
    line = QTreeWidgetItem([*texts, gap, _STATES[made.state]])
    line.setIcon(3, style.mark(f"mark-{made.state}"))
    line.setForeground(3, style.colour(_COLOURS[made.state]))
    line.setTextAlignment(2, _RIGHT)
    for term in made.terms:
        part = QTreeWidgetItem(line, [term.label, _amount(term.amount, unit, points=False)])
        part.setData(0, _PLACE, term.ref)
    for text in (*made.notes, made.cause):
        if text:
            note = QTreeWidgetItem(line, [text])
            note.setForeground(0, style.colour("muted"))
            note.setFirstColumnSpanned(True)
    return line


def _amount(value: int | None, unit: str, *, points: bool) -> str:
    if value is None:
        return "（未填）"
    return f"{value / 100:g}" if points else money.tell(value, unit)

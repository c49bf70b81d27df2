"""收支平衡: every equation of a form, or of the whole document, as one line, and the repair where one is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QTableView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hengbiao.domain.balance import Equation, equations
from hengbiao.domain.change import Ref
from hengbiao.domain.repairs import repair
from hengbiao.domain.tree import Tree, empty
from hengbiao.domain.wording import sentence
from hengbiao.qt import style
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.elided import ElidedLabel
from hengbiao.qt.models.balance_model import COLOURS, LINE, POINTS, BalanceModel, sides, told
from hengbiao.qt.models.outline import label
from hengbiao.qt.views.lines_view import WholeLine

if TYPE_CHECKING:
    from hengbiao.domain.repairs import Repair
    from hengbiao.qt.idle import Idle

_LONGEST: Final = 24
"""Characters that the name of a repair may have on its button."""
_LAST_NAME: Final = 2
"""The last column of the list of the whole document that shares its width; figures and marks take what they need."""
_Mode = QHeaderView.ResizeMode
_PLACE: Final = int(Qt.ItemDataRole.UserRole)
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BalancePanel(Dialog):
    """Stays beside the form and goes on with it; the whole document is worked out in the idle time of `idle`.

    `chosen` carries the Ref of an amount to go to, `mended` the name and the changes of a repair.
    """

    chosen = Signal(object)
    mended = Signal(str, list)

    def __init__(self, idle: Idle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("收支平衡"))
        self._idle, self._tree, self._unit = idle, empty(), "万元"
        self.model = BalanceModel(self)
        self._scope, self._pages = self._new_scope(), QStackedWidget()
        self._open_only = QCheckBox(self.tr("只列不一致和待核实的(&O)"))
        self._open_only.setObjectName("openOnly")
        self._open_only.setChecked(True)
        self._open_only.toggled.connect(self._renew)
        self._table = self._new_table()
        self._shown: tuple[str, tuple[Equation, ...], str] = ("", (), "")
        self._repairs: dict[str, Repair] = {}
        self._title = ElidedLabel()
        self._title.setProperty("role", "title")
        self._list = self._new_list()
        self._told = QLabel()
        self._told.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton(self.tr("改正"))
        self._button.setObjectName("mend")
        self._button.setAutoDefault(False)
        self._button.clicked.connect(self._mend)
        self._close = QPushButton(self.tr("关闭"))
        self._close.setObjectName("close")
        self._close.setAutoDefault(False)
        self._close.clicked.connect(self.reject)
        self._lay_out()
        style.fit(self, 240, 110)
        self._list.setFocus()

    def show_form(self, tree: Tree, record: str, unit: str) -> None:
        """Show the equations of a project or department form, amounts in the 金额单位 `unit`."""
        self._tree, self._unit = tree, unit
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

    def show_document(self) -> None:
        """Bring the list of the whole document up to date, where it shows."""
        if self._scope.currentIndex() == 1 and self.isVisible():
            self._renew()

    def lines(self) -> QTreeWidget:
        """The list of a form, an equation a line."""
        return self._list

    def all_lines(self) -> QTableView:
        """The list of the whole document."""
        return self._table

    def turn_to(self, whole: bool) -> None:  # noqa: FBT001 - which of two
        """Show the balance of the whole document, or of the form."""
        self._scope.setCurrentIndex(int(whole))

    def _new_scope(self) -> QTabBar:
        tabs = QTabBar()
        tabs.setObjectName("scope")
        tabs.setDrawBase(False)
        tabs.setExpanding(False)
        tabs.setAccessibleName(self.tr("当前表或全部表"))
        for name in (self.tr("当前表"), self.tr("全部表")):
            tabs.addTab(name)
        tabs.currentChanged.connect(self._turn)
        return tabs

    def _new_table(self) -> QTableView:
        view = QTableView()
        view.setObjectName("allLines")
        view.setModel(self.model)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setAccessibleName(self.tr("全部表的平衡关系，每条一行"))
        head = view.horizontalHeader()
        head.setResizeContentsPrecision(0)
        for column in range(self.model.columnCount()):
            fixed = column > _LAST_NAME
            head.setSectionResizeMode(column, _Mode.ResizeToContents if fixed else _Mode.Stretch)
        view.setItemDelegate(WholeLine(view))
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        view.selectionModel().currentChanged.connect(lambda *_: self._tell())
        view.activated.connect(self._go_to_line)
        self.model.modelReset.connect(self._tell)
        return view

    def _turn(self, at: int) -> None:
        self._pages.setCurrentIndex(at)
        self._open_only.setVisible(at == 1)
        if at == 1:
            self._renew()
        self._tell()

    def _renew(self) -> None:
        self._idle.add(self.model.show_tree(self._tree, self._unit, all_=not self._open_only.isChecked()))

    def _go_to_line(self) -> None:
        made = self._current()
        if made:
            box = {"payments": ("payments",), "weights": ("indicators",), "estimates": ("estimates",)}
            kind = self._tree.headings[made.record].kind
            path = () if kind == "unit" else box.get(made.name, ("funds", "total"))
            self.chosen.emit(Ref(made.record, path))

    def _new_list(self) -> QTreeWidget:
        view = QTreeWidget()
        view.setObjectName("lines")
        view.setColumnCount(4)
        view.setItemDelegate(WholeLine(view))
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
        for button in (self._button, self._close):
            below.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        above = QHBoxLayout()
        above.addWidget(self._scope)
        above.addStretch(1)
        above.addWidget(self._open_only)
        form = QWidget()
        inner = QVBoxLayout(form)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self._title)
        inner.addWidget(self._list, 1)
        self._pages.addWidget(form)
        self._pages.addWidget(self._table)
        self._open_only.hide()
        column = QVBoxLayout(self)
        column.addLayout(above)
        column.addWidget(self._pages, 1)
        column.addLayout(below)

    def _nothing(self) -> str:
        return self.tr("选择一个项目，这里列出它的全部平衡关系")

    def _top(self) -> QTreeWidgetItem:
        item = self._list.currentItem() or QTreeWidgetItem()
        return item.parent() or item

    def _current(self) -> Equation | None:
        if self._scope.currentIndex() == 1:
            line = self._table.currentIndex().data(LINE)
            return line if isinstance(line, Equation) else None
        at = self._list.indexOfTopLevelItem(self._top())
        return self._shown[1][at] if 0 <= at < len(self._shown[1]) else None

    def _tell(self) -> None:
        """The sentence of the equation under the cursor, and its repair."""
        made = self._current()
        found = self._repair(made)
        self._told.setText(sentence(made, self._unit) if made else self._summed())
        self._button.setVisible(found is not None)
        if found:
            label = found.label if len(found.label) <= _LONGEST else f"{found.label[:_LONGEST]}…"
            self._button.setText(label.replace("&", "&&"))
            self._button.setToolTip(found.label)

    def _summed(self) -> str:
        """What the list of the whole document comes to in a sentence."""
        if self._scope.currentIndex() == 0:
            return ""
        left = self.model.open_lines()
        return self.tr("%d 条不一致或待核实，双击到那张表") % left if left else self.tr("全部表的平衡关系都一致")

    def _go(self, item: QTreeWidgetItem) -> None:
        place: Ref | None = item.data(0, _PLACE)
        if place:
            self.chosen.emit(place)

    def _mend(self) -> None:
        found = self._repair(self._current())
        if found:
            self.mended.emit(found.label, list(found.changes))

    def _repair(self, made: Equation | None) -> Repair | None:
        if made is None or self._scope.currentIndex() == 0:
            return self._repairs.get(made.name) if made else None
        return repair(self._tree, made) if made.record in self._tree.headings else None


def _line(made: Equation, unit: str) -> QTreeWidgetItem:
    """An equation with what it is made of, its notes and its cause below it."""
    line = QTreeWidgetItem(list(sides(made, unit)))
    line.setIcon(3, style.mark(f"mark-{made.state}"))
    line.setForeground(3, style.colour(COLOURS[made.state]))
    line.setTextAlignment(2, _RIGHT)
    for term in made.terms:
        part = QTreeWidgetItem(line, [term.label, told(term.amount, unit, points=made.name in POINTS)])
        part.setData(0, _PLACE, term.ref)
    for text in (*made.notes, made.cause):
        if text:
            note = QTreeWidgetItem(line, [text])
            note.setForeground(0, style.colour("muted"))
            note.setFirstColumnSpanned(True)
    return line

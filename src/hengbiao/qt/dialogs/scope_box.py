"""What to print or export: this form, forms that are ticked, all of a kind, the booklet, the summary tables."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QListWidget, QListWidgetItem, QRadioButton, QVBoxLayout, QWidget

from hengbiao.domain.tree import Heading, Tree, empty
from hengbiao.exchange.exports import forms_of
from hengbiao.exchange.prints import BOOKLET, FORMS, SUMMARY, Print
from hengbiao.qt import style
from hengbiao.qt.models.outline import label as name_of

ONE: Final = "one"
TICKED: Final = "ticked"
PROJECTS: Final = "project"
DEPARTMENTS: Final = "department"
_KINDS: Final[Mapping[str, str]] = MappingProxyType({PROJECTS: "全部项目表", DEPARTMENTS: "全部部门整体表"})
_FROM_FILTER: Final = 12
"""Forms from which on the list can be filtered."""
_NAME: Final = 60
_BESIDE: Final = 60
"""Steps of space that stand beside the name of a form in a dialog."""


class ScopeBox(QWidget):
    """Offers what `offer` is told; `changed` tells that `wanted` has another answer."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree, self._record = empty(), ""
        self._selected: set[str] = set()
        self.buttons = QButtonGroup(self)
        self.list, self.filter = QListWidget(self), QLineEdit(self)
        self.list.setObjectName("forms")
        self.filter.setObjectName("sift")
        self.list.setAccessibleName(self.tr("勾选要的表"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setFixedHeight(style.space(36))
        self.filter.setPlaceholderText(self.tr("筛选"))
        self.filter.setAccessibleName(self.tr("筛选"))
        self.filter.textChanged.connect(self._sift)
        self.list.itemChanged.connect(lambda _item: self.changed.emit())
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(style.space(1))

    def offer(self, tree: Tree, records: Sequence[str], chosen: str = "") -> None:
        """Offer the forms of a document; `records` are selected in it, the forms of a unit with it.

        `chosen` names a first choice; without it that is the selected form, several of them ticked, or all projects.
        """
        forms = {part.id for unit in tree.units for part in tree.parts(unit.id) if {part.id, unit.id} & {*records}}
        self._tree, self._selected = tree, forms
        self._record = next(iter(forms)) if len(forms) == 1 and forms == {*records} else ""
        for name, text in self._choices():
            button = QRadioButton(text, self)
            button.setObjectName(name)
            button.setToolTip(name_of(tree.headings[self._record]) if name == ONE else "")
            button.toggled.connect(self._toggle)
            self.buttons.addButton(button)
            self.column.addWidget(button)
            if name == TICKED:
                for widget in (self.filter, self.list):
                    self.column.addWidget(widget)
        names = [button.objectName() for button in self.buttons.buttons()]
        several = len(forms) > 1 and (len(tree.units) > 1 or not {unit.id for unit in tree.units} & {*records})
        usual = (chosen, ONE, TICKED if several else PROJECTS, PROJECTS, *names)
        if names:
            self.choose(next(name for name in usual if name in names))
        else:
            self._toggle()

    @property
    def choice(self) -> str:
        """The name of the choice; "" where there is none."""
        button = self.buttons.checkedButton()
        return str(button.objectName()) if button else ""

    def choose(self, name: str) -> None:
        """Make a choice."""
        chosen = next(button for button in self.buttons.buttons() if button.objectName() == name)
        chosen.setChecked(True)
        chosen.setFocus()
        self._toggle()

    @property
    def wanted(self) -> Print:
        """The answer; without records where nothing is ticked."""
        choice = self.choice
        if choice in {BOOKLET, SUMMARY}:
            return Print(choice)
        if choice == TICKED:
            return Print(FORMS, tuple(self._ticked()))
        records = (self._record,) if choice == ONE else forms_of(self._tree, choice)
        return Print(FORMS, tuple(records) if choice else ())

    def _choices(self) -> Iterator[tuple[str, str]]:
        tree, item = self._tree, self._tree.headings.get(self._record)
        counts = {kind: len(forms_of(tree, kind)) for kind in _KINDS}
        if item and item.kind != "unit":
            yield ONE, self.tr("当前表：%s") % self._short(name_of(item)).replace("&", "&&")
        if sum(counts.values()) > 1:
            yield TICKED, self.tr("勾选几张表")
        for kind, text in _KINDS.items():
            if counts[kind]:
                yield kind, f"{self.tr(text)}（{counts[kind]:,} 张）"
        if sum(counts.values()):
            yield BOOKLET, self.tr("整册：封面、目录和全部表")
        if counts[PROJECTS]:
            yield SUMMARY, self.tr("项目汇总表")

    def _short(self, name: str) -> str:
        room = min(self.fontMetrics().averageCharWidth() * _NAME, style.room(self).width() - style.space(_BESIDE))
        return self.fontMetrics().elidedText(" ".join(name.split()), Qt.TextElideMode.ElideRight, room)

    def _toggle(self) -> None:
        ticking = self.choice == TICKED
        if ticking and not self.list.count():
            self._fill()
        self.list.setVisible(ticking)
        self.filter.setVisible(ticking and self.list.count() >= _FROM_FILTER)
        self.changed.emit()

    def _fill(self) -> None:
        several = len(self._tree.units) > 1
        self.list.blockSignals(True)
        for unit in self._tree.units:
            for item in self._tree.parts(unit.id):
                self.list.addItem(self._line(item, unit.name if several else ""))
        self.list.blockSignals(False)

    def _line(self, item: Heading, unit: str) -> QListWidgetItem:
        line = QListWidgetItem(f"{name_of(item)}　{unit}" if unit else name_of(item))
        line.setToolTip(line.text())
        line.setData(Qt.ItemDataRole.UserRole, item.id)
        line.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
        line.setCheckState(Qt.CheckState.Checked if item.id in self._selected else Qt.CheckState.Unchecked)
        return line

    def _sift(self, text: str) -> None:
        for at in range(self.list.count()):
            self.list.item(at).setHidden(text.strip() not in self.list.item(at).text())

    def _ticked(self) -> Iterator[str]:
        lines = (self.list.item(at) for at in range(self.list.count()))
        return (
            str(line.data(Qt.ItemDataRole.UserRole)) for line in lines if line.checkState() == Qt.CheckState.Checked
        )

"""What stands in the editor while no form does but a document is open: a unit, its forms and what they print of it."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from hengbiao.domain import money
from hengbiao.domain.tree import Heading, Tree
from hengbiao.qt import style
from hengbiao.qt._ui.unit_page import Ui_UnitPage
from hengbiao.qt.models.form_states import FormStates
from hengbiao.qt.models.lines import Head, Line
from hengbiao.qt.models.outline import label
from hengbiao.qt.models.unit_fields import texts

_NAMES = {"name": "单位名称(&1)", "code": "单位编码(&2)", "region": "表样地区(&3)", "year": "年度(&4)"}
_SAID = {"balanced": "一致", "unbalanced": "不一致", "open": "未填全或待核实"}
_FEW = 300
"""Forms whose states are worked out for the list; of more only the tree tells."""


class UnitPage(QWidget):
    """`written` carries the name of a field of the unit and its new text, `chosen` the id of a form to open.

    `states` are kept up to date by whoever owns them.
    """

    written = Signal(str, str)
    chosen = Signal(str)

    def __init__(self, states: FormStates, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_UnitPage()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self._edits: dict[str, QLineEdit | QComboBox] = {}
        self._states = states
        gap = style.space(4)
        form.column.setContentsMargins(gap, gap, gap, gap)
        form.column.setSpacing(style.space(2))
        form.halves.setSpacing(style.space(8))
        for part in (form.left, form.right, form.fields, form.buttons):
            part.setSpacing(style.space(2))
        form.list.set_heads(
            (Head(self.tr("名称"), 22), Head(self.tr("预算数"), 8, figures=True), Head(self.tr("资金与指标"), 9))
        )
        form.list.set_empty(self.tr("还没有项目。按下面的“新建项目”，就从一张空表填起。"))
        form.list.activated.connect(lambda index: self.chosen.emit(form.list.lines.lines[index.row()].about))

    def show_unit(self, tree: Tree, unit: str, money_unit: str) -> None:
        """Sum up a unit, amounts in `money_unit`."""
        projects = tree.projects(unit)
        self.form.heading.setText(label(tree.headings[unit]))
        self.form.summary.setText(_summary(projects, tree.unit_year(unit), money_unit))
        self.form.advice.setText(self.tr("双击或回车打开") if projects else "")
        self.form.projectButton.setDefault(not projects)
        self.form.departmentButton.setVisible(tree.department(unit) is None)
        parts = tree.parts(unit)
        self.form.list.show_lines([self._line(tree, item, money_unit, few=len(parts) <= _FEW) for item in parts])
        self._show_fields(texts(tree.unit(unit)))

    def set_writable(self, writable: bool) -> None:  # noqa: FBT001 - as setEnabled
        """Whether the fields can be written."""
        for edit in self._edits.values():
            edit.setEnabled(writable)

    def _line(self, tree: Tree, item: Heading, money_unit: str, *, few: bool) -> Line:
        state = self._states.of(tree, item.id) if few else ""
        amount = money.tell(item.total, money_unit) if item.total is not None else ""
        return Line((label(item), amount, _SAID.get(state, "")), about=item.id, mark=f"mark-{state}" if state else "")

    def _show_fields(self, shown: Mapping[str, str]) -> None:
        if list(shown) != list(self._edits):
            self._make_fields(list(shown))
        for name, edit in self._edits.items():
            if isinstance(edit, QComboBox):
                with QSignalBlocker(edit):
                    edit.setCurrentIndex(edit.findData(shown[name]))
            elif not (edit.hasFocus() and edit.isModified()):
                edit.setText(shown[name])

    def _make_fields(self, names: list[str]) -> None:
        fields = self.form.fields
        while fields.rowCount():
            fields.removeRow(0)
        self._edits = {name: self._region_box() if name == "region" else self._line_edit(name) for name in names}
        for name, edit in self._edits.items():
            words = _NAMES.get(name, name)
            edit.setAccessibleName(words.partition("(")[0])
            fields.addRow(words, edit)

    def _line_edit(self, name: str) -> QLineEdit:
        edit = QLineEdit()
        edit.editingFinished.connect(lambda: self._tell(name, edit))
        return edit

    def _tell(self, name: str, edit: QLineEdit) -> None:
        if edit.isModified():
            edit.setModified(False)
            self.written.emit(name, edit.text().strip())

    def _region_box(self) -> QComboBox:
        from hengbiao.forms.layouts import layouts
        from hengbiao.qt.regions import known_regions

        box = QComboBox()
        for key, name in known_regions(layouts()):
            box.addItem(name, key)
        box.activated.connect(lambda _at: self.written.emit("region", str(box.currentData())))
        return box


def _summary(projects: tuple[Heading, ...], year: int | None, money_unit: str) -> str:
    known = [item.total for item in projects if item.total is not None]
    blank = len(projects) - len(known)
    parts = [f"{year} 年"] * bool(year) + [f"{len(projects)} 个项目"]
    parts += [f"预算合计 {money.tell(sum(known), money_unit)} {money_unit}"] * bool(known)
    parts += [f"{blank} 个未填预算数"] * bool(blank)
    return "　·　".join(parts)

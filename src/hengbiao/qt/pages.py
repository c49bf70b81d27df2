"""What stands in the editor while no form does but a document is open: a unit, its forms and what they print of it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from hengbiao.domain import money, status
from hengbiao.domain.change import Record
from hengbiao.domain.tree import Heading, Tree
from hengbiao.qt import style
from hengbiao.qt._ui.unit_page import Ui_UnitPage
from hengbiao.qt.models.line_marks import MARKS, LineMarks
from hengbiao.qt.models.lines import Head, Line
from hengbiao.qt.models.outline import label
from hengbiao.qt.models.unit_fields import texts
from hengbiao.qt.still_boxes import StillBoxes

_NAMES = {"name": "单位名称(&1)", "code": "单位编码(&2)", "region": "表样地区(&3)", "year": "年度(&4)"}
_LOW = 90
"""Fifths of a line: in a lower page nothing is said twice."""
_FEW = 300
"""Forms whose states are worked out for the list; of more only the tree tells."""


class UnitPage(QWidget):
    """`written` carries the name of a field of the unit and its new text, `chosen` the id of a form to open.

    `marks` gives those of the document on show, kept up to date by whoever owns them.
    """

    written = Signal(str, str)
    chosen = Signal(str)

    def __init__(self, marks: Callable[[], LineMarks], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_UnitPage()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self._edits: dict[str, QLineEdit | QComboBox] = {}
        self._marks = marks
        form.column.setSpacing(style.space(2))
        form.halves.setSpacing(style.space(8))
        for part in (form.left, form.right, form.fields, form.buttons):
            part.setSpacing(style.space(2))
        form.list.set_heads(
            (
                Head(self.tr("名称"), 18),
                Head(self.tr("预算数"), 7, figures=True),
                Head(self.tr("填报情况"), 18),
            )
        )
        form.list.set_empty(self.tr("还没有项目。按下面的“新建项目”，就从一张空表填起。"))
        form.list.activated.connect(lambda index: self.chosen.emit(form.list.lines.lines[index.row()].about))

    def minimumSizeHint(self) -> QSize:
        """Little: both halves scroll, and the tree beside it keeps its room."""
        return QSize(style.space(80), style.space(40))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the list has the room of the heading, which the row above names too."""
        super().resizeEvent(event)
        low = self.height() < style.space(_LOW)
        gap = style.space(2 if low else 4)
        self.form.column.setContentsMargins(style.space(4), gap, style.space(4), gap)
        self.form.heading.setHidden(low)

    def show_unit(self, tree: Tree, unit: str, money_unit: str) -> None:
        """Sum up a unit, amounts in `money_unit`."""
        projects = tree.projects(unit)
        self.form.heading.setText(label(tree.headings[unit]))
        self.form.summary.setText(_summary(projects, tree.unit_year(unit), money_unit))
        self.form.advice.setText(self._advice(tree, unit) if projects else "")
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
        amount = money.tell(item.total, money_unit) if item.total is not None else ""
        if not few:
            return Line((label(item), amount, ""), about=item.id)
        marks, record = self._marks(), tree.records[item.id]
        state = marks.form(tree, item.id)
        carried = len(getattr(record, "carried", ()))
        left = self.tr("沿用上年 %d 处未核对") % carried if carried else ""
        told = "；".join(filter(None, (_standing(record), marks.found(tree, item.id), left)))
        return Line((label(item), amount, told), about=item.id, mark=MARKS[state])

    def _advice(self, tree: Tree, unit: str) -> str:
        """What to do next."""
        parts = tree.parts(unit)
        if len(parts) > _FEW:
            return self.tr("双击或回车打开")
        states = [self._marks().form(tree, item.id) for item in parts]
        wrong = states.count("unbalanced") + states.count("faulty")
        counted = (
            (states.count("open"), self.tr("%d 张还没有填全")),
            (wrong, self.tr("%d 张有要改的地方")),
            (states.count("explain"), self.tr("%d 张有需核实的地方")),
        )
        left = "，".join(words % count for count, words in counted if count)
        return self.tr("接下来：%s；双击或回车打开") % left if left else self.tr("都填好了，可以预览、打印、上报")

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
        StillBoxes(box).keep(box)
        return box


def _standing(record: Record) -> str:
    """Where a form stands on its way, "" where nobody noted it."""
    note = status.status(record)
    words = " ".join((status.STATES.get(note.state, note.state), note.on)) if note else ""
    return f"{words}，其后有修改" if status.edited_since(record) else words


def _summary(projects: tuple[Heading, ...], year: int | None, money_unit: str) -> str:
    known = [item.total for item in projects if item.total is not None]
    blank = len(projects) - len(known)
    parts = [f"{year} 年"] * bool(year) + [f"{len(projects)} 个项目"]
    parts += [f"预算合计 {money.tell(sum(known), money_unit)} {money_unit}"] * bool(known)
    parts += [f"{blank} 个未填预算数"] * bool(blank)
    return "　·　".join(parts)

"""Asks of which forms 审核情况说明 or 绩效目标审核表 is to be written, and as what."""

from typing import Final

from PySide6.QtWidgets import QDialogButtonBox, QWidget

from hengbiao.domain.tree import Tree
from hengbiao.exchange.naming import record_name, unit_name
from hengbiao.exchange.opinions import Kind
from hengbiao.qt import style
from hengbiao.qt._ui.report_dialog import Ui_ReportDialog
from hengbiao.qt.dialogs.dialog import Dialog

_SUFFIXES: Final = (".xlsx", ".pdf")
TITLES: Final[dict[Kind, str]] = {"findings": "审核情况说明", "opinion": "绩效目标审核表"}


class ReportDialog(Dialog):
    """`records` and `suffix` hold the answer once accepted; offered are the form `record`, its unit and all."""

    def __init__(self, tree: Tree, record: str, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Ui_ReportDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        self.setWindowTitle(TITLES[kind])
        self.form.heading.setText(TITLES[kind])
        self.form.what.setText(self._what(kind))
        self._tree = tree
        self._offer(record)
        self.form.scope.setMinimumWidth(style.space(90))
        self.form.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("写成文件…"))
        self.form.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("取消"))
        if not self.records():
            self.form.what.setText(self.tr("文件里还没有表。先新建一个项目，填了以后再来。"))
            self.form.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(False)

    def records(self) -> tuple[str, ...]:
        """The forms asked for, in the order of the document."""
        wanted = str(self.form.scope.currentData() or "")
        forms = ((unit.id, part.id) for unit in self._tree.units for part in self._tree.parts(unit.id))
        return tuple(part for unit, part in forms if not wanted or wanted in {unit, part})

    def suffix(self) -> str:
        """As what: .xlsx or .pdf."""
        return _SUFFIXES[self.form.format.currentIndex()]

    def _what(self, kind: Kind) -> str:
        if kind == "findings":
            return self.tr("逐条列出审核结果和填报单位写的说明；没有写说明的，说明一栏空着。")
        return self.tr("一张表一份，按审核结果预填各要点和建议得分；Excel 里可以接着改，结论由审核人定。")

    def _offer(self, record: str) -> None:
        tree, add = self._tree, self.form.scope.addItem
        item = tree.headings.get(record)
        if item and item.kind != "unit":
            add(self.tr("当前表：%s") % record_name(item), item.id)
        if item and len(tree.units) > 1:
            add(self.tr("当前预算单位：%s") % unit_name(tree, item.unit), item.unit)
        add(self.tr("全部 %d 张表") % sum(len(tree.parts(unit.id)) for unit in tree.units), "")

"""汇总: the sums of the document, and who has not reported, as tables to look at, save and paste."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QFileDialog, QTableWidget, QWidget

from hengbiao.domain.refusal import Refusal
from hengbiao.exchange import expected, rollup
from hengbiao.exchange.tables import WRITERS, write_tables
from hengbiao.qt import errors, style
from hengbiao.qt._ui.rollup_dialog import Ui_RollupDialog
from hengbiao.qt.grid_table import fill

if TYPE_CHECKING:
    from hengbiao.domain.tree import Tree
    from hengbiao.forms.grid import Grid

_LISTS: Final = "名单 (*.csv *.xlsx *.xls)"
_TARGETS: Final = "Excel 工作簿 (*.xlsx);;PDF 文件 (*.pdf)"


class RollupDialog(QDialog):
    """Shows a tree with so many unresolved `conflicts`; files are asked for beside `folder`."""

    def __init__(self, tree: Tree, conflicts: int, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_RollupDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self._tree, self._folder = tree, folder
        self._found: expected.Reporting | None = None
        self.sums, self.absent = QTableWidget(), QTableWidget()
        self.sums.setAccessibleName(self.tr("汇总表"))
        self.absent.setAccessibleName(self.tr("未报名单"))
        form.sumsLayout.addWidget(self.sums)
        form.absentLayout.addWidget(self.absent)
        self._grids: dict[int, Grid] = {0: rollup.grid(rollup.rollup(tree, conflicts), tree)}
        fill(self.sums, self._grids[0])
        form.list.clicked.connect(self._ask_list)
        form.copy.clicked.connect(self.copy)
        form.copy.setEnabled(False)
        form.save.clicked.connect(self._ask_target)
        form.tabs.currentChanged.connect(lambda at: form.save.setEnabled(at in self._grids))
        form.buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("关闭"))
        self.resize(style.space(220), style.space(120))

    def use_list(self, file: str) -> None:
        """Hold the document against a list of the units that are to report."""
        try:
            self._found = found = expected.reporting(self._tree, expected.read_expected(Path(file)))
        except Refusal as refusal:
            errors.tell(self, self.tr("名单没有读进来"), str(refusal))
            return
        self._grids[1] = expected.grid(found)
        fill(self.absent, self._grids[1])
        self.form.state.setText(self.tr("应报 %d 个单位，已报 %d 个") % (found.expected, found.present))
        self.form.copy.setEnabled(True)
        self.form.save.setEnabled(True)

    def copy(self) -> None:
        """The text that asks for what is missing, to the clipboard."""
        if self._found:
            QApplication.clipboard().setText(expected.text(self._found))
            self.form.state.setText(self.tr("催报文字已复制，可以粘贴到微信"))

    def save(self, grid: Grid, file: str) -> None:
        """Write a table as Excel or PDF, as the name ends."""
        path = Path(file) if Path(file).suffix.lower() in WRITERS else Path(f"{file}.xlsx")
        try:
            write_tables([grid], path)
        except Refusal as refusal:
            errors.tell(self, self.tr("没有存成"), str(refusal))
        else:
            errors.tell(self, self.tr("已存好"), self.tr("已写入 %s") % path, good=True)

    def _ask_list(self) -> None:
        dialog = QFileDialog(self, self.tr("应报名单"), str(self._folder), _LISTS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.use_list)
        dialog.open()

    def _ask_target(self) -> None:
        at = self.form.tabs.currentIndex()
        dialog = QFileDialog(self, self.tr("存到哪里"), str(self._folder), _TARGETS)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix("xlsx")
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix("pdf" if "pdf" in kind else "xlsx"))
        dialog.selectFile(f"{self.form.tabs.tabText(at)}.xlsx")
        dialog.fileSelected.connect(partial(self.save, self._grids[at]))
        dialog.open()

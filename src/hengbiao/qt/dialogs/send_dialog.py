"""Asks what to hand on and where to, and says what travels."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QWidget

from hengbiao.domain.tree import Tree
from hengbiao.exchange.naming import unit_name
from hengbiao.qt import style
from hengbiao.qt._ui.send_dialog import Ui_SendDialog


class SendDialog(QDialog):
    """`unit_code` ("" for all), `folder` and `history` hold the answer once accepted."""

    def __init__(self, tree: Tree, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Ui_SendDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        self._tree = tree
        if len(tree.units) > 1:
            self.form.unit.addItem(self.tr("全部 %d 个预算单位") % len(tree.units), "")
        for unit in tree.units:
            if unit.code or len(tree.units) == 1:
                self.form.unit.addItem(unit_name(tree, unit.id), unit.code)
        self.form.folder.setText(str(folder))
        self.form.folder.setMinimumWidth(style.space(100))
        self._ok = self.form.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setText(self.tr("上报"))
        self.form.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("取消"))
        self.form.browse.clicked.connect(self._browse)
        self.form.unit.currentIndexChanged.connect(self._tell)
        self.form.history.toggled.connect(self._tell)
        self.form.folder.textChanged.connect(self._tell)
        self._tell()

    def unit_code(self) -> str:
        """The code of the unit to hand on; "" for all."""
        return str(self.form.unit.currentData() or "")

    def folder(self) -> Path:
        """Where to."""
        return Path(self.form.folder.text().strip())

    def history(self) -> bool:
        """Whether history and what was deleted travel too."""
        return self.form.history.isChecked()

    def _tell(self) -> None:
        code = self.unit_code()
        units = [unit for unit in self._tree.units if not code or unit.code == code]
        forms = sum(len(self._tree.parts(unit.id)) for unit in units)
        what = self.tr("%d 个预算单位、%d 张表的当前内容和说明") % (len(units), forms)
        rest = (
            self.tr("，以及全部修改历史（谁在何时改了什么）和已删除的项目")
            if self.history()
            else self.tr("；不带未写入的草稿、已删除的项目和修改历史")
        )
        self.form.travels.setText(self.tr("随文件送出：") + what + rest + self.tr("。"))
        self._ok.setEnabled(bool(units) and self.folder().is_dir())

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("放到哪个文件夹"), self.form.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.form.folder.setText)
        dialog.open()

"""Asks what to export, as what, in which 表样."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from hengbiao.qt import style
from hengbiao.qt._ui.export_dialog import Ui_ExportDialog


class Wish(NamedTuple):
    """What a person wants exported: `suffix` is xlsx or pdf, `whole` all projects or the current one."""

    suffix: str
    whole: bool
    layout: str


class ExportDialog(QDialog):
    """`wish` holds the answer once accepted; `current` names the current project, "" for none."""

    def __init__(self, layouts: Sequence[tuple[str, str]], chosen: str, current: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.form = Ui_ExportDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        for key, title in layouts:
            self.form.layoutBox.addItem(title, key)
        self.form.layoutBox.setCurrentIndex(max(0, self.form.layoutBox.findData(chosen)))
        self.form.oneButton.setEnabled(bool(current))
        self.form.layoutBox.setMinimumWidth(style.space(80))
        if current:
            self.form.oneButton.setText(self.tr("当前表：%s") % current.replace("&", "&&"))
        self.form.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("导出…"))
        self.form.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("取消"))

    def wish(self) -> Wish:
        """The answer."""
        suffix = "xlsx" if self.form.excelButton.isChecked() else "pdf"
        return Wish(suffix, self.form.wholeButton.isChecked(), str(self.form.layoutBox.currentData()))

"""程序出了差错: what is safe, and a report without content that can be copied."""

from PySide6.QtWidgets import QApplication, QWidget

from hengbiao.qt._ui.fault_dialog import Ui_FaultDialog
from hengbiao.qt.dialogs.dialog import Dialog


class FaultDialog(Dialog):
    """Shows the report `told` of a fault, and the sentence on where the data is."""

    def __init__(self, told: str, whereabouts: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_FaultDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        form.whereabouts.setText(whereabouts)
        form.report.setPlainText(told)
        form.copyButton.clicked.connect(self._copy)
        form.closeButton.clicked.connect(self.accept)
        form.closeButton.setFocus()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.form.report.toPlainText())
        self.form.copyButton.setText(self.tr("已复制(&C)"))

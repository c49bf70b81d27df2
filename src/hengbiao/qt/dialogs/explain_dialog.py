"""Asks for the 说明 of a finding: why it may stand."""

from PySide6.QtWidgets import QDialogButtonBox, QWidget

from hengbiao.qt import style
from hengbiao.qt._ui.explain_dialog import Ui_ExplainDialog
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.rules.subject import Finding


class ExplainDialog(Dialog):
    """`text` holds the answer once accepted, "" where a 说明 is taken back."""

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Ui_ExplainDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        self.form.message.setText(f"{finding.rule}　{finding.message}")
        self.form.text.setPlainText(finding.explanation or finding.lapsed)
        self.form.text.setMinimumSize(style.space(110), style.space(22))
        self.form.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("确定"))
        self.form.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("取消"))
        if finding.explanation or finding.lapsed:
            back = self.form.buttons.addButton(self.tr("收回说明(&B)"), QDialogButtonBox.ButtonRole.DestructiveRole)
            back.setObjectName("back")
            back.clicked.connect(self._take_back)
        self.form.text.setFocus()

    def text(self) -> str:
        """The answer."""
        return self.form.text.toPlainText().strip()

    def _take_back(self) -> None:
        self.form.text.clear()
        self.accept()

"""放弃本次修改: what was changed since the document was opened, before all of it is taken back."""

from datetime import datetime

from PySide6.QtWidgets import QDialogButtonBox, QWidget

from hengbiao.exchange.keep import Comparison
from hengbiao.qt import style
from hengbiao.qt._ui.discard_dialog import Ui_DiscardDialog
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.models.differences import difference_lines, heads, said


class DiscardDialog(Dialog):
    """Accepted where the person wants the state at `opened` back."""

    def __init__(self, found: Comparison, opened: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_DiscardDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        form.told.setText(self.tr("%s 打开以来：%s") % (f"{opened:%H:%M}", said(found)))
        form.hint.setText(
            self.tr("放弃后回到打开时的样子，包括打开以来收进来的。这是新的一步：可以撤销，每一处修改也都还在历史里。")
        )
        form.list.set_heads(heads(self.tr("打开时（恢复成）"), self.tr("现在（将放弃）")))
        form.list.moved.connect(self._show_sides)
        form.list.show_lines(difference_lines(found))
        form.sides.setVisible(bool(found.differences))
        ok, cancel = (form.buttons.button(QDialogButtonBox.StandardButton[name]) for name in ("Ok", "Cancel"))
        ok.setText(self.tr("放弃这 %d 处修改") % len(found.differences))
        ok.setAutoDefault(False)
        cancel.setText(self.tr("不放弃"))
        cancel.setDefault(True)
        cancel.setObjectName("cancel")
        cancel.setFocus()
        style.fit(self, 290, 160)

    def _show_sides(self) -> None:
        line = self.form.list.line()
        if line:
            self.form.sides.show_sides([(self.tr("打开时"), line.texts[2]), (self.tr("现在"), line.texts[3])])

"""What came of an export: whether the file says what the document says, and what does not."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from hengbiao.formats.writing import Written
from hengbiao.qt import style
from hengbiao.qt._ui.exported_dialog import Ui_ExportedDialog
from hengbiao.qt.dialogs.dialog import Dialog

_LISTED = 200


class ExportedDialog(Dialog):
    """Shows the sentence of the read-back, and each difference and alteration in a list."""

    def __init__(self, written: Written, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.form = Ui_ExportedDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        self._path = written.path.resolve()
        found = written.readback
        unlike = [str(each) for each in found.differences] if found else []
        good = found is not None and not unlike
        mark = "mark-unbalanced" if not good else "mark-explain" if written.notes else "mark-balanced"
        self.form.mark.setPixmap(style.icon(mark).pixmap(style.space(8)))
        self.form.heading.setText(str(found) if found else self.tr("文件已写入，没有回读"))
        pages = self.tr("，共 %s 页") % f"{written.pages:,}" if written.pages else ""
        told = self.tr("%s 张表%s，存在") % (f"{written.forms:,}", pages)
        self.form.file.setText(f"{told}\n{self._path}")
        self._list(unlike, [*written.notes])
        self.form.openButton.clicked.connect(lambda: self._open(str(self._path)))
        self.form.folderButton.clicked.connect(lambda: self._open(str(self._path.parent)))
        self.setMinimumWidth(style.space(110 if good and not written.notes else 160))
        self.form.doneButton.setFocus()

    def _list(self, unlike: list[str], notes: list[str]) -> None:
        lines = [*unlike, *notes]
        self.form.list.addItems(lines[:_LISTED])
        if len(lines) > _LISTED:
            self.form.list.addItem(self.tr("……还有 %d 处") % (len(lines) - _LISTED))
        self.form.list.setVisible(bool(lines))
        why = (
            self.tr("下面这些地方与系统不一致，请不要使用这个文件：")
            if unlike
            else self.tr("下面这些地方有改动或没有带上：")
        )
        self.form.listLabel.setText(why)
        self.form.listLabel.setVisible(bool(lines))

    def _open(self, place: str) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(place))

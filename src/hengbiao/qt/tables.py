"""Tables of the exchange to files, with a word on what came of it."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from hengbiao.domain.refusal import Refusal
from hengbiao.exchange.tables import WRITERS, write_tables
from hengbiao.forms.grid import Grid
from hengbiao.qt import errors


def save(parent: QWidget, grid: Grid, file: str) -> QMessageBox:
    """Write a table as Excel or PDF, as the name ends, else as Excel; the open box that says so, or why not."""
    path = Path(file) if Path(file).suffix.lower() in WRITERS else Path(f"{file}.xlsx")
    try:
        written = write_tables([grid], path)
    except Refusal as refusal:
        return errors.tell(parent, _translated("没有存成"), str(refusal))
    pages = _translated("，共 %d 页") % written.pages if written.pages else ""
    box = errors.tell(parent, _translated("已存好"), _translated("已写入 %s") % path + pages, good=True)
    folder = box.addButton(_translated("打开文件夹"), QMessageBox.ButtonRole.ActionRole)
    folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.resolve().parent))))
    return box


def _translated(text: str) -> str:
    return QCoreApplication.translate("Tables", text)

"""Tables of the exchange to files, with a word on what came of it."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from hengbiao.domain.refusal import Refusal
from hengbiao.exchange.tables import WRITERS, write_tables
from hengbiao.forms.grid import Grid
from hengbiao.qt import boxes, errors


def save(parent: QWidget, grid: Grid, file: str) -> boxes.Box:
    """Write a table as Excel or PDF, as the name ends, else as Excel; the open box that says so, or why not."""
    path = Path(file) if Path(file).suffix.lower() in WRITERS else Path(f"{file}.xlsx")
    try:
        written = write_tables([grid], path)
    except Refusal as refusal:
        return errors.tell(parent, _translated("没有存成"), str(refusal))
    pages = _translated("，共 %d 页") % written.pages if written.pages else ""
    return boxes.tell_file(parent, _translated("已存好"), _translated("已写入 %s") % path + pages, "", path)


def _translated(text: str) -> str:
    return QCoreApplication.translate("Tables", text)

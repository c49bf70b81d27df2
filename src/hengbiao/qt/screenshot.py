"""A picture of the window, taken once everything in it is loaded and painted."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from hengbiao.domain.refusal import Refusal
from hengbiao.qt.app_window import application, build
from hengbiao.qt.main_window import MainWindow
from hengbiao.qt.session import Session
from hengbiao.qt.settings import Settings
from hengbiao.store.store import Store


def take(document: Path, target: Path, *, size: tuple[int, int], record: str = "", tab: str = "fill") -> None:
    """Show `document` at `record` and `tab` in a window of `size` pixels and save its picture as PNG.

    Nothing is written to the document, and nothing is remembered of the window. Raises what opening refuses, and
    Refusal where the picture cannot be written.
    """
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "window.ini")
        app = application(settings)
        window = build(settings)
        window.setFixedSize(QSize(*(round(side / app.devicePixelRatio()) for side in size)))
        window.show()
        window.show_session(Session(Store.open(document), window), record)
        window.tab_memory.held = True
        window.editor.turn_to(tab)
        picture = shot(window)
        window.close()
        if not picture.save(str(target), "PNG"):
            raise Refusal(target, "", "图片没有写成", "请换一个可以写入的位置")


def shot(window: MainWindow) -> QPixmap:
    """The picture of a shown window once its form and its idle work are done."""
    if window.idle.busy:
        waiting = QEventLoop()
        window.settled.connect(waiting.quit)
        waiting.exec()
    QApplication.processEvents()
    return window.grab()

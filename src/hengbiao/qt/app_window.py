"""From nothing to a painted window: the application, its look, the document, the screenshot."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from hengbiao.qt import errors, fonts, input_method, style
from hengbiao.qt.instance import Listener, handed_on
from hengbiao.qt.settings import Settings

_AFTER_PAINTING: Final = 300
"""Milliseconds until second starts are listened for: first the window."""

if TYPE_CHECKING:
    from pathlib import Path

    from hengbiao.qt.main_window import MainWindow


def application(settings: Settings) -> QApplication:
    """The one QApplication: Fusion style, our palette and type, Chinese dialogs."""
    found = QApplication.instance()
    # As an option: app.setStyle answers with a QStyle, and Qt for Python would first learn its 560 names.
    app = found if isinstance(found, QApplication) else QApplication([sys.argv[0], "-style", "Fusion"])
    app.setApplicationName("hengbiao")
    app.setApplicationDisplayName("衡表")
    app.setDesktopFileName("hengbiao")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    style.apply(app, fonts.load(), "contrast" if settings.flag("style/contrast") else "light")
    return app


def open_window(path: Path | None) -> int:
    """Show the window, with the document at `path` if given, until it is closed; the exit status.

    A document that is refused is told in the window, over the start page.
    """
    if handed_on(path):
        return 0
    gc.disable()  # what a window is made of stays: looking for garbage in it takes 10 ms
    settings = Settings()
    with input_method.prepared(settings) as method:
        app = application(settings)
    window = build(settings)
    errors.install(lambda: window, window.files.whereabouts)
    window.panes.start_size()
    if path and _takes_long(path):
        QTimer.singleShot(0, window, lambda: _open(window, path))
    else:
        _open(window, path)
    window.settled.connect(_collect_later_garbage, Qt.ConnectionType.SingleShotConnection)
    window.show()
    if not method.able:
        window.status.show_notice(method.told)
    QTimer.singleShot(_AFTER_PAINTING, window, lambda: _listen(window))
    QTimer.singleShot(_AFTER_PAINTING, window, window.carrying.tell_leftovers)
    return app.exec()


def _open(window: MainWindow, path: Path | None) -> None:
    """Show the document at `path`, or else the start page."""
    if path:
        window.files.open(str(path))
    if window.session is None:
        window.show_session(None)


def _takes_long(path: Path) -> bool:
    """Whether the window is better seen before the document is there."""
    from hengbiao.qt.session import LARGE

    try:
        return path.stat().st_size >= LARGE
    except OSError:
        return False


def _collect_later_garbage() -> None:
    gc.freeze()
    gc.enable()


def _listen(window: MainWindow) -> None:
    """Take over the documents of second starts."""

    def show(file: str) -> None:
        if file:
            window.files.open(file)
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()

    Listener(window).asked.connect(show)


def build(settings: Settings) -> MainWindow:
    """A window not yet shown."""
    from hengbiao.qt.main_window import MainWindow

    window = MainWindow(settings)
    window.actions_["typing"].triggered.connect(lambda: _check_typing(window))
    return window


def _check_typing(window: MainWindow) -> None:
    from hengbiao.qt.dialogs.typing_check import TypingCheck

    TypingCheck(window.settings, window).open()

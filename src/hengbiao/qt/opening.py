"""Opening a document off the window's thread: the window stays painted, and says after a while that it is opening."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from hengbiao.qt.holding import Holding
from hengbiao.qt.session import Session
from hengbiao.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from hengbiao.domain.tree import Tree
    from hengbiao.qt.jobs import Report

Read = tuple[Store, "Tree"]


def opened(path: Path, window: QWidget) -> Session | None:
    """The document, once it is open; None where the person cancelled or left. Raises what Store.open raises."""
    label = QCoreApplication.translate("Opening", "正在打开“%s”…") % path.name
    read: Read | None = Holding(partial(_read, path), window, lambda read: read[0].close()).wait(label)
    return Session(read[0], window, read[1]) if read else None


def _read(path: Path, report: Report) -> Read:
    """What a session begins with; the file is free again where that is cancelled or fails."""
    report(0, 0)
    store = Store.open(path)
    try:
        report(0, 0)
        tree = store.load()
        report(0, 0)
    except BaseException:
        store.close()
        raise
    return store, tree

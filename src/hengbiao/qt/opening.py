"""Opening a document off the window's thread: the window stays painted, and says after a while that it is opening."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QTimer

from hengbiao.qt.jobs import PATIENCE_MS, Job, waiting, watch
from hengbiao.qt.session import Session
from hengbiao.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from hengbiao.domain.tree import Tree
    from hengbiao.qt.jobs import Report

Read = tuple[Store, "Tree"]


class Opening(QObject):
    """One document on its way into `window`."""

    def __init__(self, path: Path, window: QWidget) -> None:
        super().__init__(window)
        self._name = path.name
        self._window, self._loop = window, QEventLoop(self)
        self._read: Read | None = None
        self._fault: BaseException | None = None
        self._over = self._left = False
        self._job = Job(partial(_read, path))
        self._job.done.connect(self._take)
        self._job.failed.connect(self._fail)
        self._job.cancelled.connect(self._end)

    def wait(self) -> Session | None:
        """The document, once it is open; None where the person cancelled or left. Raises what Store.open raises.

        Until the dialog stands, keys and clicks wait, as before a window that is busy; then it keeps them off.
        """
        watch(self._job, self.tr("正在打开“%s”…") % self._name, self._window)
        QTimer.singleShot(PATIENCE_MS, self._loop, self._loop.quit)
        self._job.start()
        with waiting():
            self._loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        if not self._over:
            self._loop.exec()
        return self._outcome()

    def _outcome(self) -> Session | None:
        if not self._over:  # the program ends, and does not wait for it
            self._left = True
            self._job.cancel()
            return None
        self.deleteLater()
        if self._fault is not None:
            raise self._fault
        return Session(self._read[0], self._window, self._read[1]) if self._read else None

    def _take(self, read: Read) -> None:
        if self._left or not self._window.isVisible():
            read[0].close()
        else:
            self._read = read
        self._end()

    def _fail(self, fault: BaseException) -> None:
        self._fault = fault
        self._end()

    def _end(self) -> None:
        self._over = True
        self._loop.quit()


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

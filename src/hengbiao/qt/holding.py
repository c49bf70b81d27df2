"""Work that its caller waits for, in a thread: the window stays painted and says what it waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, QObject, QTimer

from hengbiao.qt.jobs import PATIENCE_MS, Job, waiting, watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from hengbiao.qt.jobs import Report


class Holding(QObject):
    """One piece of work that somebody waits for; `drop` gets what it made where nobody waits any more."""

    def __init__(self, work: Callable[[Report], Any], window: QWidget, drop: Callable[[Any], object] = bool) -> None:
        super().__init__(window)
        self._window, self._drop, self._loop = window, drop, QEventLoop(self)
        self._made: Any = None
        self._fault: BaseException | None = None
        self._over = self._left = False
        self._job = Job(work)
        self._job.done.connect(self._take)
        self._job.failed.connect(self._fail)
        self._job.cancelled.connect(self._end)

    def wait(self, label: str, cancel: str = "") -> Any:
        """What the work made; None where the person cancelled or left. Raises what the work raised.

        Until the dialog with `label` stands, keys and clicks wait, as before a window that is busy; then it keeps
        them off. `cancel` is what its button says.
        """
        watch(self._job, label, self._window, cancel)
        QTimer.singleShot(PATIENCE_MS, self._loop, self._loop.quit)
        self._job.start()
        with waiting():
            self._loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        if not self._over:
            self._loop.exec()
        return self._outcome()

    def _outcome(self) -> Any:
        if not self._over:  # the program ends, and does not wait for it
            self._left = True
            self._job.cancel()
            return None
        self.deleteLater()
        if self._fault is not None:
            raise self._fault
        return self._made

    def _take(self, made: Any) -> None:
        if self._left or not self._window.isVisible():
            self._drop(made)
        else:
            self._made = made
        self._end()

    def _fail(self, fault: BaseException) -> None:
        self._fault = fault
        self._end()

    def _end(self) -> None:
        self._over = True
        self._loop.quit()

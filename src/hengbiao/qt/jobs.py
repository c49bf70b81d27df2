"""Long work off the window's thread: progress after half a second, a real cancel, the outcome back by signal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, ClassVar, Final, cast

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QProgressDialog, QPushButton, QWidget

from hengbiao.qt import style

PATIENCE_MS: Final = 500
"""What lasts longer shows that it is under way."""

_APART: Final = 0.03
"""Seconds between two signs of progress."""

Report = Callable[[int, int], None]
"""(done, total): what work calls as it goes on; raises Cancelled once the person has cancelled."""


class Cancelled(Exception):
    """The person cancelled; nothing was finished."""


class Job(QObject):
    """One piece of work in a thread of its own; exactly one of `done`, `failed` and `cancelled` is emitted.

    A job under way is kept alive here, whoever else forgets it.
    """

    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    progressed = Signal(int, int)

    _under_way: ClassVar[set["Job"]] = set()

    def __init__(self, work: Callable[[Report], Any]) -> None:
        super().__init__()
        self._work = work
        self._stop, self._told = False, 0.0
        self.running = False

    def start(self) -> None:
        """Begin in a thread of the pool, once the caller is back in Qt's loop: what it connects till then hears all."""
        self.running = True
        self._under_way.add(self)
        for outcome in (self.done, self.failed, self.cancelled):
            outcome.connect(self._end)
        QTimer.singleShot(0, lambda: QThreadPool.globalInstance().start(_Errand(self)))

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._stop = True

    def report(self, done: int, total: int) -> None:
        """Tell progress, from the working thread.

        Not more often than people can see: each signal lets go of the interpreter for so short a time that the window's
        thread, which waits for it, misses its turn over and over.
        """
        if self._stop:
            raise Cancelled
        now = monotonic()
        if now - self._told >= _APART or done >= total:
            self._told = now
            self.progressed.emit(done, total)

    def carry_out(self) -> None:
        """Do the work, in the thread of the caller."""
        try:
            made = self._work(self.report)
        except Cancelled:
            self.cancelled.emit()
        except Exception as fault:  # noqa: BLE001 - handed to the window, which tells it
            self.failed.emit(fault)
        else:
            self.done.emit(made)

    def _end(self) -> None:
        self.running = False
        QTimer.singleShot(0, lambda: self._under_way.discard(self))  # after all who wait for the same news


class _Errand(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.carry_out()


@contextmanager
def waiting() -> Iterator[None]:
    """Show the cursor of waiting over what is short, but on a slow disk not at once."""
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QGuiApplication.restoreOverrideCursor()


class Progress(QProgressDialog):
    """Follows a job. Enter does not press its button: who types on while it appears does not break off the work."""

    def __init__(self, label: str, cancel: str, least: int, most: int, parent: QWidget) -> None:
        super().__init__(label, cancel, least, most, parent)
        self.setWindowTitle(QCoreApplication.translate("Job", "请稍候"))
        self.setMinimumWidth(style.space(90))
        for button in cast("list[QPushButton]", self.findChildren(QPushButton)):
            button.setObjectName("cancel")
            button.setAutoDefault(False)

    def show_progress(self, at: int, total: int) -> None:
        """Tell how far it is; a method, so that a job that outlives its window tells nobody."""
        self.setMaximum(total)
        self.setValue(at)


def watch(job: Job, label: str, parent: QWidget, cancel: str = "") -> QProgressDialog:
    """A dialog that appears once `job` has taken half a second, and goes with it; `cancel` is what its button says."""
    dialog = Progress(label, cancel or QCoreApplication.translate("Job", "取消"), 0, 0, parent)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setMinimumDuration(2**30)
    dialog.setAutoClose(False)
    dialog.setAutoReset(False)
    dialog.reset()
    dialog.canceled.connect(job.cancel)
    job.progressed.connect(dialog.show_progress)
    for outcome in (job.done, job.failed, job.cancelled):
        outcome.connect(dialog.deleteLater)
    waiting = QTimer(dialog)
    waiting.setSingleShot(True)
    waiting.timeout.connect(lambda: dialog.setVisible(parent.isVisible()))  # not over what was closed meanwhile
    waiting.start(PATIENCE_MS)
    return dialog

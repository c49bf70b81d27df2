"""Work for idle time: cut into slices so short that no keystroke waits for it, and begun once there is a picture."""

from collections import deque
from collections.abc import Iterator
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

_SLICE: Final = 0.005


class Idle(QObject):
    """Runs queued generators step by step whenever no event waits; `drained` tells that nothing is left.

    Nothing runs before `begin`. Between two slices it rests for `pause` milliseconds, so that long work in the
    background leaves the machine to the person.
    """

    drained = Signal()

    def __init__(self, parent: QObject | None = None, pause: int = 0) -> None:
        super().__init__(parent)
        self._pause = pause
        self._queue: deque[Iterator[None]] = deque()
        self._begun = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._run)

    @property
    def busy(self) -> bool:
        """Whether work is left, or has not begun."""
        return bool(self._queue) or not self._begun

    def begin(self) -> None:
        """Run what is queued, and from now on what will be; `drained` follows in any case."""
        self._begun = True
        self._timer.start(self._pause)

    def add(self, work: Iterator[None]) -> None:
        """Queue a generator whose steps are short."""
        self._queue.append(work)
        if self._begun:
            self._timer.start(self._pause)

    def clear(self) -> None:
        """Drop all work, as before another document is shown."""
        self._queue.clear()
        self._timer.stop()

    def _run(self) -> None:
        end = perf_counter() + _SLICE
        while self._queue and perf_counter() < end:
            try:
                next(self._queue[0])
            except StopIteration:
                self._queue.popleft()
        if not self._queue:
            self._timer.stop()
            self.drained.emit()

"""Verification of a large file in a process of its own: in a thread it would hold up every keystroke."""

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal


class Checking(QObject):
    """`told` carries what is wrong, `ended` the exit status; silence means that the file is whole."""

    told = Signal(str)
    ended = Signal(int)

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self._process.finished.connect(self._finish)
        program = [] if getattr(sys, "frozen", False) else ["-m", "hengbiao"]
        self._process.start(sys.executable, [*program, "verify", str(path)])

    def stop(self) -> None:
        """End it, as when the document is closed."""
        self._process.finished.disconnect(self._finish)
        self._process.kill()
        self._process.waitForFinished(1000)
        self.deleteLater()

    def _finish(self, code: int, status: QProcess.ExitStatus) -> None:
        if code and status == QProcess.ExitStatus.NormalExit:
            self.told.emit(bytes(self._process.readAll().data()).decode("utf-8", "replace").strip())
        self.ended.emit(code)


def verify_apart(path: Path, parent: QObject) -> Checking:
    """Begin to hold every edit of the document at `path` against its hash."""
    return Checking(path, parent)

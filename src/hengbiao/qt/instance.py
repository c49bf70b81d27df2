"""One window a person: a second start hands its document to the window that is open already."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from hengbiao.paths import settings_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.connection import Listener as Socket

_WINDOWS: Final = sys.platform == "win32"
_TAKEN: Final = b"taken"
_PATIENCE: Final = 1.5
"""Seconds for a window to answer; one that does not is as good as none."""

_LONGEST: Final = 65_536


def address() -> str:
    """Where windows of this person, on this screen, with these settings, listen."""
    screen = os.environ.get("WAYLAND_DISPLAY", "") + os.environ.get("DISPLAY", "")
    name = "hengbiao-" + hashlib.sha256(f"{settings_folder()}\n{screen}".encode()).hexdigest()[:16]
    folder = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    return rf"\\.\pipe\{name}" if _WINDOWS else str(Path(folder) / name)


def handed_on(path: Path | None) -> bool:
    """Whether a window that is open took the document at `path` (None: only came to the front)."""
    place = address()
    if not _WINDOWS and not Path(place).exists():  # spares the first start an import
        return False
    from multiprocessing.connection import Client

    with suppress(OSError, EOFError), Client(place) as connection:
        connection.send_bytes(os.fsencode(path.absolute()) if path else b"")
        return connection.poll(_PATIENCE) and connection.recv_bytes(_LONGEST) == _TAKEN
    return False


class _Request:
    """What a second start asks, and what the window says to it."""

    def __init__(self, path: str) -> None:
        self.path, self.taken, self.answered = path, False, Event()


class Listener(QObject):
    """Listens for second starts in a thread; `asked` carries the document of each, "" for none.

    Nothing is taken while a dialog waits for an answer: the second start then opens a window of its own.
    """

    asked = Signal(str)
    _heard = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._heard.connect(self._decide)
        self._socket = _bound(address())
        if self._socket:
            Thread(target=_serve, args=(self._socket, self._heard.emit), daemon=True).start()

    @property
    def listening(self) -> bool:
        """Whether second starts are heard: not where another window hears them."""
        return self._socket is not None

    def close(self) -> None:
        """Listen no more."""
        if self._socket:
            self._socket.close()
            self._socket = None

    def _decide(self, request: _Request) -> None:
        request.taken = QApplication.activeModalWidget() is None
        request.answered.set()
        if request.taken:
            self.asked.emit(request.path)


def _bound(place: str) -> Socket | None:
    from multiprocessing.connection import Listener as Socket

    with suppress(OSError):
        return Socket(place)
    if _WINDOWS or _answers(place):
        return None
    with suppress(OSError):
        Path(place).unlink()  # left behind by a window that was killed
        return Socket(place)
    return None


def _answers(place: str) -> bool:
    from multiprocessing.connection import Client

    with suppress(OSError), Client(place):
        return True
    return False


def _serve(socket: Socket, ask: Callable[[_Request], None]) -> None:
    while True:
        try:
            connection = socket.accept()
        except OSError:  # closed
            return
        with suppress(OSError, EOFError, ValueError), connection:
            _hear(connection, ask)


def _hear(connection: Connection, ask: Callable[[_Request], None]) -> None:
    if not connection.poll(_PATIENCE):
        return
    request = _Request(os.fsdecode(connection.recv_bytes(_LONGEST)))
    ask(request)
    request.answered.wait(_PATIENCE)
    connection.send_bytes(_TAKEN if request.taken else b"busy")

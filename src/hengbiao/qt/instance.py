"""One window a person: a second start hands its document to the window that is open already."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from hengbiao.paths import settings_folder

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_TAKEN: Final = b"taken\n"
_PATIENCE: Final = 1500
"""Milliseconds for a window to answer; one that does not is as good as none."""

_LONGEST: Final = 65_536


def address() -> str:
    """Where windows of this person, on this screen, with these settings, listen."""
    screen = os.environ.get("WAYLAND_DISPLAY", "") + os.environ.get("DISPLAY", "")
    name = "hengbiao-" + hashlib.sha256(f"{settings_folder()}\n{screen}".encode()).hexdigest()[:16]
    if sys.platform == "win32":
        return name
    return str(Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / name)


def handed_on(path: Path | None) -> bool:
    """Whether a window that is open took the document at `path` (None: only came to the front)."""
    place = address()
    if sys.platform != "win32" and not Path(place).exists():  # without the 20 ms of QtNetwork on every first start
        return False
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(place)
    if not socket.waitForConnected(_PATIENCE):
        return False
    socket.write(json.dumps(str(path.absolute()) if path else "").encode() + b"\n")
    socket.flush()
    while not socket.canReadLine():
        if not socket.waitForReadyRead(_PATIENCE):
            return False
    return socket.readLine().data() == _TAKEN


class Listener(QObject):
    """Listens for second starts; `asked` carries the document of each, "" for none.

    Nothing is taken while a dialog waits for an answer: the second start then opens a window of its own.
    """

    asked = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._server = self._listen()

    @property
    def listening(self) -> bool:
        """Whether second starts are heard: not where another window hears them."""
        return self._server.isListening()

    def _listen(self) -> QLocalServer:
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._meet)
        place = address()
        if not server.listen(place) and not _answers(place):  # left behind by a window that was killed
            QLocalServer.removeServer(place)
            server.listen(place)
        return server

    def _meet(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._hear(socket))
        socket.disconnected.connect(socket.deleteLater)
        self._hear(socket)

    def _hear(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > _LONGEST:
            socket.abort()
        if not socket.canReadLine():
            return
        try:
            path = json.loads(bytes(socket.readLine().data()))
        except ValueError:
            path = None
        if not isinstance(path, str) or QApplication.activeModalWidget():
            socket.disconnectFromServer()
            return
        socket.write(_TAKEN)
        socket.flush()
        socket.disconnectFromServer()
        self.asked.emit(path)


def _answers(place: str) -> bool:
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(place)
    return socket.waitForConnected(_PATIENCE)

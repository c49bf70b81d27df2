import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QDialog

from hengbiao.qt import instance
from hengbiao.qt.instance import Listener, handed_on

SECOND = """
import sys
from pathlib import Path
from hengbiao.qt.instance import handed_on
sys.exit(0 if handed_on(Path(sys.argv[1]) if sys.argv[1] else None) else 7)
"""


@pytest.fixture(autouse=True)
def alone(tmp_path, monkeypatch):
    """No window but those of this test is met."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("HENGBIAO_HOME", str(tmp_path / "home"))


@pytest.fixture
def listener(qtbot, request):
    from PySide6.QtCore import QObject

    owner = QObject()
    made = Listener(owner)
    assert made.listening
    yield made
    owner.deleteLater()


def second_start(qtbot, path=""):
    """The exit status of another process that hands a path on; 7 where nobody took it."""
    process = subprocess.Popen([sys.executable, "-W", "error", "-c", SECOND, str(path)], stderr=subprocess.PIPE)
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=20_000)
    with process:
        assert process.stderr.read() == b""
    return process.returncode


def test_the_first_start_meets_nobody(qapp):
    assert not handed_on(Path("甲.hengbiao"))


def test_a_second_start_hands_its_document_on(qtbot, listener, tmp_path):
    file = tmp_path / "收 件" / "甲 单位.hengbiao"
    with qtbot.waitSignal(listener.asked) as asked:
        assert second_start(qtbot, file) == 0
    assert asked.args == [str(file)]


def test_a_second_start_without_a_document_brings_the_window_to_the_front(qtbot, listener):
    with qtbot.waitSignal(listener.asked) as asked:
        assert second_start(qtbot) == 0
    assert asked.args == [""]


def test_relative_paths_are_of_the_second_start(qtbot, listener):
    with qtbot.waitSignal(listener.asked) as asked:
        assert second_start(qtbot, "甲.hengbiao") == 0
    assert asked.args == [str(Path.cwd() / "甲.hengbiao")]


def test_nothing_is_taken_while_a_dialog_waits(qtbot, listener):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.setModal(True)
    dialog.show()
    with qtbot.assertNotEmitted(listener.asked):
        assert second_start(qtbot, "甲.hengbiao") == 7


@pytest.mark.parametrize("said", [b"not json\n", b"[1]\n", b"\xff\n", b"x" * 100_000])
def test_nonsense_is_not_taken(qtbot, listener, said):
    socket = QLocalSocket()
    socket.connectToServer(instance.address())
    with qtbot.assertNotEmitted(listener.asked):
        qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.ConnectedState)
        socket.write(said)
        qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert socket.readAll().data() == b""


def test_what_a_killed_window_left_behind_is_cleared_away(qtbot, listener):
    place = Path(instance.address())
    listener.deleteLater()
    qtbot.waitUntil(lambda: not place.exists())
    subprocess.run(
        [sys.executable, "-c", f"import socket; socket.socket(socket.AF_UNIX).bind({str(place)!r})"], check=True
    )
    assert place.exists()
    assert not handed_on(None)
    from PySide6.QtCore import QObject

    owner = QObject()
    again = Listener(owner)
    assert again.listening
    with qtbot.waitSignal(again.asked):
        assert second_start(qtbot) == 0
    owner.deleteLater()


def test_a_window_that_is_there_keeps_its_place(qtbot, listener):
    from PySide6.QtCore import QObject

    owner = QObject()
    server = QLocalServer(owner)
    assert not server.listen(instance.address())
    owner.deleteLater()
    with qtbot.waitSignal(listener.asked):
        assert second_start(qtbot) == 0


@pytest.mark.parametrize(("name", "value"), [("DISPLAY", ":9"), ("HENGBIAO_HOME", "/elsewhere")])
def test_other_screens_and_settings_have_windows_of_their_own(monkeypatch, tmp_path, name, value):
    before = instance.address()
    monkeypatch.setenv(name, value if name == "DISPLAY" else str(tmp_path / "other"))
    assert instance.address() != before

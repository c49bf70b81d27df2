import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from hengbiao.qt import instance
from hengbiao.qt.instance import Listener, handed_on

SECOND = """
import sys
from pathlib import Path
from hengbiao.qt import instance
instance._PATIENCE = 60
sys.exit(0 if instance.handed_on(Path(sys.argv[1]) if sys.argv[1] else None) else 7)
"""


@pytest.fixture(autouse=True)
def alone(tmp_path, monkeypatch):
    """No window but those of this test is met; names of sockets are short."""
    with tempfile.TemporaryDirectory(prefix="hb") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        monkeypatch.setenv("HENGBIAO_HOME", str(tmp_path / "home"))
        yield


@pytest.fixture
def owner(qtbot):
    made = QObject()
    yield made
    made.deleteLater()


@pytest.fixture
def listener(owner):
    made = Listener(owner)
    assert made.listening
    yield made
    made.close()


def second_start(qtbot, path=""):
    """The exit status of another process that hands a path on; 7 where nobody took it."""
    process = subprocess.Popen([sys.executable, "-W", "error", "-c", SECOND, str(path)], stderr=subprocess.PIPE)
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=120_000)
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


@pytest.mark.parametrize("said", [b"x" * 10, b"\0\0\0\1", b"\x7f\xff\xff\xff" + b"x" * 100])
def test_what_speaks_otherwise_is_not_taken_and_the_next_is(qtbot, listener, said):
    with qtbot.assertNotEmitted(listener.asked), socket.socket(socket.AF_UNIX) as stranger:
        stranger.connect(instance.address())
        stranger.sendall(said)
        stranger.shutdown(socket.SHUT_WR)
        stranger.settimeout(10)
        with suppress(ConnectionResetError):
            assert stranger.recv(100) == b""
    with qtbot.waitSignal(listener.asked):
        assert second_start(qtbot) == 0


def test_what_a_killed_window_left_behind_is_cleared_away(qtbot, owner):
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(instance.address())
    assert not handed_on(None)
    again = Listener(owner)
    assert again.listening
    with qtbot.waitSignal(again.asked):
        assert second_start(qtbot) == 0
    again.close()


def test_a_window_that_is_there_keeps_its_place(qtbot, listener, owner):
    assert not Listener(owner).listening
    with qtbot.waitSignal(listener.asked):
        assert second_start(qtbot) == 0


def test_a_window_that_hangs_is_as_good_as_none(monkeypatch, listener):
    monkeypatch.setattr(instance, "_PATIENCE", 0.2)
    assert not handed_on(None)  # this thread, which ought to answer, waits


@pytest.mark.parametrize(("name", "value"), [("DISPLAY", ":9"), ("HENGBIAO_HOME", "/elsewhere")])
def test_other_screens_and_settings_have_windows_of_their_own(monkeypatch, tmp_path, name, value):
    before = instance.address()
    monkeypatch.setenv(name, value if name == "DISPLAY" else str(tmp_path / "other"))
    assert instance.address() != before

"""A document that opens slowly: the window stays alive, says so, can be told to stop, and loses nothing."""

import threading
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProgressDialog, QPushButton
from tests.qt.windows import dismiss, small_file, wait_for

from hengbiao.qt import opening
from hengbiao.store.store import Store

SLOW = 900
"""Milliseconds that the gate stays shut: a good deal more than the half second of patience."""


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget):
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched, event):  # noqa: N802 - as in Qt
        self.count += event.type() == QEvent.Type.Paint
        return False


@pytest.fixture
def gate(monkeypatch):
    """Holds back what the window opens, in the thread it happens in, until it is set."""
    gate = threading.Event()

    def slowly(path):
        assert threading.current_thread() is not threading.main_thread()
        assert gate.wait(20)
        return Store.open(path)

    monkeypatch.setattr(opening, "Store", SimpleNamespace(open=slowly))
    yield gate
    gate.set()


@pytest.fixture
def other(tmp_path):
    return small_file(tmp_path, "另一份")


def dialogs(window):
    return [one for one in window.findChildren(QProgressDialog) if one.isVisible()]


def is_free(path):
    with Store.open(path) as store:
        return not store.read_only


def test_the_window_says_that_it_is_opening_and_goes_on_being_painted(window, gate, other):
    seen, before = {}, window.session
    paints = Paints(window.ui.balanceBar)

    def look(name):
        window.ui.balanceBar.update()
        seen[name] = [one.labelText() for one in dialogs(window)], window.session is before, paints.count

    QTimer.singleShot(100, lambda: look("soon"))
    QTimer.singleShot(SLOW - 100, lambda: look("late"))
    QTimer.singleShot(SLOW, gate.set)
    window.files.open(str(other))
    assert seen["soon"][:2] == ([], True)
    assert seen["late"][:2] == (["正在打开“另一份.hengbiao”…"], True)
    assert seen["late"][2] > seen["soon"][2]
    assert window.session.path == other
    wait_for(lambda: not dialogs(window))
    assert window.editor.view() is not None
    assert window.ui.tree.current_key() == window.record


def test_cancel_keeps_the_document_that_was_open_and_frees_the_other(window, gate, other):
    before, record = window.session, window.record

    def press():
        [dialog] = dialogs(window)
        QTest.mouseClick(dialog.findChild(QPushButton), Qt.MouseButton.LeftButton)
        QTimer.singleShot(50, gate.set)

    QTimer.singleShot(SLOW, press)
    window.files.open(str(other))
    assert window.session is before
    assert window.record == record
    assert not dialogs(window)
    assert str(other) not in window.settings.opened_last()
    assert is_free(other)
    window.files.open(str(other))
    assert window.session.path == other
    assert not window.session.store.read_only


def test_what_opens_at_once_says_nothing(window, other):
    shown = []
    watch = QTimer(window, interval=1)
    watch.timeout.connect(lambda: shown.extend(dialogs(window)))
    watch.start()
    window.files.open(str(other))
    assert window.session.path == other
    QTest.qWait(700)
    assert shown == []
    assert QApplication.overrideCursor() is None


def test_a_refusal_is_told_and_leaves_the_open_document(window, tmp_path):
    before, broken = window.session, tmp_path / "坏.hengbiao"
    broken.write_bytes(b"no document" * 500)
    window.files.open(str(broken))
    assert "坏.hengbiao" in dismiss(window)
    assert window.session is before


def test_a_second_start_meanwhile_is_served_after_it(window, gate, other, tmp_path):
    third = small_file(tmp_path, "第三份")
    QTimer.singleShot(50, lambda: window.files.open(str(third)))
    QTimer.singleShot(100, gate.set)
    window.files.open(str(other))
    assert window.session.path == other
    wait_for(lambda: window.session.path == third)


def test_a_window_that_is_closed_meanwhile_lets_go_of_the_document(window, gate, other):
    QTimer.singleShot(50, window.close)
    QTimer.singleShot(150, gate.set)
    window.files.open(str(other))
    assert window.session is None
    assert is_free(other)

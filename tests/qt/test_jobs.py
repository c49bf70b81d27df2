import ast
import threading
import time

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QProgressDialog, QPushButton, QWidget
from tests.qt.windows import wait_for

from hengbiao.paths import resources
from hengbiao.qt import jobs


class Shown(QObject):
    """Whether a widget ever came to the screen."""

    seen = False

    def eventFilter(self, _watched, event):  # noqa: N802 - the name of Qt
        self.seen = self.seen or event.type() == QEvent.Type.Show
        return False


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_work_is_done_in_another_thread_and_its_outcome_comes_back_here(qtbot):
    threads = []
    job = jobs.Job(lambda _report: threads.append(threading.get_ident()) or 42)
    told = []
    job.done.connect(lambda made: told.append((made, threading.get_ident())))
    with qtbot.waitSignal(job.done):
        job.start()
    assert told == [(42, threading.get_ident())]
    assert threads[0] != threading.get_ident()
    wait_for(lambda: not job.running)


def test_a_fault_comes_back_as_itself(qtbot):
    fault = ValueError("x")

    def work(_report):
        raise fault

    job = jobs.Job(work)
    with qtbot.waitSignal(job.failed) as told, qtbot.assertNotEmitted(job.done):
        job.start()
    assert told.args == [fault]


def test_work_that_outlives_its_window_tells_nobody(qtbot):
    window, gate = QWidget(), threading.Event()

    def work(report):
        gate.wait(20)
        report(1, 2)

    job = jobs.Job(work)
    jobs.watch(job, "…", window)
    with qtbot.waitSignal(job.done):
        job.start()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gate.set()


def test_cancel_stops_at_the_next_report(qtbot):
    going = threading.Event()

    def work(report):
        for step in range(10_000):
            report(step, 10_000)
            going.set()
            time.sleep(0.001)

    job = jobs.Job(work)
    with qtbot.waitSignal(job.cancelled), qtbot.assertNotEmitted(job.done):
        job.start()
        wait_for(going.is_set)
        job.cancel()


def test_short_work_shows_no_dialog(qtbot, parent):
    job = jobs.Job(lambda _report: None)
    shown = Shown()
    jobs.watch(job, "…", parent).installEventFilter(shown)
    with qtbot.waitSignal(job.done):
        job.start()
    wait_for(lambda: not parent.findChildren(QProgressDialog))
    assert not shown.seen


def test_long_work_shows_its_progress_and_the_cancel_button_works(qtbot, parent):
    def work(report):
        for step in range(100_000):
            report(step, 100_000)
            time.sleep(0.001)

    job = jobs.Job(work)
    dialog, shown = jobs.watch(job, "正在导出…", parent), Shown()
    dialog.installEventFilter(shown)
    job.start()
    wait_for(dialog.isVisible)
    assert shown.seen
    assert dialog.labelText() == "正在导出…"
    wait_for(lambda: dialog.value() > 0)
    with qtbot.waitSignal(job.cancelled):
        dialog.findChild(QPushButton).click()
    wait_for(lambda: not parent.findChildren(QProgressDialog))


def test_no_watched_work_shows_a_cancel_that_does_nothing():
    """Whatever `files.run` watches is handed the report that its cancel button speaks through."""
    deaf = []
    for path in sorted((resources().parent / "src" / "hengbiao" / "qt").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "run":
                deaf += [
                    path.name for one in node.args if isinstance(one, ast.Lambda) and one.args.args[0].arg[0] == "_"
                ]
    assert deaf == []


def test_what_is_short_shows_the_cursor_of_waiting_and_takes_it_away_again(qapp):
    seen = []

    def open_file():
        with jobs.waiting():
            seen.append(qapp.overrideCursor().shape())
            raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        open_file()
    assert seen == [Qt.CursorShape.WaitCursor]
    assert qapp.overrideCursor() is None


def test_progress_is_told_no_more_often_than_people_can_see(qtbot):
    told, begun = [], time.monotonic()

    def work(report):
        for done in range(20_001):
            report(done, 20_000)

    job = jobs.Job(work)
    job.progressed.connect(lambda done, total: told.append((done, total)))
    with qtbot.waitSignal(job.done, timeout=10_000):
        job.start()
    assert told[-1] == (20_000, 20_000)
    assert len(told) <= 2 + (time.monotonic() - begun) / 0.03

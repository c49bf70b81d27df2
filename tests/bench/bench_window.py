"""The window over 10,000 projects × 20 indicators: start, keystroke, commit, another project, filter, their limits."""

import os
import statistics
import subprocess
import sys
from time import perf_counter

import pytest
from PySide6.QtCore import QEvent, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.bench import make_large

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.qt import app_window
from hengbiao.qt.settings import Settings
from hengbiao.store.store import Store

START = """
import sys
from pathlib import Path
from time import perf_counter
begun = perf_counter()
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from hengbiao.qt import app_window
from hengbiao.qt.settings import Settings
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, lambda: print("painted", perf_counter() - begun))
        return False
settings = Settings(Path(sys.argv[2]))
app = app_window.application(settings)
window = app_window.build(settings)
window.resize(1366, 768)
window.files.open(sys.argv[1])
painted, loop = Painted(), QEventLoop()
window.ui.balanceBar.installEventFilter(painted)
window.settled.connect(loop.quit)
window.show()
loop.exec()
import resource
print("loaded", perf_counter() - begun)
print("megabytes", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    path = tmp_path_factory.mktemp("large") / "大.hengbiao"
    tree = make_large.tree()
    with Store.create(path) as store:
        document = Document(store.load(), store.append)
        document.commit("导入", [Change(Ref(key), None, tree.records[key]) for key in tree.records])
    return path


@pytest.fixture(scope="module")
def window(large, tmp_path_factory):
    settings = Settings(tmp_path_factory.mktemp("settings") / "window.ini")
    app_window.application(settings)
    made = app_window.build(settings)
    made.resize(1366, 768)
    made.files.open(str(large))
    loop = QEventLoop()
    made.settled.connect(loop.quit)
    made.show()
    loop.exec()
    made.background.clear()
    made.tools.checking.ended.connect(loop.quit)
    loop.exec()
    yield made
    made.leave_session()
    made.close()


def tell(capsys, name, times, limit):
    """Print and judge the 95th percentile in milliseconds."""
    p95 = statistics.quantiles(times, n=20)[-1] * 1000
    with capsys.disabled():
        print(f"\n{name}: median {statistics.median(times) * 1000:.1f} ms, p95 {p95:.1f} ms, limit {limit} ms")
    assert p95 <= limit


def paint(*windows):
    """Paint all that waits to be painted, now: Qt itself would do it up to five milliseconds later."""
    for each in windows:
        QApplication.sendEvent(each.window(), QEvent(QEvent.Type.UpdateRequest))


def timed(deeds):
    times = []
    for deed in deeds:
        start = perf_counter()
        deed()
        times.append(perf_counter() - start)
    return times


def test_start(large, tmp_path, capsys):
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    code = [sys.executable, "-c", START, str(large), str(tmp_path / "window.ini")]
    runs = [subprocess.run(code, env=env, check=True, capture_output=True, text=True).stdout for _ in range(4)][1:]
    found = [dict(line.split() for line in run.splitlines()) for run in runs]
    best = {key: min(float(run[key]) for run in found) for key in found[0]}
    with capsys.disabled():
        print(f"\ntree and balance {best['painted']:.2f} s (1.0), loaded {best['loaded']:.2f} s (2.5)", end=", ")
        print(f"memory {best['megabytes']:.0f} MB (700)")
    assert best["painted"] <= 1.0
    assert best["loaded"] <= 2.5
    assert best["megabytes"] <= 700


def test_keystroke_to_balance_bar(window, capsys):
    window.editor.go(Ref(window.record, ("funds", "fiscal")))
    QTest.keyClick(QApplication.focusWidget(), "1")
    bar, seen = window.ui.balanceBar, set()

    def key(digit):
        QTest.keyClick(QApplication.focusWidget(), digit)
        bar.repaint()
        seen.add(tuple(bar.sentences()))

    times = timed([lambda digit=digit: key(digit) for digit in "123456" * 1])
    for _ in range(20):
        QTest.keyClick(QApplication.focusWidget(), "a", Qt.KeyboardModifier.ControlModifier)
        times += timed([lambda digit=digit: key(digit) for digit in "12345"])
        QApplication.processEvents()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert len(seen) >= 5
    tell(capsys, "keystroke to balance bar", times, 16)


def test_commit(window, capsys):
    def commit(amount):
        record = window.session.tree.records[window.record]
        change = Change(Ref(record.id, ("funds", "fiscal")), record.funds.fiscal, amount)
        window.commit("改金额", [change])

    tell(capsys, "commit", timed([lambda amount=amount: commit(amount) for amount in range(100, 160)]), 50)
    QApplication.processEvents()


def test_keystroke_to_all_panels(window, capsys):
    """With the panel of the balance open beside the form, and the findings of the whole document below."""
    window.review.show_balance()
    window.ui.findings.set_open(True)
    window.ui.findings.list_view().setFocus()
    window.activateWindow()
    window.editor.go(Ref(window.record, ("funds", "fiscal")))
    QApplication.processEvents()
    panel, seen, times = window.review.panel, set(), []

    def key(digit):
        QTest.keyClick(QApplication.focusWidget(), digit)
        paint(window, panel)

    for _ in range(14):
        QTest.keyClick(QApplication.focusWidget(), "a", Qt.KeyboardModifier.ControlModifier)
        times += timed([lambda digit=digit: key(digit) for digit in "12345"])
        seen.add(tuple(window.ui.balanceBar.sentences()))
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backspace)
        seen.add(tuple(window.ui.balanceBar.sentences()))
        QApplication.processEvents()
    assert len(seen) > 1
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    window.review.panel.close()
    tell(capsys, "keystroke to balance bar, balance panel and form", times, 16)


def test_review_after_an_edit(window, capsys):
    """From the commit on disk to the findings on the screen, with those of all 10,000 forms listed."""
    pane = window.ui.findings
    pane.set_open(True)
    pane._current.setChecked(False)
    for _ in pane.model.check_all():
        pass
    QApplication.processEvents()
    assert pane.model.rowCount() > 30_000

    def review(event):
        for _ in pane.model.take(event):
            pass
        paint(window)

    seen, times = [], []
    end = window.session.document.subscribe(seen.append)
    window.idle.add = lambda _work: None
    for item in window.session.tree.all_projects()[::167]:
        project = window.session.tree.project(item.id)
        window.session.document.commit("改", [Change(Ref(item.id, ("funds", "fiscal")), project.funds.fiscal, 7)])
        times += timed([lambda: review(seen[-1])])
    del window.idle.add
    end()
    pane._current.setChecked(True)
    QApplication.processEvents()
    tell(capsys, "review after an edit, with its list", times, 10)


def test_another_project(window, capsys):
    chosen = [item.id for item in window.session.tree.all_projects()][::101]

    def show(record):
        window.show_record(record)
        QApplication.processEvents()

    tell(capsys, "another project", timed([lambda record=record: show(record) for record in chosen]), 50)


def test_filter(window, capsys):
    from hengbiao.qt.initials import initials

    initials("衡")

    def look(text):
        window.ui.filter.setText(text)
        QApplication.processEvents()

    look("z")
    texts = ["h", "hs", "hsz", "救护", "培训", "jh", "jhpx", "2", "zzzzzz", "红十字", "s", "sc", "yy", "人道", "jz"] * 2
    tell(capsys, "filter", timed([lambda text=text: look(text) for text in texts]), 50)
    look("")


def test_matching(window, capsys):
    """The filter without Qt: which of 10,000 projects pass."""
    from hengbiao.qt.initials import matcher
    from hengbiao.qt.models.outline import outline

    tree = window.session.tree
    texts = ["h", "hs", "救护", "2", "zzzzzz", "s", "jz", "gyfw"] * 4
    tell(capsys, "matching", timed([lambda text=text: outline(tree, matcher(text)) for text in texts]), 10)


def test_new_project_and_move(window, capsys):
    deeds = [window.projects.new_project, window.actions_["moveUp"].trigger, window.actions_["undo"].trigger] * 7
    tell(capsys, "new project, move, undo", timed(deeds), 50)

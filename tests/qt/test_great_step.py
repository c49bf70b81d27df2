"""Thousands of changes undone and redone off the window's thread: told, cancelled, refused, one durable step."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QProgressDialog, QPushButton
from tests.qt.windows import project, wait_for

from hengbiao.domain.change import Change, ChangeError, Ref
from hengbiao.domain.document import Document
from hengbiao.qt import session as sessions
from hengbiao.store import lagging
from hengbiao.store.errors import StoreError
from hengbiao.store.store import Store, verify

FORMS = 600


@pytest.fixture
def received(window):
    """The window after six hundred forms came in as one step; their ids."""
    made = [project(f"m{number}", "u1", f"项目{number}", f"zz{number:04d}") for number in range(FORMS)]
    window.commit("收表 600 份", [Change(Ref(one.id), None, one) for one in made])
    return {one.id for one in made}


@pytest.fixture
def gate(window, monkeypatch):
    """Holds the writing back until it is opened."""
    opened, reached, append = threading.Event(), threading.Event(), window.session.store.append

    def held(*step):
        reached.set()
        assert opened.wait(20)
        append(*step)

    monkeypatch.setattr(window.session.store, "append", held)
    opened.reached = reached
    yield opened
    opened.set()


def progress(window):
    return next((one for one in window.findChildren(QProgressDialog) if one.isVisible()), None)


def finish(window):
    wait_for(lambda: window.tools.job is not None and not window.tools.job.running)
    wait_for(lambda: progress(window) is None)


def test_it_is_told_while_the_window_paints_and_nothing_can_be_typed(window, received, gate):
    window.actions_["undo"].trigger()
    dialog = progress(window)
    assert dialog.labelText() == "正在撤销“收表 600 份”，共 600 处…"
    assert dialog.windowModality() == Qt.WindowModality.WindowModal
    wait_for(lambda: gate.reached.is_set() and dialog.labelText() == "正在写入文件，请稍候。这一步写完就能重做。")
    assert not dialog.findChild(QPushButton).isEnabled()
    assert received <= window.session.tree.headings.keys()  # nothing counts as done before it is durable
    gate.set()
    finish(window)
    assert not received & window.session.tree.headings.keys()
    assert window.status.notice.text() == "已撤销“收表 600 份”"
    window.actions_["redo"].trigger()
    assert progress(window).labelText() == "正在重做“收表 600 份”，共 600 处…"
    finish(window)
    assert received <= window.session.tree.headings.keys()
    assert window.status.notice.text() == "已重做“收表 600 份”"
    assert verify(window.session.path) == []


def test_what_a_timer_commits_meanwhile_is_kept(window, received, gate):
    goal = Change(Ref("p1", ("goal",)), window.session.tree.project("p1").goal, "另改")
    window.actions_["undo"].trigger()
    wait_for(gate.reached.is_set)
    document, append = window.session.document, type(window.session.store).append
    document.commit("整理", [goal], append=lambda *step: append(window.session.store, *step))
    gate.set()
    finish(window)
    assert not received & window.session.tree.headings.keys()
    assert window.session.tree.project("p1").goal == "另改"
    assert document.undo_label == "收表 600 份"
    assert verify(window.session.path) == []
    with Store.open(window.session.path, read_only=True) as store:
        tree = store.load()
        assert (dict(tree.headings), tree.project("p1").goal) == (dict(window.session.tree.headings), "另改")
    window.session.document.undo()
    assert received <= window.session.tree.headings.keys()


def test_cancel_before_the_writing_changes_nothing(window, received, monkeypatch):
    edits, going, goes_on, reversal = (
        window.session.store.edits,
        threading.Event(),
        threading.Event(),
        Document.reversal,
    )

    def slow(document, *, back):
        going.set()
        assert goes_on.wait(20)
        return reversal(document, back=back)

    monkeypatch.setattr(Document, "reversal", slow)
    window.actions_["undo"].trigger()
    wait_for(going.is_set)
    QTest.mouseClick(progress(window).findChild(QPushButton), Qt.MouseButton.LeftButton)
    goes_on.set()
    finish(window)
    assert received <= window.session.tree.headings.keys()
    assert window.session.store.edits == edits
    assert window.status.notice.text() == "已取消，什么也没有改"
    assert window.session.document.undo_label == "收表 600 份"


def test_what_the_store_refuses_is_told_and_nothing_has_changed(window, received, monkeypatch):
    def full(*_step):
        raise StoreError(window.session.path, "", "磁盘已满", "请腾出空间后重试")

    monkeypatch.setattr(window.session.store, "append", full)
    window.actions_["undo"].trigger()
    finish(window)
    wait_for(lambda: window.findChildren(QMessageBox))
    assert "磁盘已满" in window.findChildren(QMessageBox)[-1].text()
    assert received <= window.session.tree.headings.keys()
    assert window.session.document.undo_label == "收表 600 份"


def test_rows_that_wait_for_a_large_step_are_written_in_a_pause(window, received, monkeypatch):
    monkeypatch.setattr(lagging, "FROM", 2)
    monkeypatch.setattr(sessions, "_ROWS", 100)
    window.session._resting.setInterval(10)
    names = [Change(Ref(key, ("name",)), window.session.tree.headings[key].name, "改名") for key in sorted(received)]
    window.commit("改名", names)
    assert window.session.store.behind
    wait_for(lambda: not window.session.store.behind)
    assert verify(window.session.path) == []


def test_a_document_closed_before_its_rows_were_written_is_complete(window, received, monkeypatch):
    monkeypatch.setattr(lagging, "FROM", 2)
    names = [Change(Ref(key, ("name",)), window.session.tree.headings[key].name, "改名") for key in sorted(received)]
    window.commit("改名", names)
    path = window.session.path
    window.leave_session()
    assert int.from_bytes(path.read_bytes()[60:64]) == 1000
    with Store.open(path) as store:
        assert {store.load().headings[key].name for key in received} == {"改名"}


def test_a_step_made_upon_another_tree_is_not_taken_over(window, received):
    document = window.session.document
    found = document.reversal(back=True)
    window.commit("改名", [Change(Ref("m1", ("name",)), "项目1", "别的")])
    with pytest.raises(ChangeError):
        document.revert(found)
    with pytest.raises(ChangeError):
        document.adopt(found.event)
    assert document.tree.headings["m1"].name == "别的"

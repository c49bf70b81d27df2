"""Replacing in thousands of places: progress at once, a real cancel until the writing begins, one step to undo."""

import sqlite3
import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QProgressDialog, QPushButton
from tests.qt.test_finding_text import look_for, open_bar
from tests.qt.windows import indicator, project, wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.qt import replacing
from hengbiao.qt.models import search
from hengbiao.store.errors import StoreError

FORMS, ROWS = 30, 100
KEY = Qt.Key


@pytest.fixture
def bar(window):
    """The bar asks for a word that stands in three thousand places and more."""
    rows = tuple(indicator(f"r{at:03}", "数量指标", f"举办培训{at}", "≥1期", f"F{at:03}") for at in range(ROWS))
    made = [replace(project(f"n{at:02}", "u1", f"项目{at}", f"m{at:02}"), indicators=rows) for at in range(FORMS)]
    window.session.document.commit("", [Change(Ref(one.id), None, one) for one in made])
    window.show_record("n00")
    found = open_bar(window, KEY.Key_H)
    found.scope.setCurrentIndex(1)
    look_for(window, found, "培训")
    found.new.setText("训练")
    return found


@pytest.fixture
def gate(monkeypatch):
    """Holds the writing back until it is opened."""
    opened, reached, append = threading.Event(), threading.Event(), replacing.written

    class Held:
        def __init__(self, store):
            self.store = store

        def append(self, *step):
            reached.set()
            assert opened.wait(20)
            self.store.append(*step)

    monkeypatch.setattr(replacing, "written", lambda store, *rest: append(Held(store), *rest))
    opened.reached = reached
    yield opened
    opened.set()


def names(window):
    return {row.name for at in range(FORMS) for row in window.session.tree.records[f"n{at:02}"].indicators}


def progress(window):
    return next((one for one in window.findChildren(QProgressDialog) if one.isVisible()), None)


def replace_all(bar):
    QTest.mouseClick(bar._replacers[1], Qt.MouseButton.LeftButton)


def finish(window):
    wait_for(lambda: window.finding.job is not None and not window.finding.job.running)
    wait_for(lambda: progress(window) is None)


def test_thousands_of_places_are_one_durable_step(window, bar, document_file):
    before = window.session.tree
    replace_all(bar)
    assert progress(window).windowModality() == Qt.WindowModality.WindowModal
    finish(window)
    assert names(window) == {f"举办训练{at}" for at in range(ROWS)}
    assert window.status.notice.text().startswith("已替换 3")
    with sqlite3.connect(document_file) as file:
        assert file.execute("SELECT count(*) FROM record WHERE state LIKE '%举办训练%'").fetchone() == (FORMS,)
    assert window.session.document.undo_label.startswith("全部替换 ")
    window.actions_["undo"].trigger()
    wait_for(lambda: not window.tools.job.running and progress(window) is None)
    assert window.session.tree.records["n07"] == before.records["n07"]
    assert names(window) == {f"举办培训{at}" for at in range(ROWS)}


def test_cancel_before_the_writing_changes_nothing(window, bar, monkeypatch):
    going, replaced, edits = threading.Event(), search.replaced, window.session.store.edits

    def slow(tree, found, wanted, new, unit, report):
        going.set()
        while True:
            replaced(tree, found, wanted, new, unit, report)

    monkeypatch.setattr(search, "replaced", slow)
    replace_all(bar)
    wait_for(going.is_set)
    QTest.mouseClick(progress(window).findChild(QPushButton), Qt.MouseButton.LeftButton)
    finish(window)
    assert names(window) == {f"举办培训{at}" for at in range(ROWS)}
    assert window.session.store.edits == edits
    assert window.status.notice.text() == "已取消，一处也没有替换"


def test_while_it_is_written_the_dialog_says_so_and_stays_whatever_is_pressed(window, bar, gate):
    replace_all(bar)
    wait_for(lambda: gate.reached.is_set() and progress(window).labelText().startswith("正在写入文件"))
    dialog = progress(window)
    assert not dialog.findChild(QPushButton).isEnabled()
    QTest.keyClick(dialog, KEY.Key_Escape)
    dialog.close()
    assert dialog.isVisible()
    gate.set()
    finish(window)
    assert names(window) == {f"举办训练{at}" for at in range(ROWS)}


def test_what_the_store_refuses_is_told_and_nothing_has_changed(window, bar, monkeypatch):
    def full(*_step):
        raise StoreError(window.session.path, "", "磁盘已满", "请腾出空间后重试")

    monkeypatch.setattr(window.session.store, "append", full)
    replace_all(bar)
    finish(window)
    wait_for(lambda: window.findChildren(QMessageBox))
    assert "磁盘已满" in window.findChildren(QMessageBox)[-1].text()
    assert names(window) == {f"举办培训{at}" for at in range(ROWS)}

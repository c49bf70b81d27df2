"""What the store refuses arrives as one sentence, wherever it was asked; nothing changes and nothing crashes."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from tests.qt import screens
from tests.qt.driving import keys, write

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.refusal import Refusal
from hengbiao.qt import errors
from hengbiao.qt.boxes import Box
from hengbiao.qt.field_history import past

GOAL = Ref("p1", ("goal",))
SENTENCE = "样例.hengbiao：没有保存，磁盘已满。请清理出空间后重试。"


@pytest.fixture
def refusing(window, monkeypatch):
    """The window over a store that takes nothing more, faults told as in a real run."""
    window.commit("改目标", [Change(GOAL, "目标", "新的目标")])

    def refuse(*_args, **_named):
        raise Refusal("样例.hengbiao", "", "没有保存，磁盘已满", "请清理出空间后重试")

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    errors.install(lambda: window, window.files.whereabouts)
    monkeypatch.setattr(window.session.store, "append", refuse)
    yield window
    monkeypatch.undo()
    screens.close_all()


def told():
    """The one sentence on show; every other dialog would be a crash."""
    QApplication.processEvents()
    shown = screens.visible()
    assert [type(one) for one in shown] == [Box]
    sentence = shown[0].text()
    screens.close_all()
    return sentence


def unchanged(window, before):
    return window.session.tree is before and window.session.document.undo_label == "改目标"


@pytest.mark.parametrize("name", ["newProject", "newDepartment", "moveDown", "delete", "undo"])
def test_a_menu_that_cannot_be_carried_out_says_why(refusing, name):
    before = refusing.session.tree
    refusing.actions_[name].trigger()
    assert told() == SENTENCE
    assert unchanged(refusing, before)


def test_an_old_value_that_cannot_be_put_back(refusing):
    before = refusing.session.tree
    moment = past(refusing.session, GOAL, "万元").moments[0]
    refusing.ui.inspector.restored.emit(moment)
    assert told() == SENTENCE
    assert unchanged(refusing, before)


def test_a_field_of_a_unit(refusing):
    before = refusing.session.tree
    refusing.show_record("u1")
    field = refusing.unit_page._edits["name"]
    field.setFocus()
    field.selectAll()
    write(field, "新的名称")
    keys(refusing, Qt.Key.Key_Tab)
    assert told() == SENTENCE
    assert unchanged(refusing, before)


def test_a_name_changed_in_the_tree(refusing):
    before = refusing.session.tree
    refusing.ui.tree.setFocus()
    keys(refusing, Qt.Key.Key_F2)
    write(QApplication.focusWidget(), "新的名称")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert told() == SENTENCE
    assert unchanged(refusing, before)


def test_a_cell_keeps_what_was_typed_and_says_why_it_is_not_saved(refusing):
    before = refusing.session.tree
    refusing.go(GOAL)
    for letter in "typed":
        keys(refusing, letter)
    keys(refusing, Qt.Key.Key_Return)
    QApplication.processEvents()
    words = [one.text() for one in screens.visible(QMessageBox)] + [refusing.editor.untaken()]
    words.append(refusing.editor.view().grid.bubble.text())
    assert any("磁盘已满" in text for text in words), words
    assert unchanged(refusing, before)
    assert "Fault" not in " ".join(type(one).__name__ + one.objectName() for one in screens.visible())


def test_a_paste_and_a_clearing(refusing):
    before = refusing.session.tree
    refusing.go(GOAL)
    QApplication.clipboard().setText("贴进来的")
    for key, held in ((Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier), (Qt.Key.Key_Delete, None)):
        keys(refusing, key, held or Qt.KeyboardModifier.NoModifier)
        QApplication.processEvents()
        boxes = [one.text() for one in screens.visible()]
        assert "磁盘已满" in " ".join([*boxes, refusing.status.notice.text()])
        screens.close_all()
    assert unchanged(refusing, before)

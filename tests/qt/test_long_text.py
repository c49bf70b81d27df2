"""长文本 under the form, by keys."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hengbiao.domain.change import Ref

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def pane(window):
    window.show_record("p1")
    window.activateWindow()
    window.focus_editor()
    window.editor.go(Ref("p1", ("goal",)))
    QApplication.processEvents()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_L, CTRL)
    QApplication.processEvents()
    pane = window.editing.long_text
    assert pane.isVisible()
    assert pane.text.hasFocus()
    return pane


def goal(window):
    return window.session.tree.records["p1"].goal


def test_a_long_text_is_typed_counted_and_committed_with_ctrl_enter(window, pane):
    assert (pane.text.toPlainText(), pane._title.text(), pane._count.text()) == ("目标", "年度绩效目标", "共 2 字")
    pane.text.insertPlainText("一，\n  二")
    assert pane._count.text() == "共 5 字"
    assert goal(window) == "目标"
    QTest.keyClick(pane.text, Qt.Key.Key_Return, CTRL)
    assert goal(window) == "目标一，\n  二"
    assert window.session.document.undo_label == "改年度绩效目标"
    assert window.editor.grid().hasFocus()
    window.session.document.undo()
    QApplication.processEvents()
    assert goal(window) == "目标"
    assert pane.text.toPlainText() == "目标"


def test_commits_in_one_field_are_one_step_and_quiet_seconds_commit(window, pane, qtbot):
    pane._quiet.setInterval(10)
    pane.text.insertPlainText("甲")
    qtbot.waitUntil(lambda: goal(window) == "目标甲")
    pane.text.insertPlainText("乙")
    qtbot.waitUntil(lambda: goal(window) == "目标甲乙")
    window.session.document.undo()
    assert goal(window) == "目标"


def test_the_pane_follows_the_cursor_and_says_where_there_is_no_text(window, pane):
    pane.text.insertPlainText("三")
    window.editor.go(Ref("p1", ("funds", "total")))
    assert goal(window) == "目标三"
    assert not pane.text.isEnabled()
    assert "不是文字" in pane._title.text()
    window.editor.go(Ref("p1", ("name",)))
    assert pane.text.isEnabled()
    assert pane.text.toPlainText() == "应急救护培训"


def test_an_open_composition_is_not_committed_and_esc_belongs_to_it(window, pane):
    QCoreApplication.sendEvent(pane.text, QInputMethodEvent("pei", []))
    pane.commit()
    assert goal(window) == "目标"
    QTest.keyClick(pane.text, Qt.Key.Key_Escape)
    assert pane.text.hasFocus()
    done = QInputMethodEvent("", [])
    done.setCommitString("培训")
    QCoreApplication.sendEvent(pane.text, done)
    QTest.keyClick(pane.text, Qt.Key.Key_Escape)
    assert goal(window) == "目标培训"

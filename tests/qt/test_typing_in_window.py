"""Typing in the window, where others hear of each commit and ask for what is pending."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.qt.acting import Person

from hengbiao.domain.change import Ref

KEY = Qt.Key


def begin(window, path):
    window.show_record("p1")
    window.activateWindow()
    window.focus_editor()
    window.editor.go(Ref("p1", path))
    QApplication.processEvents()
    return Person(), window.editor.grid()


def test_a_text_with_slips_is_committed_and_mended_once_each(window):
    person, _ = begin(window, ("goal",))
    heard = []
    window.session.document.subscribe(lambda event: heard.append(event.label) if not event.preview else None)
    person.enter("提高 救护能力", KEY.Key_Tab)
    assert window.session.tree.records["p1"].goal == "提高救护能力"
    assert heard == ["改年度绩效目标", "整理空格和全角字符"]


def test_quiet_seconds_commit_and_the_cell_stays_open(window):
    person, grid = begin(window, ("goal",))
    person.type("提高")
    editor = grid.editor()
    editor.rested.emit(editor.text())
    QApplication.processEvents()
    assert window.session.tree.records["p1"].goal == "提高"
    assert grid.editor() is editor
    assert editor.hasFocus()
    person.enter("能力", KEY.Key_Tab)
    assert window.session.tree.records["p1"].goal == "提高能力"
    window.session.document.undo()
    assert window.session.tree.records["p1"].goal == "目标"

"""项目›状态 in the window: noted by hand, told in the tree, and an edit after the seal is said."""

import pytest
from PySide6.QtWidgets import QApplication
from tests.qt.driving import trigger

from hengbiao.domain import status
from hengbiao.domain.change import Change, Ref
from hengbiao.qt.dialogs.status_dialog import StatusDialog


def records(window):
    return {key: window.session.tree.records[key] for key in window.session.tree.records}


def note(window, words, text=""):
    """Choose a state in the menu, write the note, and agree."""
    action = next(one for one in window.ui.menuStatus.actions() if one.text().startswith(words))
    action.trigger()
    dialog = next(one for one in window.findChildren(StatusDialog) if one.isVisible())
    dialog.form.note.setText(text)
    dialog.accept()
    QApplication.processEvents()


def test_a_state_is_noted_with_day_note_and_author_in_one_step(window):
    before = records(window)
    note(window, "已盖章", "交财政局 2 份")
    found = status.status(window.session.tree.project("p1"))
    assert (found.state, found.note, found.by) == ("sealed", "交财政局 2 份", window.session.store.identity.author)
    assert len(found.on) == 10
    assert window.session.document.undo_label == "“应急救护培训”改为已盖章"
    trigger(window, "undo")
    assert records(window) == before


def test_a_unit_notes_all_of_its_forms(window):
    window.show_record("u1")
    note(window, "已上报")
    assert {status.state(window.session.tree.project(key)) for key in ("p1", "p2", "p3")} == {"sent"}
    assert status.state(window.session.tree.project("p4")) == "filling"


def test_the_dialog_tells_what_was_noted_before(window):
    note(window, "待签", "等局长")
    dialog = window.states.ask("sealed")
    assert [dialog.form.past.item(row).text()[:2] for row in range(dialog.form.past.count())] == ["待签"]
    dialog.reject()


def test_the_menu_ticks_the_present_state(window):
    note(window, "待签")
    window.ui.menuStatus.aboutToShow.emit()
    assert [one.data() for one in window.ui.menuStatus.actions() if one.isChecked()] == ["signing"]


@pytest.mark.parametrize(("words", "said"), [("已盖章", True), ("已审定", True), ("待签", False), ("已退回", False)])
def test_an_edit_after_the_seal_is_said_once_and_allowed(window, words, said):
    note(window, words)
    window.status.show_notice("")
    window.commit("改目标", [Change(Ref("p1", ("goal",)), "目标", "新")])
    assert window.session.tree.project("p1").goal == "新"
    assert (f"这张表{words}" in window.status.notice.text()) == said
    window.status.show_notice("")
    window.commit("改目标", [Change(Ref("p1", ("goal",)), "新", "更新")])
    assert window.status.notice.text() == ""


def test_a_state_travels_in_the_file(window, document_file):
    from hengbiao.store.store import Store

    note(window, "已审定", "批复 3 号")
    with Store.open(document_file, read_only=True) as store:
        found = status.status(store.load().project("p1"))
    assert (found.state, found.note) == ("approved", "批复 3 号")

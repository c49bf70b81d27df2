"""The start page, by mouse and by keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton, QToolButton
from tests.qt.driving import keys
from tests.qt.windows import small_file, wait_for

from hengbiao.qt import app_window, recent
from hengbiao.qt.dialogs.unit_dialog import UnitDialog
from hengbiao.qt.start_page import RECENT


@pytest.fixture
def listed(qtbot, settings, tmp_path):
    """The start page over three recent files: 甲 stands, 乙 is gone, 丙 lay on a stick that is not in."""
    for name in ("甲", "乙"):
        settings.opened(small_file(tmp_path, name))
    (tmp_path / "乙.hengbiao").unlink()
    settings.opened(tmp_path / "优盘" / "丙.hengbiao")
    made = app_window.build(settings)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show_session(None)
    made.show()
    wait_for(lambda: not made.idle.busy)
    yield made
    made.leave_session()


def lines(window):
    model = window.start_page.form.recent.model()
    return [model.index(row, 0).data(RECENT) for row in range(model.rowCount())]


def visible(window, kind):
    return [one for one in window.findChildren(kind) if one.isVisible()]


def test_it_says_when_each_file_was_saved_how_it_stands_and_why_one_cannot_be_opened(listed, settings, tmp_path):
    third, second, first = lines(listed)
    assert (first.path.stem, first.missing) == ("甲", "")
    assert first.said.startswith("今天 ")
    assert second.missing == "找不到：已删除、改名或移到别处"
    assert third.missing == "找不到：所在的文件夹或优盘现在不在"
    recent.note_state(settings, tmp_path / "甲.hengbiao", 4, {"error": 2, "warning": 1})
    assert lines(listed) == [third, second, first]
    listed.show_session(None)
    assert lines(listed)[2].said.endswith("4 个项目　✗ 2 处须改　! 1 处需核实")


def test_closing_a_document_remembers_how_it_stood_in_numbers_only(window, settings, tmp_path):
    wait_for(lambda: window.ui.findings.model.checked)
    window.show_session(None)
    (line,) = lines(window)
    assert "4 个项目" in line.said
    assert "须改" in line.said or "需核实" in line.said
    settings.sync()
    assert "红十字" not in (tmp_path / "window.ini").read_text("utf-8")


def test_in_a_narrow_window_the_list_stands_under_the_cards_and_nothing_is_cut_at_the_side(listed):
    listed.resize(683, 384)
    QApplication.processEvents()
    form = listed.start_page.form
    assert (
        form.recent.mapTo(listed, form.recent.rect().topLeft()).y()
        > form.cards.mapTo(listed, form.cards.rect().bottomLeft()).y()
    )
    assert not listed.start_page.horizontalScrollBar().isVisible()


def test_what_is_remembered_of_a_file_goes_with_it(settings, tmp_path):
    kept, gone = (small_file(tmp_path, name) for name in ("甲", "乙"))
    for path in (kept, gone):
        settings.opened(path)
        recent.note_state(settings, path, 4, {})
    settings.forget(str(gone))
    recent.note_state(settings, kept, 5, {})
    settings.opened(gone)
    assert [one.said.rpartition("　")[2] for one in recent.recents(settings)][1] == "5 个项目"
    assert "个项目" not in next(recent.recents(settings)).said


def test_the_region_chosen_last_is_offered_first(bare, tmp_path):
    card = next(one for one in bare.start_page.findChildren(QToolButton) if one.text() == "福建")
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    (asked,) = visible(bare, UnitDialog)
    asked.form.name.setText("清河县红十字会")
    asked.accept()
    for dialog in visible(bare, QDialog):
        dialog.close()
    keys(bare, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    (asked,) = visible(bare, UnitDialog)
    assert asked.form.region.currentText() == "福建"
    asked.reject()


def test_keys_alone_choose_open_and_forget(listed):
    box = listed.start_page.form.recent
    assert box.hasFocus()
    keys(listed, Qt.Key.Key_Return)
    assert listed.session is None
    keys(listed, Qt.Key.Key_Delete)
    keys(listed, Qt.Key.Key_Delete)
    assert [line.path.stem for line in lines(listed)] == ["甲"]
    keys(listed, Qt.Key.Key_Return)
    assert listed.session.path.stem == "甲"


def test_a_click_opens_and_a_missing_file_can_be_removed_by_mouse(listed, tmp_path):
    form = listed.start_page.form

    def click(row):
        place = form.recent.visualRect(form.recent.model().index(row, 0)).center()
        QTest.mouseClick(form.recent.viewport(), Qt.MouseButton.LeftButton, pos=place)

    click(1)
    assert listed.session is None
    QTest.mouseClick(form.forgetButton, Qt.MouseButton.LeftButton)
    assert [line.path.stem for line in lines(listed)] == ["丙", "甲"]
    click(1)
    assert listed.session.path == tmp_path / "甲.hengbiao"


def test_the_menu_lists_them_too_and_greys_what_is_missing(listed):
    menu = listed.ui.menuRecent
    menu.aboutToShow.emit()
    told = [(action.text(), action.isEnabled()) for action in menu.actions()]
    assert told[2] == ("&3 甲.hengbiao", True)
    assert told[0] == ("&1 丙.hengbiao（找不到：所在的文件夹或优盘现在不在）", False)


def test_without_any_file_it_says_what_to_do(bare):
    form = bare.start_page.form
    assert form.empty.isVisible()
    assert "练习单位" in form.empty.text()
    assert not form.recent.isVisible()


def test_a_card_for_each_region_shows_its_form_and_begins_a_document_of_it(bare):
    cards = [one for one in bare.start_page.findChildren(QToolButton) if one.property("role") == "card"]
    assert [card.text() for card in cards] == ["天津", "河北", "云南", "上海", "福建", "全国通用"]
    assert all(not card.icon().isNull() and card.accessibleDescription() for card in cards)
    pictures = {card.icon().pixmap(64).toImage().bits().tobytes() for card in cards}
    assert len(pictures) == 6
    QTest.mouseClick(cards[3], Qt.MouseButton.LeftButton)
    (asked,) = visible(bare, UnitDialog)
    assert asked.form.region.currentText() == "上海"
    asked.reject()


def test_every_button_can_be_reached_by_tab(bare):
    wanted = {
        one for kind in (QPushButton, QToolButton) for one in bare.start_page.findChildren(kind) if one.isVisible()
    }
    bare.start_page.focus_first()
    seen = set()
    for _ in range(30):
        seen.add(QApplication.focusWidget())
        keys(bare, Qt.Key.Key_Tab)
    assert len(wanted) > 8
    assert wanted - seen == set()


def test_practice_opens_a_private_copy_that_can_be_begun_afresh(bare, settings):
    form = bare.start_page.form
    assert not form.afreshButton.isVisible()
    QTest.mouseClick(form.sampleButton, Qt.MouseButton.LeftButton)
    path = bare.session.path
    assert path.parent.name == "练习"
    assert len(bare.session.tree.all_projects()) == 3
    assert all(state == "balanced" for state, _ in bare.ui.balanceBar.sentences())
    assert "私有副本" in bare.status.notice.text()
    key = bare.session.tree.all_projects()[0].id
    bare.show_record(key)
    bare.actions_["delete"].trigger()
    bare.show_session(None)
    assert form.afreshButton.isVisible()
    QTest.mouseClick(form.sampleButton, Qt.MouseButton.LeftButton)
    assert len(bare.session.tree.all_projects()) == 2
    bare.show_session(None)
    QTest.mouseClick(form.afreshButton, Qt.MouseButton.LeftButton)
    assert bare.session.path == path
    assert len(bare.session.tree.all_projects()) == 3


def test_a_practice_that_cannot_be_written_is_told_in_a_sentence(bare, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("hengbiao.qt.start_actions._practice_folder", lambda: tmp_path / "file" / "练习")
    bare.start.practise()
    (box,) = visible(bare, QMessageBox)
    assert box.text().startswith("练习：练习用的副本没有写成")
    box.close()


def test_help_and_keys_are_one_click_away(bare):
    form = bare.start_page.form
    QTest.mouseClick(form.helpButton, Qt.MouseButton.LeftButton)
    QTest.mouseClick(form.keysButton, Qt.MouseButton.LeftButton)
    titles = {one.windowTitle() for one in visible(bare, QDialog)}
    assert {"快捷键一览"} < titles
    for one in visible(bare, QDialog):
        one.close()


def test_new_stands_at_hand_without_the_mouse(bare):
    keys(bare, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    (asked,) = visible(bare, UnitDialog)
    asked.reject()
    assert not bare.actions_["export"].isEnabled()
    assert not bare.actions_["newProject"].isEnabled()


def test_enter_on_a_card_begins_with_its_form(bare):
    card = bare.start_page._cards[1]
    card.setFocus()
    keys(bare, Qt.Key.Key_Return)
    [dialog] = visible(bare, UnitDialog)
    assert dialog.form.region.currentText() == card.text()
    dialog.reject()

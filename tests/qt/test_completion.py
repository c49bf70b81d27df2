"""Words offered while one types, by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.qt.acting import Person

from hengbiao.domain.change import Ref
from hengbiao.qt import initials
from hengbiao.qt.models.words import Words
from hengbiao.qt.views.completing_editor import CompletingEditor

KEY = Qt.Key


@pytest.fixture
def grid(window, tmp_path):
    window.editor._words = Words(tmp_path / "words.json")
    initials.prepare(["衡"])
    window.show_record("p2")
    window.activateWindow()
    window.focus_editor()
    grid = window.editor.grid()
    row = window.session.tree.records["p2"].indicators[0]
    grid.go(Ref("p2", ("indicators", row.id, "name")))
    QApplication.processEvents()
    return grid


def name(window):
    return window.session.tree.records["p2"].indicators[0].name


def listed(editor):
    return [editor.choices.item(at).text() for at in range(editor.choices.count())]


def test_pinyin_initials_find_a_name_and_enter_takes_what_an_arrow_chose(window, grid):
    person = Person()
    person.type("px")
    editor = grid.editor()
    assert isinstance(editor, CompletingEditor)
    assert editor.choices.isVisible()
    assert listed(editor) == ["开展救护培训", "培训费用"]
    person.press(KEY.Key_Down)
    person.press(KEY.Key_Down)
    person.press(KEY.Key_Return)
    assert name(window) == "培训费用"
    assert not editor.choices.isVisible()


def test_nothing_is_taken_that_was_not_chosen(window, grid):
    person = Person()
    person.enter("培训", KEY.Key_Tab)
    assert name(window) == "培训"


def test_there_is_no_list_before_something_is_typed_and_esc_takes_it_away(window, grid):
    person = Person()
    person.press(KEY.Key_F2)
    editor = grid.editor()
    assert not editor.choices.isVisible()
    person.type("x")
    person.press(KEY.Key_Escape)
    assert name(window) == "开展救护培训"
    assert not editor.choices.isVisible()


def test_an_open_composition_offers_nothing_and_what_it_commits_does(window, grid):
    person = Person()
    person.compose("pei")
    editor = grid.editor()
    assert editor is None or not editor.choices.isVisible()
    person.compose("", "培训")
    assert "培训费用" in listed(grid.editor())
    person.press(KEY.Key_Escape)


def test_words_are_kept_when_the_document_is_left(window, tmp_path):
    before = window.editor._words = Words(tmp_path / "words.json")
    window.leave_session()
    fresh = type(before)(before._file)
    assert "培训费用" in fresh._kept()["name"]


def test_the_nature_of_a_project_is_offered_from_the_vocabulary_as_the_cell_opens(window, grid):
    view = window.editor.view()
    window.editor.go(Ref("p2", ("nature",)))
    person = Person()
    person.press(KEY.Key_F2)
    editor = view.fold.grid.editor()
    assert editor.choices.isVisible()
    assert "新增项目" in listed(editor)
    person.type("xzxm")
    assert listed(editor) == ["新增项目"]
    person.press(KEY.Key_Down)
    person.press(KEY.Key_Tab)
    assert window.session.tree.records["p2"].nature == "新增项目"

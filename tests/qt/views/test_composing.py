"""Chinese typed straight into cells of every kind with simulated input-method events."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.qt.views.conftest import cell, shown

from hengbiao.qt.views.choice_editor import ChoiceEditor
from hengbiao.qt.views.completing_editor import CompletingEditor
from hengbiao.qt.views.table_view import TableView

KEY = Qt.Key


def names(project):
    return [row.name for row in project().indicators]


def test_pinyin_typed_straight_into_the_empty_row_of_the_list_keeps_its_first_letter(table, project, person):
    person.click(table.grid, cell(table, "name", 6))
    for preedit in ("t", "to", "tou", "tou su"):
        person.compose(preedit)
    person.compose("", "投诉")
    assert table.grid.editor().text() == "投诉"
    person.type("次数")
    person.press(KEY.Key_Return)
    assert names(project)[-1] == "投诉次数"


def test_a_composition_in_a_cell_with_a_vocabulary_narrows_it_once_it_ends(table, project, person):
    person.click(table.grid, cell(table, "level2", 2))
    person.compose("shi")
    editor = table.grid.editor()
    assert isinstance(editor, ChoiceEditor)
    assert editor.choices.count() == 9
    person.press(KEY.Key_Down)  # belongs to the list of the input method
    person.press(KEY.Key_Return)  # so does the Enter that ends it
    assert table.grid.editor() is editor
    assert project().indicators[2].level2 == "质量指标"
    person.compose("", "时效")
    assert [editor.choices.item(at).text() for at in range(editor.choices.count())] == ["时效指标"]
    person.press(KEY.Key_Return)
    assert project().indicators[2].level2 == "时效指标"


def test_keys_of_a_composition_never_choose_a_word_written_before(qtbot, document, project, person):
    view = shown(qtbot, TableView(document), project().id)
    view.grid.words = lambda _ref, slot: ("培训期数", "培训人数") if slot.field == "name" else ()
    person.click(view.grid, cell(view, "name", 2))
    person.compose("", "培")
    editor = view.grid.editor()
    assert isinstance(editor, CompletingEditor)
    assert editor.choices.isVisible()
    person.compose("xun")
    person.press(KEY.Key_Down)
    person.press(KEY.Key_Return)
    assert view.grid.editor() is editor
    assert editor.choices.currentRow() == -1
    person.compose("", "训")
    person.press(KEY.Key_Return)
    assert names(project)[2] == "培训"


@pytest.mark.parametrize("leave", ["click", "record", "commit"])
def test_an_open_composition_is_never_committed_however_the_cell_is_left(table, project, person, leave):
    person.click(table.grid, cell(table, "name", 2))
    person.press(KEY.Key_F2)
    person.type("二")
    person.compose("pin yin")
    if leave == "click":
        person.click(table.grid, cell(table, "name", 4))
    elif leave == "record":
        table.show_record("")
    else:
        table.commit_pending()
    QApplication.processEvents()
    assert names(project)[2] == "考核通过率二"


@pytest.mark.parametrize("field", ["name", "description", "level2", "target"])
def test_what_an_input_method_commits_at_once_without_composing_is_kept(table, person, field):
    person.click(table.grid, cell(table, field, 2))
    person.compose("", "《")  # as Chinese punctuation, shapes and speech come
    assert table.grid.editor().text() == "《"
    person.compose("", "三")
    assert table.grid.editor().text() == "《三"
    person.press(KEY.Key_Escape)


def test_a_composition_over_a_selected_block_goes_into_the_current_cell_only(fill, project, person):
    person.drag(fill.grid, cell(fill, "name", 1), cell(fill, "name", 2))
    person.compose("ren")
    person.compose("", "人数")
    person.press(KEY.Key_Return)
    assert "人数" in names(project)[:2]
    assert names(project)[:2] != ["人数", "人数"]

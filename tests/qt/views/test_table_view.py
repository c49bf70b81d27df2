"""列表 by keys and mouse."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from tests.qt.views.conftest import cell
from tests.qt.views.test_grid_blocks import put, rows

from hengbiao.domain.change import Ref
from hengbiao.qt.views.choice_editor import ChoiceEditor

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def heads(table):
    model = table.grid.sheet_model
    return [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]


def test_the_columns_are_those_of_the_layout_or_all(table):
    assert heads(table) == ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值"]
    table._every.setChecked(True)
    assert len(heads(table)) == 12
    assert len(set(heads(table))) == 12


def test_typing_in_the_empty_last_row_adds_an_indicator(table, project, document, person):
    tester = QAbstractItemModelTester(table.grid.sheet_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert table.grid.sheet_model.rowCount() == 7
    person.click(table.grid, cell(table, "name", 6))
    person.enter("投诉次数", KEY.Key_Tab)
    assert rows(project)[-1][:2] == ("服务对象满意度指标", "投诉次数")
    assert tester.model().rowCount() == 8
    document.undo()
    assert len(project().indicators) == 6


def test_levels_are_chosen_from_the_vocabulary_by_arrows_words_and_mouse(table, project, person):
    person.double_click(table.grid, cell(table, "level2", 2))
    editor = table.grid.editor()
    assert isinstance(editor, ChoiceEditor)
    assert (editor.choices.count(), editor.choices.currentItem().text()) == (9, "质量指标")
    assert editor.choices.isVisible()
    person.press(KEY.Key_Down)
    person.press(KEY.Key_Return)
    assert project().indicators[2].level2 == "时效指标"
    assert not editor.choices.isVisible()
    person.click(table.grid, cell(table, "level2", 2))
    person.enter("可持续", KEY.Key_Return)
    person.click(table.grid, cell(table, "level2", 4))
    assert rows(project)[4][:2] == ("可持续影响指标", "考核通过率")
    person.double_click(table.grid, cell(table, "level2", 4))
    words = table.grid.editor().choices
    QTest.mouseClick(words.viewport(), Qt.MouseButton.LeftButton, pos=words.visualItemRect(words.item(0)).center())
    assert rows(project)[2][:2] == ("数量指标", "考核通过率")


def test_another_level_2_brings_its_level_1_and_the_row_goes_to_its_group_in_one_step(table, project, document, person):
    before = project().indicators
    person.click(table.grid, cell(table, "level2", 1))
    person.enter("社会效益", KEY.Key_Tab)
    moved = project().indicators[4]
    assert (moved.level1, moved.level2, moved.name) == ("效益指标", "社会效益指标", "培训人数")
    assert table.grid.sheet_model.ref(table.grid.currentIndex()).path == ("indicators", moved.id, "name")
    document.undo()
    assert project().indicators == before


def test_enter_after_another_level_2_goes_on_with_the_row_that_came_up(table, project, person):
    person.click(table.grid, cell(table, "level2", 1))
    person.enter("满意度", KEY.Key_Return)
    assert [row.name for row in project().indicators][-2:] == ["学员满意度", "培训人数"]
    assert table.grid.currentIndex().row() == 1
    assert table.grid.current_cell().slot.field == "level2"


def test_a_word_outside_the_vocabulary_is_taken_as_it_is(table, project, person):
    person.click(table.grid, cell(table, "level2", 2))
    person.enter("本地指标", KEY.Key_Tab)
    assert project().indicators[2].level2 == "本地指标"


def test_levels_that_repeat_look_merged(table):
    sheet = table.grid.sheet_model.sheet
    assert sheet.follows == {(1, 0), (2, 0), (3, 0), (4, 0), (1, 1), (4, 1), (6, 0), (6, 1)}


def test_whole_rows_are_pasted_past_the_end_as_one_step(table, project, document, person):
    put("\n".join(f"效益指标\t社会效益指标\t受益人数{n}\t说明{n}\t≥{n}00人" for n in range(1, 6)))
    person.click(table.grid, cell(table, "level1", 6))
    person.press(KEY.Key_V, CTRL)
    assert len(project().indicators) == 11
    assert rows(project)[-1] == ("社会效益指标", "受益人数5", "说明5", "≥500人")
    document.undo()
    assert len(project().indicators) == 6


def test_rows_are_added_dropped_and_moved_across_groups(table, project, person):
    person.click(table.grid, cell(table, "name", 1))
    person.press(KEY.Key_Down, ALT)
    assert [row.name for row in project().indicators][1:3] == ["考核通过率", "培训人数"]
    person.press(KEY.Key_Plus, CTRL)
    person.enter("新的", KEY.Key_Tab)
    assert [row.name for row in project().indicators][2:4] == ["培训人数", "新的"]
    person.press(KEY.Key_Minus, CTRL)
    assert len(project().indicators) == 6


def test_columns_share_the_pane_and_keep_a_dragged_width(table, qtbot):
    header = table.grid.horizontalHeader()
    table.resize(1400, 500)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: abs(header.length() - table.grid.viewport().width()) < 40)
    header.resizeSection(2, 300)
    qtbot.waitUntil(lambda: abs(header.length() - table.grid.viewport().width()) < 40)
    table.resize(1200, 500)
    QApplication.processEvents()
    QApplication.processEvents()
    assert header.sectionSize(2) == 300


def test_jumping_to_a_field_that_is_not_printed_shows_all_columns(table, project):
    assert table.jump(Ref(project().id, ("indicators", project().indicators[1].id, "basis")))
    assert table.grid.current_cell().slot.field == "basis"
    assert not table.jump(Ref(project().id, ("name",)))

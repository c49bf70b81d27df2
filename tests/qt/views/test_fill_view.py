"""填表 by keys and mouse: what each key does, what a draft is, what is committed when."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QToolButton, QToolTip, QWidget
from tests.qt.views.conftest import cell, shown
from tests.qt.windows import wait_for

from hengbiao.domain import target
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.target import parse
from hengbiao.qt.views import typeset
from hengbiao.qt.views.fill_view import FillView
from hengbiao.qt.views.grid_view import GridView

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def names(project):
    return [row.name for row in project().indicators]


def test_the_model_keeps_the_rules_of_qt_while_rows_come_and_go(fill, project, document, person):
    tester = QAbstractItemModelTester(fill.grid.sheet_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    person.click(fill.grid, cell(fill, "target", 5))
    person.press(KEY.Key_Return)
    person.enter("培训天数")
    person.press(KEY.Key_Minus, CTRL)
    document.undo()
    document.undo()
    fill.set_zoom(1.5)
    assert tester.model() is fill.grid.sheet_model
    assert len(names(project)) == 6


def test_typing_replaces_and_commits_one_labelled_step(fill, project, document, person):
    person.click(fill.grid, cell(fill, "name"))
    person.enter("救护培训", KEY.Key_Return)
    assert project().name == "救护培训"
    assert document.undo_label == "改项目名称"
    document.undo()
    assert project().name == "应急救护培训"


def test_f2_and_double_click_go_on_with_what_stands_there(fill, project, person):
    person.click(fill.grid, cell(fill, "name"))
    person.press(KEY.Key_F2)
    person.enter("班", KEY.Key_Return)
    assert project().name == "应急救护培训班"
    person.double_click(fill.grid, cell(fill, "purpose"))
    person.enter("。", KEY.Key_Return)
    assert project().purpose == "用于培训。"


def test_alt_enter_breaks_the_line_and_escape_takes_back_what_was_typed(fill, project, document, person):
    person.click(fill.grid, cell(fill, "purpose"))
    person.type("甲")
    person.press(KEY.Key_Return, ALT)
    person.enter("乙", KEY.Key_Return)
    assert project().purpose == "甲\n乙"
    person.click(fill.grid, cell(fill, "purpose"))
    person.type("丙")
    assert document.shown.project(project().id).purpose == "丙"
    person.press(KEY.Key_Escape)
    assert project().purpose == "甲\n乙"
    assert document.shown is document.tree


def test_each_keystroke_is_a_preview_and_the_balance_can_follow(fill, project, document, person):
    seen = []
    document.subscribe(lambda event: seen.append((event.preview, event.after.project(project().id).funds.total)))
    person.click(fill.grid, cell(fill, "funds/total"))
    person.enter("12", KEY.Key_Return)
    assert seen[:3] == [(True, 1000000), (True, 12000000), (False, 12000000)]


def test_an_amount_that_is_none_stays_in_its_editor_with_a_sentence(fill, project, person):
    person.click(fill.grid, cell(fill, "funds/total"))
    person.enter("十二", KEY.Key_Return)
    editor = fill.grid.editor()
    assert editor is not None
    assert editor.text() == "十二"
    assert "不是金额" in fill.grid.bubble.text()
    assert fill.grid.bubble.isVisible()
    person.press(KEY.Key_A, CTRL)
    person.enter("12万", KEY.Key_Return)
    assert fill.grid.editor() is None
    assert project().funds.total == 12000000


def test_a_refused_text_that_is_left_by_mouse_stays_red_and_is_no_data(fill, project, person):
    person.click(fill.grid, cell(fill, "funds/total"))
    person.type("abc")
    person.click(fill.grid, cell(fill, "goal"))
    model = fill.grid.sheet_model
    index = model.index_at(cell(fill, "funds/total"))
    assert project().funds.total == 10000000
    assert model.data(index) == "abc"
    assert "不是金额" in model.data(index, Qt.ItemDataRole.ToolTipRole)
    person.click(fill.grid, cell(fill, "funds/total"))
    person.press(KEY.Key_F2)
    assert fill.grid.editor().text() == "abc"
    person.press(KEY.Key_Escape)
    assert model.data(index) == "10.00"


def test_two_quiet_seconds_commit_and_the_whole_cell_is_one_undo_step(fill, project, document, person):
    person.click(fill.grid, cell(fill, "name"))
    person.type("甲")
    editor = fill.grid.editor()
    wait_for(lambda: project().name == "甲")
    assert fill.grid.editor() is editor
    person.enter("乙", KEY.Key_Return)
    assert project().name == "甲乙"
    document.undo()
    assert project().name == "应急救护培训"


def test_escape_takes_back_what_quiet_seconds_have_committed(fill, project, document, person):
    before = project()
    person.click(fill.grid, cell(fill, "name"))
    person.type("甲")
    wait_for(lambda: project().name == "甲")
    person.press(KEY.Key_Escape)
    assert project() == before
    assert fill.grid.editor() is None
    assert document.undo_label == ""
    document.redo()
    assert project().name == "甲"
    person.click(fill.grid, cell(fill, "goal"))
    person.press(KEY.Key_F2)
    person.press(KEY.Key_Escape)
    assert project().name == "甲"


def test_a_composition_begun_in_the_cell_loses_no_letter(fill, project, person):
    person.click(fill.grid, cell(fill, "name"))
    person.compose("j")
    person.compose("jiu")
    editor = fill.grid.editor()
    assert editor is not None
    assert editor.composing
    assert project().name == "应急救护培训"
    person.compose("", "救护")
    assert editor.text() == "救护"
    assert editor.hasFocus()
    person.press(KEY.Key_Return)
    assert project().name == "救护"


def test_the_enter_that_ends_a_composition_stays_in_the_cell(fill, project, person):
    person.click(fill.grid, cell(fill, "name"))
    person.compose("jiu")
    person.press(KEY.Key_Return)
    assert fill.grid.editor() is not None
    person.compose("", "jiu")
    assert fill.grid.editor().text() == "jiu"
    person.press(KEY.Key_Return)
    assert project().name == "jiu"


def test_an_open_composition_is_never_committed(fill, project, document, person, qtbot):
    person.click(fill.grid, cell(fill, "name"))
    person.type("甲")
    person.compose("jiu")
    qtbot.wait(2300)
    assert project().name == "应急救护培训"
    fill.commit_pending()
    assert project().name == "甲"


def test_an_abandoned_composition_leaves_the_cell_as_it_was(fill, project, person):
    person.click(fill.grid, cell(fill, "name"))
    person.compose("j")
    person.compose("")
    person.click(fill.grid, cell(fill, "goal"))
    assert project().name == "应急救护培训"


def test_tab_goes_through_entries_in_reading_order_and_back(fill, person):
    person.click(fill.grid, cell(fill, "name"))
    fields = []
    for _ in range(6):
        person.press(KEY.Key_Tab)
        fields.append(fill.grid.current_cell().slot.field)
    assert fields == ["funds/total", "funds/fiscal", "funds/other", "purpose", "goal", "name"]
    person.press(KEY.Key_Backtab, SHIFT)
    assert fill.grid.current_cell().slot.field == "goal"


def test_enter_after_tabs_returns_to_the_column_where_they_began(fill, person):
    person.click(fill.grid, cell(fill, "name", 1))
    person.press(KEY.Key_Tab)
    person.press(KEY.Key_Tab)
    assert fill.grid.current_cell().slot == ("target", "indicators", 0)
    person.press(KEY.Key_Return)
    assert fill.grid.current_cell().slot == ("name", "indicators", 1)
    person.press(KEY.Key_Return, SHIFT)
    assert fill.grid.current_cell().slot == ("name", "indicators", 0)


def test_grey_suggestions_are_no_data_until_tab_takes_them(fill, project, person):
    sheet = fill.grid.sheet_model.sheet
    wanting = cell(fill, "description", 2)
    assert sheet.suggestion(wanting) == "考核通过率"
    assert project().indicators[2].description == ""
    person.click(fill.grid, wanting)
    person.press(KEY.Key_Tab)
    assert project().indicators[2].description == "考核通过率"
    assert fill.grid.current_cell().slot.field == "target"


def test_the_fiscal_suggestion_is_what_other_sources_leave(fill_empty, empty_project, person):
    person.click(fill_empty.grid, cell(fill_empty, "funds/total"))
    person.enter("45", KEY.Key_Tab)
    person.press(KEY.Key_Right)
    person.enter("15", KEY.Key_Backtab)
    assert fill_empty.grid.sheet_model.sheet.suggestion(cell(fill_empty, "funds/fiscal")) == "30.00"
    person.press(KEY.Key_Tab)
    assert empty_project().funds.fiscal == 30000000


def test_a_new_form_offers_a_row_for_each_level_2_and_none_is_data(fill_empty, empty_project, person):
    sheet = fill_empty.grid.sheet_model.sheet
    assert len(sheet.drafts) == 9
    assert empty_project().indicators == ()
    third = cell(fill_empty, "name", 3)
    person.click(fill_empty.grid, third)
    person.enter("完成时间", KEY.Key_Tab)
    (row,) = empty_project().indicators
    assert (row.level1, row.level2, row.name) == ("产出指标", "时效指标", "完成时间")
    assert len(fill_empty.grid.sheet_model.sheet.drafts) == 8


def test_undoing_the_first_word_of_a_draft_makes_it_a_draft_again(fill_empty, empty_project, document, person):
    person.click(fill_empty.grid, cell(fill_empty, "name", 1))
    person.enter("期数", KEY.Key_Tab)
    document.undo()
    assert empty_project().indicators == ()
    assert len(fill_empty.grid.sheet_model.sheet.drafts) == 9


def test_enter_at_the_end_of_a_group_adds_a_row_to_it(fill, project, person):
    person.click(fill.grid, cell(fill, "target", 1))
    person.press(KEY.Key_Return)
    here = fill.grid.current_cell()
    assert fill.grid.sheet_model.sheet.groups[fill.grid.sheet_model.sheet.row_of(here)[1]] == ("产出指标", "数量指标")
    assert here.slot.field == "name"
    person.enter("培训天数", KEY.Key_Return)
    assert names(project)[:4] == ["培训期数", "培训人数", "培训天数", "考核通过率"]


def test_a_row_added_and_left_empty_goes_again(fill, project, person, qtbot):
    person.click(fill.grid, cell(fill, "target", 1))
    person.press(KEY.Key_Return)
    rows = fill.grid.sheet_model.rowCount()
    person.press(KEY.Key_Return)
    assert fill.grid.sheet_model.rowCount() == rows - 1
    assert fill.grid.current_cell().value == "考核通过率"
    person.press(KEY.Key_Plus, CTRL | SHIFT)
    assert fill.grid.sheet_model.rowCount() == rows
    person.click(fill.grid, cell(fill, "goal"))
    qtbot.waitUntil(lambda: fill.grid.sheet_model.rowCount() == rows - 1)
    assert len(names(project)) == 6


def test_rows_are_dropped_and_moved_within_their_group(fill, project, document, person):
    person.click(fill.grid, cell(fill, "name", 2))
    person.press(KEY.Key_Up, ALT)
    assert names(project)[:2] == ["培训人数", "培训期数"]
    assert fill.grid.current_cell().value == "培训人数"
    person.press(KEY.Key_Down, ALT)
    assert names(project)[:2] == ["培训期数", "培训人数"]
    person.press(KEY.Key_Down, ALT)
    assert names(project)[:3] == ["培训期数", "培训人数", "考核通过率"]
    person.press(KEY.Key_Minus, CTRL)
    assert names(project)[:2] == ["培训期数", "考核通过率"]
    document.undo()
    assert names(project)[:2] == ["培训期数", "培训人数"]


def test_labels_cannot_be_entered_and_say_why(fill, person):
    model = fill.grid.sheet_model
    label = model.sheet.grid.at[(0, 0)]
    person.click(fill.grid, cell(fill, "name"))
    person.click(fill.grid, label)
    assert fill.grid.current_cell().slot.field == "name"
    assert "不用填写" in model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    level = next(c for c in model.sheet.grid.cells if c.slot and c.slot.field == "level2")
    assert "列表" in model.data(model.index_at(level), Qt.ItemDataRole.ToolTipRole)
    QToolTip.hideText()


def test_what_is_not_printed_is_folded_below_and_can_be_filled_in(fill, project, person):
    assert "本表样不打印（13 项），已填 1 项" in fill.fold.button.text()
    assert not fill.fold.isVisible()
    fill.fold.button.click()
    assert fill.fold.isVisible()
    first = next(c for c in fill.fold.grid.sheet_model.sheet.entries if c.slot.field == "start")
    person.click(fill.fold.grid, first)
    person.enter("2026-01-01", KEY.Key_Tab)
    assert project().start == "2026-01-01"
    assert "已填 2 项" in fill.fold.button.text()


def test_jumping_unfolds_where_it_must(fill, project):
    assert fill.jump(Ref(project().id, ("indicators", project().indicators[3].id, "target")))
    assert fill.grid.current_cell().value == target.parse("≤8万元")
    assert fill.jump(Ref(project().id, ("implementer",)))
    assert fill.fold.isVisible()
    assert fill.fold.grid.current_cell().slot.field == "implementer"
    assert not fill.jump(Ref(project().id, ("indicators", "nowhere", "target")))


def test_the_form_fills_the_pane_and_nothing_is_clipped(fill, project, person):
    for width in (700, 1080, 1700):
        fill.resize(width, 620)
        QApplication.processEvents()
        QApplication.processEvents()
        header = fill.grid.horizontalHeader()
        assert abs(header.length() - fill.grid.viewport().width()) < 30
        for entry in fill.grid.sheet_model.sheet.entries:
            words = fill.grid.sheet_model.sheet.text(entry)
            lines = len(typeset.lines(words, entry.style, fill.grid.width_of(entry)))
            height = fill.grid.visualRect(fill.grid.sheet_model.index_at(entry)).height()
            assert height >= lines * entry.style.size * 1.3


def test_what_changes_elsewhere_shows_at_once(fill, project, document):
    document.commit("改预算数", [Change(Ref(project().id, ("funds", "total")), 10000000, 20000000)])
    assert fill.grid.sheet_model.sheet.text(cell(fill, "funds/total")) == "20.00"


def test_a_form_that_is_gone_or_not_drawn_leaves_an_empty_page(fill, document, project):
    document.commit("删除项目", [Change(Ref(project().id), project(), None)])
    assert fill.grid.sheet_model.rowCount() == 0
    fill.show_record("")
    assert fill.grid.sheet_model.rowCount() == 0


def test_a_click_on_a_label_leads_to_what_it_names_and_one_on_a_head_below_it(fill, person):
    grid = fill.grid.sheet_model.sheet.grid
    other = next(c for c in grid.cells if c.value == "其他资金")
    person.click(fill.grid, other)
    assert fill.grid.current_cell().slot.field == "funds/other"
    head = next(c for c in grid.cells if c.value == "指标值")
    person.click(fill.grid, head)
    assert fill.grid.current_cell().slot == ("target", "indicators", 0)


def test_enter_goes_down_through_cells_of_every_width_and_back(fill, person):
    person.click(fill.grid, cell(fill, "name"))
    fields = []
    for _ in range(4):
        person.press(KEY.Key_Return)
        fields.append(fill.grid.current_cell().slot.field)
    assert fields == ["funds/total", "purpose", "goal", "name"]
    person.press(KEY.Key_Return, SHIFT)
    assert fill.grid.current_cell().slot.field == "goal"


def test_what_the_store_refuses_stays_in_the_editor_with_its_reason(qtbot, document, project, person):
    def refuse(*_):
        raise Refusal("甲.hengbiao", "", "磁盘已满", "请腾出空间再试")

    full = Document(document.tree, refuse)
    view = shown(qtbot, FillView(full), project().id)
    person.click(view.grid, cell(view, "name"))
    person.enter("新名称", KEY.Key_Return)
    assert view.grid.editor().text() == "新名称"
    assert "磁盘已满" in view.grid.bubble.text()
    assert full.tree.project(project().id).name == "应急救护培训"
    person.press(KEY.Key_Escape)


def test_every_widget_of_the_form_has_a_name_for_screen_readers(fill):
    named = [widget for widget in fill.findChildren(QWidget) if widget.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert all(widget.accessibleName() for widget in named if isinstance(widget, GridView | QToolButton))
    model = fill.grid.sheet_model
    assert model.data(model.index_at(cell(fill, "funds/other")), Qt.ItemDataRole.AccessibleTextRole) == "空"


def test_stray_spaces_are_put_right_with_a_note_and_undo_brings_back_what_was_typed(fill, project, document, person):
    told = []
    fill.noticed.connect(told.append)
    person.click(fill.grid, cell(fill, "name", 1))
    person.enter("培训 期数２", KEY.Key_Tab)
    assert project().indicators[0].name == "培训期数2"
    assert "Ctrl+Z" in told[-1]
    document.undo()
    assert project().indicators[0].name == "培训 期数２"
    document.undo()
    assert project().indicators[0].name == "培训期数"


def test_a_figure_that_stray_spaces_made_a_text_becomes_a_figure(fill, project, document, person):
    person.click(fill.grid, cell(fill, "target", 3))
    person.enter("≤ 17 万 元", KEY.Key_Tab)
    assert project().indicators[3].target == parse("≤17万元")
    document.undo()
    assert project().indicators[3].target.text == "≤ 17 万 元"


def test_an_amount_with_a_suffix_says_what_it_was_taken_for(fill, project, person):
    told = []
    fill.noticed.connect(told.append)
    person.click(fill.grid, cell(fill, "funds/total"))
    person.enter("１０.５万", KEY.Key_Tab)
    assert project().funds.total == 10_500_000
    assert "“１０.５万”记为 10.50 万元" in told

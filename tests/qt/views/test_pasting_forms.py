"""What is copied from a form goes back where it belongs or nowhere; spreadsheets and letters find their cells."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.qt.views.conftest import cell, shown
from tests.qt.views.samples import everything
from tests.qt.views.test_grid_blocks import put, rows

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.tree import empty
from hengbiao.forms.layouts import layouts
from hengbiao.qt.views import clipboard
from hengbiao.qt.views.fill_view import FillView
from hengbiao.qt.views.table_view import TableView

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier

# What LibreOffice puts on the clipboard of two rows of the workbook that the form was exported to.
MERGED = """<html><body><table cellspacing="0" border="0">
<tr><td colspan=2 align="left" sdnum="1033;0;@"><font face="SimSun" size=2>培训天数</font></td>
<td colspan=2 align="left"><font size=2>含<br>实操</font></td><td><font size=2>≥6天</font></td></tr>
<tr><td colspan=2>培训场地</td><td colspan=2><br></td><td>≥2处</td></tr></table></body></html>"""


@pytest.fixture
def told(fill):
    said = []
    fill.noticed.connect(said.append)
    return said


def _paste(view, person, place):
    person.click(view.grid, place)
    person.press(KEY.Key_V, CTRL)


@pytest.mark.parametrize(("view", "row"), [("fill", 1), ("table", 0)])
@pytest.mark.usefixtures("qapp")
def test_merged_columns_of_a_workbook_shift_nothing(request, view, row, project, person):
    view = request.getfixturevalue(view)
    put("", MERGED)
    _paste(view, person, cell(view, "name", row))
    assert rows(project)[:2] == [
        ("数量指标", "培训天数", "含\n实操", "≥6天"),
        ("数量指标", "培训场地", "", "≥2处"),
    ]


def _document():
    return Document(empty().changed([Change(Ref(record.id), None, record) for record in everything()]))


@pytest.mark.parametrize("kind", [FillView, TableView])
@pytest.mark.parametrize("record", ["p", "d"])
@pytest.mark.parametrize("layout", [layout.id for layout in layouts()])
def test_a_whole_form_copied_and_pasted_in_its_place_changes_nothing(qtbot, person, kind, record, layout):
    document = _document()
    view = shown(qtbot, kind(document), "")
    view.set_layout(layout)
    view.show_record(record)
    QApplication.processEvents()
    before = document.tree.records[record]
    for grid in _grids(view):
        grid.setFocus()
        grid.go(grid.sheet_model.sheet.entries[0])
        for key in (KEY.Key_A, KEY.Key_C, KEY.Key_V):
            person.press(key, CTRL)
        assert document.tree.records[record] == before
        assert not view.untaken()


def _grids(view):
    """Every grid of a view in turn, with something in it."""
    if isinstance(view, TableView):
        for table in view.choice.offered:
            view.jump(Ref("", (table, "")))
            yield from view.grids()
        return
    view.fold.unfold()
    yield from (grid for grid in view.grids() if grid.sheet_model.sheet.entries)


def test_a_form_copied_whole_is_not_pasted_where_its_parts_have_no_place(fill, empty_project, person, told):
    person.press(KEY.Key_A, CTRL)
    person.press(KEY.Key_C, CTRL)
    fill.show_record(empty_project().id)
    _paste(fill, person, cell(fill, "name"))
    assert empty_project().name == ""
    assert "在项目树里复制" in told[-1]


def test_cells_around_a_form_are_told_to_a_spreadsheet_as_they_are_printed(fill, person):
    person.press(KEY.Key_A, CTRL)
    person.press(KEY.Key_C, CTRL)
    lines = clipboard.read_tsv(QApplication.clipboard().text())
    assert lines[0][:2] == ("项目名称", "应急救护培训")
    assert lines[1][1:5] == ("预算数", "10.00", "其中：\n财政资金", "10.00")
    assert lines[4][0] == "一级指标"
    assert {len(line) for line in lines} == {7}


def test_a_form_from_a_spreadsheet_never_lands_askew(fill, project, person, told):
    before = project()
    put("项目名称\t救护\n绩效目标\t提高能力")
    _paste(fill, person, cell(fill, "name"))
    assert project() == before
    assert told == ["没有粘贴：“项目名称”是表里印好的字，这样粘贴会错位。请只复制要填的格，从对应的那一格开始粘贴"]


def test_a_head_above_the_rows_is_passed_over(table, project, person):
    put("三级指标\t绩效指标描述\t指标值\n甲\t甲的说明\t≥1次")
    _paste(table, person, cell(table, "name", 0))
    assert rows(project)[:2] == [
        ("数量指标", "甲", "甲的说明", "≥1次"),
        ("数量指标", "培训人数", "培训人数", "≥200人"),
    ]


PARAGRAPHS = ("一、开展培训。\n二、开展宣传。", "一、开展培训。\r\n\r\n二、开展宣传。\r\n")


@pytest.mark.parametrize("text", PARAGRAPHS)
@pytest.mark.parametrize("page", ["", "<p class=MsoNormal>一、开展培训。</p><p>二、开展宣传。</p>"])
def test_paragraphs_of_a_letter_stay_together_in_one_text(fill, project, document, person, text, page):
    put(text, page)
    _paste(fill, person, cell(fill, "goal"))
    assert project().goal == "一、开展培训。\n二、开展宣传。"
    assert rows(project)[0][1] == "培训期数"
    document.undo()
    assert project().goal == "提高救护能力"


def test_lines_of_a_message_become_rows_of_a_table(fill, project, person):
    put("甲\n乙")
    _paste(fill, person, cell(fill, "name", 1))
    assert [row[1] for row in rows(project)[:2]] == ["甲", "乙"]


def test_what_has_only_a_page_is_pasted_as_plain_text(fill, project, person):
    put("", "<p>第一段<b>粗</b></p><p>第二段</p>")
    _paste(fill, person, cell(fill, "purpose"))
    assert project().purpose == "第一段粗\n第二段"


@pytest.mark.parametrize("page", ["", "<table><tr><td>用于“三献”<br>与培训</td></tr></table>"])
def test_a_cell_of_a_spreadsheet_pasted_while_typing_leaves_its_quotes_behind(fill, project, person, page):
    put('"用于“三献”\n与培训"\r\n', page)
    person.click(fill.grid, cell(fill, "purpose"))
    person.press(KEY.Key_F2)
    person.press(KEY.Key_A, CTRL)
    person.press(KEY.Key_V, CTRL)
    person.press(KEY.Key_Tab)
    assert project().purpose == "用于“三献”\n与培训"


@pytest.mark.parametrize(("field", "row"), [("funds/total", -1), ("funds/fiscal", -1)])
def test_an_amount_stays_the_amount_where_another_unit_is_shown(fill, project, person, field, row):
    fill.set_layout("tianjin", "元")
    person.click(fill.grid, cell(fill, field, row))
    person.press(KEY.Key_C, CTRL)
    assert QApplication.clipboard().text() == "100000.00"
    fill.set_layout("tianjin", "万元")
    _paste(fill, person, cell(fill, "funds/other"))
    assert project().funds.other == 10_000_000
    person.press(KEY.Key_C, CTRL)
    _paste(fill, person, cell(fill, "funds/fiscal"))
    assert project().funds.fiscal == 10_000_000


def test_a_row_of_amounts_goes_to_a_form_in_another_unit(qtbot, person):
    document = _document()
    view = shown(qtbot, TableView(document), "")
    view.set_layout("national-department", "万元")
    view.show_record("d")
    view.jump(Ref("", ("tasks", "")))
    person.click(view.grid, cell(view, "name", 0))
    person.press(KEY.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    person.press(KEY.Key_C, CTRL)
    view.set_layout("national-department", "元")
    _paste(view, person, cell(view, "name", 2))
    known, _, made = (
        {name: getattr(row, name) for name in ("name", "content", "total", "fiscal", "other")}
        for row in view.listed()[0].tasks
    )
    assert made == known
    assert known["total"] > 0

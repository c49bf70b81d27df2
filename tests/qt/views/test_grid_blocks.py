"""Blocks of cells: what a copy gives to a spreadsheet and what a paste from one does, by real keys."""

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication
from tests.qt.views.conftest import cell

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<style>td {mso-number-format:"\\@"}</style></head>
<body><table border=0><!--StartFragment--><col width=72><tr height=19><td>培训天数</td><td>培训天数<br
 style='mso-data-placement:same-cell'>含实操</td><td align=right>≥6天</td></tr>
<tr><td>培训场地</td><td>&nbsp;</td><td>≥2处</td></tr><!--EndFragment--></table></body></html>"""


def put(text="", html=""):
    mime = QMimeData()
    if text:
        mime.setText(text)
    if html:
        mime.setHtml(html)
    QApplication.clipboard().setMimeData(mime)


def rows(project):
    return [(row.level2, row.name, row.description, str(row.target)) for row in project().indicators]


def test_a_block_is_copied_as_text_and_as_a_table(fill, person):
    person.drag(fill.grid, cell(fill, "name", 1), cell(fill, "target", 1))
    person.press(KEY.Key_C, CTRL)
    mime = QApplication.clipboard().mimeData()
    assert mime.text() == "培训期数\t培训期数\t≥4期\n培训人数\t培训人数\t≥200人"
    assert "<td" in mime.html()


def test_a_block_from_a_spreadsheet_is_pasted_from_its_table_as_one_step(fill, project, document, person):
    put("培训天数 X", EXCEL)
    person.click(fill.grid, cell(fill, "name", 1))
    person.press(KEY.Key_V, CTRL)
    assert rows(project)[:2] == [
        ("数量指标", "培训天数", "培训天数\n含实操", "≥6天"),
        ("数量指标", "培训场地", "", "≥2处"),
    ]
    assert document.undo_label == "粘贴"
    document.undo()
    assert rows(project)[0][1] == "培训期数"


def test_rows_past_the_end_of_a_group_become_new_rows_of_it(fill, project, person):
    put("甲\t甲\t≥1次\n乙\t乙\t≥2次\n丙\t丙\t≥3次")
    person.click(fill.grid, cell(fill, "name", 2))
    person.press(KEY.Key_V, CTRL)
    assert [row[:2] for row in rows(project)][:5] == [
        ("数量指标", "培训期数"),
        ("数量指标", "甲"),
        ("数量指标", "乙"),
        ("数量指标", "丙"),
        ("质量指标", "考核通过率"),
    ]


def test_a_quoted_cell_keeps_its_line_breaks_and_quotes(fill, project, person):
    put('"用于""三献""\n与培训"')
    person.click(fill.grid, cell(fill, "purpose"))
    person.press(KEY.Key_V, CTRL)
    assert project().purpose == '用于"三献"\n与培训'


def test_one_value_fills_the_selection(fill, project, document, person):
    put("≥5次")
    person.drag(fill.grid, cell(fill, "target", 0), cell(fill, "target", 2))
    person.press(KEY.Key_V, CTRL)
    assert [str(row.target) for row in project().indicators][:4] == ["≥5次", "≥5次", "≥5次", "≤8万元"]
    document.undo()
    assert str(project().indicators[0].target) == "≥4期"


def test_what_meets_locked_cells_is_skipped_and_counted(fill, project, person, qtbot):
    put("救护\t多出一\t多出二")
    person.click(fill.grid, cell(fill, "name"))
    with qtbot.waitSignal(fill.noticed) as told:
        person.press(KEY.Key_V, CTRL)
    assert project().name == "救护"
    assert "跳过 2 个" in told.args[0]


def test_what_is_no_amount_stays_in_red_and_the_rest_is_pasted(fill, project, person, qtbot):
    put("20\t\t三成")
    person.click(fill.grid, cell(fill, "funds/total"))
    with qtbot.waitSignal(fill.noticed) as told:
        person.press(KEY.Key_V, CTRL)
    assert (project().funds.total, project().funds.fiscal) == (20000000, 10000000)
    assert told.args[0].startswith("1 格没有写入")
    model = fill.grid.sheet_model
    assert model.data(model.index_at(cell(fill, "funds/fiscal"))) == "三成"


def test_cut_delete_and_fill_down(fill, project, document, person):
    person.click(fill.grid, cell(fill, "goal"))
    person.press(KEY.Key_X, CTRL)
    assert project().goal == ""
    assert QApplication.clipboard().text() == "提高救护能力"
    person.drag(fill.grid, cell(fill, "description", 0), cell(fill, "description", 3))
    person.press(KEY.Key_D, CTRL)
    assert [row.description for row in project().indicators][:4] == ["培训期数"] * 4
    assert document.undo_label == "向下填充"
    person.press(KEY.Key_Delete)
    assert [row.description for row in project().indicators][:4] == [""] * 4
    document.undo()
    assert project().indicators[3].description == "培训期数"


def test_typing_ended_by_ctrl_enter_fills_the_selection(fill, project, person):
    person.drag(fill.grid, cell(fill, "target", 0), cell(fill, "target", 2))
    person.type("≥7次")
    person.press(KEY.Key_Return, CTRL)
    assert {str(row.target) for row in project().indicators[:3]} == {"≥7次"}


def test_select_all_and_the_summary_exact_to_the_fen(fill, person):
    told = []
    fill.selection_summary.connect(told.append)
    person.drag(fill.grid, cell(fill, "target", 3), cell(fill, "target", 4))
    assert told[-1] == "计数 2　求和 10.00 万元　平均 5.00 万元"
    person.press(KEY.Key_A, CTRL)
    assert len(fill.grid.selected_cells()) == len(fill.grid.sheet_model.sheet.entries)


def test_backspace_opens_an_empty_cell_and_an_untouched_one_is_left_alone(fill, project, person):
    person.click(fill.grid, cell(fill, "name"))
    person.press(KEY.Key_Backspace)
    person.press(KEY.Key_Return)
    assert project().name == ""
    person.click(fill.grid, cell(fill, "goal"))
    person.press(KEY.Key_F2)
    person.press(KEY.Key_Tab)
    assert project().goal == "提高救护能力"


def test_shift_and_arrows_extend_the_block(fill, person):
    person.click(fill.grid, cell(fill, "name", 1))
    person.press(KEY.Key_Down, SHIFT)
    person.press(KEY.Key_Right, SHIFT)
    assert len(fill.grid.selected_cells()) == 4

"""The small tables of a form, on the form and in 列表: added to, dropped, moved, pasted, reckoned."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.qt.views.conftest import shown
from tests.qt.views.test_grid_blocks import put

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.department import Department
from hengbiao.domain.document import Document
from hengbiao.domain.project import Project
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import empty
from hengbiao.domain.unit import Unit
from hengbiao.qt.models.table_sheet import RECKONED
from hengbiao.qt.views.fill_view import FillView
from hengbiao.qt.views.table_view import TableView

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def document():
    records = (
        Unit(id="u", code="1", name="绥江县红十字会", year=2025),
        Department(id="d", unit="u", year=2025),
        Project(id="p", unit="u", position="F", year=2025, name="救护培训"),
        Project(id="q", unit="u", position="V", year=2025, name="人道救助"),
    )
    return Document(empty().changed([Change(Ref(record.id), None, record) for record in records]))


def fill_of(qtbot, document, record, layout):
    view = shown(qtbot, FillView(document), "")
    view.set_layout(layout)
    view.show_record(record)
    QApplication.processEvents()
    return view


def entry(view, table, field, row=0):
    return [c for c in view.grid.sheet_model.sheet.entries if (c.slot.table, c.slot.field) == (table, field)][row]


@pytest.mark.parametrize(
    ("layout", "table", "field"),
    [
        ("yunnan", "tasks", "name"),
        ("national-department", "tasks", "name"),
        ("fujian", "functions", "duty"),
        ("hebei", "sections", "title"),
        ("hebei", "measures", "title"),
    ],
)
def test_an_empty_table_has_a_row_to_type_in_and_enter_at_its_end_adds_more(
    qtbot, document, person, layout, table, field
):
    view = fill_of(qtbot, document, "d", layout)
    assert not document.tree.records["d"].__getattribute__(table)
    person.click(view.grid, entry(view, table, field))
    person.enter("第一项", KEY.Key_Tab)
    last = [c for c in view.grid.sheet_model.sheet.entries if c.slot.table == table][-1]
    person.click(view.grid, last)
    person.press(KEY.Key_Return)
    person.enter("第二项", KEY.Key_Tab)
    rows = getattr(document.tree.records["d"], table)
    assert [getattr(row, field) for row in rows] == ["第一项", "第二项"]
    document.undo()
    assert len(getattr(document.tree.records["d"], table)) == 1


def test_tasks_are_moved_dropped_and_pasted_on_the_form(qtbot, document, person):
    view = fill_of(qtbot, document, "d", "yunnan")
    put("救护培训\t培训200人\t\t3\t3\t\n人道救助\t慰问\t\t2\t2\t\n宣传\t三献\t\t1\t1\t")
    person.click(view.grid, entry(view, "tasks", "name"))
    person.press(KEY.Key_V, CTRL)

    def names():
        return [task.name for task in document.tree.records["d"].tasks]

    assert names() == ["救护培训", "人道救助", "宣传"]
    assert [task.total for task in document.tree.records["d"].tasks] == [300, 200, 100]  # 云南 counts in 元
    person.click(view.grid, entry(view, "tasks", "name", 1))
    person.press(KEY.Key_Up, ALT)
    assert names() == ["人道救助", "救护培训", "宣传"]
    assert view.grid.current_cell().value == "人道救助"
    person.press(KEY.Key_Minus, CTRL)
    assert names() == ["救护培训", "宣传"]
    assert document.undo_label == "删除行"
    document.undo()
    assert names() == ["人道救助", "救护培训", "宣传"]


def test_payments_of_a_new_project_are_typed_where_the_form_has_their_months(qtbot, document, person):
    view = fill_of(qtbot, document, "p", "hebei")
    for month, percent in ((0, "30"), (2, "80")):
        person.click(view.grid, entry(view, "payments", "percent", month))
        person.enter(percent, KEY.Key_Tab)
    assert [(row.by, row.percent) for row in document.tree.records["p"].payments] == [("3月底", "30"), ("10月底", "80")]


def test_tab_leads_past_the_months_that_are_there_already(qtbot, document, person):
    view = fill_of(qtbot, document, "p", "hebei")
    person.click(view.grid, entry(view, "", "purpose"))
    person.enter("用于培训", KEY.Key_Tab)
    for percent in ("30", "60", "80", "100"):
        person.enter(percent, KEY.Key_Tab)
    plan = [(row.by, row.percent) for row in document.tree.records["p"].payments]
    assert plan == [("3月底", "30"), ("6月底", "60"), ("10月底", "80"), ("12月底", "100")]
    assert view.grid.current_cell().slot.field == "goal"


@pytest.fixture
def table(qtbot, document):
    return shown(qtbot, TableView(document), "p")


def turn(table, name):
    next(button for key, button in table.choice._buttons.items() if key == name).click()
    QApplication.processEvents()


def test_the_amount_of_an_estimate_is_quantity_times_price(table, document, person):
    turn(table, "estimates")
    person.click(table.grid, entry(table, "estimates", "content"))
    for text in ("教材", "1500", "册", "3.00"):
        person.enter(text, KEY.Key_Tab)
    (line,) = document.tree.records["p"].estimates
    assert (line.quantity, line.price, line.amount) == ("1500", "3.00", 450000)
    sheet = table.grid.sheet_model.sheet
    amount = next(c for c in sheet.grid.cells if c.slot.field == "amount" and c.slot.row == 0)
    assert sheet.why_locked(amount) == RECKONED
    person.click(table.grid, entry(table, "estimates", "quantity"))
    person.enter("1000", KEY.Key_Return)
    assert document.tree.records["p"].estimates[0].amount == 300000
    document.undo()
    assert document.tree.records["p"].estimates[0] == line


def test_estimates_are_pasted_from_a_spreadsheet_an_amount_that_was_given_stays(table, document, person):
    turn(table, "estimates")
    put("讲课费\t10\t课时\t500\t\n场地\t3\t天\t333.33\t0.1")
    person.click(table.grid, entry(table, "estimates", "content"))
    person.press(KEY.Key_V, CTRL)
    assert [line.amount for line in document.tree.records["p"].estimates] == [500000, 100000]
    document.undo()
    assert document.tree.records["p"].estimates == ()


def test_a_table_of_any_kind_is_copied_filled_down_and_cleared(table, document, person):
    turn(table, "payments")
    put("3月底\t30\n6月底\t60")
    person.click(table.grid, entry(table, "payments", "by"))
    person.press(KEY.Key_V, CTRL)
    person.drag(table.grid, entry(table, "payments", "percent", 0), entry(table, "payments", "percent", 1))
    person.press(KEY.Key_D, CTRL)
    assert [row.percent for row in document.tree.records["p"].payments] == ["30", "30"]
    person.press(KEY.Key_C, CTRL)
    assert QApplication.clipboard().text() == "30\n30"
    person.press(KEY.Key_Delete)
    assert [row.percent for row in document.tree.records["p"].payments] == ["", ""]


def test_a_finding_in_a_small_table_is_jumped_to_in_its_table(table, document, person):
    turn(table, "payments")
    person.click(table.grid, entry(table, "payments", "by"))
    person.enter("3月底", KEY.Key_Tab)
    turn(table, "indicators")
    (row,) = document.tree.records["p"].payments
    assert table.jump(Ref("p", ("payments", row.id, "percent")))
    assert table.table == "payments"
    assert table.grid.current_cell().slot.field == "percent"
    assert not table.jump(Ref("p", ("tasks", "x", "name")))


def test_the_rows_of_several_projects_are_listed_edited_and_pasted_over_as_one_step(table, document, person):
    for key, names in (("p", ("期数", "人数")), ("q", ("户数",))):
        table.show_record(key)
        for name in names:
            person.click(table.grid, entry(table, "indicators", "name", -1))
            person.enter(name, KEY.Key_Return)
    table.show_records(["p", "q"])
    model = table.grid.sheet_model
    assert [model.sheet.text(c) for c in model.sheet.grid.cells if c.col == 0] == ["救护培训", "救护培训", "人道救助"]
    put("甲\n乙\n丙")
    person.click(table.grid, entry(table, "indicators", "name", 0))
    person.press(KEY.Key_V, CTRL)
    projects = [document.tree.records[key] for key in ("p", "q")]
    assert [[row.name for row in project.indicators] for project in projects] == [["甲", "乙"], ["丙"]]
    document.undo()
    assert [row.name for row in document.tree.records["q"].indicators] == ["户数"]
    table.show_record("q")
    assert model.sheet.record == "q"


def test_what_is_pasted_past_the_end_of_several_projects_ends_the_last_of_them(table, document, person, qtbot):
    for key, names in (("p", ("期数", "人数")), ("q", ("户数",))):
        table.show_record(key)
        for name in names:
            person.click(table.grid, entry(table, "indicators", "name", -1))
            person.enter(name, KEY.Key_Return)
    table.show_records(["p", "q"])
    put("甲\n乙\n丙\n丁\n戊")
    person.click(table.grid, entry(table, "indicators", "name", 1))
    with qtbot.waitSignal(table.noticed) as told:
        person.press(KEY.Key_V, CTRL)
    rows = {key: document.tree.records[key].indicators for key in ("p", "q")}
    assert [[row.name for row in rows[key]] for key in ("p", "q")] == [["期数", "甲"], ["乙", "丙", "丁", "戊"]]
    assert {(row.level1, row.level2) for row in rows["q"]} == {(rows["q"][0].level1, rows["q"][0].level2)}
    assert told.args == ["粘贴多出来的 3 行加在“人道救助”的末尾"]
    document.undo()
    assert [row.name for row in document.tree.records["q"].indicators] == ["户数"]


def test_what_the_store_refuses_of_rows_is_a_sentence_beside_the_cell(qtbot, document, table, person):
    turn(table, "payments")
    person.click(table.grid, entry(table, "payments", "by"))
    person.enter("3月底", KEY.Key_Tab)

    def refuse(*_):
        raise Refusal("甲.hengbiao", "", "磁盘已满", "请腾出空间再试")

    full = Document(document.tree, refuse)
    view = shown(qtbot, TableView(full), "p")
    turn(view, "payments")
    told = []
    view.noticed.connect(told.append)
    person.click(view.grid, entry(view, "payments", "by"))
    person.press(KEY.Key_Minus, CTRL)
    assert len(full.tree.records["p"].payments) == 1
    assert "磁盘已满" in told[-1]
    assert "磁盘已满" in view.grid.bubble.text()

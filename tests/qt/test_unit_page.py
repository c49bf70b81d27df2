"""The page of a unit: its forms at a glance, and what the forms print of it, written in place."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from tests.qt.driving import keys, trigger, write

from hengbiao.store.store import Store


def edit(window, name):
    window.show_record("u1")
    found = window.unit_page._edits[name]
    found.setFocus()
    return found


def enter(window, name, text):
    field = edit(window, name)
    field.selectAll()
    write(field, text)
    keys(window, Qt.Key.Key_Tab)


def unit(window):
    return window.session.tree.unit("u1")


def test_it_lists_the_forms_with_money_and_state_and_enter_opens_one(window):
    window.show_record("u1")
    table = window.unit_page.form.list
    assert [(*line.texts[:2], line.texts[2].partition("、")[0]) for line in table.lines.lines] == [
        ("应急救护培训", "45.00", "已平衡"),
        ("人道救助", "30.00", "不平衡"),
        ("备灾物资", "", "未填全"),
    ]
    assert window.unit_page.form.advice.text() == "接下来：1 张还没有填全，2 张有要改的地方；双击或回车打开"
    table.setFocus()
    keys(window, Qt.Key.Key_Down)
    place = table.visualRect(table.model().index(1, 0)).center()
    keys(window, Qt.Key.Key_Return)
    assert window.record == "p2"
    window.show_record("u1")
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.record == "p2"


def test_a_name_typed_there_is_one_step_and_shows_everywhere(window, document_file):
    enter(window, "name", "清河县红十字总会")
    assert unit(window).name == "清河县红十字总会"
    assert window.session.document.undo_label == "改单位名称"
    assert window.unit_page.form.heading.text() == "清河县红十字总会"
    assert Store.open(document_file, read_only=True).load().unit("u1").name == "清河县红十字总会"
    trigger(window, "undo")
    assert window.unit_page._edits["name"].text() == "清河县红十字会"


def test_the_signature_block_is_filled_in_here_and_prints_below_the_form(window):
    enter(window, "填报人", "周小满")
    enter(window, "联系电话", "5550126")
    enter(window, "填报人", "李秋实")
    assert [(row.label, row.text) for row in unit(window).extra] == [("填报人", "李秋实"), ("联系电话", "5550126")]
    window.show_record("p1")
    grid = window.editor.view().grid.sheet_model.sheet
    assert any("李秋实" in grid.text(cell) for cell in grid.grid.cells)


def test_another_region_brings_its_layout(window):
    box = edit(window, "region")
    assert isinstance(box, QComboBox)
    keys(window, Qt.Key.Key_Down)
    assert unit(window).region == "hebei"
    window.show_record("p1")
    assert window.ui.layoutBox.currentText() == "河北"


def test_what_is_no_year_is_told_and_not_taken(window):
    enter(window, "year", "20x6")
    assert unit(window).year == 2026
    assert "四位数" in window.status.notice.text()
    assert window.unit_page._edits["year"].text() == "2026"


def test_passing_through_the_fields_changes_nothing(window):
    edit(window, "name")
    for _ in range(10):
        keys(window, Qt.Key.Key_Tab)
    assert not window.session.document.undo_label


def test_a_document_that_is_read_only_is_not_written_here(window, monkeypatch):
    monkeypatch.setattr(type(window.session.store), "read_only", True, raising=False)
    assert not edit(window, "name").isEnabled()


def test_an_empty_unit_says_what_to_do(window):
    window.show_record("u2")
    for key in ("p4",):
        window.show_record(key)
        trigger(window, "delete")
    window.show_record("u2")
    page = window.unit_page.form
    assert "新建项目" in page.list.accessibleDescription()
    QTest.mouseClick(page.projectButton, Qt.MouseButton.LeftButton)
    assert window.session.tree.headings[window.record].kind == "project"

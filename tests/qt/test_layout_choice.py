"""Choosing a 表样: what is offered, what is said, what is remembered; and the tab that it is edited in."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from tests.qt.windows import WAN, small_file, wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.department import Department
from hengbiao.forms.layouts import layouts


@pytest.fixture
def both(window):
    """The window over a document with a department form, d1."""
    form = Department(id="d1", unit="u1", goal="整体目标")
    window.session.document.commit("新建部门整体", [Change(Ref("d1"), None, form)])
    return window


def offered(window):
    box = window.ui.layoutBox
    return [box.itemData(at) for at in range(box.count())]


def shown(window):
    return window.ui.layoutBox.currentData()


def choose(window, layout):
    window.ui.layoutBox.setCurrentIndex(window.ui.layoutBox.findData(layout))
    QApplication.processEvents()


def test_only_layouts_that_draw_such_a_form_are_offered(both):
    assert set(offered(both)) == {layout.id for layout in layouts() if "project" in layout.plans}
    both.show_record("d1")
    assert set(offered(both)) == {layout.id for layout in layouts() if "department" in layout.plans}
    both.show_record("u1")
    assert set(offered(both)) == {layout.id for layout in layouts() if "department" in layout.plans}


def test_names_are_short_and_tell_layouts_apart(both):
    for record in ("p1", "d1"):
        both.show_record(record)
        texts = [both.ui.layoutBox.itemText(at) for at in range(both.ui.layoutBox.count())]
        assert len(set(texts)) == len(texts)
        assert max(map(len, texts)) <= 9


def test_a_region_without_such_a_layout_gets_a_sensible_one_and_is_told_once(both):
    assert shown(both) == "tianjin"
    both.show_record("d1")
    assert shown(both) == "national-department"
    assert both.editor.layout_id == "national-department"
    assert both.status.notice.text() == "天津没有部门整体表的表样，按“全国（部门整体）”显示，可在右上“表样”里另选"
    both.show_record("p1")
    assert shown(both) == "tianjin"
    both.status.show_notice("")
    both.show_record("d1")
    assert both.status.notice.text() == ""


def test_each_document_remembers_its_choice_by_kind(both, document_file, tmp_path, settings):
    choose(both, "shanghai")
    both.show_record("d1")
    choose(both, "yunnan")
    both.show_record("p2")
    assert (shown(both), both.ui.moneyBox.currentText()) == ("shanghai", "元")
    both.files.open(str(small_file(tmp_path, "另一份")))
    assert (shown(both), both.ui.moneyBox.currentText()) == ("tianjin", "万元")
    both.files.open(str(document_file))
    assert (shown(both), both.editor.layout_id) == ("shanghai", "shanghai")
    both.show_record("d1")
    assert shown(both) == "yunnan"


def test_the_money_unit_is_remembered_for_a_layout_of_a_document(window, document_file, tmp_path):
    window.ui.moneyBox.setCurrentText("元")
    window.files.open(str(small_file(tmp_path, "另一份")))
    assert window.ui.moneyBox.currentText() == "万元"
    window.files.open(str(document_file))
    assert (window.ui.moneyBox.currentText(), window.editor.money_unit) == ("元", "元")


def test_units_of_several_regions_have_each_its_own(window):
    unit = window.session.tree.unit("u2")
    window.session.document.commit("改地区", [Change(Ref("u2", ("region",)), unit.region, "hebei")])
    window.show_record("p4")
    assert shown(window) == "hebei"
    window.show_record("p1")
    assert shown(window) == "tianjin"


def test_a_switch_is_told_quietly_and_in_full_on_demand(window):
    note = window.switch_note
    assert not note.isVisible()
    document = window.session.document
    document.commit("改用途", [Change(Ref("p1", ("purpose",)), "", "用于培训")])
    before = window.session.tree.records["p1"]
    choose(window, "shanghai")
    assert note.isVisible()
    assert note.text.text().startswith("换成“上海”：多出 ")
    assert "填了的 1 栏不打印" in note.text.text()
    assert note.text.text().endswith("内容没有改动。")
    QTest.mouseClick(note.more, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert "资金用途" in box.informativeText()
    box.close()
    QTest.mouseClick(note.away, Qt.MouseButton.LeftButton)
    assert not note.isVisible()
    choose(window, "tianjin")
    assert note.isVisible()
    window.show_record("p2")
    assert not note.isVisible()
    assert window.session.tree.records["p1"] is before
    assert document.undo_label == "改用途"


def test_renamed_levels_are_named(window):
    choose(window, "national-project")
    choose(window, "national-project-2021")
    assert "叫法不同" in window.switch_note.text.text() or "照原样打印" in window.switch_note.text.text()


@pytest.mark.parametrize(("record", "layout"), [("p1", "hebei"), ("d1", "yunnan"), ("d1", "fujian")])
def test_every_form_opens_as_the_form_itself_however_wide(both, record, layout):
    both.show_record(record)
    choose(both, layout)
    assert both.editor.tab == "fill"


def test_the_tab_that_a_person_takes_is_remembered_for_the_layout(window, document_file, tmp_path):
    choose(window, "hebei")
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.editor.tab == "table"
    choose(window, "tianjin")
    assert window.editor.tab == "fill"
    choose(window, "hebei")
    assert window.editor.tab == "table"
    place = window.ui.tabs.tabRect(0).center()
    QTest.mouseClick(window.ui.tabs, Qt.MouseButton.LeftButton, pos=place)
    choose(window, "tianjin")
    choose(window, "hebei")
    assert window.editor.tab == "fill"


def test_the_preview_stays_the_preview(window):
    window.editor.turn_to("preview")
    choose(window, "hebei")
    assert window.editor.tab == "preview"


def test_a_click_in_the_preview_goes_where_such_forms_are_edited(window):
    window.editor.turn_to("preview")
    view = window.editor.view()
    view.show_scope("booklet")
    number = view.folio.span("p2").start
    view.strip.turn_to(number)
    placed = next(p for p in view.folio[number].cells if p.cell.slot and p.cell.slot.field == "funds/total")
    place = view.strip.place_of(number, placed.x + 5, placed.y + 5).toPoint()
    QTest.mouseClick(view.strip.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (window.editor.tab, window.record) == ("fill", "p2")
    assert window.editor.current() == Ref("p2", ("funds", "total"))
    assert window.session.tree.project("p2").funds.total == 30 * WAN
    window.editor.turn_to("preview")
    assert view.strip.page == number


@pytest.mark.parametrize("by", ["key", "mouse", "F6"])
def test_the_keys_go_to_the_pages_once_the_preview_is_wanted(window, by):
    if by == "key":
        QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    else:
        QTest.mouseClick(window.ui.tabs, Qt.MouseButton.LeftButton, pos=window.ui.tabs.tabRect(2).center())
    view = window.editor.view()
    wait_for(view.strip.hasFocus)
    if by == "F6":
        window.ui.tree.setFocus()
        QTest.keyClick(window.ui.tree, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is view.strip
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageDown)
    assert view.strip.verticalScrollBar().value() > 0

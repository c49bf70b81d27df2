"""列表 in the window: several projects of the tree at once, widths of before, the button of the estimates."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.qt.windows import wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.project import Estimate
from hengbiao.qt import app_window
from hengbiao.qt.models.rows import moved


def in_list(window):
    window.editor.turn_to("table")
    QApplication.processEvents()
    return window.editor.view()


def owners(view):
    sheet = view.grid.sheet_model.sheet
    return list(dict.fromkeys(sheet.text(cell) for cell in sheet.grid.cells if cell.col == 0))


def test_projects_selected_in_the_tree_are_listed_together_in_its_order(window):
    window.show_record("p1")
    view = in_list(window)
    window.ui.tree.select(["p4", "p1", "p2"])
    QApplication.processEvents()
    assert view.grid.sheet_model.headerData(0, Qt.Orientation.Horizontal) == "项目"
    assert owners(view) == ["应急救护培训", "人道救助", "库房租赁"]
    window.ui.tree.choose("p2")
    QApplication.processEvents()
    assert owners(view) == ["产出指标"]
    assert view.grid.sheet_model.sheet.record == "p2"


def test_an_edit_in_the_list_of_several_leaves_the_list_as_it_is(window):
    window.show_record("p1")
    view = in_list(window)
    window.ui.tree.select(["p1", "p2"])
    QApplication.processEvents()
    ref = next(ref for ref in view.grid.sheet_model.sheet.refs.values() if ref.record == "p2" and ref.path[2] == "name")
    view.grid.go(ref)
    slot = view.grid.current_cell().slot
    view.grid.write("改名称", {slot: "新的名称"})
    assert window.session.tree.records["p2"].indicators[0].name == "新的名称"
    assert view.grid.sheet_model.ref(view.grid.currentIndex()) == ref
    assert len(owners(view)) == 2


def test_widths_are_remembered_between_runs(qtbot, window, settings, document_file):
    view = in_list(window)
    view.grid.horizontalHeader().resizeSection(2, 333)
    QApplication.processEvents()
    window.close()
    again = app_window.build(settings)
    qtbot.addWidget(again)
    again.resize(1366, 768)
    again.files.open(str(document_file))
    again.show()
    qtbot.waitExposed(again)
    wait_for(lambda: again.editor.view() is not None)
    view = in_list(again)
    assert abs(view.grid.horizontalHeader().sectionSize(2) - 333) <= 1
    again.leave_session()


def test_the_estimates_have_the_button_that_makes_cost_indicators_of_them(window):
    window.show_record("p1")
    view = in_list(window)
    button = view.choice._acts["estimates"]
    assert not button.isVisible()
    view.choice._buttons["estimates"].click()
    assert button.isVisible()
    assert button.defaultAction() is window.actions_["makeCosts"]


def test_several_projects_are_put_in_order_as_one_step(window):
    window.show_record("p1")
    view = in_list(window)
    for key in ("p1", "p2"):
        rows = window.session.tree.records[key].indicators
        if len(rows) > 1:
            window.commit("移动", moved(window.session.tree.records[key], "indicators", rows[0].id, 1))
    window.ui.tree.select(["p1", "p2"])
    QApplication.processEvents()
    view.grid.want_rows("order")
    for key in ("p1", "p2"):
        levels = [row.level2 for row in window.session.tree.records[key].indicators]
        assert levels == ["数量指标", "成本指标"]
    assert window.session.document.undo_label == "按规定顺序排列"
    window.session.document.undo()
    assert [row.level2 for row in window.session.tree.records["p2"].indicators] == ["成本指标", "数量指标"]


def test_a_row_that_the_form_does_not_print_is_found_in_the_list_and_a_whole_form_in_itself(window):
    line = Estimate(id="e1", position="V", content="教材", amount=100)
    window.commit("准备", [Change(Ref("p1", ("estimates", "e1")), None, line)])
    window.show_record("p1")
    window.editor.go(Ref("p1", ()))
    assert window.editor.tab == "fill"
    window.editor.go(Ref("p1", ("estimates", "e1", "content")))
    assert (window.editor.tab, window.editor.view().table) == ("table", "estimates")
    assert window.editor.grid().current_cell().value == "教材"

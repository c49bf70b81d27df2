"""The project tree in the window: moving through it, its filter, what the project menu does."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from tests.qt.driving import keys, names, trigger, write
from tests.qt.windows import small_file, wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.unit import Unit
from hengbiao.qt import app_window
from hengbiao.qt.models.project_tree_model import KEY
from hengbiao.store.store import Store


def test_arrow_keys_in_the_tree_change_the_form(window):
    window.ui.tree.setFocus()
    keys(window, Qt.Key.Key_Down)
    assert window.record == "p2"
    assert window.editor.record == "p2"
    keys(window, Qt.Key.Key_Down)
    keys(window, Qt.Key.Key_Down)
    assert window.record == "u2"
    assert window.editor.view() is None
    assert window.unit_page.form.summary.text() == "2026 年　·　1 个项目　·　预算合计 8.00 万元"


def test_the_filter_takes_words_and_pinyin_initials(window):
    window.ui.filter.setFocus()
    QTest.keyClicks(window.ui.filter, "rdjz")
    assert names(window) == ["清河县红十字会", "  人道救助"]
    window.ui.filter.clear()
    QTest.keyClicks(window.ui.filter, "571204")
    assert names(window) == ["清河县备灾中心", "  库房租赁"]
    window.ui.filter.clear()
    assert len(names(window)) == 6
    assert window.ui.tree.current_key() == "p1"


def test_down_in_the_filter_goes_to_what_it_found_and_escape_empties_it(window):
    window.ui.filter.setFocus()
    write(window.ui.filter, "租赁")
    keys(window, Qt.Key.Key_Down)
    assert window.record == "p4"
    assert window.ui.tree.hasFocus()
    window.ui.filter.setFocus()
    keys(window, Qt.Key.Key_Escape)
    assert window.ui.filter.text() == ""
    assert window.record == "p4"


def test_escape_in_the_tree_shows_all_lines_again(window):
    window.ui.filter.setFocus()
    write(window.ui.filter, "租赁")
    keys(window, Qt.Key.Key_Return)
    assert len(names(window)) == 2
    keys(window, Qt.Key.Key_Escape)
    assert len(names(window)) == 6
    assert window.record == "p4"
    assert window.ui.tree.hasFocus()


def test_going_to_a_filtered_record_ends_the_filter(window):
    write(window.ui.filter, "救助")
    window.show_record("p4")
    assert window.ui.filter.text() == ""
    assert window.ui.tree.current_key() == "p4"


def test_the_first_project_of_a_new_unit_is_seen_in_the_tree(qtbot, settings, tmp_path):
    made = app_window.build(settings)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    path = tmp_path / "新.hengbiao"
    with Store.create(path) as store:
        unit = Unit(id="u", position="V", code="571203", name="清河县红十字会", region="tianjin", year=2026)
        Document(store.load(), store.append).commit("新建", [Change(Ref("u"), None, unit)])
    made.files.open(str(path))
    made.show()
    wait_for(lambda: not made.idle.busy)
    made.activateWindow()
    keys(made, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    tree = made.ui.tree
    line = tree.visualRect(made.model.index_of(made.record))
    assert line.height() > 0
    assert tree.indexAt(line.center()).data(KEY) == made.record
    made.leave_session()


def test_new_project_stands_behind_the_current_one_and_undo_takes_it_back(window):
    trigger(window, "newProject")
    assert names(window)[:3] == ["清河县红十字会", "  应急救护培训", "  （未命名项目）"]
    assert window.session.tree.headings[window.record].name == ""
    assert window.actions_["undo"].text() == "撤销(&U) 新建项目"
    trigger(window, "undo")
    assert "  （未命名项目）" not in names(window)
    assert window.record == "p2"
    trigger(window, "redo")
    assert "  （未命名项目）" in names(window)


def test_move_rename_and_delete_by_keys_in_the_tree(window):
    window.ui.tree.setFocus()
    keys(window, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(window)[1:3] == ["  人道救助", "  应急救护培训"]
    assert not window.actions_["moveUp"].isEnabled() or window.record == "p1"
    keys(window, Qt.Key.Key_F2)
    write(QApplication.focusWidget(), "救护培训")
    keys(window, Qt.Key.Key_Return)
    assert window.session.tree.headings["p1"].name == "救护培训"
    assert window.ui.breadcrumb.text().endswith("救护培训")
    window.ui.tree.setFocus()
    keys(window, Qt.Key.Key_Delete)
    assert "  救护培训" not in names(window)
    assert window.record == "p3"
    for _ in range(3):
        trigger(window, "undo")
    assert names(window)[1:3] == ["  应急救护培训", "  人道救助"]


def test_a_department_form_stands_first_and_only_once(window):
    trigger(window, "newDepartment")
    assert names(window)[1] == "  部门整体"
    assert not window.actions_["newDepartment"].isEnabled()
    assert not window.actions_["rename"].isEnabled()


def test_deleting_a_unit_takes_its_forms_along_and_undo_brings_all_back(window):
    window.show_record("u1")
    trigger(window, "delete")
    (box,) = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    assert box.informativeText().startswith("其中的 3 张表一起删除")
    next(button for button in box.buttons() if button.text().startswith("删除")).click()
    assert names(window) == ["清河县备灾中心", "  库房租赁"]
    trigger(window, "undo")
    assert len(names(window)) == 6


def test_marks_tell_the_state_of_each_form(window):
    spoken = {
        key: window.model.index_of(key).data(Qt.ItemDataRole.AccessibleTextRole) for key in ("p1", "p2", "p3", "u1")
    }
    counts = {key: window.ui.findings.model.counts(key) for key in ("p1", "p2", "p3")}
    assert all(counts[key]["error"] and counts[key]["warning"] for key in counts)
    found = {key: f"{told['error']} 个错误（须改）、{told['warning']} 处需核实" for key, told in counts.items()}
    assert spoken == {
        "p1": f"应急救护培训（已平衡、{found['p1']}）",
        "p2": f"人道救助（不平衡、{found['p2']}）",
        "p3": f"备灾物资（未填全、{found['p3']}）",
        "u1": "清河县红十字会（3 张表：2 张要改，1 张未填全）",
    }


def test_the_filter_of_another_document_starts_empty(window, tmp_path):
    write(window.ui.filter, "救助")
    window.files.open(str(small_file(tmp_path, "另一个")))
    assert window.ui.filter.text() == ""
    assert len(names(window)) == 6


def test_the_model_of_the_tree_holds_for_the_line_of_each_record(window):
    for key in window.session.tree.headings:
        assert window.model.index_of(key).data(KEY) == key

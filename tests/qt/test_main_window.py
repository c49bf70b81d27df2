"""The window as a whole, driven by keys and clicks."""

import json

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QMessageBox, QWidget
from tests.qt.windows import WAN, small_file

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.refusal import Refusal
from hengbiao.qt import app_window
from hengbiao.qt.models.findings_model import FINDING
from hengbiao.qt.models.project_tree_model import KEY
from hengbiao.store.store import Store


def names(window):
    model, found = window.model, []

    def walk(parent, depth):
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            found.append("  " * depth + index.data())
            walk(index, depth + 1)

    walk(window.ui.tree.rootIndex(), 0)
    return found


def keys(window, text, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), text, modifiers)
    QApplication.processEvents()


def write(widget, text):
    """Characters beyond ASCII, as a table input method sends them."""
    for character in text:
        QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character))
    QApplication.processEvents()


def trigger(window, name):
    action = window.actions_[name]
    assert action.isEnabled(), name
    action.trigger()
    QApplication.processEvents()


def sentences(window):
    return window.ui.balanceBar.sentences()


def test_opens_at_the_first_project_with_the_keys_in_the_form(window):
    assert window.record == "p1"
    assert window.ui.tree.current_key() == "p1"
    assert window.ui.breadcrumb.text() == "清河县红十字会  ›  应急救护培训"
    assert window.editor.view().isAncestorOf(QApplication.focusWidget())
    assert window.windowTitle().startswith("样例")


def test_the_bar_says_what_balances_and_what_does_not(window):
    assert sentences(window) == [
        ("balanced", "财政 45.00 与预算数一致"),
        ("balanced", "成本指标合计 45.00 万元，与预算数一致"),
    ]
    window.show_record("p2")
    assert sentences(window)[1] == ("unbalanced", "成本指标合计 27.00 万元，比预算数少 3.00 万元")
    window.show_record("p3")
    assert {state for state, _ in sentences(window)} == {"open"}


def test_the_bar_follows_a_preview_before_anything_is_saved(window):
    window.session.document.preview([Change(Ref("p1", ("funds", "fiscal")), 45 * WAN, 40 * WAN)])
    assert sentences(window)[0][0] == "unbalanced"
    assert not window.status.saved.text()
    window.session.document.preview(())
    assert sentences(window)[0][0] == "balanced"


def test_saved_is_said_only_after_the_store_took_it(window, document_file):
    window.commit("改指标值", [Change(Ref("p1", ("goal",)), "目标", "新的目标")])
    assert window.status.saved.text().startswith("已保存 ")
    assert Store.open(document_file, read_only=True).load().records["p1"].goal == "新的目标"


def test_saved_is_not_said_when_the_store_refuses(window, monkeypatch):
    def refuse(*_args, **_named):
        raise OSError("disk")

    monkeypatch.setattr(window.session.store, "append", refuse)
    with pytest.raises(OSError, match="disk"):
        window.commit("改目标", [Change(Ref("p1", ("goal",)), "目标", "新的目标")])
    assert not window.status.saved.text()
    assert window.session.tree.records["p1"].goal == "目标"


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


def test_going_to_a_filtered_record_ends_the_filter(window):
    write(window.ui.filter, "救助")
    window.show_record("p4")
    assert window.ui.filter.text() == ""
    assert window.ui.tree.current_key() == "p4"


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
    assert names(window) == ["清河县备灾中心", "  库房租赁"]
    trigger(window, "undo")
    assert len(names(window)) == 6


def test_marks_tell_the_state_of_each_form(window):
    spoken = {
        key: window.model.index_of(key).data(Qt.ItemDataRole.AccessibleTextRole) for key in ("p1", "p2", "p3", "u1")
    }
    assert spoken == {
        "p1": "应急救护培训（已平衡）",
        "p2": "人道救助（不平衡）",
        "p3": "备灾物资（未填全）",
        "u1": "清河县红十字会（不平衡）",
    }


def test_findings_are_counted_and_a_double_click_goes_to_the_cell(window, qtbot):
    pane = window.ui.findings
    pane.set_open(True)
    only_current(pane).click()
    rows = [pane.model.index(row, 2).data() for row in range(pane.model.rowCount())]
    row = next(i for i, text in enumerate(rows) if text.startswith("R18"))
    view = pane.list_view()
    view.scrollTo(pane.model.index(row, 2))
    place = view.visualRect(pane.model.index(row, 2)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()
    assert window.record == "p2"
    assert window._field == Ref("p2", ("funds", "total"))


def only_current(pane):
    return next(one for one in pane.findChildren(QAbstractButton) if one.text() == "只看当前表")


def test_findings_of_the_current_form_alone(window):
    pane = window.ui.findings
    pane.set_open(True)
    box = only_current(pane)
    assert box.isChecked()
    shown = {pane.model.index(row, 0).data(FINDING).ref.record for row in range(pane.model.rowCount())}
    assert shown == {"p1"}
    window.show_record("p3")
    assert {pane.model.index(row, 0).data(FINDING).ref.record for row in range(pane.model.rowCount())} == {"p3"}
    box.setChecked(False)
    assert pane.model.rowCount() > sum(pane.model.counts("p3").values()) > 0


def test_a_mended_sum_takes_its_finding_away(window, qtbot):
    before = window.ui.findings.model.counts()["warning"]
    row = next(row for row in window.session.tree.records["p2"].indicators if row.level2 == "成本指标")
    ref = Ref("p2", ("indicators", row.id, "target"))
    with qtbot.waitSignal(window.settled):
        window.commit("改指标值", [Change(ref, row.target, type(row.target)("≤", "30", "万元"))])
    assert window.ui.findings.model.counts()["warning"] == before - 1


def test_the_inspector_explains_the_field_and_tells_its_history(window):
    window.actions_["showInspector"].setChecked(True)
    window.commit("改目标", [Change(Ref("p1", ("goal",)), "目标", "培训救护员600人")])
    window.editor.go(Ref("p1", ("goal",)))
    told = window.ui.inspector.text()
    assert told.startswith("绩效目标\n")
    assert "审核时看什么" in told
    assert "目标 → 培训救护员600人" in told


def test_amounts_can_be_seen_in_yuan_without_changing_them(window):
    window.ui.moneyBox.setCurrentText("元")
    assert sentences(window)[1][1] == "成本指标合计 450000.00 元，与预算数一致"
    assert window.session.tree.records["p1"].funds.total == 45 * WAN
    assert not window.session.document.undo_label


def test_a_layout_brings_the_money_unit_it_prints(window):
    assert window.ui.moneyBox.currentText() == "万元"
    window.ui.layoutBox.setCurrentText("上海")
    assert window.ui.moneyBox.currentText() == "元"
    assert sentences(window)[1][1] == "成本指标合计 450000.00 元，与预算数一致"
    window.ui.layoutBox.setCurrentText("天津")
    assert sentences(window)[1][1] == "成本指标合计 45.00 万元，与预算数一致"


def test_f6_goes_round_the_panes(window):
    window.ui.findings.set_open(True)
    window.ui.tree.setFocus()
    seen = []
    for _ in range(4):
        trigger(window, "nextPane")
        focus = QApplication.focusWidget()
        seen.append(next(n for n in ("pages", "balanceBar", "findings", "tree") if _holds(window, n, focus)))
    assert seen == ["pages", "balanceBar", "findings", "tree"]
    trigger(window, "previousPane")
    assert _holds(window, "findings", QApplication.focusWidget())


def _holds(window, name, focus):
    pane = getattr(window.ui, name)
    return pane is focus or pane.isAncestorOf(focus)


def test_every_widget_that_takes_keys_has_a_name(window):
    trigger(window, "newProject")
    window.show_record("u1")
    bare = [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, (QLineEdit, QComboBox, QAbstractButton))
        and not widget.objectName().startswith("qt_")
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and type(widget).__name__ not in {"QToolBarExtension", "QLineEditIconButton"}
        and not isinstance(widget.parent(), (QLineEdit, QComboBox))
        and widget.parent().metaObject().className() not in {"QTabBar", "QMenuBar", "QTableView", "GridView"}
    ]
    assert not [(type(w).__name__, w.objectName(), type(w.parent()).__name__) for w in bare]


def test_every_action_of_the_menus_says_what_it_does(window):
    actions = [a for menu in window.ui.menuBar.actions() for a in menu.menu().actions() if not a.isSeparator()]
    assert len(actions) > 25
    assert not [action.text() for action in actions if "&" not in action.text()]
    shortcuts = [a.shortcut().toString() for a in actions if not a.shortcut().isEmpty()]
    assert len(shortcuts) == len(set(shortcuts))


def test_a_second_window_on_the_same_file_reads_only_and_says_who_holds_it(window, qtbot, settings, document_file):
    second = app_window.build(settings)
    qtbot.addWidget(second)
    second.files.open(str(document_file))
    second.show()
    assert second.ui.banner.isVisible()
    assert second.ui.banner.text().startswith("只读：正由“")
    assert not second.actions_["newProject"].isEnabled()
    second.leave_session()
    assert second.ui.banner.text()


def test_closing_commits_the_open_cell_and_frees_the_file(window, document_file):
    window.editor.go(Ref("p1", ("goal",)))
    for letter in "typed":
        keys(window, letter)
    window.close()
    with Store.open(document_file) as again:
        assert not again.read_only
        assert again.load().records["p1"].goal == "typed"


def test_what_cannot_be_saved_keeps_the_window_open(window, monkeypatch):
    def refuse(*_args, **_named):
        raise Refusal("样例.hengbiao", "", "没有保存成功，磁盘空间不足", "请清理出空间后重试")

    monkeypatch.setattr(window.session.store, "append", refuse)
    window.editor.go(Ref("p1", ("goal",)))
    for letter in "typed":
        keys(window, letter)
    window.close()
    assert window.isVisible()
    (box,) = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    assert "磁盘空间不足" in box.text()
    next(button for button in box.buttons() if button.text() == "回去改").click()
    assert window.isVisible()
    window.close()
    (box,) = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    next(button for button in box.buttons() if button.text().startswith("放弃")).click()
    QApplication.processEvents()
    assert not window.isVisible()


def test_the_window_is_remembered_and_can_be_reset(qtbot, settings, document_file):
    first = app_window.build(settings)
    qtbot.addWidget(first)
    first.resize(700, 500)
    first.files.open(str(document_file))
    first.show()
    first.actions_["showTree"].setChecked(False)
    first.close()
    second = app_window.build(settings)
    qtbot.addWidget(second)
    second.panes.start_size()
    second.files.open(str(document_file))
    second.show()
    assert second.size() == first.size()
    assert not second.ui.treePane.isVisible()
    trigger(second, "resetWindow")
    assert second.ui.treePane.isVisible()
    second.leave_session()


def test_a_refused_file_leaves_the_open_one_and_says_why(window, tmp_path):
    broken = tmp_path / "坏.hengbiao"
    broken.write_bytes(b"not a document")
    window.files.open(str(broken))
    box = QApplication.activeModalWidget() or window.findChildren(type(window).__mro__[0])
    assert window.record == "p1"
    assert "坏.hengbiao" in box.text()
    box.close()


def test_the_filter_of_another_document_starts_empty(window, tmp_path):
    write(window.ui.filter, "救助")
    window.files.open(str(small_file(tmp_path, "另一个")))
    assert window.ui.filter.text() == ""
    assert len(names(window)) == 6


def test_nothing_of_a_document_is_kept_in_the_settings(window, settings, tmp_path):
    window.close()
    settings.sync()
    kept = (tmp_path / "window.ini").read_text("utf-8")
    assert "救护" not in json.loads(json.dumps(kept))


def test_without_a_document_only_the_start_page_shows(window, settings):
    window.show_session(None)
    ui = window.ui
    assert [w.objectName() for w in (ui.treePane, ui.tabs, ui.balanceBar, ui.findings) if w.isVisible()] == []
    window.files.open(settings.recent()[0])
    assert ui.treePane.isVisible()
    assert ui.balanceBar.isVisible()


def test_the_model_of_the_tree_holds_for_the_line_of_each_record(window):
    for key in window.session.tree.headings:
        assert window.model.index_of(key).data(KEY) == key

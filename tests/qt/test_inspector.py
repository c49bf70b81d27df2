"""The pane of 填写说明 and F1: from any cell, pane and dialog; history, source, an old value put back."""

from functools import partial

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QToolButton
from tests.qt.driving import keys, trigger
from tests.qt.windows import WAN, wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.marks import Carried
from hengbiao.domain.refusal import Refusal
from hengbiao.qt.field_history import past
from hengbiao.store.identity import Identity

GOAL = Ref("p1", ("goal",))
TOTAL = Ref("p1", ("funds", "total"))


def told(window):
    wait_for(lambda: not window.panes.telling)
    return window.ui.inspector.text()


def put(window, ref, old, new, label="改"):
    window.commit(label, [Change(ref, old, new)])


@pytest.fixture
def wide(window):
    window.resize(1920, 1080)
    window.actions_["showInspector"].setChecked(True)
    QApplication.processEvents()
    return window


def restoring(window):
    wait_for(lambda: not window.panes.telling)
    return [one for one in window.ui.inspector.findChildren(QPushButton) if one.isVisible()]


def test_a_click_puts_an_old_value_back_and_undo_takes_that_away(wide):
    put(wide, TOTAL, 45 * WAN, 50 * WAN, "改预算数")
    wide.go(TOTAL)
    assert "45.00 → 50.00" in told(wide)
    button = next(one for one in restoring(wide) if "45.00" in one.accessibleName())
    wide.ui.inspector._area.ensureWidgetVisible(button)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wide.session.tree.records["p1"].funds.total == 45 * WAN
    assert wide.session.document.undo_label == "恢复旧值"
    assert "50.00 → 45.00" in told(wide)
    trigger(wide, "undo")
    assert wide.session.tree.records["p1"].funds.total == 50 * WAN


def test_a_value_that_stands_already_is_not_offered(wide):
    put(wide, GOAL, "目标", "新的目标")
    put(wide, GOAL, "新的目标", "目标")
    wide.go(GOAL)
    assert [one.accessibleName() for one in restoring(wide)] == ["恢复为“新的目标”，可撤销", "恢复为“（空）”，可撤销"]


def test_a_row_that_is_gone_is_told_as_a_sentence(wide):
    row = wide.session.tree.records["p1"].indicators[0]
    name = Ref("p1", ("indicators", row.id, "name"))
    put(wide, name, row.name, "办班")
    moment = past(wide.session, name, "万元").moments[0]
    gone = wide.session.tree.records["p1"].indicators[0]
    put(wide, Ref("p1", ("indicators", row.id)), gone, None)
    with pytest.raises(Refusal, match="已经删除"):
        wide.help.restore(moment)


def test_nothing_is_offered_where_nothing_can_be_changed(wide, monkeypatch):
    put(wide, GOAL, "目标", "新的目标")
    monkeypatch.setattr(type(wide.session.store), "read_only", True, raising=False)
    wide.go(GOAL)
    assert "目标 → 新的目标" in told(wide)
    assert restoring(wide) == []


def test_the_source_says_whether_it_was_typed_read_received_or_carried(window):
    session = window.session
    put(window, GOAL, "目标", "打字来的", "改绩效目标")
    assert past(session, GOAL, "万元").source.startswith("在本机填写：")
    read = partial(session.store.append, source="绩效表.xlsx")
    session.document.commit("导入", [Change(TOTAL, 45 * WAN, 46 * WAN)], append=read)
    assert "取自文件“绩效表.xlsx”" in past(session, TOTAL, "万元").source
    put(window, Ref("p1", ("carried", "goal")), None, Carried(id="goal"))
    assert past(session, GOAL, "万元").source.startswith("沿用上年（未核对）")
    session.store.identity = Identity("another-office-00", "李秋实")
    assert past(session, TOTAL, "万元").source.startswith("别处填写后收进来的：")


def test_the_log_is_read_only_once_the_hands_rest(wide, monkeypatch):
    asked = []
    read = type(wide.session.store).history
    monkeypatch.setattr(type(wide.session.store), "history", lambda *given: asked.append(given) or read(*given))
    for number in range(20):
        put(wide, GOAL, f"目标{number - 1}" if number else "目标", f"目标{number}")
        wide.go(GOAL)
        wide.go(TOTAL)
    assert wide.ui.inspector.text().startswith("预算数")
    assert asked == []
    assert "修改历史" in told(wide)
    assert len(asked) == 1


def test_a_long_history_says_how_much_more_there_is(wide):
    for number in range(12):
        put(wide, GOAL, f"目标{number - 1}" if number else "目标", f"目标{number}")
    wide.go(GOAL)
    assert told(wide).endswith("更早还有 5 次")


def test_f1_from_a_cell_lies_over_the_tree_on_a_small_screen_and_goes_again(window):
    width = window.editor.view().width()
    window.go(GOAL)
    assert not window.ui.inspector.isVisible()
    keys(window, Qt.Key.Key_F1)
    assert told(window).startswith("年度绩效目标")
    assert window.panes.inspector_borrows
    assert not any(part.isVisible() for part in (window.ui.tree, window.ui.filter, window.ui.newProjectButton))
    assert window.editor.view().width() == width
    keys(window, Qt.Key.Key_F1)
    assert not window.ui.inspector.isVisible()
    assert window.ui.tree.isVisible()


def test_f1_works_while_a_cell_is_typed_in_and_keeps_what_is_typed(window):
    window.go(GOAL)
    keys(window, "x")
    keys(window, Qt.Key.Key_F1)
    assert told(window).startswith("年度绩效目标")
    keys(window, "y")
    window.editor.commit_pending()
    assert window.session.tree.records["p1"].goal == "xy"


def test_on_a_large_screen_it_stands_at_the_right_beside_the_tree(wide):
    assert wide.ui.columns.indexOf(wide.ui.inspector) == 2
    assert wide.ui.tree.isVisible()
    close = wide.ui.inspector.findChild(QToolButton)
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not wide.ui.inspector.isVisible()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("tree", "项目树"),
        ("filter", "项目树"),
        ("balanceBar", "平衡栏"),
        ("layoutBox", "表样"),
        ("moneyBox", "金额单位"),
    ],
)
def test_f1_tells_about_the_pane_that_has_the_keys(wide, name, title):
    wide.panes.focus(getattr(wide.ui, name))
    keys(wide, Qt.Key.Key_F1)
    assert told(wide).splitlines()[0] == title


def test_f1_on_a_finding_tells_its_rule_and_what_to_do(wide):
    wide.show_record("p2")
    wait_for(lambda: wide.ui.findings.model.checked)
    keys(wide, Qt.Key.Key_F8)
    finding = wide.ui.findings.current()
    wide.ui.findings.list_view().setFocus()
    keys(wide, Qt.Key.Key_F1)
    title, means, *_ = told(wide).splitlines()
    assert title.startswith(f"{finding.rule}　")
    assert len(title) > 8
    assert means == finding.message


def test_f1_tells_about_findings_preview_and_unit(wide):
    wide.ui.findings.set_open(True)
    wide.ui.findings.list_view().setFocus()
    wide.ui.findings.list_view().setCurrentIndex(QModelIndex())
    keys(wide, Qt.Key.Key_F1)
    assert told(wide).startswith("审核结果")
    trigger(wide, "preview")
    wide.focus_editor()
    keys(wide, Qt.Key.Key_F1)
    assert told(wide).startswith("打印预览")
    wide.show_record("u1")
    wide.focus_editor()
    keys(wide, Qt.Key.Key_F1)
    assert told(wide).startswith("预算单位")


def test_another_tab_brings_the_help_on_its_own_cell(wide):
    wide.go(GOAL)
    trigger(wide, "table")
    assert told(wide).startswith("三级指标")
    trigger(wide, "fill")
    assert told(wide).startswith("年度绩效目标")
    trigger(wide, "preview")
    assert told(wide).startswith("打印预览")
    wide.show_record("u1")
    assert told(wide).startswith("预算单位")


def test_f1_without_a_document_says_how_to_begin(window):
    window.show_session(None)
    keys(window, Qt.Key.Key_F1)
    (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert box.text().startswith("一、新建文件")
    box.close()


def test_parts_of_a_target_have_help_of_their_own_where_the_form_parts_them(wide):
    trigger(wide, "newDepartment")
    wide.ui.layoutBox.setCurrentText("云南")
    trigger(wide, "fill")
    grid = wide.editor.view().grid
    cells = {cell.slot.field: cell for cell in grid.sheet_model.sheet.entries if cell.slot.table == "indicators"}
    titles = []
    for field in ("target/comparator", "target/value", "target/unit"):
        grid.go(cells[field])
        titles.append(told(wide).splitlines()[0])
    assert titles == ["指标性质（符号）", "指标值（只写数）", "度量单位（计量单位）"]

"""The window around one document: what it opens with, its balance, its 表样 and 金额单位."""

import json

import pytest
from PySide6.QtWidgets import QApplication
from tests.qt.driving import sentences
from tests.qt.windows import WAN, wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.qt import app_window


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


def test_the_inspector_explains_the_field_and_tells_its_history(window):
    window.actions_["showInspector"].setChecked(True)
    window.commit("改目标", [Change(Ref("p1", ("goal",)), "目标", "培训救护员600人")])
    window.editor.go(Ref("p1", ("goal",)))
    wait_for(lambda: not window.panes.telling)
    told = window.ui.inspector.text()
    assert told.startswith("年度绩效目标\n")
    assert "审核时看什么" in told
    assert "目标 → 培训救护员600人" in told


def test_amounts_can_be_seen_in_yuan_without_changing_them(window):
    window.ui.moneyBox.setCurrentText("元")
    assert sentences(window)[1][1] == "成本指标合计 450,000.00 元，与预算数一致"
    assert window.session.tree.records["p1"].funds.total == 45 * WAN
    assert not window.session.document.undo_label


@pytest.mark.parametrize("layout", ["天津", "河北", "上海"])
def test_the_money_unit_changes_how_amounts_look_and_nothing_else(window, layout):
    window.ui.layoutBox.setCurrentText(layout)
    window.editor.turn_to("fill")
    sheet = window.editor.view().grid.sheet_model
    before, tree, edits = {}, window.session.tree, window.session.store.edits
    for unit in ("万元", "元"):
        window.ui.moneyBox.setCurrentText(unit)
        before[unit] = {cell.slot: (cell.value, sheet.sheet.text(cell)) for cell in sheet.sheet.entries}
    wan, yuan = before.values()
    assert {slot: value for slot, (value, _) in wan.items()} == {slot: value for slot, (value, _) in yuan.items()}
    unlike = {slot.field for slot in wan if wan[slot][1] != yuan[slot][1]}
    assert unlike
    assert {field.partition("/")[0] for field in unlike} == {"funds"}
    assert window.session.tree is tree
    assert window.session.store.edits == edits
    assert not window.session.document.undo_label


def test_a_layout_brings_the_money_unit_it_prints(window):
    assert window.ui.moneyBox.currentText() == "万元"
    window.ui.layoutBox.setCurrentText("上海")
    assert window.ui.moneyBox.currentText() == "元"
    assert sentences(window)[1][1] == "成本指标合计 450,000.00 元，与预算数一致"
    window.ui.layoutBox.setCurrentText("天津")
    assert sentences(window)[1][1] == "成本指标合计 45.00 万元，与预算数一致"


def test_a_refused_file_leaves_the_open_one_and_says_why(window, tmp_path):
    broken = tmp_path / "坏.hengbiao"
    broken.write_bytes(b"not a document")
    window.files.open(str(broken))
    box = QApplication.activeModalWidget() or window.findChildren(type(window).__mro__[0])
    assert window.record == "p1"
    assert "坏.hengbiao" in box.text()
    box.close()


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


def test_nothing_of_a_document_is_kept_in_the_settings(window, settings, tmp_path):
    window.close()
    settings.sync()
    kept = (tmp_path / "window.ini").read_text("utf-8")
    assert "救护" not in json.loads(json.dumps(kept))

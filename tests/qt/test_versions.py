"""留存 and 对照 in the window."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.qt.windows import WAN, dismiss, shown, texts, wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.shape import add_project
from hengbiao.exchange.keep import kept
from hengbiao.qt.dialogs.compare_dialog import CompareDialog
from hengbiao.qt.dialogs.keep_dialog import KeepDialog
from hengbiao.store.store import Store


def change(window, path, old, new, record="p1"):
    window.commit("改", [Change(Ref(record, path), old, new)])


@pytest.fixture
def kept_twice(window):
    """一上, then another goal, more money and a new project, then 二上."""
    window.actions_["keep"].trigger()
    dialog = shown(window, KeepDialog)
    dialog.form.keep.click()
    change(window, ("goal",), "目标", "新的目标")
    change(window, ("funds", "total"), 45 * WAN, 47 * WAN)
    window.commit("新建项目", add_project(window.session.tree, "u2", name="新项目").changes)
    dialog.show_tree(window.session.tree)
    dialog.form.keep.click()
    yield dialog
    dialog.close()


def compared(window):
    dialog = shown(window, CompareDialog)
    wait_for(lambda: dialog.compared is not None)
    return dialog


def test_the_next_name_is_suggested_and_kept_in_every_unit(window, kept_twice):
    assert [(one.label, one.units) for one in kept(window.session.tree)] == [("一上", 2), ("二上", 2)]
    assert [line[0] for line in texts(kept_twice.form.list)] == ["一上", "二上"]
    assert kept_twice.form.told.text() == "已留存“二上”稿：2 个预算单位"
    assert kept_twice.form.name.text() == "批复"
    assert not kept_twice.form.first.isEnabled()
    assert window.session.document.undo_label == "留存“二上”稿"


def test_a_name_that_is_taken_is_refused_in_a_sentence(window, kept_twice):
    kept_twice.form.name.setText("一上")
    kept_twice.form.keep.click()
    assert "已有留存“一上”稿" in dismiss(kept_twice)
    assert len(kept(window.session.tree)) == 2


def test_a_name_of_ones_own_is_kept_by_enter(window):
    window.actions_["keep"].trigger()
    dialog = shown(window, KeepDialog)
    dialog.form.name.setFocus()
    dialog.form.name.selectAll()
    QTest.keyClicks(dialog.form.name, "draft 1")
    QTest.keyClick(dialog.form.name, Qt.Key.Key_Return)
    assert [one.label for one in kept(window.session.tree)] == ["draft 1"]
    dialog.close()


def test_two_versions_are_compared_field_by_field(window, kept_twice):
    window.actions_["compare"].trigger()
    dialog = compared(window)
    assert dialog.labels() == ("一上", "二上")
    assert dialog.form.told.text() == (
        "共 3 处不同，涉及 2 张表，新增 1 张，项目预算合计由 83.00 到 85.00，增加 2.00 万元"
    )
    assert texts(dialog.form.list) == [
        ("571203 清河县红十字会 › 应急救护培训", "年度绩效目标", "目标", "新的目标", ""),
        ("571203 清河县红十字会 › 应急救护培训", "预算数", "45.00", "47.00", "+2.00"),
        ("571204 清河县备灾中心 › 新项目", "新增项目", "（空）", "新项目", ""),
    ]
    assert dialog.form.sides.texts() == ["一上：年度绩效目标 目标", "二上： 新的目标"]
    dialog.close()


def test_the_comparison_is_filtered_and_what_is_listed_is_written(window, kept_twice, tmp_path):
    window.actions_["compare"].trigger()
    dialog = compared(window)
    dialog.form.amounts.setChecked(True)
    assert len(texts(dialog.form.list)) == 1
    dialog.form.amounts.setChecked(False)
    dialog.form.filter.setText("新 项目")
    assert [line[1] for line in texts(dialog.form.list)] == ["新增项目"]
    assert dialog.form.told.text().endswith("；下面是其中 1 处")
    for name in ("对照.xlsx", "对照.pdf"):
        dialog.save(str(tmp_path / name))
        assert name in dismiss(dialog)
    sheet = openpyxl.load_workbook(tmp_path / "对照.xlsx").active
    told = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert "新项目" in told
    assert "新的目标" not in told
    dialog.form.filter.setText("没有这样的")
    assert not dialog.form.save.isEnabled()
    dialog.close()


def test_a_version_is_compared_with_now(window, kept_twice):
    kept_twice.form.list.selectRow(0)
    kept_twice.form.compare.click()
    dialog = compared(window)
    assert dialog.labels() == ("一上", "现在")
    assert len(texts(dialog.form.list)) == 3
    dialog.form.old.setCurrentText("二上")
    wait_for(lambda: dialog.compared is not None)
    assert dialog.form.told.text() == "没有不同"
    dialog.close()


def test_nothing_to_compare_is_said(window):
    window.actions_["compare"].trigger()
    assert "还没有留存稿" in dismiss(window)


def test_versions_can_be_looked_at_where_nothing_can_be_kept(window, document_file, qtbot):
    window.leave_session()
    with Store.open(document_file):
        window.files.open(str(document_file))
        window.actions_["keep"].trigger()
        dialog = shown(window, KeepDialog)
        assert not dialog.form.keep.isEnabled()
        assert not dialog.form.first.isEnabled()
        dialog.close()
        window.leave_session()

"""历史, 回收站, 放弃本次修改 and 从备份恢复 in the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from tests.qt.windows import WAN, dismiss, shown, texts, wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.shape import drop
from hengbiao.qt.dialogs.discard_dialog import DiscardDialog
from hengbiao.qt.dialogs.history_dialog import HistoryDialog
from hengbiao.qt.dialogs.recycle_dialog import RecycleDialog
from hengbiao.qt.dialogs.restore_dialog import RestoreDialog
from hengbiao.store.backup import back_up, backups
from hengbiao.store.store import Store, verify

ROW = ("indicators", "p1a")


def change(window, path, old, new, record="p1"):
    window.commit("改", [Change(Ref(record, path), old, new)])


def remove(window, record):
    window.commit("删除", drop(window.session.tree, record))


def history(window, ref=None):
    window.recovery.show_history(ref or Ref("p1"))
    return read(shown(window, HistoryDialog))


def read(dialog):
    wait_for(lambda: not dialog.job.running)
    return dialog


@pytest.fixture
def edited(window):
    """A form with some changes behind it."""
    change(window, ("goal",), "目标", "二")
    change(window, ("funds", "total"), 45 * WAN, 46 * WAN)
    row = window.session.tree.project("p1").indicators[0]
    change(window, (*ROW, "name"), row.name, "改名")
    change(window, ROW, window.session.tree.project("p1").indicators[0], None)
    return window


def test_the_history_of_a_form_tells_each_field_old_and_new(edited):
    dialog = history(edited)
    assert [line[3:] for line in texts(dialog.form.list)] == [
        ("应急救护培训", "绩效指标（已删除的一行）", "改名 ≥12期", "（空）"),
        ("应急救护培训", "绩效指标（已删除的一行）的三级指标", "开展救护培训", "改名"),
        ("应急救护培训", "预算数", "45.00", "46.00"),
        ("应急救护培训", "年度绩效目标", "目标", "二"),
        ("应急救护培训", "新建整张表", "（空）", "应急救护培训"),
    ]
    assert dialog.form.told.text() == "共 5 处修改，最近的在前"
    assert dialog.form.sides.texts() == ["原值 改名 ≥12期", "新值 （空）"]
    dialog.close()


def test_the_history_opens_on_the_form_on_show_and_turns_to_the_whole_document(edited):
    edited.actions_["history"].trigger()
    dialog = read(shown(edited, HistoryDialog))
    assert dialog.form.what.currentText() == "应急救护培训（整张表）"
    dialog.form.what.setCurrentIndex(1)
    read(dialog)
    assert {"571203", "清河县备灾中心"} & {text for line in texts(dialog.form.list) for text in line}
    assert len(texts(dialog.form.list)) == 10
    dialog.close()


def test_a_value_a_row_and_a_form_come_back_as_steps(edited):
    dialog = history(edited)
    dialog.form.list.selectRow(0)
    dialog.form.old.click()
    read(dialog)
    assert edited.session.tree.project("p1").indicators[0].name == "改名"
    assert dialog.form.told.text().startswith("已恢复历史值，可以撤销")
    row = next(at for at, line in enumerate(texts(dialog.form.list)) if line[4] == "年度绩效目标")
    dialog.form.list.selectRow(row)
    dialog.form.old.click()
    read(dialog)
    assert edited.session.tree.project("p1").goal == "目标"
    assert texts(dialog.form.list)[0][4:] == ("年度绩效目标", "二", "目标")
    dialog.form.list.selectRow(len(texts(dialog.form.list)) - 1)
    assert not dialog.form.old.isEnabled()
    dialog.form.form.click()
    read(dialog)
    project = edited.session.tree.project("p1")
    assert (project.funds.total, project.indicators[0].name) == (45 * WAN, "开展救护培训")
    dialog.form.form.click()
    dialog.close()
    edited.session.document.undo()
    assert edited.session.tree.project("p1").funds.total == 46 * WAN


def test_what_has_no_place_any_more_is_told(edited):
    dialog = history(edited)
    dialog.form.list.selectRow(1)
    dialog.form.new.click()
    read(dialog)
    assert dialog.form.told.text().startswith("没有恢复：这一行已经删除")
    dialog.close()
    assert edited.recovery.restore_value(edited.session.store.history("p1", ("goal",))[-1], "二") == (
        "现在就是这个值，不用恢复"
    )


def test_the_history_is_sifted_by_person_and_words(edited):
    path = edited.session.path
    edited.leave_session()
    with Store.open(path, author="李会计") as store:
        tree = store.load()
        changes = [Change(Ref("p1", ("purpose",)), "", "培训用")]
        store.append("改", changes, tree, tree.changed(changes))
    edited.files.open(str(path))
    dialog = history(edited)
    assert "李会计" in [dialog.form.who.itemText(at) for at in range(dialog.form.who.count())]
    dialog.form.who.setCurrentText("李会计")
    assert [line[-1] for line in texts(dialog.form.list)] == ["培训用"]
    dialog.form.who.setCurrentIndex(0)
    dialog.form.filter.setText("预算数")
    assert [line[4] for line in texts(dialog.form.list)] == ["预算数"]
    dialog.form.filter.setText("没有的")
    assert dialog.form.told.text() == "没有修改过"
    dialog.close()


def test_the_cell_of_a_line_is_gone_to(edited):
    dialog = history(edited, Ref("p1", ("goal",)))
    assert dialog.form.what.currentText() == "应急救护培训：年度绩效目标"
    edited.show_record("p2")
    dialog.form.go.click()
    assert edited.record == "p1"
    assert not dialog.isVisible()


# 回收站


def test_what_was_deleted_lies_in_the_bin_and_comes_back(window):
    whole = window.session.tree.project("p2")
    remove(window, "p2")
    window.actions_["recycle"].trigger()
    dialog = shown(window, RecycleDialog)
    [line] = texts(dialog.form.list)
    assert line[:5] == ("人道救助", "项目", "清河县红十字会", "2026", "30.00")
    assert dialog.form.sides.texts()[0] == "绩效目标 目标"
    dialog.form.list.setFocus()
    dialog.form.restore.click()
    assert window.session.tree.project("p2") == whole
    assert window.record == "p2"
    assert texts(dialog.form.list) == []
    assert dialog.form.told.text() == "已恢复 1 件，可以撤销"
    assert not dialog.form.restore.isEnabled()
    dialog.close()
    window.session.document.undo()
    assert "p2" not in window.session.tree.headings


def test_a_unit_comes_back_whole_and_its_forms_not_twice(window):
    before = dict(window.session.tree.records)
    remove(window, "u1")
    window.actions_["recycle"].trigger()
    dialog = shown(window, RecycleDialog)
    assert "清河县红十字会（连同 3 张表）" in [line[0] for line in texts(dialog.form.list)]
    dialog.form.list.selectAll()
    dialog.form.restore.click()
    assert dict(window.session.tree.records) == before
    dialog.close()


def test_an_empty_bin_says_so(window):
    window.actions_["recycle"].trigger()
    dialog = shown(window, RecycleDialog)
    assert dialog.form.told.text() == "回收站是空的"
    assert not dialog.form.sides.isVisible()
    dialog.close()


# 放弃本次修改


def test_everything_since_opening_is_told_and_taken_back_as_one_step(edited):
    before = {record.id: record for record in edited.session.opened.records.values()}
    remove(edited, "p3")
    edited.actions_["discard"].trigger()
    dialog = shown(edited, DiscardDialog)
    assert "共 4 处不同，涉及 2 张表，取消 1 张" in dialog.form.told.text()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert edited.session.tree.project("p1").goal == "二"
    edited.actions_["discard"].trigger()
    dialog = shown(edited, DiscardDialog)
    dialog.form.buttons.button(dialog.form.buttons.StandardButton.Ok).click()
    assert dict(edited.session.tree.records) == before
    assert edited.status.notice.text() == "已放弃打开以来的 4 处修改，可以撤销"
    edited.session.document.undo()
    assert edited.session.tree.project("p1").goal == "二"
    assert "p3" not in edited.session.tree.headings


def test_nothing_to_discard_is_said(window):
    window.actions_["discard"].trigger()
    assert window.status.notice.text() == "打开以来没有修改，没有可以放弃的"


# 从备份恢复


def looked(dialog):
    wait_for(lambda: not dialog.form.told.text().startswith("正在"))
    return dialog


def test_a_backup_is_looked_at_and_put_in_the_place_of_the_document(window):
    path = window.session.path
    back_up(window.session.store, "exit")
    change(window, ("goal",), "目标", "二")
    window.actions_["restore"].trigger()
    dialog = looked(shown(window, RestoreDialog))
    assert [line[1] for line in texts(dialog.form.list)] == ["关闭时"]
    assert dialog.form.told.text().startswith("恢复会改变：共 1 处不同")
    assert texts(dialog.form.differences)[0][1:4] == ("年度绩效目标", "二", "目标")
    dialog.form.restore.click()
    wait_for(lambda: any(box.isVisible() for box in window.findChildren(QMessageBox)))
    assert "恢复前的样子也留了备份" in dismiss(window)
    assert window.session.tree.project("p1").goal == "目标"
    assert sorted(one.reason for one in backups(path)) == ["exit", "restore"]
    window.actions_["restore"].trigger()
    dialog = looked(shown(window, RestoreDialog))
    assert texts(dialog.form.differences)[0][1:4] == ("年度绩效目标", "目标", "二")
    dialog.form.list.selectRow(1)
    looked(dialog)
    assert dialog.form.told.text() == "这份备份的表与现在完全相同"
    assert not dialog.form.restore.isEnabled()
    dialog.close()


def test_a_damaged_backup_is_not_offered_and_a_good_one_can_be_saved(window, tmp_path):
    good = back_up(window.session.store, "exit")
    change(window, ("goal",), "目标", "二")
    bad = back_up(window.session.store, "receive")
    bad.file.write_bytes(b"no document at all")
    window.actions_["restore"].trigger()
    dialog = looked(shown(window, RestoreDialog))
    rows = {line.about.reason: at for at, line in enumerate(dialog.form.list.lines.lines)}
    dialog.form.list.selectRow(rows["receive"])
    looked(dialog)
    assert dialog.form.told.text().startswith("这份备份打不开")
    assert not dialog.form.restore.isEnabled()
    dialog.close()
    target = tmp_path / "另存.hengbiao"
    window.recovery._copy(good, str(target))
    wait_for(lambda: "备份已另存" in window.status.notice.text())
    assert verify(target) == []


def test_a_damaged_document_is_put_back_from_its_backup(window):
    path = window.session.path
    back_up(window.session.store, "exit")
    window.show_session(None)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2 :] = b"\0" * (len(raw) - len(raw) // 2)
    path.write_bytes(bytes(raw))
    window.files.open(str(path))
    assert window.session is None
    box = shown(window, QMessageBox)
    next(button for button in box.buttons() if button.objectName() == "restore").click()
    dialog = looked(shown(window, RestoreDialog))
    assert dialog.form.told.text() == "现在的文件打不开；这份备份完好，有 2 个预算单位、4 张表"
    dialog.form.restore.click()
    wait_for(lambda: window.session is not None)
    assert "原来的文件已损坏，留作 样例（损坏" in dismiss(window)
    assert window.session.tree.project("p1").goal == "目标"

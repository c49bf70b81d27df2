"""上报, 收表 and 冲突 between a window and the files of other offices, all real."""

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from tests.exchange.offices import Office, dumped
from tests.qt.windows import WAN, dismiss, project, shown, texts, wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.shape import drop
from hengbiao.exchange import rollup
from hengbiao.qt import session
from hengbiao.qt.dialogs import receive_dialog, send_dialog
from hengbiao.qt.dialogs.receive_dialog import ReceiveDialog
from hengbiao.qt.dialogs.rollup_dialog import RollupDialog
from hengbiao.qt.dialogs.send_dialog import SendDialog
from hengbiao.qt.volumes import Volume
from hengbiao.store import places
from hengbiao.store.store import Store


def send(window, folder, *, history=False, unit=0):
    window.actions_["send"].trigger()
    asked = shown(window, SendDialog)
    asked.form.unit.setCurrentIndex(unit)
    asked.form.folder.setEditText(str(folder))
    asked.form.history.setChecked(history)
    asked.form.ok.click()
    wait_for(lambda: any(box.isVisible() for box in window.findChildren(QMessageBox)))
    box = shown(window, QMessageBox)
    told = box.text(), box.informativeText()
    box.close()
    box.deleteLater()
    return told


def looked(window, *files):
    """The window of 收表 once it has looked at files, nothing received."""
    window.actions_["receive"].trigger()
    dialog = shown(window, ReceiveDialog)
    dialog.add(files)
    wait_for(lambda: not dialog.running)
    return dialog


def receive(window, *files):
    dialog = looked(window, *files)
    dialog.form.start.click()
    wait_for(lambda: not dialog.running)
    return dialog


def lines(dialog):
    return texts(dialog.form.list)


@pytest.fixture
def office(window, tmp_path):
    """Another office that has all of ours and has changed the goal and the name of a project."""
    folder = tmp_path / "sent"
    folder.mkdir()
    send(window, folder)
    made = Office(tmp_path, "乙")
    made.receive(*folder.iterdir())
    made.put("p1", ("goal",), "乙写的")
    made.put("p1", ("funds", "total"), 46 * WAN)
    return made


@pytest.fixture
def stick(monkeypatch, tmp_path):
    """A folder that counts as a stick until `pulled`, and what pulls it: the bare folder stays."""
    folder, kinds = tmp_path / "U盘", {}
    folder.mkdir()
    kinds[folder] = "removable"
    monkeypatch.setattr(places, "kind", lambda path: kinds.get(path.parent, ""))
    monkeypatch.setattr(send_dialog, "volumes", lambda: [Volume(folder, "U 盘")])
    return folder, kinds.clear


def test_what_is_sent_to_a_disk_that_stays_is_not_called_safe_to_pull_out(window, tmp_path):
    assert send(window, tmp_path)[0] == "已校验"


def test_a_stick_pulled_before_it_is_chosen_cannot_be_sent_to(window, stick):
    folder, pull = stick
    window.actions_["send"].trigger()
    asked = shown(window, SendDialog)
    assert asked.form.ok.isEnabled()
    pull()
    asked.form.unit.setCurrentIndex(1)
    assert asked.form.target.text() == "选它时的 U 盘或网络文件夹已经拔出或断开，请插好或换一个文件夹"
    assert not asked.form.ok.isEnabled()
    asked.reject()
    assert list(folder.iterdir()) == []


def test_a_stick_pulled_after_it_was_chosen_is_refused_and_nothing_is_written_here(window, stick):
    folder, pull = stick
    window.actions_["send"].trigger()
    asked = shown(window, SendDialog)
    pull()
    asked.form.ok.click()
    wait_for(lambda: any(box.isVisible() for box in window.findChildren(QMessageBox)))
    box = shown(window, QMessageBox)
    assert "选这个文件夹时它在U 盘或移动硬盘上，现在已经拔出或断开" in box.text() + box.informativeText()
    assert list(folder.iterdir()) == []
    box.close()


def test_send_says_what_travels_and_that_it_may_be_pulled_out(window, stick):
    folder, _ = stick
    told, more = send(window, folder)
    assert told == "已校验，可安全拔出"
    assert "2 个预算单位，4 张表" in more
    [file] = folder.iterdir()
    assert dumped(file) == dumped(window.session.path)


def test_send_tells_beforehand_what_goes_along(window, tmp_path):
    window.commit("删除", drop(window.session.tree, "p3"))
    window.actions_["send"].trigger()
    asked = shown(window, SendDialog)
    assert [line[:6] for line in texts(asked.form.list)] == [
        ("571203 清河县红十字会", "2026", "2", "没有", "75.00", ""),
        ("571204 清河县备灾中心", "2026", "1", "没有", "8.00", ""),
    ]
    assert asked.form.travels.text() == ("随文件送出：2 个预算单位、3 张表的当前内容，连同审核说明、状态和退回意见。")
    assert asked.form.stays.text() == "不送出：没有写入的草稿、已删除的 1 件、修改历史。"
    asked.form.unit.setCurrentIndex(2)
    asked.form.history.setChecked(True)
    assert "1 个预算单位、1 张表" in asked.form.travels.text()
    assert "全部修改历史（7 处" in asked.form.travels.text()
    assert asked.form.stays.text() == "不送出：没有写入的草稿。"
    assert asked.form.target.text().startswith("写成 清河县备灾中心_2026_")
    asked.form.folder.setEditText("/no such folder")
    assert not asked.form.ok.isEnabled()
    assert asked.form.target.text() == "请选一个已有的文件夹"
    asked.reject()


def test_a_target_that_was_changed_is_merged_and_that_is_said(window, tmp_path):
    folder = tmp_path / "共享"
    folder.mkdir()
    send(window, folder)
    [file] = folder.iterdir()
    with Store.open(file, author="对方") as store:
        tree = store.load()
        made = [Change(Ref("p1", ("goal",)), "目标", "对方写的")]
        store.append("改", made, tree, tree.changed(made))
    window.commit("改", [Change(Ref("p2", ("goal",)), "目标", "我写的")])
    window.actions_["send"].trigger()
    asked = shown(window, SendDialog)
    asked.form.folder.setEditText(str(folder))
    assert asked.form.target.text().endswith("已有同名文件，其中别人的修改会合并进来，不会覆盖")
    asked.reject()
    _told, more = send(window, folder)
    assert more.endswith("已有同名文件，其中别人的修改已合并，没有覆盖")
    with Store.open(file, read_only=True) as store:
        assert [store.load().project(key).goal for key in ("p1", "p2")] == ["对方写的", "我写的"]


def test_sticks_that_are_plugged_in_are_offered_first(window, monkeypatch, tmp_path):
    monkeypatch.setattr(send_dialog, "volumes", lambda: [Volume(tmp_path, "U 盘或移动硬盘 KINGSTON（剩余 3.2 GB）")])
    window.actions_["send"].trigger()
    asked = shown(window, SendDialog)
    assert "KINGSTON" in asked.form.folder.currentText()
    assert asked.folder() == tmp_path
    assert asked.form.ok.isEnabled()
    asked.reject()


def test_a_file_of_another_office_comes_in_and_can_be_undone(window, office):
    dialog = receive(window, office.send())
    assert [line[1:] for line in lines(dialog)] == [
        ("571203 清河县红十字会、571204 清河县备灾中心", "2026", "", "1", "", "", "已收")
    ]
    assert window.session.tree.project("p1").goal == "乙写的"
    assert window.session.document.undo_label.startswith("收表 ")
    dialog.close()
    window.session.document.undo()
    assert window.session.tree.project("p1").goal == "目标"
    window.commit("再改", [Change(Ref("p1", ("goal",)), "目标", "再写")])
    path = window.session.path
    window.leave_session()
    with Store.open(path, read_only=True) as store:
        assert store.load().project("p1").goal == "再写"


def test_what_is_refused_and_what_is_nothing_new_are_told(window, office, tmp_path):
    broken = tmp_path / "坏.hengbiao"
    broken.write_bytes(b"no document")
    sent = office.send()
    receive(window, sent).close()
    dialog = receive(window, sent, broken)
    states = [line[-1] for line in lines(dialog)]
    assert states[0] == "没有新内容"
    assert states[1].startswith("不能收：")
    assert dialog.form.told.text().startswith("收了 1 份，1 份未收")
    assert dialog.form.add.isEnabled()
    assert not dialog.form.conflicts.isVisible()
    dialog.close()


def test_receiving_is_stopped_between_two_documents(window, office):
    before = window.session.tree.project("p1").goal
    dialog = looked(window, office.send())
    dialog.start()
    dialog.form.stop.click()
    wait_for(lambda: not dialog.running)
    assert dialog.form.told.text() == "已停止：收了 0 份，其余没有动"
    assert window.session.tree.project("p1").goal == before
    dialog.close()


def test_the_sums_of_the_document_are_shown_and_saved(window, tmp_path):
    window.actions_["rollup"].trigger()
    dialog = shown(window, RollupDialog)
    assert dialog.form.sumsTold.text() == "2 个预算单位、4 个项目，预算合计 83.00 万元"
    assert ("按预算单位", "571203 清河县红十字会", "3", "75.00", "75.00", "", "") in texts(dialog.form.sums)
    assert texts(dialog.form.sums)[-1] == ("合计", "", "4", "83.00", "83.00", "", "")
    assert not dialog.form.resolve.isVisible()
    ways = [dialog.form.by.itemText(at) for at in range(dialog.form.by.count())]
    assert ways == ["全部", "按预算单位", "按年度", "按项目性质", "按资金来源", "合计"]
    dialog.form.by.setCurrentText("按资金来源")
    assert texts(dialog.form.sums)[0] == ("按资金来源", "财政资金", "", "83.00", "", "", "")
    grid = rollup.grid(rollup.rollup(window.session.tree), window.session.tree)
    for name in ("汇总.xlsx", "汇总.pdf"):
        dialog.save(grid, str(tmp_path / name))
        assert name in dismiss(dialog)
        assert (tmp_path / name).stat().st_size
    dialog.close()


def test_who_has_not_reported_is_listed_and_a_text_can_be_pasted(window, tmp_path):
    names = tmp_path / "名单.csv"
    names.write_text("单位编码,单位名称\n571203,清河县红十字会\n571299,清河县血站\n", "utf-8")
    window.actions_["rollup"].trigger()
    dialog = shown(window, RollupDialog)
    assert not dialog.form.copy.isEnabled()
    dialog.form.tabs.setCurrentIndex(1)
    assert not dialog.form.save.isEnabled()
    dialog.use_list(str(names))
    assert dialog.form.state.text() == "应报 2 个单位，已报 1 个"
    assert [line[:3] for line in texts(dialog.form.absent)] == [
        ("未报", "571299", "清河县血站"),
        ("不在名单", "571204", "清河县备灾中心"),
    ]
    assert dialog.form.save.isEnabled()
    dialog.form.show.setCurrentText("未报（1）")
    assert len(texts(dialog.form.absent)) == 1
    dialog.form.copy.click()
    assert "1. 571299 清河县血站" in QApplication.clipboard().text()
    assert QApplication.clipboard().text() == dialog.form.text.toPlainText()
    dialog.close()
    window.actions_["rollup"].trigger()
    again = shown(window, RollupDialog)
    assert again.form.state.text() == "应报 2 个单位，已报 1 个"
    again.close()


def test_a_list_that_is_none_is_refused_in_a_sentence(window, tmp_path):
    names = tmp_path / "空.csv"
    names.write_text("单位编码,单位名称\n", "utf-8")
    window.actions_["rollup"].trigger()
    dialog = shown(window, RollupDialog)
    dialog.use_list(str(names))
    box = next(box for box in dialog.findChildren(QMessageBox) if box.isVisible())
    assert "名单里没有预算单位" in box.text()
    box.close()
    dialog.close()


def test_many_files_are_taken_back_as_one_step(window, tmp_path, monkeypatch):
    for module in (session, receive_dialog):
        monkeypatch.setattr(module, "APART", 2)
    first = tmp_path / "first"
    first.mkdir()
    send(window, first)
    files = []
    for number in range(3):
        made = Office(tmp_path, f"{number:02}")
        made.receive(*first.iterdir())
        made.add(project(f"n{number}", "u2", f"项目{number}", f"V{number:02}"))
        files.append(made.send())
    dialog = receive(window, *files)
    assert len(window.session.tree.projects("u2")) == 4
    assert window.session.document.undo_label == "收表 3 份"
    assert dialog.form.told.text() == "收了 3 份；可以撤销"
    dialog.close()
    window.session.document.undo()
    assert len(window.session.tree.projects("u2")) == 1
    path = window.session.path
    window.leave_session()
    with Store.open(path, read_only=True) as store:
        assert len(store.load().projects("u2")) == 1

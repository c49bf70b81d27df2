"""The window of 收表: what is dropped is looked at, told, ticked and only then received."""

import shutil
import threading

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.exchange.offices import Office
from tests.qt.windows import dismiss, project, shown, texts, wait_for

from hengbiao.exchange.send import send
from hengbiao.qt.dialogs.receive_dialog import ReceiveDialog
from hengbiao.store.backup import backups
from hengbiao.store.store import Store, verify


def drop(dialog, *paths):
    """Files from a file manager, let go over the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), copy, mime, left, none)
    QApplication.sendEvent(dialog, enter)
    if enter.isAccepted():
        QApplication.sendEvent(dialog, QDropEvent(QPointF(20, 20), copy, mime, left, none))
    return enter.isAccepted()


@pytest.fixture
def offices(window, tmp_path):
    """Two offices that have what we have: 甲 works on u1, 乙 on u2."""
    folder = tmp_path / "sent"
    folder.mkdir()
    send(window.session.store, folder)
    made = [Office(tmp_path, name) for name in "甲乙"]
    for one in made:
        one.receive(*folder.iterdir())
    return made


@pytest.fixture
def dialog(window):
    window.actions_["receive"].trigger()
    made = shown(window, ReceiveDialog)
    yield made
    wait_for(lambda: not made.running)
    made.close()


def settled(dialog):
    wait_for(lambda: not dialog.running)
    return [line[3:] for line in texts(dialog.form.list)]


def received(dialog):
    dialog.form.start.click()
    return settled(dialog)


def test_what_is_dropped_is_told_before_anything_is_written(window, dialog, offices, tmp_path):
    offices[0].put("p1", ("goal",), "甲写的")
    offices[0].add(project("n1", "u1", "新项目", "z"))
    before, edits = window.session.tree, window.session.store.edits
    assert drop(dialog, offices[0].send())
    assert settled(dialog) == [("1", "1", "", "", "可以收")]
    assert dialog.form.told.text() == "1 份有新内容，0 份没有。还没有收，勾选后点“收表”"
    assert dialog.form.start.text() == "收表（1 份）(&R)"
    assert (window.session.tree, window.session.store.edits) == (before, edits)
    assert received(dialog) == [("1", "1", "", "", "已收")]
    assert window.session.tree.project("p1").goal == "甲写的"
    assert [one.reason for one in backups(window.session.path)] == ["receive"]


def test_a_folder_with_old_doubled_and_broken_files_says_of_each_what_it_is(dialog, offices, tmp_path):
    folder = tmp_path / "收到的"
    folder.mkdir()
    offices[0].put("p1", ("goal",), "一")
    shutil.copy(offices[0].send(), folder / "z较早.hengbiao")
    offices[0].put("p1", ("goal",), "二")
    for name in ("a.hengbiao", "b.hengbiao"):
        shutil.copy(offices[0].send(), folder / name)
    (folder / "坏.hengbiao").write_bytes(b"no document")
    assert drop(dialog, folder)
    told = dict(zip([line[0] for line in texts(dialog.form.list)], settled(dialog), strict=True))
    assert told["a.hengbiao"][-1] == "可以收"
    assert told["b.hengbiao"][-1].startswith("与 a.hengbiao 相同")
    assert "较早的一份，我方更新" in told["z较早.hengbiao"][-1]
    assert told["坏.hengbiao"][-1].startswith("不能收：")
    counts = [dialog.form.filter.itemText(at) for at in range(dialog.form.filter.count())]
    assert counts == ["全部（4）", "要核实的（0）", "有冲突的（0）", "不能收的（1）", "没有新内容的（2）"]
    dialog.form.filter.setCurrentIndex(3)
    assert [line[0] for line in texts(dialog.form.list)] == ["坏.hengbiao"]
    assert "坏.hengbiao" in dialog.form.detail.text()
    assert dialog.form.detail.text().endswith("。")


def test_what_is_unticked_stays_out(window, dialog, offices):
    offices[0].put("p1", ("goal",), "甲写的")
    drop(dialog, offices[0].send())
    settled(dialog)
    dialog.form.list.setFocus()
    dialog.form.list.selectRow(0)
    QTest.keyClick(dialog.form.list, Qt.Key.Key_Space)
    assert not dialog.form.start.isEnabled()
    QTest.keyClick(dialog.form.list, Qt.Key.Key_Space)
    assert dialog.form.start.isEnabled()
    assert window.session.tree.project("p1").goal == "目标"


@pytest.mark.parametrize("agreed", [False, True])
def test_changes_to_forms_of_another_unit_need_a_tick(window, dialog, offices, agreed):
    first, second = offices
    first.put("p1", ("goal",), "甲写的")
    second.put("p4", ("goal",), "乙写的")
    drop(dialog, first.send(), second.send())
    settled(dialog)
    received(dialog)
    second.put("p1", ("purpose",), "乙动了甲的")
    second.put("p4", ("purpose",), "乙自己的")
    drop(dialog, second.send())
    [line] = settled(dialog)
    assert line[-1] == "改动了别的预算单位的 1 张表"
    assert "清河县红十字会的“应急救护培训”" in dialog.form.detail.text()
    assert dialog.form.others.isVisible()
    assert not dialog.form.years.isVisible()
    if agreed:
        dialog.form.others.click()
    [line] = received(dialog)
    tree = window.session.tree
    assert tree.project("p4").purpose == "乙自己的"
    assert tree.project("p1").purpose == ("乙动了甲的" if agreed else "")
    assert ("没有勾选，未收" in line[-1]) is not agreed


def test_last_years_file_with_the_year_typed_over_is_kept_out_unless_ticked(window, dialog, offices):
    offices[0].put("u1", ("year",), 2027)
    drop(dialog, offices[0].send())
    [line] = settled(dialog)
    assert line[-1] == "改了年度"
    assert "清河县红十字会（我方是 2026 年度）" in dialog.form.detail.text()
    received(dialog)
    assert window.session.tree.unit("u1").year == 2026
    assert dialog.form.told.text() == "收了 0 份，1 份未收"


def test_more_files_are_added_to_the_list_and_a_new_list_begins_after_receiving(dialog, offices):
    for one, key in zip(offices, ("p1", "p4"), strict=True):
        one.put(key, ("goal",), one.name)
    first, second = (one.send() for one in offices)
    drop(dialog, first)
    drop(dialog, first, second)
    assert len(settled(dialog)) == 2
    received(dialog)
    drop(dialog, first)
    assert settled(dialog) == [("", "", "", "", "较早的一份，我方更新")]


def test_an_empty_folder_is_told(dialog, tmp_path):
    (tmp_path / "空").mkdir()
    drop(dialog, tmp_path / "空")
    assert "没有 .hengbiao 文件" in dismiss(dialog)
    assert texts(dialog.form.list) == []


def test_looking_is_stopped_by_closing_and_nothing_is_left(window, dialog, offices):
    offices[0].put("p1", ("goal",), "甲写的")
    drop(dialog, offices[0].send())
    job = dialog.job
    dialog.reject()
    assert not dialog.isVisible()
    wait_for(lambda: not job.running)
    assert window.session.tree.project("p1").goal == "目标"


def test_stopping_after_some_files_keeps_those_and_tells_it_and_leaves_nothing_half_done(window, dialog, offices):
    for number in range(4):
        offices[0].add(project(f"n{number}", "u1", f"新项目{number}", f"z{number}"))
        assert drop(dialog, offices[0].send(offices[0].folder / f"o{number}"))
    settled(dialog)
    before = set(window.session.tree.records)
    looked, stopped = threading.Event(), threading.Event()

    def stop(done, _total):
        if done == 2:
            dialog.form.stop.click()
            stopped.set()

    assert not dialog.form.bar.isVisible()
    dialog.start()
    dialog.job.report = held(dialog.job.report, {1: looked, 2: stopped})
    dialog.job.progressed.connect(stop)
    wait_for(dialog.form.bar.isVisible)
    assert dialog.form.stop.isVisible()
    assert dialog.form.told.text().startswith("正在收第 ")
    looked.set()
    settled(dialog)
    kept = set(window.session.tree.records) - before
    taken = [line[-1] for line in texts(dialog.form.list)].count("已收")
    assert 0 < taken < 4
    assert kept == {f"n{number}" for number in range(taken)}
    assert dialog.form.told.text() == f"已停止：收了 {taken} 份，其余没有动"
    assert not dialog.form.bar.isVisible()
    with Store.open(window.session.path, read_only=True) as store:
        assert set(store.load().records) == set(window.session.tree.records)
    assert verify(window.session.path) == []


def held(report, gates):
    """The same, that goes on from some counts only once their gate is open."""

    def late(done, total):
        report(done, total)
        for _ in range(2000 if done in gates else 0):
            if gates[done].wait(0.05):
                break
            report(done, total)

    return late

"""Leaving a document: a backup is made, and work on a stick or a share goes back to its place."""

import shutil
import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QProgressDialog, QPushButton
from tests.qt.windows import dismiss, shown, texts, wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.shape import drop
from hengbiao.qt import leaving, session
from hengbiao.qt.dialogs.recycle_dialog import RecycleDialog
from hengbiao.store import backup, places
from hengbiao.store.backup import backups
from hengbiao.store.errors import NotWritten
from hengbiao.store.store import Store, verify

GOAL = Ref("p1", ("goal",))


def change(window, new):
    window.commit("改", [Change(GOAL, window.session.tree.project("p1").goal, new)])


def goal(path):
    with Store.open(path, read_only=True) as store:
        return store.load().project("p1").goal


@pytest.fixture
def stick(tmp_path, monkeypatch):
    """A folder that counts as a stick as long as it is there."""
    folder = tmp_path / "U盘"
    folder.mkdir()
    monkeypatch.setattr(places, "kind", lambda path: "removable" if path.parent == folder and folder.is_dir() else "")
    return folder


@pytest.fixture
def on_stick(window, stick):
    """The window over a document that lies on a stick."""
    path = stick / "在U盘上.hengbiao"
    source = window.session.path
    window.show_session(None)
    shutil.copy(source, path)
    window.files.open(str(path))
    return path


def test_what_was_changed_is_backed_up_on_closing_and_what_was_not_is_not(window):
    path = window.session.path
    window.show_session(None)
    assert backups(path) == []
    window.files.open(str(path))
    change(window, "二")
    window.close()
    assert [one.reason for one in backups(path)] == ["exit"]
    assert not window.isVisible()


def test_a_backup_that_cannot_be_made_is_told_and_stops_nothing_twice(window, monkeypatch):
    def refuse(store, _reason):
        raise NotWritten(store.path, "", "磁盘空间不足", "请清理")

    change(window, "二")
    monkeypatch.setattr(backup, "back_up", refuse)
    window.close()
    assert window.isVisible()
    box = shown(window, QMessageBox)
    assert "备份没有做成（磁盘空间不足）；文件本身已保存" in box.text()
    next(button for button in box.buttons() if button.text() == "仍然关闭").click()
    wait_for(lambda: not window.isVisible())


def test_the_second_opening_says_who_has_it_and_shows_everything(window, document_file, qtbot):
    from hengbiao.qt import app_window
    from hengbiao.qt.settings import Settings

    window.commit("删除", drop(window.session.tree, "p3"))
    second = app_window.build(Settings(document_file.with_name("second.ini")))
    qtbot.addWidget(second)
    second.files.open(str(document_file))
    person = window.session.store.identity.author
    assert second.ui.banner.text().startswith(f"只读：正由“{person}”在“")
    assert second.status.saved.text() == "只读"
    assert not second.actions_["receive"].isEnabled()
    assert not second.actions_["return"].isEnabled()
    assert second.actions_["compare"].isEnabled()
    second.actions_["recycle"].trigger()
    dialog = shown(second, RecycleDialog)
    assert len(texts(dialog.form.list)) == 1
    assert not dialog.form.restore.isEnabled()
    dialog.close()
    second.leave_session()


def test_a_document_on_a_stick_is_written_back_by_saving(window, on_stick):
    assert window.status.away.text() == "U 盘或移动硬盘上的文件，在本机副本上填写"
    change(window, "二")
    assert window.status.away.text() == "修改在本机，还没有写回原处"
    assert goal(on_stick) == "目标"
    window.actions_["save"].trigger()
    wait_for(lambda: window.status.away.text().startswith("已校验，可安全拔出"))
    assert goal(on_stick) == "二"
    assert window.status.notice.text() == "已写回原处，已校验，可安全拔出"
    assert verify(on_stick) == []
    window.actions_["save"].trigger()
    assert window.status.away.text().startswith("与原处一致，已校验")


def test_it_is_written_back_on_leaving_too(window, on_stick):
    change(window, "二")
    window.show_session(None)
    assert goal(on_stick) == "二"
    assert not window.status.away.isVisible()


def test_what_changed_on_the_stick_meanwhile_is_merged_and_told(window, on_stick, tmp_path):
    other = tmp_path / "别处.hengbiao"
    shutil.copy(on_stick, other)
    with Store.open(other, author="李会计") as store:
        tree = store.load()
        made = [Change(Ref("p2", ("goal",)), "目标", "别人写的")]
        store.append("改", made, tree, tree.changed(made))
    change(window, "二")
    shutil.copy(other, on_stick)
    window.status.away.click()
    wait_for(lambda: window.status.away.text().startswith("已校验"))
    assert window.status.notice.text().startswith("原处已有别人的修改，已合并，没有覆盖")
    assert window.session.tree.project("p2").goal == "别人写的"
    assert window.session.document.undo_label == "合并原处的修改"
    assert goal(on_stick) == "二"


def test_a_stick_that_was_pulled_keeps_the_window_open_and_the_work_here(window, on_stick, stick, tmp_path):
    change(window, "二")
    stick.rename(tmp_path / "拔出")
    window.actions_["save"].trigger()
    wait_for(lambda: any(box.isVisible() for box in window.findChildren(QMessageBox)))
    assert "连不上" in dismiss(window)
    assert window.status.away.text() == "没有写回，修改都在本机"
    window.close()
    assert window.isVisible()
    box = shown(window, QMessageBox)
    assert "修改都保存在本机" in box.text()
    next(button for button in box.buttons() if button.text() == "仍然关闭").click()
    wait_for(lambda: not window.isVisible())
    window.show()
    window.show_session(None)
    window.carrying.tell_leftovers()
    assert "在U盘上.hengbiao" in dismiss(window)
    (tmp_path / "拔出").rename(stick)
    window.files.open(str(on_stick))
    assert window.status.away.text() == "上次的修改还没有写回原处"
    assert window.session.tree.project("p1").goal == "二"
    window.leaving = leaving.Leaving(window)
    window.show_session(None)
    assert goal(on_stick) == "二"


@pytest.fixture
def large(window, monkeypatch):
    """The window over a document that counts as large, whose copy waits at a gate; the gate."""
    gate, real = threading.Event(), Store.save_copy

    def slowly(store, target, progress=None):
        assert threading.current_thread() is not threading.main_thread()
        assert gate.wait(20)
        real(store, target, progress)

    monkeypatch.setattr(session, "LARGE", 0)
    monkeypatch.setattr(Store, "save_copy", slowly)
    yield gate
    gate.set()


def told(window):
    return [one for one in window.findChildren(QProgressDialog) if one.isVisible()]


def test_a_large_document_is_backed_up_in_sight(window, large):
    path, seen = window.session.path, []
    change(window, "二")

    def look():
        seen.extend(one.labelText() for one in told(window))
        window.close()  # another one on the cross does no harm
        seen.append(window.isVisible())
        large.set()

    QTimer.singleShot(800, look)
    assert window.close()
    assert seen == ["修改都已保存。正在做一份备份…", True]
    assert [one.reason for one in backups(path)] == ["exit"]
    assert goal(path) == "二"


def test_a_backup_can_be_done_without(window, large):
    path = window.session.path
    change(window, "二")

    def press():
        [dialog] = told(window)
        button = dialog.findChild(QPushButton)
        assert button.text() == "这次不备份"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QTimer.singleShot(50, large.set)

    QTimer.singleShot(800, press)
    assert window.close()
    assert backups(path) == []
    assert goal(path) == "二"
    assert verify(path) == []

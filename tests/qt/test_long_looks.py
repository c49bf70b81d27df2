"""对照, 历史 and the preview of a backup: progress once they take half a second, and a cancel that is one."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressDialog, QPushButton
from tests.qt.windows import shown, wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.exchange.keep import keep_changes
from hengbiao.qt.dialogs import compare_dialog, history_dialog, restore_dialog
from hengbiao.store.backup import back_up


class Slow:
    """Stands before a piece of work that, while `on`, takes as long as nobody cancels."""

    def __init__(self, real):
        self.real, self.on, self.calls = real, True, 0

    def __call__(self, *given):
        self.calls += 1
        while self.on:
            time.sleep(0.01)
            given[-1](1, 3)
        return self.real(*given)


def progress(dialog):
    return next((one for one in dialog.findChildren(QProgressDialog) if one.isVisible()), None)


def cancel(dialog, slow):
    wait_for(lambda: progress(dialog) is not None)
    bar = progress(dialog)
    wait_for(lambda: (bar.value(), bar.maximum()) == (1, 3))
    QTest.mouseClick(bar.findChild(QPushButton), Qt.MouseButton.LeftButton)
    wait_for(lambda: not dialog.job.running and progress(dialog) is None)
    slow.on = False


@pytest.fixture
def slowed(monkeypatch):
    """Makes the first call of a work slow."""

    def slow(module, name):
        made = Slow(getattr(module, name))
        monkeypatch.setattr(module, name, made)
        return made

    return slow


@pytest.fixture
def changed(window):
    session = window.session
    window.commit("留存", keep_changes(session.store, session.tree, "一上"))
    window.commit("改", [Change(Ref("p1", ("goal",)), "目标", "新的目标")])
    return window


def test_comparing_is_cancelled_and_begun_anew_by_another_choice(changed, slowed):
    slow = slowed(compare_dialog, "compare")
    changed.versions.ask_compare(None)
    dialog = shown(changed, compare_dialog.CompareDialog)
    cancel(dialog, slow)
    assert dialog.form.told.text().startswith("对照已取消")
    assert dialog.compared is None
    dialog.form.new.setFocus()
    QTest.keyClick(dialog.form.new, Qt.Key.Key_Up)
    wait_for(lambda: dialog.compared is not None)
    dialog.close()


def test_reading_the_history_is_cancelled_and_begun_anew(changed, slowed):
    slow = slowed(history_dialog, "_read")
    changed.recovery.show_history(Ref("p1"))
    dialog = shown(changed, history_dialog.HistoryDialog)
    cancel(dialog, slow)
    assert dialog.form.told.text().startswith("已取消")
    QTest.keyClick(dialog.form.what, Qt.Key.Key_Down)
    wait_for(lambda: dialog.form.told.text().startswith("共 "))
    dialog.close()


def test_the_preview_of_a_backup_is_cancelled_and_closing_ends_it_too(changed, slowed):
    session = changed.session
    back_up(session.store, "import")
    slow = slowed(restore_dialog, "_preview")
    changed.recovery.show_backups(session.path)
    dialog = shown(changed, restore_dialog.RestoreDialog)
    cancel(dialog, slow)
    assert dialog.form.told.text().startswith("对照已取消")
    assert not dialog.form.restore.isEnabled()
    slow.calls, slow.on = 0, True
    dialog._look()
    wait_for(lambda: slow.calls == 1)
    assert dialog.job.running
    dialog.close()
    wait_for(lambda: not dialog.job.running)


def test_the_history_told_reports_and_is_broken_off(changed):
    asked = []

    def report(*far):
        asked.append(far)
        raise KeyboardInterrupt

    session = changed.session
    with pytest.raises(KeyboardInterrupt):
        compare_dialog.compare(session.store, session.tree, ("一上", "现在"), report)
    with pytest.raises(KeyboardInterrupt):
        history_dialog._read(session.store, session.tree, None, report)
    assert len(asked) == 2
    assert len(history_dialog._read(session.store, session.tree, None, lambda *_: None)) > 3

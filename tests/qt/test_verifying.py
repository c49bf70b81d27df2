import sqlite3

import pytest
from tests.qt.windows import small_file

from hengbiao.qt import tool_actions, verifying


@pytest.fixture
def damaged(tmp_path):
    """A file in which the text of one edit was altered behind our back."""
    path = small_file(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE edit SET body = replace(body, '应急', '紧急')")
    connection.close()
    return path


def test_a_whole_file_is_passed_over_in_silence(qtbot, qapp, tmp_path):
    checking = verifying.verify_apart(small_file(tmp_path), qapp)
    with qtbot.assertNotEmitted(checking.told), qtbot.waitSignal(checking.ended, timeout=120_000) as ended:
        pass
    assert ended.args == [0]


def test_damage_is_told_with_the_name_of_the_file(qtbot, qapp, damaged):
    checking = verifying.verify_apart(damaged, qapp)
    with qtbot.waitSignal(checking.told, timeout=120_000) as told:
        pass
    assert "样例.hengbiao" in told.args[0]
    assert "损坏" in told.args[0]


def test_closing_the_document_ends_it(window, qtbot, monkeypatch):
    started = []

    def begin(path, parent):
        started.append(verifying.Checking(path, parent))
        return started[0]

    monkeypatch.setattr(tool_actions, "_CHECKED_ON_OPENING", 0)
    monkeypatch.setattr(verifying, "verify_apart", begin)
    window.tools.verify_quietly()
    process = started[0]._process
    window.leave_session()
    assert process.state() == process.ProcessState.NotRunning

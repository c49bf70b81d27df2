"""冲突 and 重复的项目: told side by side, decided by keys, many at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.exchange.offices import Office
from tests.qt.windows import WAN, dismiss, project, shown, texts, wait_for

from hengbiao.domain.change import Change, Ref, value_at
from hengbiao.domain.shape import drop
from hengbiao.exchange.resolve import open_conflicts
from hengbiao.exchange.send import send
from hengbiao.qt.dialogs.conflicts_dialog import ConflictsDialog
from hengbiao.qt.dialogs.doubles_dialog import DoublesDialog
from hengbiao.qt.dialogs.receive_dialog import ReceiveDialog


def put(window, key, path, new):
    window.commit("改", [Change(Ref(key, path), value_at(window.session.tree.records[key], path), new)])


@pytest.fixture
def offices(window, tmp_path):
    folder = tmp_path / "sent"
    folder.mkdir()
    send(window.session.store, folder)
    made = [Office(tmp_path, name) for name in "甲乙"]
    for one in made:
        one.receive(*folder.iterdir())
    return made


def take_in(window, *offices):
    """What offices send comes in through the window."""
    window.actions_["receive"].trigger()
    dialog = shown(window, ReceiveDialog)
    dialog.add([one.send() for one in offices])
    wait_for(lambda: not dialog.running)
    dialog.form.start.click()
    wait_for(lambda: not dialog.running)
    return dialog


@pytest.fixture
def disputed(window, offices):
    """Ours and 甲's: a goal and an amount; a form that one deleted; 甲 and 乙 alone: a purpose."""
    put(window, "p1", ("goal",), "我写的")
    put(window, "p1", ("funds", "total"), 47 * WAN)
    put(window, "p3", ("goal",), "我还在填")
    first, second = offices
    first.put("p1", ("goal",), "甲写的")
    first.put("p1", ("funds", "total"), 46 * WAN)
    first.put("p2", ("purpose",), "甲的用途")
    first.drop("p3")
    second.put("p2", ("purpose",), "乙的用途")
    take_in(window, *offices).close()
    return window


def asked(window):
    window.status.conflicts.click()
    return shown(window, ConflictsDialog)


def row_of(dialog, field):
    return next(at for at, line in enumerate(texts(dialog.form.list)) if line[1] == field)


def key(dialog, pressed):
    QTest.keyClick(dialog.form.list, pressed)


def test_the_window_says_how_many_are_open_until_they_are_settled(disputed):
    assert disputed.status.conflicts.text() == "未决 4 处"
    assert disputed.status.conflicts.isVisible()
    dialog = asked(disputed)
    dialog.form.list.selectAll()
    key(dialog, Qt.Key.Key_2)
    dialog.form.settle.click()
    assert not disputed.status.conflicts.isVisible()
    assert disputed.status.notice.text() == "已处理 4 处，没有未决的冲突"
    assert open_conflicts(disputed.session.store) == []


def test_each_side_is_told_with_who_and_when_and_what_stood_before(disputed):
    dialog = asked(disputed)
    assert dialog.form.told.text() == "未决 4 处，已选定 0 处"
    dialog.form.list.selectRow(row_of(dialog, "年度绩效目标"))
    line = texts(dialog.form.list)[row_of(dialog, "年度绩效目标")]
    assert line[0] == "571203 清河县红十字会 › 应急救护培训"
    assert line[2].startswith("我写的（")
    assert line[3].startswith("甲写的（甲，")
    assert line[4:] == ("目标", "稍后")
    ours, theirs, before = dialog.form.sides.texts()
    assert ours.startswith("我方：")
    assert theirs.startswith("对方：甲，")
    assert before == "原值 目标"
    dialog.reject()


def test_where_we_changed_nothing_there_is_no_side_of_ours(disputed):
    dialog = asked(disputed)
    row = row_of(dialog, "资金用途")
    dialog.form.list.selectRow(row)
    assert texts(dialog.form.list)[row][2] == "（没有改）"
    assert not dialog.buttons[0].isEnabled()
    assert {button.text()[:3] for button in dialog.buttons[1:]} == {"采用甲", "采用乙"}
    key(dialog, Qt.Key.Key_1)
    assert texts(dialog.form.list)[row][-1] == "稍后"
    dialog.form.list.selectRow(row)
    wanted = next(at for at, button in enumerate(dialog.buttons) if "乙" in button.text())
    dialog.buttons[wanted].click()
    dialog.accept()
    assert disputed.session.tree.project("p2").purpose == "乙的用途"
    assert disputed.status.conflicts.text() == "未决 3 处"


def test_keys_decide_and_go_on_to_the_next(disputed):
    dialog = asked(disputed)
    dialog.form.list.selectRow(row_of(dialog, "预算数（万元）"))
    key(dialog, Qt.Key.Key_1)
    assert dialog.form.list.row() == row_of(dialog, "预算数（万元）") + 1
    dialog.form.list.selectRow(row_of(dialog, "整张表"))
    key(dialog, Qt.Key.Key_2)
    assert texts(dialog.form.list)[row_of(dialog, "整张表")][-1] == "对方：删除"
    dialog.form.list.selectRow(row_of(dialog, "整张表"))
    key(dialog, Qt.Key.Key_0)
    assert dialog.form.settle.text() == "采用选定的 1 处(&S)"
    dialog.accept()
    assert disputed.session.tree.project("p1").funds.total == 47 * WAN
    assert disputed.status.notice.text() == "已处理 1 处，未决 3 处"
    disputed.session.document.undo()


def test_an_amount_of_ones_own_is_read_in_wan_or_refused(disputed):
    dialog = asked(disputed)
    dialog.form.list.selectRow(row_of(dialog, "预算数（万元）"))
    dialog.own.setPlainText("四十八")
    dialog.use_own.click()
    dismiss(dialog)
    assert dialog.decisions() == []
    dialog.own.setPlainText("48.5")
    dialog.use_own.click()
    assert texts(dialog.form.list)[row_of(dialog, "预算数（万元）")][-1] == "自填：48.50"
    dialog.form.list.selectRow(row_of(dialog, "整张表"))
    assert not dialog.own.isEnabled()
    dialog.form.list.selectRow(row_of(dialog, "预算数（万元）"))
    assert dialog.own.toPlainText() == "48.50"
    dialog.accept()
    assert disputed.session.tree.project("p1").funds.total == 48_500_000


def test_conflicts_are_sifted_and_choices_stay(disputed):
    dialog = asked(disputed)
    dialog.form.list.selectRow(row_of(dialog, "年度绩效目标"))
    key(dialog, Qt.Key.Key_2)
    dialog.form.filter.setText("预算")
    assert [line[1] for line in texts(dialog.form.list)] == ["预算数（万元）"]
    dialog.form.filter.clear()
    assert texts(dialog.form.list)[row_of(dialog, "年度绩效目标")][-1] == "对方：甲写的"
    assert len(dialog.decisions()) == 1
    dialog.reject()
    assert len(open_conflicts(disputed.session.store)) == 4


def test_nothing_to_decide_is_said(window):
    window.actions_["conflicts"].trigger()
    assert window.status.notice.text() == "没有未决的冲突"


def test_a_row_that_one_side_dropped_is_called_by_its_words(window, offices):
    row = window.session.tree.project("p1").indicators[0]
    put(window, "p1", ("indicators", row.id, "name"), "新名")
    offices[0].put("p1", ("indicators", row.id), None)
    take_in(window, offices[0]).close()
    dialog = asked(window)
    [line] = texts(dialog.form.list)
    assert line[1] in ("绩效指标第 1 条“新名”", "绩效指标“新名”")
    assert {line[2][:2], line[3][:2]} == {"保留", "删除"}
    dialog.reject()


# 重复的项目


def test_a_project_entered_twice_is_suggested_after_receiving_and_linked(window, offices):
    offices[0].add(project("n1", "u1", "应急救护培训", "z", total=45, fiscal=45))
    received = take_in(window, offices[0])
    wait_for(received.form.links.isVisible)
    assert received.form.links.text() == "疑似重复的项目 1 对(&L)…"
    received.form.links.click()
    dialog = shown(window, DoublesDialog)
    [line] = texts(dialog.form.list)
    assert line[2:] == ("100%", "项目名称相同，预算数相同", "未定")
    key(dialog, Qt.Key.Key_1)
    assert texts(dialog.form.list)[0][-1] == "是同一个，以第一个为准"
    assert dialog.form.told.text() == "疑似重复 0 对，已说定 1 对"
    counted = [item.name for item in window.session.tree.projects("u1")].count("应急救护培训")
    dialog.form.later.click()
    assert texts(dialog.form.list)[0][-1] == "未定"
    dialog.form.apart.click()
    assert texts(dialog.form.list)[0][-1] == "不是同一个"
    assert counted == 1
    dialog.reject()
    received.close()
    window.session.document.undo()
    assert window.session.document.undo_label == "收回认定"


def test_no_doubles_is_said(window):
    window.commit("删除", drop(window.session.tree, "p4"))
    window.actions_["doubles"].trigger()
    dialog = shown(window, DoublesDialog)
    assert dialog.form.told.text() == "没有疑似重复的项目"
    assert not dialog.form.first.isEnabled()
    dialog.reject()


def test_conflicts_that_came_in_before_are_told_on_opening(disputed):
    path = disputed.session.path
    disputed.files.open(str(path))
    disputed.show_session(None)
    assert not disputed.status.conflicts.isVisible()
    disputed.files.open(str(path))
    assert disputed.status.conflicts.text() == "未决 4 处"

"""生成成本指标 in the window: made, asked about once, undone as one step."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QMessageBox
from tests.qt.windows import WAN

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.project import Estimate

LINES = (
    Estimate(id="1", position="F", content="教材费", quantity="1000", unit="册", price="200", amount=20 * WAN),
    Estimate(id="2", position="V", content="场地费", amount=25 * WAN),
)


@pytest.fixture
def estimated(window):
    def put(record, *lines):
        changes = [Change(Ref(record, ("estimates", line.id)), None, line) for line in lines]
        window.show_record(record)
        window.commit("填测算", changes)
        QApplication.processEvents()
        return window

    return put


def box(window):
    QApplication.processEvents()
    found = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def click(asked, text):
    next(button for button in asked.buttons() if button.text().startswith(text)).click()
    QApplication.processEvents()


def costs(window, record):
    rows = window.session.tree.project(record).indicators
    return [(row.name, str(row.target)) for row in rows if "成本" in row.level2]


def amount(window, record, fen):
    line = window.session.tree.project(record).estimates[0]
    window.commit("改测算", [Change(Ref(record, ("estimates", line.id, "amount")), line.amount, fen)])


def test_rows_are_made_in_one_step(estimated):
    window = estimated("p3", *LINES)
    window.actions_["makeCosts"].trigger()
    assert costs(window, "p3") == [("教材费", "≤20.00万元"), ("场地费", "≤25.00万元")]
    window.session.document.undo()
    assert costs(window, "p3") == []


@pytest.mark.parametrize(
    ("answer", "left"), [("替换原有的", []), ("都保留", [("培训费用", "≤45万元")]), ("取消", None)]
)
def test_rows_that_are_there_are_asked_about(estimated, answer, left):
    window = estimated("p1", *LINES)
    window.actions_["makeCosts"].trigger()
    asked = box(window)
    assert "合计 45.00 万元" in asked.text()
    assert "培训费用 ≤45万元" in asked.informativeText()
    click(asked, answer)
    made = [("教材费", "≤20.00万元"), ("场地费", "≤25.00万元")]
    assert sorted(costs(window, "p1")) == sorted([("培训费用", "≤45万元")] if left is None else [*left, *made])


def test_a_later_change_asks_once_and_the_rows_follow(estimated):
    window = estimated("p3", *LINES)
    window.actions_["makeCosts"].trigger()
    amount(window, "p3", 18 * WAN)
    asked = box(window)
    assert asked.informativeText() == "改：教材费 ≤20.00万元 → ≤18.00万元"
    click(asked, "跟着改")
    assert costs(window, "p3")[0] == ("教材费", "≤18.00万元")


def test_who_says_no_is_not_asked_again(estimated):
    window = estimated("p3", *LINES)
    window.actions_["makeCosts"].trigger()
    amount(window, "p3", 18 * WAN)
    click(box(window), "不改")
    amount(window, "p3", 17 * WAN)
    QApplication.processEvents()
    assert not [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert costs(window, "p3")[0] == ("教材费", "≤20.00万元")
    window.actions_["makeCosts"].trigger()
    assert costs(window, "p3")[0] == ("教材费", "≤17.00万元")


def test_an_answer_can_hold_until_the_file_is_closed(estimated):
    window = estimated("p3", *LINES)
    window.actions_["makeCosts"].trigger()
    amount(window, "p3", 18 * WAN)
    asked = box(window)
    asked.findChild(QCheckBox).setChecked(True)
    click(asked, "跟着改")
    amount(window, "p3", 16 * WAN)
    QApplication.processEvents()
    assert not [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert costs(window, "p3")[0] == ("教材费", "≤16.00万元")


def test_without_amounts_or_changes_it_says_so(estimated):
    window = estimated("p3", replace(LINES[0], amount=None))
    window.actions_["makeCosts"].trigger()
    assert "还没有金额" in window.status.notice.text()
    amount(window, "p3", 5 * WAN)
    window.actions_["makeCosts"].trigger()
    window.actions_["makeCosts"].trigger()
    assert "一致" in window.status.notice.text()


def test_it_is_for_projects(window):
    window.show_record("u1")
    assert not window.actions_["makeCosts"].isEnabled()

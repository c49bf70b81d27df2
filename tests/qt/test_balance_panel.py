"""收支平衡 beside the form."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from tests.qt.windows import WAN

from hengbiao.domain.change import Change, Ref


@pytest.fixture
def panel(window):
    window.show_record("p2")
    QTest.mouseClick(window.ui.balanceBar, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert window.review.panel.isVisible()
    return window.review.panel


def rows(panel):
    view = panel.lines()
    tops = [view.topLevelItem(at) for at in range(view.topLevelItemCount())]
    return [tuple(item.text(column) for column in range(4)) for item in tops]


def test_each_equation_is_one_line(panel):
    assert rows(panel) == [
        ("预算数 30.00", "资金来源合计 30.00", "0.00", "一致"),
        ("成本指标合计 27.00", "预算数 30.00", "-3.00", "不一致"),
    ]


def test_the_terms_stand_below_and_lead_to_their_cells(panel, window):
    term = panel.lines().topLevelItem(0).child(0)
    assert (term.text(0), term.text(1)) == ("财政", "30.00")
    panel.lines().itemActivated.emit(term, 0)
    assert window._field == Ref("p2", ("funds", "fiscal"))


def test_it_goes_on_with_the_form_and_with_each_keystroke(panel, window):
    window.session.document.preview([Change(Ref("p2", ("funds", "total")), 30 * WAN, 27 * WAN)])
    assert rows(panel)[1][3] == "一致"
    window.session.document.preview([])
    assert rows(panel)[1][3] == "不一致"
    window.show_record("p1")
    assert [row[3] for row in rows(panel)] == ["一致", "一致"]
    window.show_record("u1")
    assert rows(panel) == []


def test_a_click_repairs_where_the_cause_is_certain(panel, window):
    funds = {"fiscal": (30 * WAN, 20 * WAN), "other": (None, 1000)}
    window.commit("改", [Change(Ref("p2", ("funds", name)), *values) for name, values in funds.items()])
    panel.lines().setCurrentItem(panel.lines().topLevelItem(0))
    button = panel.findChild(QPushButton)
    assert button.text() == "改为 10.00 万元"
    assert button.isVisible()
    button.click()
    assert window.session.tree.project("p2").funds.other == 10 * WAN
    assert not button.isVisible()
    window.session.document.undo()
    assert window.session.tree.project("p2").funds.other == 1000


def test_the_keyboard_opens_it_too(window):
    window.actions_["balance"].trigger()
    assert window.review.panel.isVisible()
    window.review.panel.close()
    window.ui.balanceBar.setFocus()
    QTest.keyClick(window.ui.balanceBar, Qt.Key.Key_Space)
    assert window.review.panel.isVisible()

"""收支平衡 beside the form."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton
from tests.qt.windows import WAN, wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.unit import Extra


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


@pytest.fixture
def whole(panel, window):
    QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Warning, panel)
    panel.turn_to(True)
    wait_for(lambda: not window.idle.busy)
    return panel


def all_rows(panel):
    model = panel.all_lines().model()
    return [
        tuple(model.index(row, column).data() or "" for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_the_whole_document_says_what_years_and_units_come_to_and_what_is_not_balanced(whole):
    assert all_rows(whole) == [
        ("2026 年　合计", "4 个项目 83.00", "", "", ""),
        ("2026 年　清河县红十字会", "3 个项目 75.00", "", "", ""),
        ("　　人道救助", "成本指标合计 27.00", "预算数 30.00", "-3.00", "不一致"),
        ("　　备灾物资", "预算数 （未填）", "资金来源合计 （未填）", "", "未填全或待核实"),
        ("2026 年　清河县备灾中心", "1 个项目 8.00", "", "", ""),
    ]


def test_what_is_left_is_said_in_a_sentence(whole, window):
    assert any(one.text().startswith("2 条不一致或待核实") for one in whole.findChildren(QLabel))


def test_it_goes_on_with_every_commit(whole, window):
    window.commit("改", [Change(Ref("p2", ("funds", "total")), 30 * WAN, 27 * WAN)])
    wait_for(lambda: not window.idle.busy)
    rows_ = all_rows(whole)
    assert rows_[0][1] == "4 个项目 80.00"
    assert ("　　人道救助", "预算数 27.00", "资金来源合计 30.00", "-3.00", "不一致") in rows_
    next(box for box in whole.findChildren(QCheckBox) if box.text().startswith("只列")).setChecked(False)
    wait_for(lambda: not window.idle.busy)
    assert ("　　应急救护培训", "成本指标合计 45.00", "预算数 45.00", "0.00", "一致") in all_rows(whole)


def test_a_line_of_the_document_leads_to_its_form_and_is_repaired(whole, window):
    funds = {"fiscal": (30 * WAN, 20 * WAN), "other": (None, 1000)}
    window.commit("改", [Change(Ref("p2", ("funds", name)), *values) for name, values in funds.items()])
    wait_for(lambda: not window.idle.busy)
    window.show_record("p1")
    at = next(row for row, cells in enumerate(all_rows(whole)) if "资金来源合计 20.001" in cells[2])
    whole.all_lines().setCurrentIndex(whole.model.index(at, 0))
    button = next(one for one in whole.findChildren(QPushButton) if one.isVisible())
    assert button.text() == "改为 10.00 万元"
    button.click()
    assert window.session.tree.project("p2").funds.other == 10 * WAN
    wait_for(lambda: not window.idle.busy)
    at = next(row for row, cells in enumerate(all_rows(whole)) if cells[0] == "　　人道救助")
    whole.all_lines().setCurrentIndex(whole.model.index(at, 0))
    QTest.keyClick(whole.all_lines(), Qt.Key.Key_Return)
    assert window.record == "p2"


def test_a_control_figure_of_a_unit_stands_against_its_projects(window):
    extra = Extra(id="k", position="V", label="控制数（万元）", text="70")
    window.commit("填控制数", [Change(Ref("u1", ("extra", "k")), None, extra)])
    window.show_record("u1")
    window.review.show_balance()
    assert rows(window.review.panel) == [("各项目预算合计 75.00", "控制数 70.00", "5.00", "不一致")]

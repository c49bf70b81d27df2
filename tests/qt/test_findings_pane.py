"""审核结果 as a person uses it: go through, mend, account for, in the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from tests.qt.windows import wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.target import Target
from hengbiao.qt.dialogs.explain_dialog import ExplainDialog
from hengbiao.qt.models.findings_model import FINDING


@pytest.fixture
def pane(window):
    window.ui.findings.set_open(True)
    return window.ui.findings


def found(pane):
    return [pane.model.index(row, 0).data(FINDING) for row in range(pane.model.rowCount())]


def stand_on(pane, rule):
    row = next(at for at, one in enumerate(found(pane)) if one.rule == rule)
    pane.list_view().setCurrentIndex(pane.model.index(row, 0))
    return found(pane)[row]


def button(pane, name):
    return next(one for one in pane.findChildren(QPushButton) if one.objectName() == name)


def change(window, *changes):
    window.commit("改", list(changes))
    wait_for(lambda: not window.idle.busy)


def spoil_names(window, *records):
    """Give projects a name that R-rules mend by a click."""
    tree = window.session.tree
    change(
        window, *(Change(Ref(key, ("name",)), tree.project(key).name, f" {tree.project(key).name}") for key in records)
    )


def explain(window, pane, rule, text):
    stand_on(pane, rule)
    button(pane, "explain").click()
    dialog = next(one for one in window.findChildren(ExplainDialog) if one.isVisible())
    dialog.form.text.setPlainText(text)
    dialog.accept()
    wait_for(lambda: not window.idle.busy)


def test_the_room_goes_to_the_form_where_there_is_nothing_to_show_and_comes_back(window, pane):
    window.show_record("p3")
    QApplication.processEvents()
    tall, form = pane.height(), window.ui.upper.height()
    window.show_record("u1")
    QApplication.processEvents()
    assert not pane.list_view().isVisible()
    assert pane.height() < tall
    assert window.ui.upper.height() == form + tall - pane.height()
    window.show_record("p3")
    QApplication.processEvents()
    assert pane.list_view().isVisible()
    assert pane.height() == tall


def test_nothing_to_show_is_said_in_one_line(window, pane):
    pane.model.only("nothing of this name")
    pane._record = "nothing of this name"
    pane._narrow()
    QApplication.processEvents()
    assert not pane.list_view().isVisible()
    assert pane.accessibleDescription().startswith("当前表 没有需要处理的问题　｜　其他表 ")
    assert pane.height() == pane.maximumHeight() < 60


def test_f8_goes_through_the_findings_of_the_form_and_round(window, pane):
    window.show_record("p3")
    rules = [one.rule for one in found(pane)]
    assert len(rules) > 1
    seen = []
    for _ in range(len(rules) + 1):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F8)
        seen.append(pane.current().rule)
    assert seen == [*rules, rules[0]]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert pane.current().rule == rules[-1]


def test_one_click_mends_a_finding(window, pane):
    spoil_names(window, "p1")
    mendable = next(one for one in found(pane) if one.fix)
    stand_on(pane, mendable.rule)
    assert button(pane, "mend").isVisible()
    assert button(pane, "mend").text() == mendable.fix_label
    button(pane, "mend").click()
    wait_for(lambda: not window.idle.busy)
    assert window.session.tree.project("p1").name == "应急救护培训"
    assert mendable.rule not in {one.rule for one in found(pane)}


def test_all_of_a_kind_are_mended_as_one_step(window, pane):
    spoil_names(window, "p1", "p2")
    stand_on(pane, next(one for one in found(pane) if one.fix).rule)
    assert button(pane, "mendAll").text() == "同类全部改正（2 张表）"
    button(pane, "mendAll").click()
    wait_for(lambda: not window.idle.busy)
    assert [window.session.tree.project(key).name for key in ("p1", "p2")] == ["应急救护培训", "人道救助"]
    window.session.document.undo()
    assert [window.session.tree.project(key).name for key in ("p1", "p2")] == [" 应急救护培训", " 人道救助"]


def test_an_explanation_mutes_the_finding_until_its_values_change(window, pane):
    window.show_record("p2")
    before = pane.model.counts()["warning"]
    explain(window, pane, "R18", "其余 3 万元在下年支付")
    one = stand_on(pane, "R18")
    assert one.explanation == "其余 3 万元在下年支付"
    assert pane.model.counts()["warning"] == before - 1
    assert "已说明 1" in pane.accessibleDescription()
    row = pane.model.place("R18", "p2")
    assert pane.model.index(row, 0).data() == "已说明"
    assert pane.model.index(row, 2).data().endswith("说明：其余 3 万元在下年支付")
    cost = next(one for one in window.session.tree.project("p2").indicators if one.level2 == "成本指标")
    ref = Ref("p2", ("indicators", cost.id, "target"))
    change(window, Change(ref, cost.target, Target("≤", "26", "万元")))
    assert stand_on(pane, "R18").lapsed == "其余 3 万元在下年支付"
    assert pane.model.counts()["warning"] == before


def test_an_explanation_is_taken_back(window, pane):
    window.show_record("p2")
    explain(window, pane, "R18", "见合同")
    stand_on(pane, "R18")
    assert button(pane, "explain").text() == "改说明…"
    button(pane, "explain").click()
    dialog = next(one for one in window.findChildren(ExplainDialog) if one.isVisible())
    next(one for one in dialog.findChildren(QPushButton) if one.text() == "收回说明").click()
    wait_for(lambda: not window.idle.busy)
    assert not stand_on(pane, "R18").explanation
    assert not window.session.tree.project("p2").explanations


def test_the_cursor_stays_on_its_finding_while_others_come(window, pane):
    window.show_record("p2")
    stand_on(pane, "R18")
    spoil_names(window, "p2")
    assert pane.current().rule == "R18"

"""Findings in the window: of the current form alone, one double click from their cell."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from hengbiao.domain.change import Change, Ref
from hengbiao.qt.models.findings_model import FINDING


def only_current(pane):
    return next(one for one in pane.findChildren(QAbstractButton) if one.text() == "只看当前表")


def test_findings_are_counted_and_a_double_click_goes_to_the_cell(window, qtbot):
    pane = window.ui.findings
    pane.set_open(True)
    only_current(pane).click()
    rows = [pane.model.index(row, 2).data() for row in range(pane.model.rowCount())]
    row = next(i for i, text in enumerate(rows) if text and text.startswith("R18"))
    view = pane.list_view()
    view.scrollTo(pane.model.index(row, 2))
    place = view.visualRect(pane.model.index(row, 2)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()
    assert window.record == "p2"
    assert window._field == Ref("p2", ("funds", "total"))


def test_findings_of_the_current_form_alone(window):
    pane = window.ui.findings
    pane.set_open(True)
    box = only_current(pane)
    assert box.isChecked()
    shown = {pane.model.index(row, 0).data(FINDING).ref.record for row in range(pane.model.rowCount())}
    assert shown == {"p1"}
    window.show_record("p3")
    assert {pane.model.index(row, 0).data(FINDING).ref.record for row in range(pane.model.rowCount())} == {"p3"}
    box.setChecked(False)
    assert pane.model.rowCount() > sum(pane.model.counts("p3").values()) > 0


def test_a_mended_sum_takes_its_finding_away(window, qtbot):
    before = window.ui.findings.model.counts()["warning"]
    row = next(row for row in window.session.tree.records["p2"].indicators if row.level2 == "成本指标")
    ref = Ref("p2", ("indicators", row.id, "target"))
    with qtbot.waitSignal(window.settled):
        window.commit("改指标值", [Change(ref, row.target, type(row.target)("≤", "30", "万元"))])
    assert window.ui.findings.model.counts()["warning"] == before - 1

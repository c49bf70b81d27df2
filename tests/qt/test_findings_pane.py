"""审核结果 as a person uses it: go through, mend, account for, in the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QPushButton
from tests.qt.windows import WAN, wait_for

from hengbiao.domain import shape
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.target import Target
from hengbiao.qt.dialogs.explain_dialog import ExplainDialog
from hengbiao.qt.models.findings_model import FINDING, HEADING


@pytest.fixture
def pane(window):
    window.ui.findings.set_open(True)
    return window.ui.findings


def found(pane):
    lines = [pane.model.index(row, 0).data(FINDING) for row in range(pane.model.rowCount())]
    return [line for line in lines if line is not None]


def stand_on(pane, rule):
    one = next(one for one in found(pane) if one.rule == rule)
    pane.list_view().setCurrentIndex(pane.model.index(pane.model.place(rule, one.ref.record), 0))
    assert pane.current() == one
    return one


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
    next(one for one in dialog.findChildren(QPushButton) if one.objectName() == "back").click()
    wait_for(lambda: not window.idle.busy)
    assert not stand_on(pane, "R18").explanation
    assert not window.session.tree.project("p2").explanations


def test_the_cursor_stays_on_its_finding_while_others_come(window, pane):
    window.show_record("p2")
    stand_on(pane, "R18")
    spoil_names(window, "p2")
    assert pane.current().rule == "R18"


@pytest.fixture
def whole(window, pane):
    """The findings of the whole document, in one place to ask for fewer."""
    next(one for one in pane.findChildren(QCheckBox) if one.text() == "只看当前表").setChecked(False)
    QApplication.processEvents()
    return pane


def headings(pane):
    shown = [pane.model.index(row, 0) for row in range(pane.model.rowCount())]
    return [index.data() for index in shown if index.data(HEADING)]


def box(pane, name):
    return next(one for one in pane.findChildren(QComboBox) if one.accessibleName() == name)


def test_they_are_grouped_by_form_by_rule_and_by_class(whole):
    assert [text.split(" › ")[1].partition("（")[0] for text in headings(whole)] == [
        "应急救护培训",
        "人道救助",
        "备灾物资",
        "库房租赁",
    ]
    grouping = box(whole, "审核结果的分组")
    grouping.setCurrentIndex(grouping.findText("按规则"))
    assert "R18　成本指标合计小于预算数（1 条）" in headings(whole)
    assert [one.rule for one in found(whole)] == sorted(one.rule for one in found(whole))
    grouping.setCurrentIndex(grouping.findText("按级别"))
    assert [text.partition("（")[0] for text in headings(whole)] == ["错误", "需核实"]


def test_a_heading_folds_by_mouse_and_by_key(whole):
    lines, view = whole.model.rowCount(), whole.list_view()
    first = view.visualRect(whole.model.index(0, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=first)
    folded = whole.model.rowCount()
    assert folded < lines
    view.setFocus()
    for key, wanted in ((Qt.Key.Key_Left, folded), (Qt.Key.Key_Right, lines), (Qt.Key.Key_Space, folded)):
        QTest.keyClick(view, key)
        assert whole.model.rowCount() == wanted


def test_fewer_are_listed_by_class_and_by_words_and_the_way_back_stays(whole):
    classes = box(whole, "只列这一级别")
    classes.setCurrentIndex(classes.findText("错误"))
    assert {one.severity for one in found(whole)} == {"error"}
    classes.setCurrentIndex(0)
    text = next(one for one in whole.findChildren(QLineEdit) if one.accessibleName() == "筛选审核结果")
    QTest.keyClicks(text, "r18")
    assert {one.rule for one in found(whole)} == {"R18"}
    text.setText("没有这样的字")
    assert (found(whole), text.isVisible()) == ([], True)
    text.setText("备灾")
    assert {one.ref.record for one in found(whole)} == {"p3"}


def test_the_list_follows_a_change_line_by_line_in_every_grouping(window, whole):
    grouping = box(whole, "审核结果的分组")
    for at in range(grouping.count()):
        grouping.setCurrentIndex(at)
        total = window.session.tree.project("p2").funds.total
        change(window, Change(Ref("p2", ("funds", "total")), total, 27 * WAN))
        grown = [(one.rule, one.ref.record) for one in found(whole)], headings(whole)
        window.actions_["check"].trigger()
        wait_for(lambda: not window.idle.busy)
        assert ([(one.rule, one.ref.record) for one in found(whole)], headings(whole)) == grown
        assert ("R18", "p2") not in grown[0]
        change(window, Change(Ref("p2", ("funds", "total")), 27 * WAN, total))
        assert ("R18", "p2") in [(one.rule, one.ref.record) for one in found(whole)]


def test_the_current_line_shows_its_whole_message(window, whole):
    explain(window, whole, "R18", "项目尾款" * 60)
    view, row = whole.list_view(), whole.model.place("R18", "p2")
    stand_on(whole, "R18")
    tall = view.rowHeight(row)
    stand_on(whole, "R04")
    assert tall > 2 * view.rowHeight(row)


def test_f8_passes_headings_by(whole):
    view = whole.list_view()
    view.setCurrentIndex(whole.model.index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_F8)
    assert whole.current() is not None


QUIET = "这张表还没有填写。填了哪一栏就审哪一栏；要看全部要求，按“审核”（F7）"


@pytest.fixture
def fresh(window, pane):
    """A project as 新建 makes it, on show, the keys in its name."""
    added = shape.add_project(window.session.tree, "u1")
    change(window, *added.changes)
    window.show_record(added.record)
    window.focus_editor()
    return added.record


def test_a_new_form_is_not_reproached_until_something_is_typed_on_it(window, pane, fresh):
    assert pane.accessibleDescription() == QUIET
    assert not pane.list_view().isVisible()
    assert pane.model.counts(fresh)["error"] > 2
    assert pane.model.open_errors()[fresh] == pane.model.counts(fresh)["error"]
    grid = window.editor.grid()
    grid.go(Ref(fresh, ("name",)))
    for letter in "abc":
        QTest.keyClick(QApplication.focusWidget(), letter)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    wait_for(lambda: not window.idle.busy and window.session.tree.project(fresh).name == "abc")
    assert pane.accessibleDescription().startswith(f"当前表 {pane.model.counts(fresh)['error']} 错误")
    assert len(found(pane)) == sum(pane.model.counts(fresh).values())
    assert pane.list_view().isVisible()
    window.actions_["undo"].trigger()
    wait_for(lambda: not window.idle.busy)
    assert pane.accessibleDescription() == QUIET


def test_f7_lists_everything_also_of_a_new_form(window, pane, fresh):
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F7)
    wait_for(lambda: not window.idle.busy and pane.model.checked)
    assert len(found(pane)) == sum(pane.model.counts(fresh).values()) > 2
    assert "错误" in pane.accessibleDescription()


def test_the_whole_document_tells_of_new_forms_beside_the_others(window, pane, fresh):
    listed = sum(pane.model.listed_counts().values())
    pane._current.click()
    assert listed == len(found(pane)) == sum(pane.model.counts().values()) - sum(pane.model.counts(fresh).values())
    assert pane.accessibleDescription().endswith("　｜　1 张表还没有填写，要看全部要求，按“审核”（F7）")

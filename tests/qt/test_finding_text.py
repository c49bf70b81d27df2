"""Find and replace by keys: counted, gone through, replaced as one step, figures only where they stay figures."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from tests.qt.driving import keys
from tests.qt.windows import wait_for

from hengbiao.domain.refusal import Refusal
from hengbiao.domain.target import Target

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def open_bar(window, key=KEY.Key_F):
    window.activateWindow()
    window.focus_editor()
    QApplication.processEvents()
    QTest.keyClick(QApplication.focusWidget(), key, CTRL)
    bar = window.finding.bar
    assert bar.isVisible()
    return bar


def look_for(window, bar, text):
    bar.wanted.clear()
    QTest.keyClicks(bar.wanted, text) if text.isascii() else bar.wanted.setText(text)
    wait_for(lambda: not window.finding._quiet.isActive() and not window.finding._running.isActive())


def texts(window, record="p1"):
    project = window.session.tree.records[record]
    return [(row.name, str(row.target)) for row in project.indicators]


def test_ctrl_f_counts_and_enter_goes_round(window):
    window.show_record("p1")
    bar = open_bar(window)
    look_for(window, bar, "培训")
    assert bar.count.text() == "共 3 处"  # the name of the project, two indicators
    fields = []
    for _ in range(4):
        QTest.keyClick(bar.wanted, KEY.Key_Return)
        fields.append(window.editor.grid().current_cell().slot.field)
    assert fields == ["name", "name", "name", "name"]
    assert bar.count.text() == "第 1 处，共 3 处"
    assert bar.wanted.hasFocus()
    QTest.keyClick(bar.wanted, KEY.Key_Return, SHIFT)
    assert bar.count.text() == "第 3 处，共 3 处"
    QTest.keyClick(bar.wanted, KEY.Key_Escape)
    assert not bar.isVisible()
    assert window.editor.grid().hasFocus()


def test_the_whole_document_is_looked_through_and_the_other_form_shown(window):
    window.show_record("p1")
    bar = open_bar(window)
    look_for(window, bar, "库房")
    assert bar.count.text() == "没有找到"
    bar.scope.setCurrentIndex(1)
    wait_for(lambda: bar.count.text() == "共 1 处")
    QTest.keyClick(bar.wanted, KEY.Key_Return)
    assert window.record == "p4"
    assert bar.count.text() == "第 1 处，共 1 处"


def test_replacing_all_is_one_step_and_counts(window):
    window.show_record("p1")
    bar = open_bar(window, KEY.Key_H)
    bar.scope.setCurrentIndex(1)
    look_for(window, bar, "培训")
    bar.new.setText("训练")
    before = window.session.tree
    found = bar.count.text()
    bar._replacers[1].click()
    assert found.startswith("共 ")
    assert texts(window)[0][0] == "开展救护训练"
    assert texts(window, "p2")[0][0] == "开展救护训练"
    assert window.session.document.undo_label.startswith("全部替换 ")
    window.session.document.undo()
    assert {key: window.session.tree.records[key] for key in ("p1", "p2")} == {
        key: before.records[key] for key in ("p1", "p2")
    }


def test_one_is_replaced_and_the_next_is_shown(window):
    window.show_record("p1")
    bar = open_bar(window, KEY.Key_H)
    look_for(window, bar, "培训")
    bar.new.setFocus()
    bar.new.setText("训练")
    keys(window, KEY.Key_Return)  # goes to the first
    keys(window, KEY.Key_Return)
    assert bar.new.hasFocus()
    assert window.session.tree.records["p1"].name == "应急救护训练"
    assert texts(window)[0][0] == "开展救护培训"
    assert bar.count.text() == "第 1 处，共 2 处"
    assert window.editor.grid().current_cell().slot.table == "indicators"


@pytest.mark.parametrize(
    ("typed", "count"),
    [("450,000", 2), ("450000.00", 2), ("450,001", 0), ("１２期", 1), (">=12", 1), ("4,5", 0), ("≤45万元", 1)],
)
def test_what_is_looked_for_may_be_written_otherwise(window, typed, count):
    window.show_record("p1")
    window.ui.moneyBox.setCurrentText("元")
    bar = open_bar(window)
    look_for(window, bar, typed)
    assert bar.count.text() == (f"共 {count} 处" if count else "没有找到")


def test_figures_change_only_where_they_stay_figures(window):
    window.show_record("p1")
    bar = open_bar(window, KEY.Key_H)
    look_for(window, bar, "12")
    bar.new.setText("24")
    bar._replacers[1].click()
    assert window.session.tree.records["p1"].indicators[0].target == Target("≥", "24", "期")
    look_for(window, bar, "45")
    bar.new.setText("四十五")
    bar._replacers[1].click()
    project = window.session.tree.records["p1"]
    assert project.funds.total == 45_000_000
    assert project.indicators[1].target == Target("≤", "45", "万元")
    box = window.findChild(QMessageBox)
    assert "3 处替换以后不再是金额" in box.text()
    assert "预算数" in box.text()
    box.close()


def test_a_store_that_refuses_is_told_and_nothing_is_replaced(window, monkeypatch):
    window.show_record("p1")
    bar = open_bar(window, KEY.Key_H)
    look_for(window, bar, "培训")

    def refuse(*_):
        raise Refusal("甲.hengbiao", "", "磁盘已满", "请腾出空间再试")

    monkeypatch.setattr(window.session.document, "_append", refuse)
    bar._replacers[1].click()
    box = window.findChild(QMessageBox)
    assert "磁盘已满" in box.text()
    assert texts(window)[0][0] == "开展救护培训"
    box.close()


def test_the_tree_filter_keeps_a_shortcut_of_its_own(window):
    window.focus_editor()
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_F, CTRL | SHIFT)
    assert window.ui.filter.hasFocus()


def test_the_edit_menu_acts_on_the_cells_in_use(window):
    window.show_record("p1")
    window.focus_editor()
    grid = window.editor.grid()
    row = window.session.tree.records["p1"].indicators[0]
    from hengbiao.domain.change import Ref

    grid.go(Ref("p1", ("indicators", row.id, "name")))
    window.actions_["cellCopy"].trigger()
    assert QApplication.clipboard().text() == "开展救护培训"
    window.actions_["cellClear"].trigger()
    assert texts(window)[0][0] == ""
    window.actions_["cellPaste"].trigger()
    assert texts(window)[0][0] == "开展救护培训"
    window.actions_["rowDrop"].trigger()
    assert len(texts(window)) == 1

"""Tables of lines under keys and clicks."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget

from hengbiao.qt import style
from hengbiao.qt.models.lines import Head, Line, LinesModel
from hengbiao.qt.views.lines_view import LinesView
from hengbiao.qt.views.sides import Sides

HEADS = (Head("名称", 10), Head("金额", 5, figures=True))


def line(name, amount="", **more):
    return Line((name, amount), name, **more)


@pytest.fixture
def view(qtbot):
    made = LinesView()
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.set_heads(HEADS)
    made.show_lines([line("一", "1.00", ticked=True), line("二\n行", "2.00", ticked=False), line("三", tone="muted")])
    made.show()
    qtbot.waitExposed(made)
    return made


def at(view, row, column=0, role=Qt.ItemDataRole.DisplayRole):
    return view.model().data(view.model().index(row, column), role)


def test_the_model_keeps_the_rules_of_qt(qapp):
    model = LinesModel(HEADS)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show([line("一"), line("二", ticked=False)])
    model.add([line("三")])
    model.put(0, line("四", mark="tick"))
    model.tick(1, on=True)
    model.show([])
    assert model.rowCount() == 0
    tester.deleteLater()


def test_a_line_is_shown_in_one_line_and_told_in_full(view):
    assert at(view, 1) == "二 行"
    assert at(view, 1, role=Qt.ItemDataRole.ToolTipRole) == "二\n行"
    assert at(view, 0, 1).strip() == "1.00"
    assert at(view, 2, 0, Qt.ItemDataRole.ForegroundRole) == style.colour("muted")
    assert view.model().headerData(0, Qt.Orientation.Horizontal) == "名称"


def test_what_looks_like_html_is_told_as_it_is_written(view):
    view.show_lines([line("<b>粗</b><img src='x'>")])
    told = at(view, 0, role=Qt.ItemDataRole.ToolTipRole)
    assert "<b>" not in told
    assert "&lt;b&gt;粗" in told
    assert at(view, 0) == "<b>粗</b><img src='x'>"


def test_the_columns_fill_the_width_in_their_proportion(view, qtbot):
    assert sum(view.columnWidth(column) for column in range(2)) == view.viewport().width()
    assert view.columnWidth(0) == pytest.approx(2 * view.columnWidth(1), abs=2)
    view.resize(120, 300)
    qtbot.waitUntil(lambda: view.viewport().width() <= 120)
    assert view.columnWidth(0) >= 7 * view.fontMetrics().horizontalAdvance("汉")


def test_space_ticks_what_is_selected_and_can_be(view, qtbot):
    heard = []
    view.lines.ticked.connect(heard.append)
    view.selectAll()
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert [one.ticked for one in view.lines.lines] == [True, True, None]
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert [one.ticked for one in view.lines.lines] == [False, False, None]
    assert heard == [1, 0, 1]


def test_the_box_ticks_under_the_mouse(view):
    place = view.visualRect(view.model().index(1, 0)).topLeft()
    box = view.style().subElementRect(view.style().SubElement.SE_ItemViewItemCheckIndicator, _option(view), view)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place + box.center())
    assert view.lines.lines[1].ticked


def _option(view):
    from PySide6.QtWidgets import QStyleOptionViewItem

    option = QStyleOptionViewItem()
    option.initFrom(view)
    option.rect = view.visualRect(view.model().index(1, 0)).translated(
        -view.visualRect(view.model().index(1, 0)).topLeft()
    )
    option.features = option.ViewItemFeature.HasCheckIndicator | option.ViewItemFeature.HasDisplay
    return option


def test_lines_are_walked_and_copied_by_keys(view):
    moved = []
    view.moved.connect(lambda: moved.append(view.line().about))
    view.selectRow(0)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert moved == ["二\n行", "三", "二\n行"]
    assert QApplication.clipboard().text() == "二\n行\t2.00\n三\t"


def test_the_cursor_stays_where_it_was_when_lines_are_shown_anew(view):
    view.selectRow(2)
    view.show_lines([line("甲"), line("乙"), line("丙")])
    assert view.line().about == "丙"
    view.show_lines([line("甲")])
    assert view.line().about == "甲"
    view.show_lines([])
    assert view.line() is None


def test_texts_stand_side_by_side_in_full(qtbot):
    sides = Sides()
    qtbot.addWidget(sides)
    sides.show_sides([("原", "一"), ("新", "二"), ("他", "三")])
    sides.show_sides([("原", "一\n行"), ("新", "二")])
    assert sides.texts() == ["原 一\n行", "新 二"]


def test_a_window_takes_no_more_than_its_screen_has_room_for(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    style.fit(window, 10, 10)
    assert window.size() == QSize(style.space(10), style.space(10))
    style.fit(window, 10_000, 10)
    assert window.width() <= window.screen().availableSize().width()


def test_going_to_a_line_selects_it_alone_while_ctrl_is_held(view):
    view.selectRow(0)
    QTest.keyPress(view.windowHandle(), Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    try:
        assert QApplication.keyboardModifiers() == Qt.KeyboardModifier.ControlModifier
        view.selectRow(2)
    finally:
        QTest.keyRelease(view.windowHandle(), Qt.Key.Key_Control)
    assert [index.row() for index in view.selectionModel().selectedRows()] == [2]

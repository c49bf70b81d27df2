"""A window in little room, as 1366×768 at 150 %: it folds by itself, unfolds again, and keeps what was set by hand."""

from datetime import UTC, datetime
from random import Random

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QMenu,
    QScrollArea,
    QTabBar,
    QToolBar,
    QWidget,
)
from tests.qt.driving import keys, trigger
from tests.qt.windows import wait_for

from hengbiao.domain.change import Ref
from hengbiao.qt import app_window, style
from hengbiao.qt.elided import ElidedLabel
from hengbiao.qt.room import room_of

HUGE, LARGE, MEDIUM, SMALL, TINY = (1920, 1080), (1366, 768), (1093, 614), (911, 512), (683, 384)
"""In logical pixels: 1920×1080 and 1366×768 at 100 %, the latter at 125, 150 and 200 %."""

popup = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
"""Said of every menu without a screen."""


def resize(window, size):
    window.resize(*size)
    for _ in range(3):
        QApplication.processEvents()


def lines(window):
    """Lines of type of the form that are in sight."""
    return window.editor.view().grid.viewport().height() / style.space(5)


def tools(window):
    return window.panes._squeeze._tools


def click(widget, at=None):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())
    QApplication.processEvents()


def choose(button, down, how=click):
    """Open the menu of a button and choose an action of it with the keys; what it offered."""
    offered = []

    def act():
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        offered.extend(action.text() for action in menu.actions() if not action.isSeparator())
        for _ in range(down):
            QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Return if down else Qt.Key.Key_Escape)

    QTimer.singleShot(50, act)
    how(button)
    wait_for(lambda: offered)
    return offered


@pytest.mark.parametrize(("size", "least"), [(TINY, 13), (SMALL, 20), (MEDIUM, 25), (LARGE, 22), (HUGE, 34)])
def test_the_form_has_most_of_every_window(window, size, least):
    resize(window, size)
    assert lines(window) >= least
    assert not window.editor.view().grid.horizontalScrollBar().isVisible()


@popup
def test_a_low_window_has_one_row_of_menus_and_icons(window):
    resize(window, SMALL)
    ui = window.ui
    menus, icons = (widget.mapTo(window, QPoint()).y() for widget in (ui.menuBar, ui.toolBar))
    assert abs(menus - icons) < style.space(2)
    assert ui.toolBar.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    assert all(action.toolTip() for action in ui.toolBar.actions() if not action.isSeparator())
    keys(window, Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    assert ui.menuFile.isVisible()
    ui.menuFile.close()


def places(window):
    """Where each part of the settled window stands."""
    wait_for(lambda: not window.idle.busy and not window.panes.telling and window.ui.findings.model.checked)
    ui = window.ui
    parts = (ui.toolBar, ui.upper, ui.treePane, window.editor.view(), ui.balanceBar, ui.findings, ui.layoutLabel)
    return [(part.isVisible(), part.rect().translated(part.mapTo(window, QPoint()))) for part in parts]


def test_what_was_folded_unfolds_where_there_is_room_again(window):
    before = places(window)
    resize(window, TINY)
    assert window.ui.findings.isAncestorOf(window.ui.balanceBar)
    assert not window.ui.treePane.isVisible()
    resize(window, LARGE)
    ui = window.ui
    assert ui.upper.isAncestorOf(ui.balanceBar)
    assert ui.columns.indexOf(ui.treePane) == 0
    assert ui.treePane.isVisible()
    assert ui.toolBar.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    assert ui.layoutLabel.isVisible()
    assert ui.findings.is_open()
    wait_for(lambda: places(window) == before)


def test_the_tree_has_its_width_again(window):
    handle = window.ui.columns.handle(1)
    at = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(handle, at + QPoint(70, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=at)
    width = window.ui.treePane.width()
    assert width > style.space(80)
    resize(window, TINY)
    resize(window, LARGE)
    assert window.ui.treePane.width() == width


def test_findings_opened_by_hand_stay_open_in_a_low_window(window):
    window.show_record("p2")
    resize(window, TINY)
    assert not window.ui.findings.is_open()
    trigger(window, "showFindings")
    resize(window, SMALL)
    assert window.ui.findings.is_open()
    assert window.ui.findings.list_view().isVisible()
    assert window.ui.upper.isAncestorOf(window.ui.balanceBar)
    trigger(window, "showFindings")
    assert window.ui.findings.isAncestorOf(window.ui.balanceBar)
    trigger(window, "showFindings")
    resize(window, LARGE)
    resize(window, SMALL)
    assert window.ui.findings.is_open()


def test_findings_folded_by_hand_stay_folded_where_there_is_room(window):
    window.ui.findings.set_open(False)
    resize(window, TINY)
    resize(window, LARGE)
    assert not window.ui.findings.is_open()


def test_a_tree_hidden_by_hand_stays_hidden(window):
    trigger(window, "showTree")
    resize(window, TINY)
    resize(window, LARGE)
    assert not window.ui.treePane.isVisible()


def test_the_inspector_opens_by_itself_only_in_a_wide_window(window):
    for size, shown in ((HUGE, True), (LARGE, False), (HUGE, True)):
        resize(window, size)
        assert window.ui.inspector.isVisible() == shown
    window.actions_["showInspector"].setChecked(False)
    resize(window, LARGE)
    resize(window, HUGE)
    assert not window.ui.inspector.isVisible()


def test_the_keys_stay_where_they_were(window):
    window.ui.balanceBar.setFocus()
    resize(window, TINY)
    assert window.ui.balanceBar.hasFocus()
    resize(window, LARGE)
    assert window.ui.balanceBar.hasFocus()


def test_in_a_narrow_window_the_tree_lies_over_the_form_until_a_form_is_chosen(window):
    resize(window, TINY)
    width = window.editor.view().width()
    click(tools(window).tree)
    ui = window.ui
    assert ui.treePane.isVisible()
    assert ui.tree.hasFocus()
    assert window.editor.view().width() == width
    assert ui.treePane.width() >= style.space(90)
    keys(window, Qt.Key.Key_Down)
    assert window.record == "p2"
    keys(window, Qt.Key.Key_Return)
    assert not ui.treePane.isVisible()
    assert window.editor.view().isAncestorOf(QApplication.focusWidget())
    assert not tools(window).tree.isChecked()


def test_a_click_on_a_form_in_the_tree_shows_it_and_nothing_over_it(window):
    resize(window, TINY)
    trigger(window, "showTree")
    tree = window.ui.tree
    click(tree.viewport(), tree.visualRect(window.model.index_of("p3")).center())
    assert window.record == "p3"
    assert not window.ui.treePane.isVisible()


def test_several_forms_can_be_selected_in_the_tree_over_the_form(window):
    resize(window, TINY)
    trigger(window, "showTree")
    tree = window.ui.tree
    at = tree.visualRect(window.model.index_of("p3")).center()
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, at)
    assert window.projects.chosen() == ["p1", "p3"]
    assert window.ui.treePane.isVisible()


@pytest.mark.parametrize("place", ["tree", "filter"])
def test_esc_sends_the_tree_away(window, place):
    resize(window, TINY)
    trigger(window, "showTree")
    getattr(window.ui, place).setFocus()
    keys(window, Qt.Key.Key_Escape)
    assert not window.ui.treePane.isVisible()
    assert window.editor.view().isAncestorOf(QApplication.focusWidget())


def test_a_click_on_the_form_sends_the_tree_away(window):
    resize(window, TINY)
    trigger(window, "showTree")
    grid = window.editor.view().grid
    click(grid.viewport(), QPoint(grid.viewport().width() - 20, 10))
    assert not window.ui.treePane.isVisible()


def test_f6_reaches_the_tree_that_is_folded_away(window):
    resize(window, TINY)
    window.focus_editor()
    trigger(window, "previousPane")
    assert window.ui.tree.hasFocus()
    assert window.ui.treePane.isVisible()
    trigger(window, "nextPane")
    assert not window.ui.treePane.isVisible()
    assert window.editor.view().isAncestorOf(QApplication.focusWidget())


def test_f1_stands_beside_the_form_where_the_tree_has_no_room_and_goes_again(window):
    resize(window, TINY)
    keys(window, Qt.Key.Key_F1)
    inspector = window.ui.inspector
    assert inspector.isVisible()
    assert inspector.mapTo(window, QPoint(inspector.width(), 0)).x() <= window.width()
    area = inspector.findChild(QScrollArea)
    assert area.widget().width() == area.viewport().width() >= style.space(40)
    keys(window, Qt.Key.Key_F1)
    assert not inspector.isVisible()


@popup
def test_what_stood_around_the_form_is_in_two_menus(window):
    assert not any(one.isVisible() for one in window.findChildren(QWidget) if one.property("role") == "quick")
    resize(window, SMALL)
    view = window.editor.view()
    assert choose(tools(window).jump, 4)[:4] == ["基本信息", "资金", "目标", "指标"]
    assert view.grid.sheet_model.ref(view.grid.currentIndex()).path[0] == "indicators"
    rows = len(window.session.tree.records["p1"].indicators)
    assert "产出指标　质量指标" in choose(tools(window).add, 2)
    wait_for(lambda: view.isAncestorOf(QApplication.focusWidget()))
    keys(window, "x")
    keys(window, Qt.Key.Key_Return)
    wait_for(lambda: len(window.session.tree.records["p1"].indicators) == rows + 1)


@popup
def test_enter_opens_the_menus(window):
    resize(window, SMALL)
    tools(window).jump.setFocus()
    view = window.editor.view()
    choose(tools(window).jump, 3, lambda button: QTest.keyClick(button, Qt.Key.Key_Return))
    assert view.grid.sheet_model.ref(view.grid.currentIndex()).path == ("goal",)


def test_tab_goes_through_the_row_of_the_tabs_as_it_stands(window):
    resize(window, TINY)
    tools(window).tree.setFocus()
    seen = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen == [window.ui.tabs, tools(window).jump, tools(window).add, window.ui.layoutBox]


@popup
def test_what_is_not_printed_unfolds_from_the_menu(window):
    resize(window, SMALL)
    fold = window.editor.view().fold
    assert "本表样不打印" in choose(tools(window).jump, 5)[4]
    assert fold.isVisible()
    choose(tools(window).jump, 5)
    assert not fold.isVisible()


@pytest.mark.parametrize(("size", "stays"), [(SMALL, False), (LARGE, True)])
def test_the_note_on_another_layout_goes_from_a_low_window_once_one_works_on(window, size, stays):
    resize(window, size)
    box = window.ui.layoutBox
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    window.editor.turn_to("fill")
    assert window.switch_note.isVisible()
    window.editor.go(Ref("p1", ("goal",)))
    window.focus_editor()
    keys(window, "x")
    assert window.switch_note.isVisible()
    keys(window, Qt.Key.Key_Return)
    assert window.session.tree.records["p1"].goal == "x"
    assert window.switch_note.isVisible() == stays


def test_the_menus_belong_to_the_form_alone(window):
    resize(window, SMALL)
    assert tools(window).jump.isVisible()
    window.editor.turn_to("preview")
    assert not tools(window).jump.isVisible()
    window.editor.turn_to("fill")
    window.show_record("u1")
    assert not tools(window).add.isVisible()
    window.show_session(None)
    assert not any(one.isVisible() for one in (tools(window).tree, tools(window).jump, window.ui.balanceBar))


TOGGLES = ("showTree", "showInspector", "showFindings", "longText")


def stands_right(window, size):
    """What holds in every room, whatever was opened before."""
    ui = window.ui
    assert (window.width(), window.height()) == size
    assert ui.balanceBar.isVisible()
    assert ui.balanceBar.sentences()
    assert window.editor.view().grid.viewport().height() >= style.space(10)
    assert ui.findings.is_open() == window.actions_["showFindings"].isChecked()
    assert ui.inspector.isVisible() == window.actions_["showInspector"].isChecked()
    narrow = room_of(window.size()).narrow
    assert (ui.columns.indexOf(ui.treePane) == 0) != narrow
    over = window.panes.inspector_borrows and not narrow
    assert ui.tree.isVisible() == (window.actions_["showTree"].isChecked() and not over)
    assert clipped(window) == []


@pytest.mark.parametrize("seed", range(6))
def test_whoever_resizes_and_opens_and_folds_at_random_finds_everything_in_its_place(window, seed):
    chance, size = Random(seed), LARGE
    for _ in range(30):
        if chance.random() < 0.5:
            size = chance.choice([HUGE, LARGE, MEDIUM, SMALL, TINY, (760, 900), (1400, 420)])
        else:
            trigger(window, chance.choice(TOGGLES))
        if chance.random() < 0.2:
            window.show_record(chance.choice(["p1", "p2", "p3"]))
        resize(window, size)
        stands_right(window, size)


def test_a_window_that_opens_small_is_folded_at_once(qtbot, settings, document_file):
    made = app_window.build(settings)
    qtbot.addWidget(made)
    made.resize(*TINY)
    made.files.open(str(document_file))
    made.show()
    wait_for(lambda: not made.idle.busy)
    assert lines(made) >= 12
    made.leave_session()


@pytest.mark.parametrize("size", [TINY, SMALL, LARGE], ids=str)
def test_whatever_the_status_bar_says_the_window_stays_within_its_screen(window, size):
    status = window.status
    status.file.setText("清河县红十字会2026年部门预算项目支出绩效目标申报表（定稿第三版）.hengbiao")
    status.show_count("计数 120　求和 1,234,567.89 万元　平均 10,288.07 万元")
    status.show_conflicts(12)
    status.show_remarks(8)
    status.show_away("优盘上的文件：改动还没有写回", open_=True)
    status.show_saved(datetime(2026, 11, 22, 20, 30, tzinfo=UTC))
    resize(window, size)
    assert (window.width(), window.height()) == size
    assert clipped(window) == []
    assert status.file.isVisible() == (size != TINY)
    status.show_conflicts(0)
    status.show_remarks(0)
    status.show_away("")
    resize(window, size)
    assert status.count.width() >= status.count.sizeHint().width()


def test_the_room_is_told_in_lines_of_type(qapp):
    before = qapp.font()
    assert not room_of(QWidget().size().scaled(1366, 768, Qt.AspectRatioMode.IgnoreAspectRatio)).low
    larger = qapp.font()
    larger.setPointSizeF(before.pointSizeF() * 1.5)
    qapp.setFont(larger)
    try:
        assert room_of(QWidget().size().scaled(1366, 768, Qt.AspectRatioMode.IgnoreAspectRatio)).low
    finally:
        qapp.setFont(before)


def clipped(window):
    """Every visible word that does not fit where it stands, and everything that reaches out of the window."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, ElidedLabel) or not _in_bars(widget):
            continue
        wanted = _wanted(widget)
        if widget.width() < wanted:
            found.append((widget.objectName() or type(widget).__name__, _text(widget), widget.width(), wanted))
        left, right = (widget.mapTo(window, QPoint(x, 0)).x() for x in (0, widget.width()))
        if _text(widget) and not (left >= 0 and right <= window.width()):
            found.append(("outside", _text(widget), left, right))
    return found


def _text(widget):
    return widget.currentText() if isinstance(widget, QComboBox) else getattr(widget, "text", str)()


def _in_bars(widget):
    return isinstance(widget, QLabel | QAbstractButton | QComboBox | QTabBar) and not _in_area(widget)


def _in_area(widget):
    """Whether it lies in what scrolls, or among tools that a bar without room offers behind »."""
    while widget is not None:
        widget = widget.parentWidget()
        if isinstance(widget, QToolBar) or (widget is not None and widget.objectName() == "qt_scrollarea_viewport"):
            return True
    return False


def _wanted(widget):
    metrics = widget.fontMetrics()
    if isinstance(widget, QTabBar):
        return widget.sizeHint().width()
    if isinstance(widget, QComboBox):
        return metrics.horizontalAdvance(widget.currentText()) + style.space(3)
    if isinstance(widget, QLabel) and widget.wordWrap():
        return 0
    plain = _text(widget).replace("&&", "\0").replace("&", "").replace("\0", "&")
    box = style.space(4) if isinstance(widget, QCheckBox) else 0
    return metrics.horizontalAdvance(plain) + box if plain and isinstance(widget, QLabel | QAbstractButton) else 0


SCREENS = ["fill", "table", "preview", "unit", "start", "help", "findings", "find"]


@pytest.mark.parametrize("size", [TINY, SMALL, MEDIUM, LARGE, HUGE], ids=str)
@pytest.mark.parametrize("screen", SCREENS)
def test_no_word_is_clipped(window, size, screen):
    resize(window, size)
    window.show_record("p2")
    if screen in {"fill", "table", "preview"}:
        window.editor.turn_to(screen)
    elif screen == "unit":
        window.show_record("u1")
    elif screen == "start":
        window.show_session(None)
    elif screen == "findings":
        window.ui.findings.set_open(True)
    else:
        trigger(window, {"help": "showInspector", "find": "replaceText"}[screen])
    wait_for(lambda: not window.idle.busy)
    resize(window, size)
    assert (window.width(), window.height()) == size
    assert clipped(window) == []


@pytest.mark.parametrize("size", [TINY, SMALL, LARGE], ids=str)
@pytest.mark.parametrize("record", ["p2", "department"])
def test_every_layout_of_a_form_has_its_place(window, size, record):
    if record == "department":
        trigger(window, "newDepartment")
    else:
        window.show_record(record)
    resize(window, size)
    box = window.ui.layoutBox
    for place in range(box.count()):
        box.setCurrentIndex(place)
        for tab in ("fill", "table"):
            window.editor.turn_to(tab)
            resize(window, size)
            assert (window.width(), window.height()) == size, box.currentText()
            assert clipped(window) == [], box.currentText()

"""The panes: cycled by F6, remembered between runs, gone without a document."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.qt.driving import keys, trigger
from tests.qt.windows import wait_for

from hengbiao.qt import app_window

STOPS = ["tree", "pages", "balanceBar", "findings", "inspector"]


def _holds(window, name, focus):
    pane = getattr(window.ui, name)
    return pane is focus or pane.isAncestorOf(focus)


def _stops(window, count, action="nextPane"):
    seen = []
    for _ in range(count):
        trigger(window, action)
        focus = QApplication.focusWidget()
        seen.append(next(name for name in STOPS if _holds(window, name, focus)))
    return seen


def test_f6_stops_at_every_pane_there_and_back(window):
    window.resize(1920, 1080)
    window.actions_["showInspector"].setChecked(True)
    window.ui.findings.set_open(True)
    window.ui.tree.setFocus()
    assert _stops(window, 5) == [*STOPS[1:], STOPS[0]]
    assert _stops(window, 5, "previousPane") == [*reversed(STOPS)]


def test_f6_leaves_out_what_is_folded_away(window):
    window.ui.findings.set_open(False)
    window.actions_["showInspector"].setChecked(False)
    window.ui.tree.setFocus()
    assert _stops(window, 3) == ["pages", "balanceBar", "tree"]


def test_f6_reaches_the_inspector_that_lies_over_the_tree(window):
    window.ui.findings.set_open(False)
    window.actions_["showInspector"].setChecked(True)
    window.focus_editor()
    assert _stops(window, 3) == ["balanceBar", "inspector", "pages"]


def test_f6_works_on_the_page_of_a_unit_and_without_a_document(window):
    window.show_record("u1")
    window.ui.tree.setFocus()
    assert _stops(window, 1) == ["pages"]
    window.show_session(None)
    trigger(window, "nextPane")
    assert window.start_page.isAncestorOf(QApplication.focusWidget())


def test_keys_make_the_form_larger_while_the_grid_has_them_and_add_no_row(window):
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    rows = window.editor.view().grid.sheet_model.rowCount()
    keys(window, Qt.Key.Key_Equal, both)
    assert window.status.zoom.text() == "110%"
    keys(window, Qt.Key.Key_Minus, both)
    keys(window, Qt.Key.Key_Minus, both)
    assert window.status.zoom.text() == "91%"
    keys(window, Qt.Key.Key_0, both)
    assert window.status.zoom.text() == "100%"
    assert window.editor.view().grid.sheet_model.rowCount() == rows
    assert not window.session.document.undo_label


def test_ctrl_and_the_wheel_make_the_form_larger(window):
    window.editor.view().zoom_asked.emit(1.1)
    assert window.status.zoom.text() == "110%"
    assert window.editor.zoom == 1.1


def test_the_window_is_remembered_and_can_be_reset(qtbot, settings, document_file):
    first = app_window.build(settings)
    qtbot.addWidget(first)
    first.resize(1366, 768)
    first.files.open(str(document_file))
    first.show()
    first.actions_["showTree"].setChecked(False)
    first.resize(700, 500)
    first.actions_["showFindings"].setChecked(True)
    first.close()
    second = app_window.build(settings)
    qtbot.addWidget(second)
    second.panes.start_size()
    second.files.open(str(document_file))
    second.show()
    assert second.size() == first.size()
    assert second.ui.findings.is_open()
    second.resize(1366, 768)
    assert not second.ui.treePane.isVisible()
    trigger(second, "resetWindow")
    assert second.ui.treePane.isVisible()
    second.resize(700, 500)
    assert not second.ui.findings.is_open()
    second.leave_session()


def test_without_a_document_only_the_start_page_shows(window, settings):
    window.show_session(None)
    ui = window.ui
    assert [w.objectName() for w in (ui.treePane, ui.tabs, ui.balanceBar, ui.findings) if w.isVisible()] == []
    window.files.open(settings.recent()[0])
    assert ui.treePane.isVisible()
    assert ui.balanceBar.isVisible()


def test_the_layout_of_a_new_window_has_its_column_widths_at_once(window, settings):
    window.editor.turn_to("table")
    trigger(window, "resetWindow")
    QApplication.processEvents()
    view = window.editor.view()
    header = view.grid.horizontalHeader()
    new = [header.sectionSize(at) for at in range(header.count())]
    edge = QPoint(header.sectionViewportPosition(1) - 1, header.height() // 2)
    drag_header(header.viewport(), edge, edge + QPoint(60, 0))
    wait_for(lambda: header.sectionSize(0) > new[0] + 30)
    assert settings.numbers("window/widths")
    trigger(window, "resetWindow")
    wait_for(lambda: [header.sectionSize(at) for at in range(header.count())] == new)
    assert not settings.numbers("window/widths")


def drag_header(viewport, start, end):
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, (start + end) / 2)
    QTest.mouseMove(viewport, end)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)

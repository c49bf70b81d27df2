"""The panes: cycled by F6, remembered between runs, gone without a document."""

from PySide6.QtWidgets import QApplication
from tests.qt.driving import trigger

from hengbiao.qt import app_window


def _holds(window, name, focus):
    pane = getattr(window.ui, name)
    return pane is focus or pane.isAncestorOf(focus)


def test_f6_goes_round_the_panes(window):
    window.ui.findings.set_open(True)
    window.ui.tree.setFocus()
    seen = []
    for _ in range(4):
        trigger(window, "nextPane")
        focus = QApplication.focusWidget()
        seen.append(next(n for n in ("pages", "balanceBar", "findings", "tree") if _holds(window, n, focus)))
    assert seen == ["pages", "balanceBar", "findings", "tree"]
    trigger(window, "previousPane")
    assert _holds(window, "findings", QApplication.focusWidget())


def test_the_window_is_remembered_and_can_be_reset(qtbot, settings, document_file):
    first = app_window.build(settings)
    qtbot.addWidget(first)
    first.resize(700, 500)
    first.files.open(str(document_file))
    first.show()
    first.actions_["showTree"].setChecked(False)
    first.close()
    second = app_window.build(settings)
    qtbot.addWidget(second)
    second.panes.start_size()
    second.files.open(str(document_file))
    second.show()
    assert second.size() == first.size()
    assert not second.ui.treePane.isVisible()
    trigger(second, "resetWindow")
    assert second.ui.treePane.isVisible()
    second.leave_session()


def test_without_a_document_only_the_start_page_shows(window, settings):
    window.show_session(None)
    ui = window.ui
    assert [w.objectName() for w in (ui.treePane, ui.tabs, ui.balanceBar, ui.findings) if w.isVisible()] == []
    window.files.open(settings.recent()[0])
    assert ui.treePane.isVisible()
    assert ui.balanceBar.isVisible()

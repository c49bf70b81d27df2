"""A document that somebody else has open is looked at: nothing is typed in vain, and it is said why."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from tests.qt.acting import Person
from tests.qt.views.conftest import cell
from tests.qt.views.test_grid_blocks import put
from tests.qt.windows import wait_for

from hengbiao.qt import app_window

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def second(window, qtbot, settings, document_file):
    """Another window over the document that `window` has open."""
    made = app_window.build(settings)
    qtbot.addWidget(made)
    made.files.open(str(document_file))
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    wait_for(lambda: not made.idle.busy)
    made.focus_editor()
    yield made
    made.leave_session()


@pytest.mark.parametrize("tab", ["fill", "table"])
@pytest.mark.parametrize("how", ["type", "F2", "click", "compose", "Delete", "Backspace", "paste", "cut", "fill"])
def test_nothing_opens_and_nothing_turns_red(second, tab, how):
    person, said = Person(), []
    second.editor.turn_to(tab)
    view = second.editor.view()
    grid, before = view.grid, second.session.tree
    person.click(grid, cell(view, "name", 0))
    second.editor.noticed.connect(said.append)
    put("甲\t乙")
    act = {
        "type": lambda: person.type("x"),
        "F2": lambda: person.press(KEY.Key_F2),
        "click": lambda: person.double_click(grid, cell(view, "name", 0)),
        "compose": lambda: person.compose("ni"),
        "Delete": lambda: person.press(KEY.Key_Delete),
        "Backspace": lambda: person.press(KEY.Key_Backspace),
        "paste": lambda: person.press(KEY.Key_V, CTRL),
        "cut": lambda: person.press(KEY.Key_X, CTRL),
        "fill": lambda: person.press(KEY.Key_D, CTRL),
    }[how]
    act()
    assert grid.editor() is None
    assert second.session.tree is before
    assert not view.untaken()
    assert said
    assert set(said) == {second.ui.banner.text()}
    assert said[0].startswith("只读：正由")


def test_walking_and_copying_say_nothing(second):
    person, said = Person(), []
    view = second.editor.view()
    second.editor.noticed.connect(said.append)
    person.click(view.grid, cell(view, "goal"))
    person.press(KEY.Key_Down)
    person.press(KEY.Key_A, CTRL)
    person.press(KEY.Key_C, CTRL)
    assert "应急救护培训" in QApplication.clipboard().text()
    assert not said


def test_keys_that_an_open_cell_does_not_know_go_nowhere_while_another_window_is_in_front(window, qtbot):
    person, other = Person(), QWidget()
    qtbot.addWidget(other)
    view = window.editor.view()
    person.click(view.grid, cell(view, "goal"))
    person.press(KEY.Key_F2)
    other.show()
    other.activateWindow()
    QApplication.processEvents()
    assert view.grid.editor()
    assert not view.grid.editor().hasFocus()
    for key in (KEY.Key_F9, KEY.Key_X):
        QTest.keyClick(view.grid, key)
    assert view.grid.editor().text() == "目标x"

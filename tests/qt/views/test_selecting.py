"""Blocks selected by keys, as in a spreadsheet; Ctrl and the wheel."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from tests.qt.views.conftest import cell

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def chosen(view):
    return [(found.slot.field, found.slot.row) for found in view.grid.selected_cells()]


@pytest.mark.parametrize(
    ("key", "held", "wanted"),
    [
        (KEY.Key_Down, CTRL | SHIFT, [("description", 2), ("description", 3), ("description", 4), ("description", 5)]),
        (KEY.Key_Right, CTRL | SHIFT, [("description", 2), ("target", 2)]),
        (KEY.Key_Left, CTRL | SHIFT, [("name", 2), ("description", 2)]),
        (KEY.Key_End, SHIFT, [("description", 2), ("target", 2)]),
        (KEY.Key_Home, SHIFT, [("name", 2), ("description", 2)]),
        (KEY.Key_Space, SHIFT, [("name", 2), ("description", 2), ("target", 2)]),
        (KEY.Key_Home, NONE, [("name", 2)]),
        (KEY.Key_End, NONE, [("target", 2)]),
        (KEY.Key_Home, CTRL, [("name", -1)]),
        (KEY.Key_End, CTRL, [("target", 5)]),
    ],
)
def test_keys_of_spreadsheets_select_as_there(fill, person, key, held, wanted):
    person.click(fill.grid, cell(fill, "description", 2))
    person.press(key, held)
    assert chosen(fill) == wanted
    assert fill.grid.editor() is None


def test_a_block_selected_far_is_made_smaller_again_and_filled(table, project, person):
    person.click(table.grid, cell(table, "description", 1))
    person.press(KEY.Key_Down, CTRL | SHIFT)
    person.press(KEY.Key_Up, SHIFT)
    assert chosen(table) == [("description", row) for row in range(1, 6)]
    person.press(KEY.Key_D, CTRL)
    assert [row.description for row in project().indicators] == ["培训期数", *["培训人数"] * 5]


def test_a_column_of_the_list_is_selected_by_ctrl_and_space(table, person):
    person.click(table.grid, cell(table, "target", 2))
    person.press(KEY.Key_Space, CTRL)
    assert chosen(table) == [("target", row) for row in range(7)]
    assert table.grid.editor() is None


@pytest.mark.parametrize(("notch", "wanted"), [(120, 1.1), (-120, 1 / 1.1)])
def test_ctrl_and_the_wheel_ask_for_another_size(fill, qtbot, notch, wanted):
    place, ways = QPointF(60, 60), (QPoint(), QPoint(0, notch))
    for held in (NONE, CTRL):
        turned = QWheelEvent(place, place, *ways, Qt.MouseButton.NoButton, held, Qt.ScrollPhase.NoScrollPhase, False)
        with qtbot.waitSignal(fill.zoom_asked, timeout=0, raising=bool(held.value)) as asked:
            QApplication.sendEvent(fill.grid.viewport(), turned)
        assert asked.args == ([pytest.approx(wanted)] if held.value else None)


@pytest.mark.parametrize("way", ["there and back", "typed", "jump"])
def test_a_block_begins_where_the_keys_have_led(fill, person, way):
    person.click(fill.grid, cell(fill, "target", 3))
    person.click(fill.grid, cell(fill, "name", 2))
    if way == "there and back":
        person.press(KEY.Key_Tab)
        person.press(KEY.Key_Tab, SHIFT)
    elif way == "typed":
        person.enter("甲", KEY.Key_Tab)
        person.press(KEY.Key_Tab, SHIFT)
    else:
        fill.jump_to_part("money")
        fill.jump(fill.grid.sheet_model.sheet.refs[cell(fill, "name", 2).slot])
    person.press(KEY.Key_Down, SHIFT)
    assert chosen(fill) == [("name", 1), ("name", 2)]

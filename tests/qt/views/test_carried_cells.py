"""Carried values confirmed on the cell itself, by Ctrl+K."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from tests.qt.views.conftest import cell

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.marks import Carried, place_of
from hengbiao.qt.views import grid_keys

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def marked(project, document):
    """The project with three carried values: its goal, a 指标值, and one that the form does not print."""
    paths = [("goal",), ("indicators", project().indicators[1].id, "target"), ("nature",)]
    marks = [Carried(id=place_of(path)) for path in paths]
    document.commit("套用", [Change(Ref(project().id, ("carried", mark.id)), None, mark) for mark in marks])
    return [Ref(project().id, path) for path in paths]


def left(project):
    return {mark.id for mark in project().carried}


def test_ctrl_k_confirms_the_cell_and_leads_to_the_next_until_none_is_left(fill, project, document, marked, person):
    told = []
    fill.noticed.connect(told.append)
    goal, target, hidden = (place_of(ref.path) for ref in marked)
    person.click(fill.grid, cell(fill, "goal"))
    person.press(KEY.Key_K, CTRL)
    assert left(project) == {target, hidden}
    assert document.undo_label == "核对沿用上年 1 处"
    assert fill.grid.sheet_model.ref(fill.grid.currentIndex()) == marked[1]
    assert told[-1] == "已核对 1 处；还有 2 处未核对，没有问题就按 Ctrl+K 核对并到下一处"
    person.press(KEY.Key_K, CTRL)
    assert left(project) == {hidden}
    assert told[-1] == "已核对 1 处；还有 1 处在这里看不到的栏目里，见“项目›沿用上年（未核对）”"
    document.undo()
    assert left(project) == {target, hidden}
    assert goal not in left(project)


def test_ctrl_k_elsewhere_confirms_nothing_and_leads_to_what_waits(fill, project, marked, person):
    before = left(project)
    person.click(fill.grid, cell(fill, "name", 4))
    person.press(KEY.Key_K, CTRL)
    assert left(project) == before
    assert fill.grid.sheet_model.ref(fill.grid.currentIndex()) == marked[0]


def test_a_selected_block_is_confirmed_as_one_step_in_the_list_too(table, project, document, marked, person):
    person.drag(table.grid, cell(table, "target", 0), cell(table, "target", 2))
    person.press(KEY.Key_K, CTRL)
    assert place_of(marked[1].path) not in left(project)
    assert document.undo_label == "核对沿用上年 1 处"


def test_where_nothing_is_carried_it_is_said_and_the_menu_does_not_offer_it(fill, document, person):
    told = []
    fill.noticed.connect(told.append)
    person.click(fill.grid, cell(fill, "goal"))
    person.press(KEY.Key_K, CTRL)
    assert told == ["这里没有沿用上年（未核对）的值"]
    assert not document.undo_label
    assert not any("沿用上年" in one.text() and one.isVisible() for one in grid_keys.menu(fill.grid).actions())


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_the_note_on_the_cell_names_the_key(fill, marked):
    place = fill.grid.place_of(cell(fill, "goal"))
    event = QHelpEvent(QEvent.Type.ToolTip, place, fill.grid.viewport().mapToGlobal(place))
    QApplication.sendEvent(fill.grid.viewport(), event)
    assert "Ctrl+K" in QToolTip.text()
    assert any("沿用上年" in one.text() and one.isVisible() for one in grid_keys.menu(fill.grid).actions())
    assert ("核对沿用上年的值，到下一处", ("Ctrl+K",)) in grid_keys.said()

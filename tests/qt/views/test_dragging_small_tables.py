"""Rows of the small tables on a form dragged by the dots at their edge, as one step."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from tests.qt.views.test_moving_rows import drag
from tests.qt.views.test_tables import document, entry, fill_of

KEY = Qt.Key
__all__ = ["document"]
TABLES = [
    ("yunnan", "tasks", "name"),
    ("fujian", "functions", "duty"),
    ("hebei", "sections", "title"),
    ("hebei", "measures", "title"),
]


def filled(view, person, table, field, names):
    """Type these rows one after the other where the form has the table."""
    person.click(view.grid, entry(view, table, field))
    person.enter(names[0], KEY.Key_Tab)
    for name in names[1:]:
        person.click(view.grid, [c for c in view.grid.sheet_model.sheet.entries if c.slot.table == table][-1])
        person.press(KEY.Key_Return)
        person.enter(name, KEY.Key_Tab)


def edge(view, table, field, row):
    """The dots of a row: the left edge of its first cell."""
    rect = view.grid.visualRect(view.grid.sheet_model.index_at(entry(view, table, field, row)))
    return QPoint(rect.left() + 3, rect.center().y())


def order(document, table, field):
    return [getattr(row, field) for row in getattr(document.tree.records["d"], table)]


@pytest.mark.parametrize(("layout", "table", "field"), TABLES)
def test_a_row_is_dragged_behind_another_and_back_by_undo(qtbot, document, person, layout, table, field):
    view = fill_of(qtbot, document, "d", layout)
    filled(view, person, table, field, ("甲", "乙", "丙"))
    assert order(document, table, field) == ["甲", "乙", "丙"]
    last = [c for c in view.grid.sheet_model.sheet.entries if c.slot.table == table][-1]
    bottom = view.grid.visualRect(view.grid.sheet_model.index_at(last)).bottom() - 3
    drag(view.grid.viewport(), edge(view, table, field, 0), QPoint(edge(view, table, field, 0).x(), bottom))
    assert order(document, table, field) == ["乙", "丙", "甲"]
    assert document.undo_label == "移动行"
    document.undo()
    assert order(document, table, field) == ["甲", "乙", "丙"]


def test_payments_are_dragged_to_the_side(qtbot, document, person):
    view = fill_of(qtbot, document, "p", "hebei")
    for month, percent in enumerate(("30", "60", "80", "100")):
        person.click(view.grid, entry(view, "payments", "percent", month))
        person.enter(percent, KEY.Key_Tab)
    rect = view.grid.visualRect(view.grid.sheet_model.index_at(entry(view, "payments", "by", 2)))
    drag(view.grid.viewport(), edge(view, "payments", "by", 0), QPoint(rect.right() - 4, rect.center().y()))
    times = [row.by for row in document.tree.records["p"].payments]
    assert times == ["6月底", "10月底", "3月底", "12月底"]
    rect = view.grid.visualRect(view.grid.sheet_model.index_at(entry(view, "payments", "by", 0)))
    drag(view.grid.viewport(), edge(view, "payments", "by", 2), QPoint(rect.left() + 2, rect.center().y()))
    assert [row.by for row in document.tree.records["p"].payments] == ["3月底", "6月底", "10月底", "12月底"]


def test_a_press_on_the_dots_without_a_drag_only_selects(qtbot, document, person):
    view = fill_of(qtbot, document, "d", "yunnan")
    filled(view, person, "tasks", "name", ("甲", "乙"))
    before = document.tree
    QTest.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=edge(view, "tasks", "name", 1))
    assert document.tree is before
    assert view.grid.current_cell().value == "乙"


def test_the_dots_come_with_the_mouse_and_a_lonely_row_has_none(qtbot, document, person):
    view = fill_of(qtbot, document, "d", "yunnan")
    filled(view, person, "tasks", "name", ("甲",))
    viewport = view.grid.viewport()

    def looks():
        rect = view.grid.visualRect(view.grid.sheet_model.index_at(entry(view, "tasks", "name")))
        for step in (3, 0):
            QTest.mouseMove(viewport, rect.center() - QPoint(step, step))
        QApplication.processEvents()
        return viewport.grab(rect.adjusted(1, 1, -rect.width() + 8, -2)).toImage()

    person.click(view.grid, entry(view, "tasks", "content"))
    alone = looks()
    filled(view, person, "tasks", "name", ("甲", "乙"))
    person.click(view.grid, entry(view, "tasks", "content"))
    assert looks() != alone
    QApplication.sendEvent(viewport, QEvent(QEvent.Type.Leave))
    QApplication.processEvents()
    rect = view.grid.visualRect(view.grid.sheet_model.index_at(entry(view, "tasks", "name")))
    assert viewport.grab(rect.adjusted(1, 1, -rect.width() + 8, -2)).toImage() == alone


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_the_dots_say_what_they_are_for(qtbot, document, person):
    view = fill_of(qtbot, document, "d", "yunnan")
    filled(view, person, "tasks", "name", ("甲", "乙"))
    place = edge(view, "tasks", "name", 0)
    asked = QHelpEvent(QEvent.Type.ToolTip, place, view.grid.viewport().mapToGlobal(place))
    QApplication.sendEvent(view.grid.viewport(), asked)
    assert QToolTip.text().startswith("按住这里拖动可以移动本行")


def test_rows_of_one_table_never_land_in_another(qtbot, document, person):
    view = fill_of(qtbot, document, "d", "hebei")
    for table in ("sections", "measures"):
        filled(view, person, table, "title", ("甲", "乙"))
    before = document.tree
    drag(view.grid.viewport(), edge(view, "measures", "title", 1), edge(view, "sections", "title", 0) + QPoint(40, 0))
    assert document.tree is before

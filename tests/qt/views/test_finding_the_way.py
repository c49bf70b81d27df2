"""What a person who sees the form for the first time meets: offers that say their key, Enter, boxes without lines."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from tests.qt.views.conftest import cell
from tests.qt.views.test_tables import document as two_forms
from tests.qt.views.test_tables import fill_of

from hengbiao.qt.views.look import look

KEY = Qt.Key
__all__ = ["two_forms"]


def corner(view):
    """The lower right corner of the current cell as it is painted."""
    rect = view.grid.visualRect(view.grid.currentIndex())
    QApplication.processEvents()
    image = view.grid.viewport().grab(rect).toImage()
    return image.pixelColor(image.width() - 4, image.height() - 4).name()


def test_the_offer_under_the_cursor_says_which_key_takes_it(fill_empty, person):
    person.click(fill_empty.grid, cell(fill_empty, "funds/total"))
    person.enter("45", KEY.Key_Tab)
    assert fill_empty.grid.current_cell().slot.field == "funds/fiscal"
    assert corner(fill_empty) == look().accent.name()
    person.type("3")
    assert corner(fill_empty) != look().accent.name()
    person.press(KEY.Key_Escape)
    person.press(KEY.Key_Tab)
    assert fill_empty.grid.current_cell().slot.field == "funds/other"
    assert corner(fill_empty) != look().accent.name()


def test_enter_below_the_boxes_of_money_begins_at_the_left(fill_empty, person):
    person.click(fill_empty.grid, cell(fill_empty, "funds/fiscal"))
    for text in ("45", ""):
        person.enter(text, KEY.Key_Tab)
    person.enter("用于培训", KEY.Key_Return)
    person.enter("提高救护能力", KEY.Key_Return)
    assert fill_empty.grid.current_cell().slot.field == "name"


def test_enter_after_tabs_in_a_row_of_a_table_goes_back_to_its_first_column(fill, person):
    person.click(fill.grid, cell(fill, "name", 1))
    person.press(KEY.Key_Tab)
    person.press(KEY.Key_Tab)
    person.press(KEY.Key_Return)
    assert (fill.grid.current_cell().slot.field, fill.grid.current_cell().slot.row) == ("name", 1)


def test_every_heading_of_a_form_of_texts_stands_over_its_box_and_boxes_have_a_line(qtbot, two_forms):
    view = fill_of(qtbot, two_forms, "d", "hebei")
    sheet = view.grid.sheet_model.sheet
    words = [sheet.text(one).strip() for one in sheet.grid.cells if one.slot is None]
    assert words[:2] == ["一、总体绩效目标", "二、分项绩效目标"]
    assert not any("总体" in label.text() for label in view._head.findChildren(QLabel))
    box = next(one for one in sheet.entries if one.slot.field == "title")
    rect = view.grid.visualRect(view.grid.sheet_model.index_at(box))
    image = view.grid.viewport().grab(rect).toImage()
    line = {image.pixelColor(x, image.height() - 1).name() for x in range(20, 60)}
    assert look().border.name() in line

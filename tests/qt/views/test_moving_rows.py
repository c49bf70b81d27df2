"""Rows moved by mouse and by order, the head that stays, jumps to parts of the form."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.qt.views.conftest import cell
from tests.qt.views.test_grid_blocks import rows

KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


def level_of(view, row):
    """The level 2 cell beside the indicator of this place."""
    sheet = view.grid.sheet_model.sheet
    at = cell(view, "name", row).row
    return next(c for c in sheet.lines[at] if c.slot and c.slot.field == "level2")


def drag(widget, start, stop):
    QTest.mousePress(widget, LEFT, PLAIN, start)
    for part in (0.3, 0.6, 1.0):
        QTest.mouseMove(widget, start + (stop - start) * part)
        QApplication.processEvents()
    QTest.mouseRelease(widget, LEFT, PLAIN, stop)
    QApplication.processEvents()


def test_a_row_dragged_by_its_level_goes_to_another_group_as_one_step(fill, project, document):
    before = project().indicators
    start = fill.grid.place_of(level_of(fill, 2))
    target = fill.grid.visualRect(fill.grid.sheet_model.index_at(cell(fill, "name", 4)))
    drag(fill.grid.viewport(), start, QPoint(start.x(), target.bottom() - 3))
    assert [row[:2] for row in rows(project)][:4] == [
        ("数量指标", "培训期数"),
        ("质量指标", "考核通过率"),
        ("成本指标", "培训成本"),
        ("成本指标", "培训人数"),
    ]
    document.undo()
    assert project().indicators == before


def test_a_line_shows_where_a_dragged_row_would_go(fill):
    fill.grid.setFocus()
    start = fill.grid.place_of(level_of(fill, 2))
    rect = fill.grid.visualRect(fill.grid.sheet_model.index_at(cell(fill, "name", 4)))
    viewport = fill.grid.viewport()
    QTest.mousePress(viewport, LEFT, PLAIN, start)
    QTest.mouseMove(viewport, QPoint(start.x(), rect.bottom() - 6))
    QTest.mouseMove(viewport, QPoint(start.x(), rect.bottom() - 3))
    QApplication.processEvents()
    colour = viewport.grab().toImage().pixelColor(rect.center().x(), rect.bottom())
    assert colour.name() == "#b3282d" or colour.red() > colour.blue() + 80
    QTest.mouseRelease(viewport, LEFT, PLAIN, start)


def test_rows_are_dragged_by_their_numbers_in_the_list_several_at_once(table, project, document, person):
    person.drag(table.grid, cell(table, "name", 0), cell(table, "name", 1))
    header = table.grid.verticalHeader()
    middle = header.viewport().width() // 2
    rect = table.grid.visualRect(table.grid.sheet_model.index_at(cell(table, "name", 4)))
    start = QPoint(middle, table.grid.place_of(cell(table, "name", 0)).y())
    drag(header.viewport(), start, QPoint(middle, rect.bottom() - 2))
    assert [row[1] for row in rows(project)] == [
        "考核通过率",
        "培训成本",
        "教材成本",
        "培训期数",
        "培训人数",
        "学员满意度",
    ]
    assert {row[0] for row in rows(project)[3:5]} == {"成本指标"}
    document.undo()
    assert [row[0] for row in rows(project)[:2]] == ["数量指标", "数量指标"]


def test_a_press_on_a_level_without_a_drag_moves_nothing(fill, project, document):
    before = document.tree
    QTest.mouseClick(fill.grid.viewport(), LEFT, PLAIN, fill.grid.place_of(level_of(fill, 2)))
    assert document.tree is before


def test_indicators_are_put_in_the_prescribed_order_on_request(table, project, document, person):
    person.click(table.grid, cell(table, "level2", 5))
    person.enter("本地指标", KEY.Key_Tab)
    for _ in range(3):
        table.grid.want_rows("up")
    assert [row[0] for row in rows(project)][2] == "本地指标"
    table.grid.want_rows("order")
    assert [row[0] for row in rows(project)] == [
        *["数量指标", "数量指标", "质量指标", "成本指标", "成本指标"],
        "本地指标",
    ]
    assert document.undo_label == "按规定顺序排列"
    told = []
    table.noticed.connect(told.append)
    table.grid.want_rows("order")
    assert told == ["指标已经按规定顺序排列"]


def test_the_head_of_the_indicators_stays_while_they_are_scrolled(fill, person):
    fill.resize(1080, 200)
    QApplication.processEvents()
    QApplication.processEvents()
    assert not fill.grid.head.isVisible()
    person.click(fill.grid, cell(fill, "goal"))
    fill.grid.go(cell(fill, "target", 5))
    QApplication.processEvents()
    assert fill.grid.head.isVisible()
    fill.grid.go(cell(fill, "name", 2))
    top = fill.grid.visualRect(fill.grid.currentIndex()).top()
    assert top >= fill.grid.head.room()
    picture = fill.grid.head.grab().toImage()
    assert len({picture.pixel(x, 8) for x in range(picture.width())}) > 5
    fill.grid.scrollToTop()
    QApplication.processEvents()
    assert not fill.grid.head.isVisible()


def test_one_jumps_to_the_parts_of_the_form(fill):
    words = {button.text(): button for button in fill._head._buttons.values()}
    assert list(words) == ["基本信息", "资金", "目标", "指标"]
    fill.resize(1080, 240)
    QApplication.processEvents()
    QApplication.processEvents()
    words["指标"].click()
    assert fill.grid.current_cell().slot == cell(fill, "name", 1).slot
    words["资金"].click()
    assert fill.grid.current_cell().slot.field == "funds/total"
    assert fill.grid.visualRect(fill.grid.currentIndex()).top() <= 60


def test_arrows_go_from_entry_to_entry_over_labels_and_keep_their_column(fill, person):
    def here():
        slot = fill.grid.current_cell().slot
        return slot.field, slot.row

    person.click(fill.grid, cell(fill, "funds/fiscal"))
    way = []
    for _ in range(4):
        person.press(KEY.Key_Down)
        way.append(here())
    assert way == [("purpose", -1), ("goal", -1), ("description", 0), ("description", 1)]
    for _ in range(4):
        person.press(KEY.Key_Up)
    assert here() == ("funds/fiscal", -1)
    person.press(KEY.Key_Left)
    assert here() == ("funds/total", -1)
    person.press(KEY.Key_Left)
    assert here() == ("funds/total", -1)
    person.press(KEY.Key_Right)
    person.press(KEY.Key_Right)
    assert here() == ("funds/other", -1)
    person.press(KEY.Key_Right)
    assert here() == ("funds/other", -1)


def test_shift_and_arrows_select_a_block(fill, person):
    person.click(fill.grid, cell(fill, "name", 2))
    for key in (KEY.Key_Down, KEY.Key_Right):
        person.press(key, Qt.KeyboardModifier.ShiftModifier)
    assert [c.value for c in fill.grid.selected_cells()][:2] == ["培训人数", "培训人数"]
    assert len(fill.grid.selected_cells()) == 4


def test_ctrl_and_arrows_go_to_the_ends_and_select_only_that_cell(fill, person):
    person.click(fill.grid, cell(fill, "description", 1))
    ends = {}
    for key in (KEY.Key_Down, KEY.Key_Left, KEY.Key_Right, KEY.Key_Up):
        person.press(key, Qt.KeyboardModifier.ControlModifier)
        ends[key] = fill.grid.current_cell().slot
        assert len(fill.grid.selected_cells()) == 1
    assert (ends[KEY.Key_Down].field, ends[KEY.Key_Down].row) == ("description", 5)
    assert ends[KEY.Key_Left].field == "name"
    assert ends[KEY.Key_Right].field == "target"
    assert ends[KEY.Key_Up].field == "name"
    assert ends[KEY.Key_Up].row == -1

"""The plan of payments on a form, its months abreast: typed in, left half done, renamed, by keys and mouse alone."""

from PySide6.QtCore import Qt
from tests.qt.views.test_tables import document, entry, fill_of

KEY = Qt.Key
__all__ = ["document"]


def months(view):
    sheet = view.grid.sheet_model.sheet
    return [sheet.text(cell) for cell in sheet.entries if (cell.slot.table, cell.slot.field) == ("payments", "by")]


def spans(view):
    """Every cell of the form covers on screen what it covers in its sheet."""
    grid = view.grid
    return all(
        (grid.rowSpan(cell.row, cell.col), grid.columnSpan(cell.row, cell.col)) == (cell.rows, cell.cols)
        for cell in grid.sheet_model.sheet.grid.cells
    )


def test_a_month_typed_over_stays_where_it_is_and_loses_no_letter(qtbot, document, person):
    view = fill_of(qtbot, document, "p", "hebei")
    person.click(view.grid, entry(view, "payments", "by"))
    person.type("/一季度末")
    assert view.grid.editor().text() == "/一季度末"
    assert months(view) == ["/一季度末", "6月底", "10月底", "12月底"]
    assert spans(view)
    person.press(KEY.Key_Tab)
    assert [row.by for row in document.tree.records["p"].payments] == ["/一季度末"]
    document.undo()
    assert months(view) == ["3月底", "6月底", "10月底", "12月底"]
    assert spans(view)


def test_spans_hold_while_the_months_change_places(qtbot, document, person):
    view = fill_of(qtbot, document, "p", "hebei")
    for month, percent in enumerate(("30", "60", "80", "100")):
        person.click(view.grid, entry(view, "payments", "percent", month))
        person.enter(percent, KEY.Key_Tab)
    person.click(view.grid, entry(view, "payments", "percent", 1))
    person.press(KEY.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert months(view) == ["6月底", "3月底", "10月底", "12月底"]
    assert spans(view)


def test_enter_leads_past_the_months_to_what_is_to_be_filled_in(qtbot, document, person):
    view = fill_of(qtbot, document, "p", "hebei")
    person.click(view.grid, entry(view, "", "purpose"))
    person.enter("用于培训", KEY.Key_Return)
    person.enter("30", KEY.Key_Return)
    assert [(row.by, row.percent) for row in document.tree.records["p"].payments] == [("3月底", "30")]
    assert view.grid.current_cell().slot.field == "goal"
    for _ in range(2):
        person.press(KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert view.grid.current_cell().slot.field == "purpose"


def test_a_plan_left_half_done_offers_its_other_months_again(qtbot, document, person):
    view = fill_of(qtbot, document, "p", "hebei")
    person.click(view.grid, entry(view, "payments", "percent", 1))
    person.enter("30", KEY.Key_Tab)
    view.show_record("q")
    view.show_record("p")
    assert months(view) == ["3月底", "6月底", "10月底", "12月底"]
    person.click(view.grid, entry(view, "payments", "percent", 0))
    person.enter("10", KEY.Key_Tab)
    plan = [(row.by, row.percent) for row in document.tree.records["p"].payments]
    assert plan == [("3月底", "10"), ("6月底", "30")]


def test_a_plan_by_other_times_is_shown_as_it_is(qtbot, document, person):
    view = fill_of(qtbot, document, "p", "hebei")
    person.click(view.grid, entry(view, "payments", "by"))
    person.enter("上半年", KEY.Key_Tab)
    view.show_record("q")
    view.show_record("p")
    assert months(view) == ["上半年"]

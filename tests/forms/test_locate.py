"""Labels anchor the values where no name does: one placement, or a person must choose."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forms.conftest import ALL, PLANS, SHIPPED, printed
from tests.forms.strategies import forms

from hengbiao.forms.form import Form, Row
from hengbiao.forms.grid import Cell, Grid, Style
from hengbiao.forms.locate import LocateError, locate, placements
from hengbiao.forms.match import match, restricted
from hengbiao.forms.render import render

TIANJIN = SHIPPED["tianjin"]
PLAIN = Style()


def foreign(grid: Grid, down: int = 0, right: int = 0) -> Grid:
    """The grid as another program hands it over: texts in cells, no slots, no styles, perhaps elsewhere."""
    cells = tuple(
        Cell(cell.row + down, cell.col + right, cell.rows, cell.cols, cell.value, PLAIN) for cell in printed(grid).cells
    )
    widths, heights = (50.0,) * right + grid.widths, (20.0,) * down + grid.heights
    return Grid("", widths, heights, cells, (0, 0), {})


def form(*names: str, **fields: str) -> Form:
    rows = tuple(Row({"level1": "产出指标", "level2": "数量指标", "name": name}) for name in names)
    return Form("project", {"name": "项目", **fields}, {"indicators": rows} if rows else {})


def without_blank_end(found: Form) -> Form:
    """Blank rows at the end of a table cannot be told from room left in it."""
    tables = {table: said for table, rows in found.tables.items() if (said := ended(rows))}
    return replace(found, tables=tables)


def ended(rows):
    last = max((number for number, row in enumerate(rows, 1) if row.values), default=0)
    return rows[:last]


@pytest.mark.parametrize(("name", "kind"), PLANS)
@settings(max_examples=12)
@given(data=st.data())
def test_a_form_without_names_is_found_or_nothing_is_guessed(name, kind, data):
    layout = ALL[name]
    made = data.draw(forms(layout, kind, 3))
    found = placements(layout, foreign(render(layout, made)), kind)
    expected = without_blank_end(restricted(layout, made))
    assert found
    assert expected in [without_blank_end(match(layout, item.grid, printed=True)) for item in found]
    assert len(found) == 1 or len(layout.plan(kind).columns) > 1


def test_data_that_equals_labels_shifts_nothing():
    made = form("一级指标", "成本指标", "合计", "指标值", goal="绩效目标", purpose="预算数")
    assert match(TIANJIN, locate(TIANJIN, foreign(render(TIANJIN, made))), printed=True) == restricted(TIANJIN, made)


@pytest.mark.parametrize(("down", "right"), [(3, 0), (0, 2), (5, 1)])
def test_a_form_that_does_not_begin_at_the_corner(down, right):
    made = form("培训期数", goal="目标")
    grid = foreign(render(TIANJIN, made), down, right)
    assert match(TIANJIN, locate(TIANJIN, grid), printed=True) == restricted(TIANJIN, made)


def test_a_form_without_its_title():
    made = form("培训期数")
    grid = foreign(render(TIANJIN, made))
    bare = replace(grid, cells=tuple(cell for cell in grid.cells if cell.row > 1))
    assert match(TIANJIN, locate(TIANJIN, bare), printed=True) == restricted(TIANJIN, made)


def test_an_empty_form():
    assert match(TIANJIN, locate(TIANJIN, foreign(render(TIANJIN, form()))), printed=True).tables == {}


def test_other_labels_are_refused():
    grid = foreign(render(TIANJIN, form("培训期数")))
    cells = tuple(replace(c, value="三级名称") if c.value == "三级指标" else c for c in grid.cells)
    with pytest.raises(LocateError, match="没有找到与表样“天津市项目绩效目标表”一致的表"):
        locate(TIANJIN, replace(grid, cells=cells))


def test_other_spans_are_refused():
    grid = foreign(render(TIANJIN, form("培训期数", "次数")))
    cells = tuple(c for c in grid.cells if not (c.row == 8 and c.col == 2))
    with pytest.raises(LocateError):
        locate(TIANJIN, replace(grid, cells=cells))


@pytest.mark.parametrize("gap", [0, 2])
def test_two_forms_on_a_sheet_are_both_found_and_neither_is_chosen(gap):
    grid, more = (foreign(render(TIANJIN, form(name))) for name in ("甲", "乙"))
    below = tuple(replace(cell, row=cell.row + gap + len(grid.heights)) for cell in more.cells)
    both = replace(grid, cells=grid.cells + below, heights=grid.heights * 3)
    found = [
        match(TIANJIN, item.grid, printed=True).rows("indicators")[0].values["name"]
        for item in placements(TIANJIN, both)
    ]
    assert found == ["甲", "乙"]
    with pytest.raises(LocateError, match="有 2 种对法"):
        locate(TIANJIN, both)

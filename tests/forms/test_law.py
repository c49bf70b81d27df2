"""match(render(form)) == form, restricted to what the layout prints: export and import are one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forms.conftest import ALL, PLANS, printed
from tests.forms.strategies import forms, long_forms

from hengbiao.forms.grid import Grid
from hengbiao.forms.match import match, restricted
from hengbiao.forms.render import render

few = settings(max_examples=40)
fewer = settings(max_examples=15)
each_plan = pytest.mark.parametrize(("name", "kind"), PLANS)


@each_plan
@few
@given(data=st.data())
def test_what_was_rendered_is_matched_again(name, kind, data):
    layout = ALL[name]
    form = data.draw(forms(layout, kind))
    assert match(layout, render(layout, form)) == restricted(layout, form)


@each_plan
@few
@given(data=st.data())
def test_what_was_printed_is_matched_again(name, kind, data):
    layout = ALL[name]
    form = data.draw(forms(layout, kind))
    assert match(layout, printed(render(layout, form)), printed=True) == restricted(layout, form)


@each_plan
@settings(max_examples=10)
@given(data=st.data())
def test_sixty_rows(name, kind, data):
    layout = ALL[name]
    form = data.draw(long_forms(layout, kind))
    assert match(layout, render(layout, form)) == restricted(layout, form)


@each_plan
@fewer
@given(data=st.data())
def test_cells_cover_the_grid_once(name, kind, data):
    layout = ALL[name]
    grid = render(layout, data.draw(forms(layout, kind)))
    covered = [
        (row, col)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.rows)
        for col in range(cell.col, cell.col + cell.cols)
    ]
    assert len(covered) == len(set(covered)) == len(grid.heights) * len(grid.widths)
    assert_same_length(grid)


def assert_same_length(grid: Grid) -> None:
    """Every row has its least height and is at least as high."""
    assert len(grid.least) == len(grid.heights)
    assert all(height >= least for height, least in zip(grid.heights, grid.least, strict=True))


@each_plan
@fewer
@given(data=st.data())
def test_restricting_twice_is_restricting_once(name, kind, data):
    layout = ALL[name]
    once = restricted(layout, data.draw(forms(layout, kind)))
    assert restricted(layout, once) == once


@pytest.mark.torture
@each_plan
@settings(max_examples=2000)
@given(data=st.data())
def test_thousands_of_forms(name, kind, data):
    layout = ALL[name]
    form = data.draw(forms(layout, kind))
    assert match(layout, printed(render(layout, form)), printed=True) == restricted(layout, form)

"""Rows are as high as their text needs, on paper and on the screen."""

from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forms.conftest import ALL, PLANS
from tests.forms.strategies import forms

from hengbiao.forms.entry import entry_rows
from hengbiao.forms.form import Form, Row
from hengbiao.forms.heights import height_of, lines_of, reflow
from hengbiao.forms.layouts import load_layout
from hengbiao.forms.render import render

TIANJIN = load_layout("tianjin")


def assert_nothing_clipped(grid):
    edges = list(accumulate(grid.widths, initial=0.0))
    for cell in grid.cells:
        lines = lines_of(cell, edges[cell.col + cell.cols] - edges[cell.col])
        room = sum(grid.heights[cell.row : cell.row + cell.rows])
        assert height_of(len(lines), cell.style) <= room + 0.01


@pytest.mark.parametrize(("name", "kind"), PLANS)
@settings(max_examples=12)
@given(data=st.data())
def test_nothing_is_clipped(name, kind, data):
    grid = render(ALL[name], data.draw(forms(ALL[name], kind)))
    assert_nothing_clipped(grid)
    assert_nothing_clipped(reflow(grid, 700, size=14))


def test_the_screen_has_the_same_cells_in_its_own_type():
    grid = render(TIANJIN, entry_rows(Form("project", {"name": "项目"}), TIANJIN))
    screen = reflow(grid, 1100, size=13, font="hei")
    assert sum(screen.widths) == pytest.approx(1100)
    assert [(c.rect, c.value, c.slot, c.locked) for c in screen.cells] == [
        (c.rect, c.value, c.slot, c.locked) for c in grid.cells
    ]
    assert {cell.style.font for cell in screen.cells} == {"hei"}
    sizes = {cell.style.role: cell.style.size for cell in screen.cells}
    assert sizes["value"] == pytest.approx(13)
    assert sizes["title"] == round(13 * 16 / 10.5)
    assert screen.by_slot.keys() == grid.by_slot.keys()


def test_small_print_is_read_on_a_screen_as_body_text_is():
    yunnan = load_layout("yunnan")
    grid = render(yunnan, Form("department", {"duty": "职责"}))
    assert min(cell.style.size for cell in grid.cells) < 9.5
    assert min(cell.style.size for cell in reflow(grid, 1100, size=13).cells) == 12


def test_a_merged_label_makes_its_rows_grow():
    rows = tuple(Row({"level1": "很长的一级指标名称" * 6, "name": name}) for name in "甲乙")
    grid = render(TIANJIN, Form("project", {}, {"indicators": rows}))
    first, second = grid.heights[7:]
    assert first == second > 26
    assert_nothing_clipped(grid)


def test_longer_text_never_makes_a_row_lower():
    heights = [render(TIANJIN, Form("project", {"goal": "目标" * n})).heights[5] for n in range(0, 400, 40)]
    assert heights == sorted(heights)
    assert heights[-1] > heights[0]


def test_every_cell_without_slot_says_why():
    grid = render(TIANJIN, Form("project", {"name": "项目"}, {}, {"n": "1"}))
    assert all(cell.locked for cell in grid.cells if not cell.slot)
    assert not any(cell.locked for cell in grid.cells if cell.slot)
    title = next(cell for cell in grid.cells if cell.style.role == "title")
    assert title.value == "1.项目绩效目标表"
    assert grid.title == "1.项目绩效目标表"
    assert "序号" in title.locked

"""Pages: every row once, in order, inside the margins; heads repeated; no text lost or doubled unmarked."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forms.conftest import ALL, PLANS, SHIPPED
from tests.forms.strategies import long_forms

from hengbiao.forms.form import Form, Row
from hengbiao.forms.heights import lines_of
from hengbiao.forms.pages import Furniture, furnished, page_texts, paginate
from hengbiao.forms.render import render

TIANJIN = SHIPPED["tianjin"]


def form(rows: int, **fields: str) -> Form:
    made = [Row({"level1": f"产出{n // 15}", "level2": "数量指标", "name": f"指标{n}" * 4}) for n in range(rows)]
    return Form("project", {"name": "项目", **fields}, {"indicators": tuple(made)} if rows else {})


def texts(placed):
    return [line.text for line in placed.lines]


@pytest.mark.parametrize(("name", "kind"), PLANS)
@settings(max_examples=6)
@given(data=st.data())
def test_every_text_stands_on_the_pages_once(name, kind, data):
    layout = ALL[name]
    grid = render(layout, data.draw(long_forms(layout, kind)))
    edges = [sum(grid.widths[:n]) for n in range(len(grid.widths) + 1)]
    drawn = Counter()
    for page in paginate(grid):
        for placed in page.cells:
            if not placed.again:
                drawn.update((placed.cell.row, placed.cell.col, line) for line in texts(placed))
    expected = Counter(
        (cell.row, cell.col, line)
        for cell in grid.cells
        for line in lines_of(cell, edges[cell.col + cell.cols] - edges[cell.col])
    )
    assert drawn == expected


@pytest.mark.parametrize(("name", "kind"), PLANS)
@settings(max_examples=6)
@given(data=st.data())
def test_what_pages_say_is_told_without_placing_it(name, kind, data):
    grid = render(ALL[name], data.draw(long_forms(ALL[name], kind)))
    drawn = ["".join(line for placed in page.cells for line in texts(placed)) for page in paginate(grid)]
    assert list(map(run_on, page_texts(grid))) == list(map(run_on, drawn))


def run_on(text):
    return "".join(text.split())


@pytest.mark.parametrize(("name", "kind"), PLANS)
@settings(max_examples=6)
@given(data=st.data())
def test_nothing_leaves_its_cell_or_the_page(name, kind, data):
    layout = ALL[name]
    paper = layout.paper
    for page in paginate(render(layout, data.draw(long_forms(layout, kind)))):
        for placed in page.cells:
            assert placed.y >= paper.top - 0.1
            assert placed.y + placed.height <= paper.height - paper.bottom + 0.1
            assert placed.x >= paper.left - 0.1
            assert placed.x + placed.width <= paper.width - paper.right + 0.1
            size = placed.cell.style.size
            for line in placed.lines:
                assert placed.y <= line.y - 0.75 * size
                assert line.y + 0.25 * size <= placed.y + placed.height


def test_rows_follow_each_other():
    pages = paginate(render(TIANJIN, form(60)))
    assert len(pages) > 2
    assert [page.rows[0] for page in pages[1:]] == [page.rows[1] for page in pages[:-1]]
    assert pages[0].rows[0] == 0
    assert pages[-1].rows[1] == 7 + 60


def test_the_head_is_repeated_and_the_level_drawn_again():
    first, *others = paginate(render(TIANJIN, form(60)))
    assert not any(placed.again for placed in first.cells)
    for page in others:
        heads = [placed for placed in page.cells if placed.cell.style.role == "head"]
        assert [text for placed in heads for text in texts(placed)][:2] == ["一级指标", "二级指标"]
        assert all(placed.again and placed.y == TIANJIN.paper.top for placed in heads[:1])
    spanning = [placed for page in others for placed in page.cells if placed.cell.col == 0 and placed.cell.rows > 1]
    assert any(placed.again and texts(placed) == ["产出2"] for placed in spanning) or len(spanning) > 0


def test_a_text_taller_than_a_page_is_cut_between_lines():
    grid = render(TIANJIN, form(3, goal="绩效目标的文字，" * 400))
    pages = paginate(grid)
    parts = [placed for page in pages for placed in page.cells if placed.cell.slot and placed.cell.slot.field == "goal"]
    assert len(parts) >= 2
    assert "".join(line.text for part in parts for line in part.lines) == "绩效目标的文字，" * 400
    labels = [placed for page in pages for placed in page.cells if placed.cell.value == "绩效目标"]
    assert [placed.again for placed in labels] == [False] + [True] * (len(labels) - 1)


@pytest.mark.parametrize("lines", range(20, 60))
def test_no_head_ends_a_page(lines):
    for page in paginate(render(TIANJIN, form(4, goal="目标\n" * lines))):
        lowest = max(page.cells, key=lambda placed: (placed.y + placed.height, -placed.cell.rows))
        assert lowest.cell.style.role not in {"head", "title", "line"}


@pytest.mark.parametrize("lines", range(20, 60))
@pytest.mark.parametrize("length", [25, 120])
def test_no_heading_of_a_long_section_ends_a_page(lines, length):
    """Sections that fill more than a page, or whose first text alone does, begin below their heading."""
    section = Row({"title": "救助", "goal": "目标\n" * length, "indicators": "指标\n" * 20})
    made = Form("department", {"goal": "总目标\n" * lines}, {"sections": (section,)})
    for page in paginate(render(SHIPPED["hebei"], made)):
        lowest = max(page.cells, key=lambda placed: placed.y)
        assert lowest.cell.style.role not in {"title", "line"}
        assert lowest.cell.slot is None or lowest.cell.slot.field != "title"


def test_a_short_form_is_one_page():
    assert len(paginate(render(TIANJIN, form(8)))) == 1


def test_notes_stand_in_the_margins_and_count_all_pages():
    pages = paginate(render(TIANJIN, form(60))) + paginate(render(TIANJIN, form(1)))
    done = furnished(pages, Furniture(head=("", "", "未定稿：2 处错误"), foot=("", "第 {page} 页，共 {pages} 页", "")))
    assert [page.notes[-1].line.text for page in done] == [
        f"第 {n} 页，共 {len(done)} 页" for n in range(1, len(done) + 1)
    ]
    for page in done:
        head, foot = (note.line.y for note in page.notes)
        assert 0 < head < page.paper.top
        assert page.paper.height - page.paper.bottom < foot < page.paper.height
        assert page.cells == replace(page, notes=()).cells

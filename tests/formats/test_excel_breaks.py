"""Pages of a sheet: they hold their rows, and what belongs together stands together."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.grids import form
from tests.forms.conftest import ALL, PLANS
from tests.forms.strategies import long_forms

from hengbiao.formats.excel.breaks import breaks, breaks_xml
from hengbiao.formats.excel.sheet import rows_of
from hengbiao.forms.form import Form, Row
from hengbiao.forms.render import render


def pages(grid):
    rows = rows_of(grid)
    starts = (0, *breaks(grid, rows), rows.starts[-1])
    return rows, [range(*pair) for pair in pairwise(starts)]


@pytest.mark.parametrize(("name", "kind"), PLANS)
@settings(max_examples=8)
@given(data=st.data())
def test_every_page_holds_its_rows(name, kind, data):
    grid = render(ALL[name], data.draw(long_forms(ALL[name], kind)))
    rows, found = pages(grid)
    head = range(rows.starts[grid.head[0]], rows.starts[grid.head[1]])
    for page in found:
        again = sum(rows.each[row] for row in head) if page.start >= head.stop else 0
        assert len(page) == 1 or again + sum(rows.each[row] for row in page) <= grid.paper.inner_height


@pytest.mark.parametrize("count", range(1, 60, 3))
def test_no_head_ends_a_page(count):
    layout = ALL["yunnan"]
    tasks = tuple(Row({"name": f"任务{n}", "content": "内容" * 40}) for n in range(count))
    rows_of_form = tuple(Row({"level1": "产出指标", "level2": "数量指标", "name": f"指标{n}"}) for n in range(9))
    grid = render(layout, Form("department", {}, {"tasks": tasks, "indicators": rows_of_form}))
    rows, found = pages(grid)
    kept = {rows.starts[row + 1] for row in grid.keep}
    assert len(found) > 1 or count < 20
    assert not kept & {page.stop for page in found}


def test_a_short_form_has_no_breaks():
    grid = form()
    assert breaks(grid, rows_of(grid)) == ()
    assert breaks_xml(()) == ""


def test_breaks_as_a_worksheet_has_them():
    assert breaks_xml((12, 30)) == (
        '<rowBreaks count="2" manualBreakCount="2">'
        '<brk id="12" max="16383" man="1"/><brk id="30" max="16383" man="1"/></rowBreaks>'
    )

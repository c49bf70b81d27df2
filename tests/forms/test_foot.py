"""签章: lines at the end that stand only where the unit has defaults for them; amounts and 中期 columns."""

from dataclasses import replace
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forms.conftest import ALL, PLANS, SHIPPED
from tests.forms.strategies import forms
from tests.forms.test_locate import foreign

from hengbiao.domain.money import LIMIT
from hengbiao.forms.form import Form, Row
from hengbiao.forms.grid import shown
from hengbiao.forms.heights import lines_of, reflow
from hengbiao.forms.locate import locate
from hengbiao.forms.match import match, restricted
from hengbiao.forms.pages import paginate
from hengbiao.forms.render import render

SIGNED = {"unit.extra/填报人": "王芳", "unit.extra/联系电话": "022-1234", "unit.extra/单位负责人": "李强"}
LABELS = ("填报人：", "联系电话：", "单位负责人：", "填报日期：", "单位（盖章）")


def texts(grid):
    return [shown(cell.value, cell.style.show) for cell in grid.cells]


@pytest.mark.parametrize(("name", "kind"), [plan for plan in PLANS if plan[0] in SHIPPED])
def test_it_stands_only_where_the_unit_has_a_default(name, kind):
    unsigned, signed = (render(ALL[name], Form(kind, {}, {}, facts)) for facts in ({}, SIGNED))
    assert not any(text.startswith(LABELS) for text in texts(unsigned))
    assert signed.heights[: len(unsigned.heights)] == unsigned.heights
    for label in LABELS:
        assert sum(text.startswith(label) for text in texts(signed)) == 1
    assert "填报人：王芳" in texts(signed)
    assert "填报日期：" in texts(signed)


@pytest.mark.parametrize(("name", "kind"), PLANS)
@settings(max_examples=8)
@given(data=st.data())
def test_it_never_changes_what_is_read_back(name, kind, data):
    layout = ALL[name]
    form = data.draw(forms(layout, kind))
    signed = replace(form, facts={**form.facts, **SIGNED})
    assert match(layout, render(layout, signed)) == restricted(layout, signed) == restricted(layout, form)


def rows(count):
    return tuple(Row({"level1": "产出指标", "level2": "数量指标", "name": f"指标{n}"}) for n in range(count))


@pytest.mark.parametrize(("name", "kind"), [plan for plan in PLANS if plan[0] in SHIPPED])
def test_it_is_never_parted_by_the_end_of_a_page(name, kind):
    table = "indicators" if "indicators" in ALL[name].plan(kind).columns else "measures"
    wanted = {"indicators": rows, "measures": lambda n: tuple(Row({"title": f"措施{i}"}) for i in range(n))}[table]
    for count in range(2, 60):
        grid = render(ALL[name], Form(kind, {"name": "项目"}, {table: wanted(count)}, SIGNED))
        pages = paginate(grid)
        first = next(cell.row for cell in grid.cells if shown(cell.value, cell.style.show).startswith("填报人"))
        assert [page.rows[0] < first and page.rows[1] >= first + 2 for page in pages].count(True) == 1


def test_it_is_found_by_its_labels():
    layout = SHIPPED["tianjin"]
    for facts in ({}, SIGNED):
        form = Form("project", {"name": "项目"}, {"indicators": rows(3)}, facts)
        assert match(layout, locate(layout, foreign(render(layout, form))), printed=True) == form


@pytest.mark.parametrize(("name", "kind"), PLANS)
@pytest.mark.parametrize("amount", [0, 1, 100, -LIMIT, LIMIT])
def test_an_amount_stands_on_one_line(name, kind, amount):
    layout = ALL[name]
    plan = layout.plan(kind)
    money = [path for path, spec in plan.fields.items() if spec.style.show.kind == "amount"]
    tables = {
        table: (Row(dict.fromkeys((f for f, spec in columns.items() if spec.style.show.kind == "amount"), amount)),) * 9
        for table, columns in plan.columns.items()
    }
    grid = render(layout, Form(kind, dict.fromkeys(money, amount), tables))
    for drawn in (grid, reflow(grid, 900)):
        edges = list(accumulate(drawn.widths, initial=0.0))
        for cell in drawn.cells:
            if isinstance(cell.value, int):
                assert len(lines_of(cell, edges[cell.col + cell.cols] - edges[cell.col])) == 1
    ordinary = render(layout, Form(kind, dict.fromkeys(money, 12_345_600), {}))
    assert {cell.style.size for cell in ordinary.cells if isinstance(cell.value, int)} <= {
        spec.style.size for spec in plan.fields.values()
    }


@pytest.mark.parametrize(
    ("start", "end", "names"),
    [
        ("2024-01-01", "2026-12-31", ["期数", "期数"]),
        ("2024年1月", "2025年2月", ["期数", "期数"]),
        ("2025-01-01", "2025-12-31", [None, "期数"]),
        ("2025-01-01", "", [None, "期数"]),
        ("年初", "2026", [None, "期数"]),
    ],
)
def test_the_other_side_stands_where_a_project_runs_over_years(start, end, names):
    layout = SHIPPED["national-project-2"]
    form = Form("project", {"start": start, "end": end}, {"indicators": (Row({"level2": "数量指标", "name": "期数"}),)})
    grid = render(layout, form)
    last = [cell for cell in grid.cells if cell.row == len(grid.heights) - 1]
    assert [cell.value for cell in last if cell.col in {3, 6}] == names
    assert [bool(cell.locked) for cell in last if cell.col in {3, 6}] == [True, False]
    assert match(layout, grid) == restricted(layout, form)

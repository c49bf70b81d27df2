from dataclasses import replace
from itertools import accumulate

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.forms.documents import document, indicators
from tests.strategies import trees

from hengbiao.domain.money import LIMIT
from hengbiao.domain.project import Funds
from hengbiao.domain.tree import Records, Tree
from hengbiao.formats import interchange
from hengbiao.forms.grid import shown
from hengbiao.forms.heights import lines_of
from hengbiao.forms.layout import in_unit
from hengbiao.forms.layouts import load_layout, read_layout
from hengbiao.forms.pages import paginate
from hengbiao.forms.strict_toml import LayoutError
from hengbiao.forms.summary import summarised
from hengbiao.forms.summary_layout import read_summary, summaries
from hengbiao.paths import resource

TIANJIN = load_layout("tianjin")
SOURCES = ("total", "fiscal", "carryover", "other")


def texts(grid):
    """The printed cells of each row, from left to right; a merged one stands in its first row."""
    rows = [[] for _ in grid.heights]
    for cell in grid.cells:
        rows[cell.row].append(shown(cell.value, cell.style.show))
    return [[text for text in row if text] for row in rows]


def by_indicator(tree, layout=TIANJIN):
    return summarised(tree, layout)[0]


def by_project(tree, layout=TIANJIN):
    return summarised(tree, layout)[1]


def amounts(row):
    """The values of the amount cells of a row by column."""
    return [cell.value for cell in row if cell.style.show.kind == "amount"]


def test_a_row_an_indicator_with_unit_and_project_merged():
    tree = document([{"name": "甲"}, {"name": "乙", "indicators": indicators(5)}], [{"name": "丙"}])
    grid = by_indicator(tree)
    spans = {cell.value: (cell.row, cell.rows) for cell in grid.cells if cell.col in {0, 1} and cell.rows > 1}
    assert spans == {
        "预算单位": (2, 2),
        "项目名称": (2, 2),
        "第1单位": (4, 8),
        "甲": (4, 3),
        "乙": (7, 5),
        "第2单位": (13, 3),
        "丙": (13, 3),
    }
    assert texts(grid)[12] == ["小计", "90.00"]
    assert texts(grid)[16:] == [["小计", "45.00"], ["合计", "135.00"]]
    assert texts(grid)[4] == ["第1单位", "甲", "45.00", "目标。", "产出指标", "数量指标", "第0项指标", "≥", "0", "次"]


def test_a_row_a_project_with_totals():
    funds = Funds(total=100, fiscal=None, carryover=0, other=100)
    tree = document([{"name": "甲", "code": "A1"}, {"name": "乙", "funds": funds}], [{"name": "丙"}])
    assert texts(by_project(tree))[4:] == [
        ["1", "第1单位", "甲", "A1", "45.00", "45.00", "3"],
        ["2", "乙", "0.0001", "0.00", "0.0001", "3"],
        ["小计", "45.0001", "45.00", "0.00", "0.0001", "6"],
        ["3", "第2单位", "丙", "45.00", "45.00", "3"],
        ["小计", "45.00", "45.00", "3"],
        ["合计", "90.0001", "90.00", "0.00", "0.0001", "9"],
    ]


def test_the_known_sums_of_tianjin(shared):
    tree = interchange.read(shared / "domain" / "data" / "tianjin-2025.json")
    for grid in summarised(tree, TIANJIN):
        found = [row for row in texts(grid) if row and row[0] in {"小计", "合计"}]
        assert [row[:2] for row in found] == [["小计", "316.00"], ["小计", "89.30"], ["合计", "405.30"]]
        assert "2025年度" in grid.title
        assert texts(grid)[1] == ["共 2 个预算单位", "金额单位：万元"]


@given(trees(max_units=3, max_projects=3))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_every_sum_is_exact_in_fen_for_any_document(tree):
    tables = summarised(tree, TIANJIN)
    projects = [tree.project(item.id) for item in tree.all_projects()]
    assert bool(tables) == bool(projects)
    for grid in tables[1:]:
        last = [cell for cell in grid.cells if cell.row == len(grid.heights) - 1]
        expected = [[getattr(each.funds, name) for each in projects] for name in SOURCES]
        sums = [sum(filter(None, column)) if any(v is not None for v in column) else None for column in expected]
        assert amounts(last) == sums
        subtotals = [c for c in grid.cells if c.value == "小计"]
        held = [amounts([c for c in grid.cells if c.row == each.row]) for each in subtotals]
        assert [sum(filter(None, column)) for column in zip(*held, strict=True)] == [each or 0 for each in sums]


@given(trees(max_units=2, max_projects=3))
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_the_cells_cover_every_table_once(tree):
    for grid in summarised(tree, TIANJIN):
        places = [
            (row, col)
            for cell in grid.cells
            for row in range(cell.row, cell.row + cell.rows)
            for col in range(cell.col, cell.col + cell.cols)
        ]
        assert len(places) == len(set(places)) == len(grid.heights) * len(grid.widths)


def test_amounts_stand_in_the_unit_of_the_layout_and_never_break():
    funds = Funds(total=LIMIT, fiscal=-LIMIT)
    tree = document([{"funds": funds}, {"funds": funds}])
    for layout in (TIANJIN, in_unit(TIANJIN, "元")):
        for grid in summarised(tree, layout):
            edges = list(accumulate(grid.widths, initial=0.0))
            held = [cell for cell in grid.cells if cell.style.show.kind == "amount" and cell.value]
            assert {cell.style.show.unit for cell in held} == {layout.money_unit}
            assert {len(lines_of(cell, edges[cell.col + 1] - edges[cell.col])) for cell in held} == {1}
            assert sum(grid.widths) == pytest.approx(grid.paper.inner_width)


def variant(folder, **changes):
    """Tianjin's layout with other top lines."""
    lines = resource("layouts", "tianjin.toml").read_text("utf-8").splitlines()
    made = [line for line in lines if line.split(" = ")[0] not in {"id", *changes}]
    top = [f"{key} = {value}" for key, value in {"id": '"trial"', **changes}.items()]
    path = folder / "trial.toml"
    path.write_text("\n".join([*top, *made]), "utf-8")
    return read_layout(path)


def test_amounts_are_grouped_where_the_layout_groups_them(tmp_path):
    tree = document([{"funds": Funds(total=140_040_000)}])
    grouped = variant(tmp_path, grouped="true", money_unit='"元"')
    assert texts(by_project(tree, grouped))[-1] == ["合计", "1,400,400.00", "3"]
    assert texts(by_project(tree, in_unit(TIANJIN, "元")))[-1] == ["合计", "1400400.00", "3"]


def test_projects_of_one_name_are_not_taken_for_one():
    grid = by_indicator(document([{"name": "甲"}, {"name": "甲"}]))
    assert [(cell.row, cell.rows) for cell in grid.cells if cell.value == "甲"] == [(4, 3), (7, 3)]


def test_a_project_without_indicators_has_a_row():
    grid = by_indicator(document([{"name": "甲", "indicators": ()}]))
    assert texts(grid)[4] == ["第1单位", "甲", "45.00", "目标。"]


def test_only_the_chosen_projects_are_summed():
    tree = document([{"name": "甲"}, {"name": "乙"}], [{"name": "丙"}])
    grids = summarised(tree, TIANJIN, ["p1-1"])
    assert texts(grids[1])[4:] == [
        ["2", "第1单位", "乙", "45.00", "45.00", "3"],
        ["小计", "45.00", "45.00", "3"],
        ["合计", "45.00", "45.00", "3"],
    ]
    assert texts(grids[1])[1][0] == "571201 第1单位"


def test_the_title_names_a_year_only_where_there_is_one():
    mixed = document([{"year": 2025}, {"year": 2026}])
    assert by_project(mixed).title == "项目绩效目标汇总表（按项目）"
    assert by_project(document([{}])).title == "2026年度项目绩效目标汇总表（按项目）"


def overflowing(page):
    """The cells of a page whose text leaves them."""
    return [
        placed
        for placed in page.cells
        for line in placed.lines
        if line.y > placed.y + placed.height or line.y < placed.y
    ]


@pytest.mark.parametrize("rows", [0, 1, 3, 60])
@pytest.mark.parametrize("length", [10, 700, 3000])
def test_long_goals_stand_whole_and_inside_their_cells(rows, length):
    goal = "".join(chr(0x4E00 + n) for n in range(length))
    tree = document([{"name": "甲"}, {"name": "乙", "goal": goal, "indicators": indicators(rows)}, {"name": "丙"}])
    pages = paginate(by_indicator(tree))
    drawn = [placed for page in pages for placed in page.cells if placed.cell.value == goal and not placed.again]
    assert "".join(line.text for placed in drawn for line in placed.lines) == goal
    assert [overflowing(page) for page in pages] == [[]] * len(pages)


def test_heads_are_repeated_and_a_sum_never_begins_a_page():
    tree = document([{"name": f"项目{n}"} for n in range(40)], [{"name": "末"}])
    for grid in summarised(tree, TIANJIN):
        pages = paginate(grid)
        sums = {cell.row for cell in grid.cells if cell.value in {"小计", "合计"}}
        assert len(pages) > 1
        assert not sums & {page.rows[0] for page in pages}
        for page in pages:
            assert {"预算单位", "项目名称", "预算数"} <= {placed.cell.value for placed in page.cells}


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.integers(1, 400))
@settings(max_examples=25)
def test_what_stands_on_the_pages_is_what_the_table_holds(counts, length):
    tree = document(
        [{"name": f"项目{n}", "indicators": indicators(count), "goal": "目" * length} for n, count in enumerate(counts)]
    )
    grid = by_indicator(tree)
    found = {placed.cell for page in paginate(grid) for placed in page.cells if placed.lines}
    assert found == {cell for cell in grid.cells if shown(cell.value, cell.style.show)}


def test_every_shipped_summary_is_read():
    assert [(each.id, each.table) for each in summaries()] == [("indicators", "indicators"), ("projects", "")]


@pytest.mark.parametrize(
    ("was", "now", "reason"),
    [
        ('per = "unit"', 'per = "office"', "“per”不能是“office”"),
        ('field = "code"', 'field = "kode"', "没有“kode”这一栏"),
        ('field = "funds/other"', 'field = "indicators"', "没有“indicators”这一栏"),
        ("width = 34", "width = 0", "“width”应大于 0"),
        ('per = "project"\nfield = "n"', 'per = "row"\nfield = "name"', "不能用 row"),
        ('per = "unit"\nfield = "name"', 'per = "unit"\nfield = "goal"', "没有“goal”这一栏"),
        ('field = "n"\n', 'field = "n"\nmerge = true\n', "“merge”只用在 row"),
        ('{ sum = "count", style = "sum" }', '{ sum = "name", style = "sum" }', "不是可以合计的栏"),
        ("{period}", "{perriod}", "“{perriod}”不是现成内容"),
        ('text = "合计", cols = 4', 'text = "合计", cols = 5', "超出了 9 列"),
        ('text = "合计", cols = 4', 'text = "合计", cols = 3', "没有占满 9 列"),
        ('{ text = "其他资金", style = "head" }', '{ text = "其他资金", rows = 2, style = "head" }', "超出了末行"),
        ('text = "合计", cols = 4', 'text = "合计", rows = 2, cols = 4', "不能用“rows”"),
        ('style = "text"', 'style = "words"', "“style”不能是“words”"),
        ("height = 26\n", "height = 26\ncolour = 1\n", "不认识的“colour”"),
    ],
)
def test_a_summary_file_that_is_wrong_is_refused_with_its_line(tmp_path, was, now, reason):
    text = resource("summaries", "projects.toml").read_text("utf-8")
    assert was in text
    path = tmp_path / "projects.toml"
    path.write_text(text.replace(was, now, 1), "utf-8")
    with pytest.raises(LayoutError, match=r"第 [0-9]+ 行") as told:
        read_summary(path)
    assert reason in str(told.value)


def test_a_thousand_projects_are_one_table():
    made = document([{"name": f"项目{n}"} for n in range(1000)])
    assert len(by_indicator(made).heights) == 4 + 3000 + 2


def test_names_of_levels_stand_as_the_scheme_of_the_layout_prints_them(tmp_path):
    level = replace(indicators(1)[0], level1="效益指标", level2="社会效益指标")
    tree = document([{"indicators": (level,)}])
    layout = variant(tmp_path, scheme='"yunnan"')
    assert texts(by_indicator(tree))[4][5] == "社会效益指标"
    assert texts(by_indicator(tree, layout))[4][5] == "社会效益"


def test_a_tree_without_projects_has_no_summary():
    assert summarised(Tree(Records({}), {}), TIANJIN) == ()
    assert summarised(document(("目标", [])), TIANJIN) == ()

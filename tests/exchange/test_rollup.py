from decimal import Decimal

from hypothesis import given, settings
from tests.strategies import trees

from hengbiao.domain import money
from hengbiao.domain.project import Funds, Project
from hengbiao.exchange import rollup
from hengbiao.formats import interchange
from hengbiao.forms.grid import shown


def wan(fen):
    return money.show(fen, "万元")


def test_the_published_figures_of_tianjin_add_up(shared):
    tree = interchange.read(shared / "domain" / "data" / "tianjin-2025.json")
    found = rollup.rollup(tree)
    assert [wan(one.funds.total) for one in found.units.values()] == ["316.00", "89.30"]
    assert (found.total.projects, wan(found.total.funds.total), wan(found.total.funds.other)) == (4, "405.30", "271.00")
    assert list(found.years) == [2025]


def test_shanghai_by_nature(shared):
    tree = interchange.read(shared / "domain" / "data" / "shanghai-2024.json")
    found = rollup.rollup(tree)
    assert sum(one.funds.total for one in found.natures.values()) == found.total.funds.total
    assert "经常性专项业务费" in found.natures


@settings(max_examples=25)
@given(trees())
def test_every_way_of_adding_gives_the_same_sum_to_the_fen(tree):
    found = rollup.rollup(tree)
    assert found.total.projects == len(tree.all_projects())
    for ways in (found.units, found.years, found.natures):
        assert sum(one.projects for one in ways.values()) == found.total.projects
        for name in ("total", *rollup.SOURCES):
            amounts = [amount for one in ways.values() if (amount := getattr(one.funds, name)) is not None]
            assert (sum(amounts) if amounts else None) == getattr(found.total.funds, name)


def test_blanks_are_no_noughts():
    assert rollup.sums([]) == rollup.Sums(0, Funds())


@settings(max_examples=25)
@given(trees())
def test_the_table_shows_what_was_summed(tree):
    found = rollup.rollup(tree, 3)
    grid = rollup.grid(found, tree)
    texts = {(cell.row, cell.col): shown(cell.value, cell.style.show) for cell in grid.cells}
    last = len(grid.heights) - 1
    assert texts[last, 0] == "合计"
    assert texts[last, 3] == money.show(found.total.funds.total, "万元")
    assert any("未决 3 处" in text for text in texts.values())


@settings(max_examples=25)
@given(trees())
def test_the_sums_are_those_of_the_printed_amounts(tree):
    """An adding machine beside it: amounts as `dump` prints them, added as decimals."""
    found = rollup.rollup(tree)
    told = interchange.dump(tree)["units"]
    for unit, one in zip(told, found.units.values(), strict=True):
        for name in ("total", *rollup.SOURCES):
            printed = [project.get("funds", {}).get(name) for project in unit.get("projects", ())]
            amounts = [Decimal(text) for text in printed if text is not None]
            summed = getattr(one.funds, name)
            assert (None if summed is None else Decimal(money.yuan(summed))) == (sum(amounts) if amounts else None)


def test_a_hundred_thousand_fen_add_up_where_floats_do_not():
    projects = [Project(id=f"p{n}", unit="u", funds=Funds(total=10, fiscal=10)) for n in range(100_000)]
    assert rollup.sums(projects).funds.total == 1_000_000
    assert sum([0.1] * 100_000) != 10_000

"""测算明细: arithmetic of a line, and cost indicators that follow their lines."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengbiao.domain.balance import project_equations
from hengbiao.domain.change import put_all
from hengbiao.domain.estimates import cost_rows, misreckoned, outdated, product
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Estimate, Funds, Project
from hengbiao.domain.target import parse

PRINTING = Estimate(id="a", content="印刷费", quantity="1500", unit="册", price="3.00", amount=450_000)
POSTAGE = Estimate(id="b", content="邮寄费", amount=50_000, basis="按上年支出")
ROWS = (
    Indicator(id="1", position="B", level1="产出指标", level2="数量指标"),
    Indicator(id="2", position="D", level1="效益指标", level2="社会效益指标"),
)
PROJECT = Project(id="p", unit="u", funds=Funds(total=500_000), indicators=ROWS, estimates=(PRINTING, POSTAGE))


def after(project: Project) -> Project:
    made = put_all(project, cost_rows(project))
    assert isinstance(made, Project)
    return made


@pytest.mark.parametrize(
    ("quantity", "price", "wanted"),
    [("1500", "3.00", 450_000), ("3", "0.335", 101), ("", "3", None), ("许多", "3", None), ("1e400", "1", None)],
)
def test_a_line_is_multiplied_to_the_nearest_fen(quantity: str, price: str, wanted: int | None) -> None:
    assert product(Estimate(id="x", quantity=quantity, price=price)) == wanted


def test_a_wrong_amount_is_told_with_the_arithmetic() -> None:
    (found,) = misreckoned(replace(PROJECT, estimates=(replace(PRINTING, amount=450_001), POSTAGE)))
    assert (found.wanted, found.sentence) == (450_000, "“印刷费”1500 册 × 3.00 元 = 4,500 元，填的是 4,500.01 元")
    assert misreckoned(PROJECT) == ()


def test_the_lines_become_cost_indicators_that_meet_the_budget() -> None:
    made = after(PROJECT)
    assert [(row.level2, row.name, str(row.target), row.description) for row in made.indicators[1:3]] == [
        ("成本指标", "印刷费", "≤0.45万元", "1500册 × 3.00元 = 4,500元"),
        ("成本指标", "邮寄费", "≤0.05万元", "按上年支出"),
    ]
    assert {one.name: one.state for one in project_equations(made)}["cost"] == "balanced"


def test_they_stand_with_the_cost_rows_that_are_there() -> None:
    cost = Indicator(id="3", position="C", level1="成本指标", level2="经济成本指标")
    made = after(replace(PROJECT, indicators=(ROWS[0], cost, ROWS[1])))
    assert [row.level2 for row in made.indicators] == ["数量指标", *["经济成本指标"] * 3, "社会效益指标"]


def test_a_line_that_changes_asks_once() -> None:
    made = after(PROJECT)
    assert (outdated(PROJECT), outdated(made), cost_rows(made)) == (False, False, [])
    later = replace(made, estimates=(replace(PRINTING, amount=600_000),))
    assert outdated(later)
    again = after(later)
    assert [str(row.target) for row in again.indicators[1:2]] == ["≤0.60万元"]
    assert not outdated(again)


def test_what_a_person_made_of_a_row_is_kept() -> None:
    made = after(PROJECT)
    named = tuple(replace(row, name="手册印制", description="") for row in made.indicators)
    later = after(replace(made, indicators=named, estimates=(replace(PRINTING, amount=600_000), POSTAGE)))
    assert {row.name for row in later.indicators} == {"手册印制"}


def test_without_cost_rows_they_stand_where_the_form_has_cost() -> None:
    scheme = ("成本指标", "经济成本指标")
    made = put_all(PROJECT, cost_rows(PROJECT, levels=scheme))
    assert [(row.level1, row.level2) for row in made.indicators[:2]] == [scheme, scheme]


def test_the_arithmetic_follows_its_line_and_other_words_stay() -> None:
    made = after(PROJECT)
    fewer = replace(made, estimates=(replace(PRINTING, quantity="1000", amount=300_000), POSTAGE))
    assert [row.description for row in after(fewer).indicators[1:3]] == ["1000册 × 3.00元 = 3,000元", "按上年支出"]


def test_rows_that_it_takes_the_place_of_go() -> None:
    cost = Indicator(id="3", position="C", level1="产出指标", level2="成本指标", name="总成本")
    own = replace(PROJECT, indicators=(ROWS[0], cost, ROWS[1]))
    made = put_all(own, cost_rows(own, replacing=("3",)))
    assert [row.name for row in made.indicators if "成本" in row.level2] == ["印刷费", "邮寄费"]


def test_a_row_keeps_the_unit_that_a_person_gave_it() -> None:
    made = after(PROJECT)
    in_yuan = tuple(replace(row, target=parse("≤4500元")) if row.name == "印刷费" else row for row in made.indicators)
    assert not outdated(replace(made, indicators=in_yuan))
    later = after(replace(made, indicators=in_yuan, estimates=(replace(PRINTING, amount=600_000), POSTAGE)))
    assert [str(row.target) for row in later.indicators[1:3]] == ["≤6000.00元", "≤0.05万元"]


@given(st.lists(st.integers(0, 10**12), max_size=5))
def test_the_rows_always_come_to_the_lines(amounts: list[int]) -> None:
    lines = tuple(Estimate(id=str(at), content=str(at), amount=amount) for at, amount in enumerate(amounts))
    made = after(replace(PROJECT, estimates=lines))
    cost = next(one for one in project_equations(made) if one.name == "cost")
    assert cost.left == (sum(amounts) if amounts else None)

"""The equations on forms built for the purpose; each verdict has a twin that must differ."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengbiao.domain.balance import Equation, department_equations, equations, project_equations
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.department import Department, DepartmentFunds, Function, Task
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Estimate, Funds, LifetimeFunds, Payment, Project
from hengbiao.domain.target import parse
from hengbiao.domain.totals import Total, totals
from hengbiao.domain.tree import Tree, empty
from hengbiao.domain.unit import Extra, Unit

AMOUNTS = st.none() | st.integers(0, 10**14)


def named(made: tuple[Equation, ...], name: str) -> Equation:
    return next(one for one in made if one.name == name)


def cost(*targets: str, level2: str = "成本指标") -> tuple[Indicator, ...]:
    return tuple(
        Indicator(id=str(i), level1="产出指标", level2=level2, name=f"成本{i}", target=parse(text))
        for i, text in enumerate(targets)
    )


def project(total: int | None, *rows: Indicator, **funds: int | None) -> Project:
    return Project(id="p", unit="u", name="项目", funds=Funds(total=total, **funds), indicators=rows)


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_sources_balance_exactly_when_the_given_ones_add_up(
    total: int | None, fiscal: int | None, carryover: int | None, other: int | None
) -> None:
    made = named(project_equations(project(total, fiscal=fiscal, carryover=carryover, other=other)), "sources")
    given_ones = [part for part in (fiscal, carryover, other) if part is not None]
    if total is None or not given_ones:
        assert made.state == "open"
    else:
        assert made.state == ("balanced" if total == sum(given_ones) else "unbalanced")
        assert made.difference == total - sum(given_ones)


def test_cost_totals_are_added_in_any_money_unit() -> None:
    made = named(project_equations(project(45_00_00_00, *cost("≤17万元", "≤80000 元", "≤20万"))), "cost")
    assert (made.left, made.state) == (45_00_00_00, "balanced")


@pytest.mark.parametrize(("budget", "state"), [(4500_00, "balanced"), (4600_00, "unbalanced")])
def test_a_unit_price_is_multiplied_by_its_quantity(budget: int, state: str) -> None:
    count = Indicator(id="q", level1="产出指标", level2="数量指标", name="印刷册数", target=parse("≥1500册"))
    made = named(project_equations(project(budget, count, *cost("≤3元/册"))), "cost")
    assert (made.left, made.state) == (4500_00, state)
    assert made.notes == ("3 元 × 1500 册 = 4,500 元 = 0.45 万元",)


def test_a_price_is_not_multiplied_by_what_it_does_not_speak_of() -> None:
    count = Indicator(id="q", level1="产出指标", level2="数量指标", name="培训群众人数", target=parse("≥500人"))
    fee = replace(cost("≤1000元/人")[0], name="专家讲课费")
    made = named(project_equations(project(10_000_000, count, fee)), "cost")
    assert (made.left, made.state, made.costs[0].reading) == (None, "open", "unclear")
    exact = named(project_equations(project(50_000_000, count, fee)), "cost")
    assert (exact.left, exact.state) == (50_000_000, "balanced")


def test_parts_beside_their_total_are_not_added_again() -> None:
    rows = cost("≤100万元", "≤60万元", "≤30万元")
    named_ = (replace(rows[0], name="项目总成本"), *rows[1:])
    made = named(project_equations(project(100_000_000, *named_)), "cost")
    assert (made.left, made.state) == (100_000_000, "balanced")
    assert made.notes[0] == "“成本1”已含在“项目总成本”之内，不重复计入"
    assert named(project_equations(project(100_000_000, *rows)), "cost").state == "unbalanced"


def test_a_bare_yuan_is_a_price_only_where_its_product_meets_the_budget() -> None:
    count = Indicator(id="q", level1="产出指标", level2="数量指标", name="印刷册数", target=parse("≥1500册"))
    assert named(project_equations(project(4500_00, count, *cost("≤3元"))), "cost").state == "balanced"
    plain = named(project_equations(project(4400_00, count, *cost("≤3元"))), "cost")
    assert (plain.left, plain.state) == (300, "unbalanced")


def test_a_rate_under_cost_is_left_out_and_said() -> None:
    made = named(project_equations(project(10_00, *cost("≥90%", "≤10元"))), "cost")
    assert made.state == "balanced"
    assert "未计入合计" in made.notes[0]


def test_an_undecidable_cost_leaves_the_equation_open() -> None:
    made = named(project_equations(project(10_00, *cost("≤2元/册", "≤3元"))), "cost")
    assert made.state == "open"
    assert "没有可乘的数量指标" in made.notes[0]


def test_cost_as_level_one_counts_too() -> None:
    row = replace(cost("≤45万元")[0], level1="成本指标", level2="经济成本指标")
    assert named(project_equations(project(45_00_00_00, row)), "cost").state == "balanced"


def test_no_cost_indicator_is_not_applicable() -> None:
    assert named(project_equations(project(45)), "cost").state == "not_applicable"


@pytest.mark.parametrize(
    ("percents", "state"),
    [(("30", "60", "100"), "balanced"), (("30", "20", "100"), "unbalanced"), (("30", "60", "90"), "unbalanced")],
)
def test_payments_rise_to_a_hundred(percents: tuple[str, ...], state: str) -> None:
    plan = tuple(Payment(id=str(i), by=f"{i}月底", percent=percent) for i, percent in enumerate(percents))
    assert named(project_equations(replace(project(1), payments=plan)), "payments").state == state


@pytest.mark.parametrize(
    ("weights", "state"), [((50, 50), "balanced"), ((45, 45), "balanced"), ((50, 60), "unbalanced")]
)
def test_weights_come_to_a_hundred_or_ninety(weights: tuple[int, ...], state: str) -> None:
    rows = tuple(Indicator(id=str(i), weight=str(weight)) for i, weight in enumerate(weights))
    assert named(project_equations(project(1, *rows)), "weights").state == state


def test_estimates_against_the_budget() -> None:
    lines = (Estimate(id="1", content="印刷", amount=300), Estimate(id="2", content="邮寄", amount=200))
    assert named(project_equations(replace(project(500), estimates=lines)), "estimates").state == "balanced"
    assert named(project_equations(replace(project(501), estimates=lines)), "estimates").difference == -1


def tree_of(*records: Unit | Department | Project) -> Tree:
    return empty().changed(Change(Ref(record.id), None, record) for record in records)


def test_department_against_parts_tasks_and_projects() -> None:
    funds = DepartmentFunds(total=300, project=200, basic=100)
    lines = (Function(id="f", project="甲", amount=300),)
    form = Department(id="d", unit="u", funds=funds, functions=lines)
    tree = tree_of(Unit(id="u"), form, project(150), replace(project(50), id="p2"))
    made = equations(tree, "d")
    states = {one.name: one.state for one in made}
    assert states == {
        "department": "balanced",
        "sources": "not_applicable",
        "tasks": "balanced",
        "projects": "balanced",
        "weights": "not_applicable",
        "control": "not_applicable",
        "execution": "not_applicable",
        "scores": "not_applicable",
    }
    off = replace(form, funds=replace(funds, project=199))
    changed = {one.name: one.state for one in department_equations(tree, off)}
    assert (changed["department"], changed["projects"]) == ("unbalanced", "unbalanced")


def test_tasks_go_before_functions() -> None:
    form = Department(id="d", unit="u", funds=DepartmentFunds(total=7), tasks=(Task(id="t", name="甲", total=7),))
    assert named(department_equations(tree_of(Unit(id="u"), form), form), "tasks").state == "balanced"


def test_lifetime_and_annual_money_are_never_compared() -> None:
    made = project_equations(replace(project(500, fiscal=500), lifetime_funds=LifetimeFunds(total=9, fiscal=2)))
    assert {one.state for one in made} == {"balanced", "not_applicable"}
    differing = project_equations(replace(project(500, fiscal=500), lifetime_funds=LifetimeFunds(total=500)))
    assert [(one.left, one.right) for one in made] == [(one.left, one.right) for one in differing]


@pytest.mark.parametrize(
    ("label", "text", "state"),
    [
        ("控制数（万元）", "45", "balanced"),
        ("一下控制数", "45万元", "balanced"),
        ("控制数", "450000.00元", "balanced"),
        ("控制数（万元）", "44.99", "unbalanced"),
        ("控制数", "45", "open"),
        ("控制数（万元）", "待定", "open"),
        ("控制数（万元）", " ", "not_applicable"),
        ("联系人", "45万元", "not_applicable"),
    ],
)
def test_the_budget_against_its_control_figure(label: str, text: str, state: str) -> None:
    form = replace(project(45_000_000), extra=(Extra(id="x", label=label, text=text),))
    assert named(project_equations(form), "control").state == state


def test_the_control_figure_of_a_unit_holds_for_its_department_form() -> None:
    unit = Unit(id="u", extra=(Extra(id="x", label="控制数（元）", text="300"),))
    form = Department(id="d", unit="u", funds=DepartmentFunds(total=300_00))
    assert named(equations(tree_of(unit, form), "d"), "control").state == "balanced"


def test_money_in_the_boxes_of_the_whole_project_is_seen() -> None:
    form = replace(project(None, fiscal=300, other=200), lifetime_funds=LifetimeFunds(total=500))
    made = named(project_equations(form), "sources")
    assert (made.state, "全周期" in made.cause) == ("open", True)
    assert named(project_equations(replace(form, lifetime_funds=LifetimeFunds(total=501))), "sources").cause == ""


def test_units_and_years_are_added_up() -> None:
    tree = tree_of(
        Unit(id="u", year=2026),
        Unit(id="v", position="v", year=2026),
        project(150),
        replace(project(50), id="p2", year=2025),
        replace(project(None), id="p3", unit="v"),
    )
    assert totals(tree) == (
        Total("u", 2026, 1, 150),
        Total("u", 2025, 1, 50),
        Total("v", 2026, 1, None),
        Total("", 2025, 1, 50),
        Total("", 2026, 2, 150),
    )

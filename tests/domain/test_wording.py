"""Sentences people read for equations."""

import pytest

from hengbiao.domain.balance import compare, project_equations
from hengbiao.domain.causes import Term
from hengbiao.domain.project import Funds, Payment, Project
from hengbiao.domain.wording import sentence

COST = ("成本指标合计", "预算数")


@pytest.mark.parametrize(
    ("left", "right", "unit", "words"),
    [
        (45_00_00_00, 45_00_00_00, "万元", "成本指标合计 45.00 万元，与预算数一致"),
        (42_00_00_00, 45_00_00_00, "万元", "成本指标合计 42.00 万元，比预算数少 3.00 万元"),
        (42_00, 45_00, "元", "成本指标合计 42.00 元，比预算数少 3.00 元"),
        (450_000_00, 1_450_000_00, "元", "成本指标合计 450,000.00 元，比预算数少 1,000,000.00 元"),
        (None, 45_00, "元", "成本指标或预算数尚未填全"),
    ],
)
def test_sums(left: int | None, right: int, unit: str, words: str) -> None:
    assert sentence(compare("cost", "p", left, right, *COST), unit) == words


def test_sources_name_only_what_is_filled() -> None:
    form = Project(id="p", unit="u", funds=Funds(total=45_00_00_00, fiscal=40_00_00_00, other=0))
    assert sentence(project_equations(form)[0]) == "财政 40.00 + 其他 0.00，比预算数少 5.00 万元"


def test_a_cause_follows_its_difference() -> None:
    made = compare("cost", "p", 3, 2, *COST, terms=(Term("甲", 1), Term("乙", 2)))
    assert sentence(made, "元").endswith("：差额正好是“甲”，疑多计了这一项")


def test_payments_speak_of_percent() -> None:
    form = Project(id="p", unit="u", payments=(Payment(id="1", by="12月底", percent="90"),))
    assert sentence(project_equations(form)[3]) == "支出计划末期为 90%，应为 100%"


def test_what_does_not_concern_is_silent() -> None:
    assert sentence(project_equations(Project(id="p", unit="u"))[1]) == ""

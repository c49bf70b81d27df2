"""Checks: each rule with a failing and a passing form, one finding a rule and form."""

from dataclasses import replace

import pytest

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.department import Department, DepartmentFunds, Task
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Funds, Payment, Project
from hengbiao.domain.target import parse
from hengbiao.domain.tree import Tree, empty
from hengbiao.domain.unit import Unit
from hengbiao.rules.rule import CHECKS, check, check_record, rules

SOUND = Project(
    id="p",
    unit="u",
    funds=Funds(total=45_00, fiscal=45_00),
    payments=(Payment(id="1", by="6月底", percent="40"), Payment(id="2", by="12月底", percent="100")),
    indicators=(Indicator(id="c", level2="成本指标", name="总成本", target=parse("≤45元"), weight="100"),),
)
FORM = Department(id="d", unit="u", funds=DepartmentFunds(total=90_00, project=45_00, basic=45_00))


def put(*records: Project | Department) -> Tree:
    return empty().changed(Change(Ref(record.id), None, record) for record in (Unit(id="u"), *records))


def row(target: str, **changes: str) -> tuple[Indicator, ...]:
    return (replace(SOUND.indicators[0], target=parse(target), **changes),)


def test_every_rule_has_words_and_a_question() -> None:
    assert rules().keys() == CHECKS.keys()


def test_sound_forms_have_no_findings() -> None:
    assert list(check(put(SOUND, FORM))) == []


@pytest.mark.parametrize(
    ("number", "form"),
    [
        ("R18", replace(SOUND, indicators=row("≤44元"))),
        ("R19", replace(SOUND, indicators=row("≤46元"))),
        ("R22", replace(SOUND, indicators=(Indicator(id="q", level2="数量指标", target=parse("15册")), *row("≤3元")))),
        ("R22", replace(SOUND, indicators=row("≤3元/册"))),
        ("R41", replace(SOUND, payments=(Payment(id="0", by="3月底", percent="50"), *SOUND.payments))),
        ("R42", replace(SOUND, payments=SOUND.payments[:1])),
        ("R44", replace(SOUND, funds=Funds(total=45_00, fiscal=44_00))),
        ("R45", replace(FORM, tasks=(Task(id="t", name="甲", total=1),))),
        ("R46", replace(FORM, funds=replace(FORM.funds, basic=1))),
        ("R62", replace(SOUND, indicators=row("≤45元", weight="80"))),
        ("R71", replace(FORM, funds=replace(FORM.funds, project=44_00, basic=46_00))),
    ],
)
def test_each_rule_finds_its_fault_once(number: str, form: Project | Department) -> None:
    tree = put(SOUND, form) if isinstance(form, Department) else put(form, FORM)
    found = [finding.rule for finding in check_record(tree, form.id)]
    assert found == [number]


def test_a_finding_says_what_and_what_to_do() -> None:
    finding = check_record(put(replace(SOUND, indicators=row("≤44元"))), "p")[0]
    assert finding.message.startswith("成本指标合计 0.0044 万元，比预算数少 0.0001 万元。请")
    assert finding.ref == Ref("p", ("funds", "total"))

"""Repairs: one click puts an equation right, and only where one value can be wrong."""

from dataclasses import replace

import pytest

from hengbiao.domain.balance import Equation, equations
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.department import Department, DepartmentFunds
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Funds, LifetimeFunds, Payment, Project
from hengbiao.domain.repairs import repair
from hengbiao.domain.target import parse
from hengbiao.domain.tree import Tree, empty
from hengbiao.domain.unit import Unit


def tree_of(*records: Unit | Department | Project) -> Tree:
    return empty().changed(Change(Ref(record.id), None, record) for record in (Unit(id="u"), *records))


def named(tree: Tree, name: str, record: str = "p") -> Equation:
    return next(one for one in equations(tree, record) if one.name == name)


def costs(*targets: str) -> tuple[Indicator, ...]:
    return tuple(
        Indicator(id=str(at), position=str(at), level2="成本指标", name=f"成本{at}", target=parse(text))
        for at, text in enumerate(targets)
    )


def payments(*percents: str) -> tuple[Payment, ...]:
    return tuple(Payment(id=str(at), position=str(at), by=str(at), percent=text) for at, text in enumerate(percents))


PROJECT = Project(id="p", unit="u", name="项目", funds=Funds(total=45_000_000))

REPAIRED = {
    "unit of one cost": ("cost", replace(PROJECT, indicators=costs("≤37万元", "≤8元")), "改为 ≤8万元"),
    "swapped digits": ("cost", replace(PROJECT, indicators=costs("≤13万元", "≤23万元")), "改为 ≤32万元"),
    "wrong box, total": (
        "sources",
        replace(PROJECT, funds=Funds(fiscal=45_000_000), lifetime_funds=LifetimeFunds(total=45_000_000)),
        "移到年度资金",
    ),
    "wrong box, sources": (
        "sources",
        replace(PROJECT, lifetime_funds=LifetimeFunds(fiscal=45_000_000)),
        "移到年度资金",
    ),
    "steps apart": ("payments", replace(PROJECT, payments=payments("30", "30", "40")), "改为累计百分比"),
    "a source in yuan": (
        "sources",
        replace(PROJECT, funds=Funds(total=45_000_000, fiscal=37_000_000, other=800)),
        "改为 8.00 万元",
    ),
}


@pytest.mark.parametrize(("name", "form", "label"), REPAIRED.values(), ids=REPAIRED)
def test_a_repair_balances(name: str, form: Project, label: str) -> None:
    tree = tree_of(form)
    found = repair(tree, named(tree, name))
    assert found
    assert found.label == label
    assert named(tree, name).state != "balanced"
    assert named(tree.changed(found.changes), name).state == "balanced"
    back = tree.changed(found.changes).changed([change.inverse() for change in reversed(found.changes)])
    assert back.project("p") == form


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("cost", replace(PROJECT, indicators=costs("≤46万元"))),
        ("cost", replace(PROJECT, indicators=costs("≤54万元"))),  # either of the two may be swapped
        ("cost", replace(PROJECT, indicators=costs("≤45元"))),  # either of the two may be in the wrong unit
        ("payments", replace(PROJECT, payments=payments("30", "60", "90"))),
        ("sources", replace(PROJECT, lifetime_funds=LifetimeFunds(fiscal=44_000_000))),
    ],
)
def test_what_is_not_certain_is_not_offered(name: str, form: Project) -> None:
    tree = tree_of(form)
    assert named(tree, name).state != "balanced"
    assert repair(tree, named(tree, name)) is None


def test_a_project_may_be_what_is_wrong_in_a_department() -> None:
    form = Department(id="d", unit="u", funds=DepartmentFunds(total=57_000_000, project=57_000_000))
    tree = tree_of(form, PROJECT, replace(PROJECT, id="q", funds=Funds(total=21_000_000)))
    found = repair(tree, named(tree, "projects", "d"))
    assert found
    assert found.changes[0].ref == Ref("q", ("funds", "total"))
    assert named(tree.changed(found.changes), "projects", "d").state == "balanced"

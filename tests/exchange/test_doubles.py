"""Projects entered twice: found, linked by a person, told to every office, counted once, and apart again."""

import random
import time
from dataclasses import replace

import pytest
from tests.exchange.offices import Office
from tests.store.documents import PROJECT, UNIT

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.marks import SAME
from hengbiao.domain.project import Funds, Project
from hengbiao.domain.tree import empty
from hengbiao.domain.twins import keep_apart, link, unlink
from hengbiao.domain.unit import Unit
from hengbiao.exchange.doubles import suggestions
from hengbiao.exchange.naming import field_called
from hengbiao.exchange.rollup import rollup


def made(*projects, units=(UNIT,)):
    return empty().changed(Change(Ref(one.id), None, one) for one in (*units, *projects))


def project(key, name, total=None, code="", unit="u1", year=None):
    return Project(id=key, unit=unit, position=key, name=name, code=code, funds=Funds(total=total), year=year)


def pairs(tree):
    return [(one.first.id, one.second.id) for one in suggestions(tree)]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (("应急救护培训", 5), ("应急救护培训", 5), ("项目名称相同", "预算数相同")),
        (("应急救护培训经费", 5), ("应急救护培训 经费（专项）", 5), ("项目名称 89% 相近", "预算数相同")),
        (("Ａ级景区维护", 5), ("a级景区维护", 7), ("项目名称相同",)),
        (("遗体和人体器官捐献宣传推动工作", None), ("遗体和人体器官捐献宣传推动工作费", 7), ("项目名称 97% 相近",)),
        (("培训", 5, "X1"), ("宣传", 7, "X1"), ("项目编码相同", "项目名称 0% 相近")),
        (("培训", 5, "X1"), ("培训", 5), ("项目名称相同", "预算数相同")),
    ],
)
def test_projects_that_may_be_one_are_suggested(one, other, why):
    [found] = suggestions(made(project("a", *one), project("b", *other)))
    assert (found.first.id, found.second.id, found.why) == ("a", "b", why)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("应急救护培训（一期）", 5), ("应急救护培训（二期）", 5)),
        (("应急救护培训", 5, "X1"), ("应急救护培训", 5, "X2")),
        (("应急救护培训", 5), ("困难群众救助", 5)),
        (("应急救护培训经费", 5), ("应急救护培训经费补助", 6)),
        (("", None), ("", None)),
        (("", 5), ("", 5)),
    ],
)
def test_projects_that_are_two_are_not(one, other):
    assert suggestions(made(project("a", *one), project("b", *other))) == []


def test_units_and_years_are_kept_apart_but_a_unit_that_stands_twice_is_one():
    units = (UNIT, replace(UNIT, id="u2"), replace(UNIT, id="u3", code="9"), replace(UNIT, id="u4", year=2026))
    same = [project(f"p{unit.id}", "应急救护培训", 5, unit=unit.id) for unit in units]
    assert pairs(made(*same, units=units)) == [("pu1", "pu2")]
    years = [project(key, "应急救护培训", 5, year=year) for key, year in (("a", 2024), ("b", 2025), ("c", None))]
    assert pairs(made(*years)) == [("b", "c")]


def test_what_was_judged_is_suggested_no_more():
    tree = made(project("a", "培训", 5), project("b", "培训", 5), project("c", "培训", 5))
    assert len(pairs(tree)) == 3
    linked = tree.changed(link(tree, "a", "b"))
    assert pairs(linked) == [("a", "c")]
    apart = linked.changed(keep_apart(linked, "a", "c"))
    assert pairs(apart) == []
    assert pairs(apart.changed(unlink(apart, "a", "b"))) == [("a", "b"), ("b", "c")]


def test_thousands_in_one_unit_are_compared_in_seconds():
    dice = random.Random(3)
    words = ["救护", "培训", "宣传", "捐献", "慰问", "演练", "设备", "维护", "采购", "巡查"]
    names = ["".join(dice.choices(words, k=5)) for _ in range(5000)]
    projects = [project(f"p{n:05}", f"临河县{name}", dice.randrange(20)) for n, name in enumerate(names)]
    planted = replace(projects[1234], id="x", position="x")
    started = time.perf_counter()
    found = suggestions(made(*projects, planted))
    assert time.perf_counter() - started < 8
    assert any({one.first.id, one.second.id} == {"p01234", "x"} for one in found)


def test_a_link_travels_is_counted_once_everywhere_and_taken_back(tmp_path):
    office, county = Office(tmp_path, "甲"), Office(tmp_path, "县")
    office.add(UNIT, PROJECT)
    county.add(replace(UNIT, id="u2"), replace(PROJECT, id="p2", unit="u2"))
    county.receive(office.send())
    with county.opened() as (store, document):
        assert rollup(document.tree).total.funds.total == 9_000_000
        [found] = suggestions(document.tree)
        document.commit("认定为同一项目", link(document.tree, "p1", found.second.id))
        assert (rollup(document.tree).total.projects, rollup(document.tree).total.funds.total) == (1, 4_500_000)
        assert store.load().twins == {"p2": "p1"}
    office.receive(county.send())
    assert office.dump() == county.dump()
    with office.opened() as (_, document):
        assert document.tree.twins == {"p2": "p1"}
        document.commit("取消认定", unlink(document.tree, "p1", "p2"))
    county.receive(office.send(office.folder / "o2"))
    with county.opened() as (_, document):
        assert rollup(document.tree).total.projects == 2
        assert [one.why for one in suggestions(document.tree)] == [("项目名称相同", "预算数相同")]


def test_offices_that_judge_differently_are_a_conflict(tmp_path):
    one, other = Office(tmp_path, "甲"), Office(tmp_path, "乙")
    one.add(UNIT, PROJECT, replace(PROJECT, id="p2", position="W"))
    other.receive(one.send())
    for office, act in ((one, link), (other, keep_apart)):
        with office.opened() as (_, document):
            document.commit("认定", act(document.tree, "p1", "p2"))
    files = one.send(one.folder / "o2"), other.send(other.folder / "o2")
    one.receive(files[1])
    other.receive(files[0])
    assert one.dump()[0] == other.dump()[0]
    [conflict] = one.conflicts()
    assert conflict.path == ("pairings", "p1+p2", "verdict")
    with one.opened() as (_, document):
        assert field_called(document.tree, Ref(conflict.record, conflict.path)) == "是否同一项目（应急救护、应急救护）"
    one.settle(lambda _: SAME)
    other.receive(one.send(one.folder / "o3"))
    with other.opened() as (_, document):
        assert document.tree.twins == {"p2": "p1"}
    assert other.conflicts() == []


def test_next_year_begins_with_one_of_them():
    from hengbiao.exchange.rollover import rollover

    tree = made(project("a", "培训", 5), project("b", "培训", 5), units=(Unit(id="u1", year=2025, code="1"),))
    linked = tree.changed(link(tree, "a", "b"))
    found = rollover("x", linked, 2026)
    assert len([change for change in found.changes if isinstance(change.new, Project)]) == 1
    assert found.changes[0].new.pairings == ()

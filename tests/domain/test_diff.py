import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import trees

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.department import Department, DepartmentFunds
from hengbiao.domain.diff import SameUnitTwiceError, tree_changes
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.position import new_id, spread
from hengbiao.domain.project import Funds, Project
from hengbiao.domain.tree import Records, Tree, empty, heading
from hengbiao.domain.unit import Extra, Unit
from hengbiao.formats.interchange import dump, tree_of


def of(*records):
    return empty().changed(Change(Ref(record.id), None, record) for record in records)


def unit(code="1", name="甲会", year=2026, **more):
    return Unit(id=new_id(), position="V", code=code, name=name, year=year, **more)


def projects(owner, *items):
    made = []
    for at, item in zip(spread(len(items)), items, strict=True):
        made.append(Project(id=new_id(), unit=owner.id, position=at, **item))
    return made


def after(tree, incoming):
    return tree.changed(tree_changes(tree, incoming))


@settings(max_examples=40)
@given(trees())
def test_what_comes_into_nothing_is_all_there_and_comes_again_as_nothing(incoming):
    tree = after(empty(), incoming)
    assert dump(tree) == dump(incoming)
    again = tree_of(dump(incoming))
    assert tree_changes(tree, again) == []


codes, names, years = st.sampled_from(["", "A", "B"]), st.sampled_from(["", "x", "y"]), st.sampled_from([None, 1, 2])


@st.composite
def identities(draw):
    """Documents of records that have little but what they are known by; no twins among a unit's projects."""
    made = {}
    for at in spread(draw(st.integers(0, 3))):
        owner = Unit(id=new_id(), position=at, code=draw(codes), name=draw(names), year=draw(years))
        made[owner.id] = owner
        known = draw(st.lists(st.tuples(codes, names), max_size=3, unique=True))
        for place, (code, name) in zip(spread(len(known)), known, strict=True):
            more = {"code": code, "name": name, "year": draw(years), "goal": draw(names)}
            project = Project(id=new_id(), unit=owner.id, position=place, **more)
            made[project.id] = project
    return Tree(Records(made), {key: heading(record) for key, record in made.items()})


@settings(max_examples=300)
@given(identities(), identities())
def test_what_comes_in_a_second_time_changes_nothing_and_nothing_standing_is_dropped(standing, incoming):
    try:
        tree = after(empty(), standing)
        twice = after(tree, incoming)
    except SameUnitTwiceError:
        return
    assert tree_changes(twice, incoming) == []
    assert set(tree.headings) <= set(twice.headings)


def test_only_the_fields_that_differ_change():
    owner = unit()
    [project] = projects(owner, {"name": "培训", "funds": Funds(total=1, fiscal=1), "goal": "旧"})
    other = unit()
    [coming] = projects(other, {"name": "培训", "funds": Funds(total=2, fiscal=1), "goal": "新"})
    changes = tree_changes(of(owner, project), of(other, coming))
    assert {(c.ref, c.old, c.new) for c in changes} == {
        (Ref(project.id, ("funds", "total")), 1, 2),
        (Ref(project.id, ("goal",)), "旧", "新"),
    }


def test_what_an_incoming_form_leaves_blank_becomes_blank():
    owner, other = unit(), unit()
    [project] = projects(owner, {"name": "培训", "goal": "旧", "funds": Funds(other=5)})
    [coming] = projects(other, {"name": "培训"})
    tree = after(of(owner, project), of(other, coming))
    assert tree.project(project.id).goal == ""
    assert tree.project(project.id).funds == Funds()


def test_what_an_incoming_unit_leaves_blank_stays_and_its_custom_fields_are_added_to():
    owner = unit(region="tianjin", extra=(Extra(id="a", position="A", label="电话", text="1"),))
    other = unit(name="", year=None, extra=(Extra(id="b", position="A", label="传真", text="2"),))
    tree = after(of(owner), of(replace(other, year=2026)))
    found = tree.unit(owner.id)
    assert (found.name, found.region) == ("甲会", "tianjin")
    assert [(row.label, row.text) for row in found.extra] == [("电话", "1"), ("传真", "2")]


def test_the_year_of_forms_is_that_of_their_unit():
    owner, other = unit(year=None), unit(year=2026)
    [project] = projects(owner, {"name": "培训", "year": 2026})
    [coming] = projects(other, {"name": "培训"})
    assert tree_changes(of(owner, project), of(other, coming)) == []


@pytest.mark.parametrize(
    ("standing", "coming", "same"),
    [
        ({"code": "1", "name": "甲"}, {"code": "1", "name": "乙"}, True),
        ({"code": "1", "name": "甲"}, {"code": "2", "name": "甲"}, False),
        ({"code": "", "name": "甲"}, {"code": "2", "name": "甲"}, True),
        ({"code": "1", "name": "甲"}, {"code": "", "name": "甲"}, True),
        ({"code": "", "name": "甲"}, {"code": "", "name": "乙"}, False),
        ({"code": "1", "name": "甲", "year": 2025}, {"code": "1", "name": "甲", "year": 2026}, False),
        ({"code": "1", "name": "甲", "year": None}, {"code": "1", "name": "甲", "year": 2026}, True),
    ],
)
def test_units_are_the_same_by_code_else_by_name_in_one_year(standing, coming, same):
    tree = after(of(unit(**standing)), of(unit(**coming)))
    assert len(tree.units) == (1 if same else 2)


@pytest.mark.parametrize(
    ("standing", "coming", "same"),
    [
        ({"code": "X", "name": "甲"}, {"code": "X", "name": "乙"}, True),
        ({"code": "X", "name": "甲"}, {"code": "Y", "name": "甲"}, False),
        ({"code": "", "name": "甲"}, {"code": "Y", "name": "甲"}, True),
        ({"code": "X", "name": "甲"}, {"name": "甲"}, True),
        ({"name": "甲"}, {"name": "乙"}, False),
        ({"name": "甲", "year": 2025}, {"name": "甲", "year": 2026}, False),
        ({"name": "甲", "year": 2026}, {"name": "甲"}, True),
    ],
)
def test_projects_are_the_same_by_code_else_by_name_in_one_year(standing, coming, same):
    owner, other = unit(), unit()
    tree = after(of(owner, *projects(owner, standing)), of(other, *projects(other, coming)))
    assert len(tree.all_projects()) == (1 if same else 2)


def test_code_and_name_together_find_a_project_before_a_code_alone_does():
    owner, other = unit(), unit()
    standing = projects(owner, {"code": "X", "name": "甲"}, {"code": "X", "name": "乙"})
    coming = projects(other, {"code": "X", "name": "乙", "goal": "新"})
    tree = after(of(owner, *standing), of(other, *coming))
    assert [tree.project(item.id).goal for item in standing] == ["", "新"]


def test_a_code_finds_its_project_before_a_name_does():
    owner, other = unit(), unit()
    standing = projects(owner, {"code": "", "name": "甲"}, {"code": "X", "name": "乙"})
    coming = projects(other, {"code": "", "name": "乙"}, {"code": "X", "name": "甲"})
    tree = after(of(owner, *standing), of(other, *coming))
    assert tree.project(standing[1].id).name == "甲"
    assert [item.name for item in tree.all_projects()] == ["甲", "甲", "乙"]


def test_twins_are_matched_one_by_one_in_order():
    owner, other = unit(), unit()
    standing = projects(owner, {"name": "甲", "goal": "一"}, {"name": "甲", "goal": "二"})
    coming = projects(other, {"name": "甲", "goal": "一"}, {"name": "甲", "goal": "二"}, {"name": "甲", "goal": "三"})
    changes = tree_changes(of(owner, *standing), of(other, *coming))
    assert [change.new.goal for change in changes] == ["三"]


def test_new_projects_follow_those_that_stand_in_their_order():
    owner, other = unit(), unit()
    tree = after(
        of(owner, *projects(owner, {"name": "一"}, {"name": "二"})),
        of(other, *projects(other, {"name": "四"}, {"name": "二"}, {"name": "三"})),
    )
    assert [item.name for item in tree.all_projects()] == ["一", "二", "四", "三"]


def test_a_department_form_is_changed_or_added_and_never_dropped():
    owner, other = unit(), unit()
    form = Department(id="d", unit=owner.id, funds=DepartmentFunds(total=1))
    coming = Department(id="e", unit=other.id, funds=DepartmentFunds(total=2))
    assert after(of(owner, form), of(other, coming)).department(owner.id).funds.total == 2
    assert after(of(owner), of(other, coming)).department(owner.id).id == "e"
    assert tree_changes(of(owner, form), of(other)) == []


def test_one_unit_twice_in_a_year_is_told():
    with pytest.raises(SameUnitTwiceError, match=r"甲会.*2026.*两次") as caught:
        tree_changes(empty(), of(unit(), replace(unit(), position="W")))
    assert caught.value.index == 1


def test_ten_thousand_projects_of_one_name_are_matched_in_no_time():
    def many(prefix):
        owner = unit()
        made = projects(owner, *({"code": f"{prefix}{n}", "name": "同名", "indicators": ()} for n in range(10_000)))
        records = {record.id: record for record in (owner, *made)}
        return Tree(Records(records), {key: heading(record) for key, record in records.items()})

    standing, coming = many("a"), many("b")
    start = time.perf_counter()
    assert len(tree_changes(standing, coming)) == 10_000
    assert tree_changes(standing, many("a")) == []
    assert time.perf_counter() - start < 5


def test_indicators_keep_their_identity_through_an_import():
    owner, other = unit(), unit()
    row = Indicator(id="row", position="V", level1="产出指标", level2="数量指标", name="培训期数")
    standing = projects(owner, {"name": "甲", "indicators": (row,)})
    coming = projects(other, {"name": "甲", "indicators": (replace(row, id="new", remark="改"),)})
    tree = after(of(owner, *standing), of(other, *coming))
    [found] = tree.project(standing[0].id).indicators
    assert (found.id, found.remark) == ("row", "改")

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import trees

from hengbiao.domain.change import Change, ChangeError, Ref
from hengbiao.domain.department import Department, DepartmentFunds
from hengbiao.domain.project import Funds, Project
from hengbiao.domain.tree import Records, Tree, empty, heading
from hengbiao.domain.unit import Unit


def made(*records):
    return empty().changed(Change(Ref(record.id), None, record) for record in records)


def sample():
    return made(
        Unit(id="u2", position="B", name="乙"),
        Unit(id="u1", position="A", name="甲", year=2026),
        Project(id="p2", unit="u1", position="B", name="二", funds=Funds(total=5)),
        Project(id="p1", unit="u1", position="A", name="一"),
        Department(id="d", unit="u1", funds=DepartmentFunds(total=7)),
        Project(id="p3", unit="u2", position="A", name="三", year=2025),
    )


def test_units_and_projects_stand_in_order_with_the_department_form_first():
    tree = sample()
    assert [unit.name for unit in tree.units] == ["甲", "乙"]
    assert [part.id for part in tree.parts("u1")] == ["d", "p1", "p2"]
    assert [item.name for item in tree.all_projects()] == ["一", "二", "三"]
    assert tree.department("u1").funds.total == 7
    assert tree.department("u2") is None


def test_a_unit_without_a_year_has_that_of_its_forms():
    tree = sample()
    assert tree.unit_year("u1") == 2026
    assert tree.unit_year("u2") == 2025
    assert made(Unit(id="u")).unit_year("u") is None


def test_records_are_had_by_their_type():
    tree = sample()
    assert tree.project("p1").name == "一"
    assert tree.unit("u1").year == 2026
    for wrong in (lambda: tree.project("u1"), lambda: tree.unit("p1"), lambda: tree.unit("none")):
        with pytest.raises(KeyError):
            wrong()


def test_a_changed_tree_leaves_the_old_one_as_it_was():
    tree = sample()
    after = tree.changed([Change(Ref("p1", ("name",)), "一", "新"), Change(Ref("p2"), tree.project("p2"), None)])
    assert [item.name for item in tree.projects("u1")] == ["一", "二"]
    assert [item.name for item in after.projects("u1")] == ["新"]
    assert "p2" not in after.records
    assert len(after.records) == 5


def test_a_change_to_no_record_is_a_fault_of_ours():
    with pytest.raises(ChangeError):
        sample().changed([Change(Ref("none", ("name",)), "", "x")])


def test_records_wait_until_they_are_asked_for():
    asked = []

    def decode(key, state):
        asked.append(key)
        return Project(id=key, unit="u", name=state)

    records = Records({}, {"p": "甲", "q": "乙"}, decode)
    assert "p" in records
    assert (sorted(records), len(records), asked) == (["p", "q"], 2, [])
    assert records["p"].name == "甲"
    assert records["p"] is records["p"]
    assert asked == ["p"]
    later = records.with_changes({"p": Project(id="p", unit="u", name="改")}, ["q"])
    assert (later["p"].name, sorted(later), asked) == ("改", ["p"], ["p"])
    with pytest.raises(KeyError):
        later["q"]


@settings(max_examples=30)
@given(trees())
def test_headings_always_tell_what_the_records_hold(tree):
    assert tree.headings == {key: heading(record) for key, record in tree.records.items()}
    rebuilt = Tree(Records({}), {}).changed(Change(Ref(key), None, record) for key, record in tree.records.items())
    assert rebuilt.units == tree.units
    assert rebuilt.all_projects() == tree.all_projects()


DEEDS = st.tuples(st.integers(0, 9), st.sampled_from(["drop", "move", "rename", "year", "back"]))


@given(trees(), st.lists(DEEDS, max_size=12))
def test_the_order_of_siblings_handed_on_is_the_order_found_anew(tree, deeds):
    kept = list(tree.records.values())
    for number, deed in deeds:
        known = [tree.parts(unit.id) for unit in tree.units]  # asked for, so that it is handed on
        assert len(known) == len(tree.units)
        tree = tree.changed(_deed(tree, kept, number, deed))
        fresh = Tree(tree.records, tree.headings)
        assert tree.units == fresh.units
        assert {unit.id: tree.parts(unit.id) for unit in fresh.units} == {u.id: fresh.parts(u.id) for u in fresh.units}


def _deed(tree, kept, number, deed):
    record = kept[number % len(kept)] if kept else None
    here = tree.records.get(record.id) if record else None
    if deed == "back" and record:
        return [Change(Ref(record.id), here, record)]
    if deed == "drop" and here:
        return [Change(Ref(record.id), here, None)]
    field, new = {"move": ("position", "V" * number), "rename": ("name", f"改{number}")}.get(
        deed, ("year", 2000 + number)
    )
    return [Change(Ref(record.id, (field,)), getattr(here, field), new)] if hasattr(here, field) else []

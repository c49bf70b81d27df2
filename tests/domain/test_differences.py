from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import records

from hengbiao.domain.change import put_all
from hengbiao.domain.department import Department
from hengbiao.domain.differences import form_differences, record_differences, tree_differences
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.marks import Carried
from hengbiao.domain.project import Project
from hengbiao.domain.tree import Records, Tree, empty, heading
from hengbiao.domain.unit import Unit

PAIRS = st.sampled_from([Unit, Project, Department]).flatmap(lambda owner: st.tuples(records(owner), records(owner)))
UNIT = Unit(id="u", name="甲会")
PROJECT = Project(id="p", unit="u", name="一", indicators=(Indicator(id="a", name="甲"), Indicator(id="b", name="乙")))


def tree(*found):
    return Tree(Records({one.id: one for one in found}), {one.id: heading(one) for one in found})


@given(PAIRS)
def test_a_record_becomes_the_other_state_of_itself_by_its_differences(pair):
    old, new = pair
    new = replace(new, id=old.id, **({} if isinstance(old, Unit) else {"unit": old.unit}))
    assert put_all(old, record_differences(old, new)) == new
    assert list(record_differences(new, new)) == []


def test_rows_are_told_by_their_identity_not_by_their_place():
    new = replace(PROJECT, indicators=(Indicator(id="b", name="丙"), Indicator(id="c", name="甲")))
    told = [(change.ref.path, change.old and change.new) for change in record_differences(PROJECT, new)]
    assert told == [
        (("indicators", "a"), None),
        (("indicators", "b", "name"), "丙"),
        (("indicators", "c"), None),
    ]


def test_marks_are_no_part_of_the_form():
    new = replace(PROJECT, carried=(Carried(id="name"),))
    assert list(form_differences(PROJECT, new)) == []
    assert [change.ref.path for change in record_differences(PROJECT, new)] == [("carried", "name")]


def test_a_tree_becomes_another_by_its_differences_and_back():
    before, after = tree(UNIT, PROJECT), tree(replace(UNIT, name="乙会"), replace(PROJECT, id="q"))
    for one, other in ((before, after), (after, before), (before, empty()), (empty(), after)):
        assert dict(one.changed(tree_differences(one, other)).records) == dict(other.records)


def test_a_unit_comes_before_its_projects_and_goes_after_them():
    whole = tree(PROJECT, UNIT)
    assert [change.ref.record for change in tree_differences(empty(), whole)] == ["u", "p"]
    assert [change.ref.record for change in tree_differences(whole, empty())] == ["p", "u"]

"""同一项目: counted once wherever it is looked at, in any order of marks, and given back when unlinked."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.marks import APART, FIRST, SAME, SECOND, Pairing, counted_under
from hengbiao.domain.project import Funds, Project
from hengbiao.domain.tree import empty
from hengbiao.domain.twins import judged, keep_apart, link, unlink
from hengbiao.domain.unit import Unit


@pytest.fixture
def tree():
    units = [Unit(id="u1", position="A", code="1"), Unit(id="u2", position="B", code="1")]
    projects = [
        Project(id=key, unit="u2" if key == "d" else "u1", position=key, name=key, funds=Funds(total=number))
        for number, key in enumerate("abcd", 1)
    ]
    return empty().changed(Change(Ref(one.id), None, one) for one in [*units, *projects])


def named(tree, unit="u1"):
    return [item.id for item in tree.projects(unit)]


def test_what_is_linked_is_counted_once_and_unlinked_again(tree):
    linked = tree.changed(link(tree, "b", "a"))
    assert (named(linked), linked.twins) == (["b", "c"], {"a": "b"})
    assert [part.id for part in linked.parts("u1")] == ["a", "b", "c"]
    assert [part.id for part in linked.counted("u1")] == ["b", "c"]
    [one] = judged(linked)
    assert (one.counts.id, one.other.id, one.verdict) == ("b", "a", SAME)
    again = linked.changed(unlink(linked, "a", "b"))
    assert (named(again), again.twins, judged(again)) == (["a", "b", "c"], {}, [])
    assert unlink(again, "a", "b") == []


def test_a_judgement_is_changed_in_its_place(tree):
    linked = tree.changed(link(tree, "a", "b"))
    turned = linked.changed(link(linked, "b", "a"))
    apart = turned.changed(keep_apart(turned, "a", "b"))
    assert [one.twins for one in (linked, turned, apart)] == [{"b": "a"}, {"a": "b"}, {}]
    assert [one.verdict for one in judged(apart)] == [APART]
    assert link(linked, "a", "b") == []
    assert len(apart.unit("u1").pairings) == 1


def test_twins_lie_in_two_units_too(tree):
    linked = tree.changed(link(tree, "d", "a"))
    assert (named(linked), named(linked, "u2")) == (["b", "c"], ["d"])


def test_what_was_linked_to_a_project_that_is_gone_counts_again(tree):
    linked = tree.changed(link(tree, "a", "b"))
    assert named(linked) == ["a", "c"]
    gone = linked.changed([Change(Ref("a"), linked.project("a"), None)])
    assert (named(gone), judged(gone)) == (["b", "c"], [])
    back = gone.changed([Change(Ref("a"), None, linked.project("a"))])
    assert named(back) == ["a", "c"]


def test_a_tree_that_is_changed_elsewhere_knows_its_twins_still(tree):
    linked = tree.changed(link(tree, "a", "b"))
    assert linked.twins
    moved = linked.changed([Change(Ref("c", ("name",)), "c", "新")])
    assert moved.twins is linked.twins


KEYS = "abcde"
PAIRS = [f"{one}+{other}" for one in KEYS for other in KEYS if one < other]
MARKS = st.lists(
    st.builds(
        lambda pair, verdict, side: Pairing(id=pair, verdict=verdict, counts=side),
        st.sampled_from(PAIRS),
        st.sampled_from((SAME, SAME, APART)),
        st.sampled_from((FIRST, SECOND)),
    ),
    max_size=6,
    unique_by=lambda one: one.id,
)


@given(MARKS, st.sets(st.sampled_from(KEYS)))
def test_of_each_group_one_is_counted_in_any_order(marks, gone):
    def there(key):
        return key not in gone

    found = counted_under(marks, there)
    assert all(counted_under(order, there) == found for order in list(permutations(marks))[:24])
    assert not set(found) & set(found.values())
    joined = {key: {key} for key in KEYS if there(key)}
    for mark in marks:
        one, other = mark.id.split("+")
        if mark.verdict == SAME and there(one) and there(other):
            whole = joined[one] | joined[other]
            joined.update(dict.fromkeys(whole, whole))
    for group in joined.values():
        assert len(group - found.keys()) == 1
        assert {found[key] for key in group & found.keys()} <= group - found.keys()


def test_who_wins_a_pair_is_counted():
    found = counted_under(
        [Pairing(id="a+b", verdict=SAME, counts=SECOND), Pairing(id="b+c", verdict=SAME, counts=SECOND)], bool
    )
    assert found == {"a": "c", "b": "c"}

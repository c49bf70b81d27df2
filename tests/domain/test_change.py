from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import records

from hengbiao.domain.change import Change, ChangeError, Ref, put, put_all, row_of, value_at
from hengbiao.domain.department import Department
from hengbiao.domain.diff import record_changes
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Funds, Project
from hengbiao.domain.unit import Unit

PROJECT = Project(
    id="p",
    unit="u",
    name="培训",
    funds=Funds(total=100),
    indicators=(Indicator(id="a", position="A", name="甲"), Indicator(id="b", position="B", name="乙")),
)


@given(st.sampled_from([Unit, Project, Department]).flatmap(lambda t: st.tuples(*[records(t)] * 2)))
def test_changes_taken_back_in_reverse_leave_what_was(pair):
    old, new = pair
    changes = list(record_changes(old, new))
    assert put_all(put_all(old, changes), [change.inverse() for change in reversed(changes)]) == old


def test_an_inverse_of_an_inverse_is_the_change():
    change = Change(Ref("p", ("name",)), "甲", "乙")
    assert change.inverse().inverse() == change


def test_values_are_found_and_put_at_every_depth():
    assert value_at(PROJECT, ("name",)) == "培训"
    assert value_at(PROJECT, ("funds", "total")) == 100
    assert value_at(PROJECT, ("indicators", "b", "name")) == "乙"
    assert value_at(PROJECT, ("indicators", "none")) is None
    assert put(PROJECT, ("funds", "fiscal"), 5).funds == Funds(total=100, fiscal=5)
    assert row_of(put(PROJECT, ("indicators", "a", "name"), "丙"), "indicators", "a").name == "丙"


def test_rows_stand_in_order_of_position_after_each_change():
    moved = put(PROJECT, ("indicators", "a", "position"), "C")
    assert [row.id for row in moved.indicators] == ["b", "a"]
    added = put(moved, ("indicators", "c"), Indicator(id="c", position="BV"))
    assert [row.id for row in added.indicators] == ["b", "c", "a"]
    assert [row.id for row in put(added, ("indicators", "b"), None).indicators] == ["c", "a"]


def test_rows_of_one_position_stand_in_order_of_their_ids():
    tied = replace(PROJECT, indicators=())
    for key in "zxy":
        tied = put(tied, ("indicators", key), Indicator(id=key, position="V"))
    assert [row.id for row in tied.indicators] == ["x", "y", "z"]


def test_a_field_of_a_row_that_is_not_there_is_a_fault_of_ours():
    with pytest.raises(ChangeError):
        put(PROJECT, ("indicators", "none", "name"), "丁")

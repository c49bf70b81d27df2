from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengbiao.domain.change import put_all
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.position import new_row_id, spread
from hengbiao.domain.project import Payment, Project
from hengbiao.domain.rows import paired, row_changes
from hengbiao.domain.target import Target
from hengbiao.domain.unit import Extra


def rows(*texts, owner=Indicator, field="name"):
    places = spread(len(texts))
    made = [owner(id=new_row_id(), position=at, **{field: text}) for text, at in zip(texts, places, strict=True)]
    return tuple(made)


def brought(old, new, field="indicators"):
    project = Project(id="p", unit="u", **{field: old})
    changes = list(row_changes("p", field, old, new))
    return changes, getattr(put_all(project, changes), field)


def content(found):
    return [replace(row, id="", position="") for row in found]


letters = st.lists(st.sampled_from("甲乙丙丁戊"), max_size=9)


@given(letters, letters)
def test_after_the_changes_the_rows_are_the_incoming_ones_in_their_order(old, new):
    before, coming = rows(*old), rows(*new)
    assert content(brought(before, coming)[1]) == content(coming)


@given(letters)
def test_the_same_rows_again_change_nothing(names):
    assert brought(rows(*names), rows(*names))[0] == []


@given(letters, letters)
def test_equal_rows_keep_their_identity(old, new):
    before = rows(*old)
    _, after = brought(before, rows(*new))
    kept = {row.id for row in before} & {row.id for row in after}
    common = sum(min(old.count(name), new.count(name)) for name in set(old))
    assert len(kept) >= common


@given(letters, letters)
def test_each_row_is_paired_once(old, new):
    pairs = paired(rows(*old), rows(*new))
    assert len(set(pairs.values())) == len(pairs)


@given(letters.filter(bool), st.data())
def test_an_inserted_row_moves_no_other(names, data):
    before = rows(*names)
    at = data.draw(st.integers(0, len(names)))
    coming = rows(*names[:at], "新", *names[at:])
    changes, after = brought(before, coming)
    assert len(changes) == 1
    assert changes[0].old is None
    assert [row.name for row in after] == [row.name for row in coming]


def test_one_row_moved_to_the_front_is_one_change_of_position():
    before = rows("甲", "乙", "丙", "丁")
    changes, after = brought(before, rows("丁", "甲", "乙", "丙"))
    assert [change.ref.path for change in changes] == [("indicators", before[3].id, "position")]
    assert [row.id for row in after] == [before[3].id, before[0].id, before[1].id, before[2].id]


def test_a_dropped_row_leaves_the_others_where_they_are():
    before = rows("甲", "乙", "丙")
    changes, _ = brought(before, rows("甲", "丙"))
    assert [(change.ref.path[1], change.new) for change in changes] == [(before[1].id, None)]


def test_rows_are_known_by_level_name_and_description_before_level_and_name():
    shared = {"level1": "产出指标", "level2": "成本指标", "name": "成本指标"}
    old = tuple(
        Indicator(id=key, position=at, description=text, target=Target("≤", value, "万元"), **shared)
        for key, at, text, value in (("a", "1", "交流", "17"), ("b", "2", "宣传", "8"), ("c", "3", "培训", "2"))
    )
    new = (replace(old[2], id="x", target=Target("≤", "3", "万元")), replace(old[0], id="y", description="新的交流"))
    assert paired(old, new) == {0: 2, 1: 0}
    changes, after = brought(old, new)
    assert [row.id for row in after] == ["c", "a"]
    assert {change.ref.path for change in changes} >= {
        ("indicators", "c", "target"),
        ("indicators", "a", "description"),
    }


def test_rows_of_one_name_are_paired_in_order():
    old = rows("甲", "甲", "甲")
    new = tuple(replace(row, id=str(at), remark=str(at)) for at, row in enumerate(old))
    assert paired(old, new) == {0: 0, 1: 1, 2: 2}


def test_a_renamed_row_is_known_by_its_place():
    before = rows("甲", "乙", "丙")
    changes, after = brought(before, rows("甲", "改", "丙"))
    assert [(change.ref.path, change.new) for change in changes] == [(("indicators", before[1].id, "name"), "改")]
    assert [row.id for row in after] == [row.id for row in before]


@pytest.mark.parametrize(("owner", "field", "naming"), [(Payment, "payments", "by"), (Extra, "extra", "label")])
def test_other_rows_are_known_by_their_first_naming_field(owner, field, naming):
    before = rows("甲", "乙", owner=owner, field=naming)
    inner = {"payments": "percent", "extra": "text"}[field]
    coming = tuple(replace(row, id=row.id + "n", **{inner: "5"}) for row in reversed(before))
    changes, after = brought(before, coming, field)
    assert [row.id for row in after] == [before[1].id, before[0].id]
    assert sum(change.ref.path[-1] == inner for change in changes) == 2


def test_rows_that_share_a_position_are_set_apart_only_where_a_row_comes_between():
    tied = tuple(replace(row, id=key, position="V") for row, key in zip(rows("甲", "乙"), "ab", strict=True))
    assert brought(tied, rows("甲", "乙"))[0] == []
    assert [row.name for row in brought(tied, rows("甲", "新", "乙"))[1]] == ["甲", "新", "乙"]
    assert [row.name for row in brought(tied, rows("乙", "甲"))[1]] == ["乙", "甲"]

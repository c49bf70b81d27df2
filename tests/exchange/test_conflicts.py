"""Conflicts are kept, told once, and settled for everyone."""

import pytest
from tests.exchange.offices import Office, said
from tests.store.documents import PROJECT, UNIT

from hengbiao.domain.tree import empty
from hengbiao.exchange.resolve import decided
from hengbiao.formats.strict_json import Fault
from hengbiao.store import edits
from hengbiao.store.store import verify


@pytest.fixture
def pair(tmp_path):
    one, other = Office(tmp_path, "甲"), Office(tmp_path, "乙")
    one.add(UNIT, PROJECT)
    other.receive(one.send())
    return one, other


def met(one, other, *, history=False):
    """Both receive what both have; the receipts."""
    sent = one.send(one.folder / "met", history=history), other.send(other.folder / "met", history=history)
    return one.receive(sent[1]), other.receive(sent[0])


@pytest.mark.parametrize("history", [False, True])
def test_both_sides_see_the_same_conflict_and_the_same_value(pair, history):
    one, other = pair
    one.put("p1", ("goal",), "甲写的")
    other.put("p1", ("goal",), "乙写的")
    first, second = met(one, other, history=history)
    assert first.conflicts == second.conflicts
    [conflict] = first.conflicts
    assert (conflict.record, conflict.path, conflict.base) == ("p1", ("goal",), "培训")
    assert {side.value for side in conflict.sides} == {"甲写的", "乙写的"}
    assert {side.author for side in conflict.sides} == {"甲", "乙"}
    assert one.dump() == other.dump()
    assert one.field("p1", ("goal",)) == conflict.sides[0].value
    assert [source.conflicts for source in first.sources] == [1]


def test_a_conflict_is_told_once(pair):
    one, other = pair
    one.put("p1", ("goal",), "甲写的")
    other.put("p1", ("goal",), "乙写的")
    assert len(met(one, other)[0].conflicts) == 1
    assert [receipt.conflicts for receipt in met(one, other)] == [(), ()]
    assert len(one.conflicts()) == len(other.conflicts()) == 1


@pytest.mark.parametrize("pick", [0, 1, "自填"])
def test_a_decision_travels_and_nobody_is_asked_twice(pair, tmp_path, pick):
    one, other = pair
    one.put("p1", ("goal",), "甲写的")
    other.put("p1", ("goal",), "乙写的")
    met(one, other)
    old = one.send(tmp_path / "old")
    [conflict] = one.settle(lambda each: pick if isinstance(pick, str) else each.sides[pick].value)
    chosen = pick if isinstance(pick, str) else conflict.sides[pick].value
    assert (one.conflicts(), one.field("p1", ("goal",))) == ([], chosen)
    assert [receipt.conflicts for receipt in met(one, other)] == [(), ()]
    assert (other.conflicts(), other.field("p1", ("goal",))) == ([], chosen)
    third = Office(tmp_path, "丙")
    assert third.receive(old, one.send(tmp_path / "new"), old).conflicts == ()
    assert third.dump() == one.dump()
    assert verify(one.path) == []


def test_two_offices_that_decide_otherwise_are_asked_again_and_then_agree(pair):
    one, other = pair
    one.put("p1", ("goal",), "甲写的")
    other.put("p1", ("goal",), "乙写的")
    met(one, other)
    one.settle(lambda _: "甲定")
    other.settle(lambda _: "乙定")
    [conflict] = met(one, other)[0].conflicts
    assert {side.value for side in conflict.sides} == {"甲定", "乙定"}
    assert conflict.base in ("甲写的", "乙写的")
    one.settle(lambda _: "共定")
    met(one, other)
    assert (one.conflicts(), other.conflicts()) == ([], [])
    assert one.dump() == other.dump()


def test_equal_values_and_different_fields_are_no_conflict(pair):
    one, other = pair
    for office in pair:
        office.put("p1", ("goal",), "一样")
    one.put("p1", ("purpose",), "甲")
    other.put("p1", ("indicators", "r1", "name"), "乙")
    assert [receipt.conflicts for receipt in met(one, other)] == [(), ()]
    assert one.dump() == other.dump()


@pytest.mark.parametrize("stays", [True, False])
def test_deleting_against_editing_is_a_conflict(pair, stays):
    one, other = pair
    one.drop("p1")
    other.put("p1", ("goal",), "还要用")
    [conflict] = met(one, other)[0].conflicts
    assert conflict.path == ()
    assert [side.value for side in conflict.sides].count(None) == 1
    assert one.dump() == other.dump()
    one.settle(lambda _: stays)
    met(one, other)
    assert (one.conflicts(), other.conflicts()) == ([], [])
    assert one.dump() == other.dump()
    assert bool(one.dump()[0]["units"][0]["projects"]) == stays
    if stays:
        assert one.field("p1", ("goal",)) == "还要用"


@pytest.mark.parametrize("stays", [True, False])
def test_deleting_a_row_against_editing_it_is_a_conflict(pair, stays):
    one, other = pair
    one.put("p1", ("indicators", "r1"), None)
    other.put("p1", ("indicators", "r1", "name"), "改名")
    [conflict] = met(one, other)[0].conflicts
    assert conflict.path == ("indicators", "r1")
    assert conflict.sides[0].value is None or conflict.sides[0].value["name"] == "改名"
    other.settle(lambda _: stays)
    met(one, other)
    assert one.dump() == other.dump()
    rows = one.field("p1", ("indicators",))
    assert [row.name for row in rows] == (["改名"] if stays else [])
    if stays:
        assert rows[0].level2 == "数量指标"


def test_typing_over_a_conflict_settles_it(pair):
    one, other = pair
    one.put("p1", ("goal",), "甲写的")
    other.put("p1", ("goal",), "乙写的")
    met(one, other)
    one.put("p1", ("goal",), "重写的")
    met(one, other)
    assert (one.conflicts(), other.conflicts()) == ([], [])


def test_a_third_office_joins_a_conflict(pair, tmp_path):
    one, other = pair
    third = Office(tmp_path, "丙")
    third.receive(one.send(tmp_path / "t"))
    for office in (one, other, third):
        office.put("p1", ("goal",), f"{office.name}写的")
    receipt = one.receive(other.send(), third.send())
    [conflict] = receipt.conflicts
    assert len(conflict.sides) == 3
    assert [source.conflicts for source in receipt.sources] == [1, 1]


def test_decisions_are_read_strictly_and_all_or_none(pair):
    one, other = pair
    for field in ("goal", "purpose"):
        one.put("p1", (field,), "甲写的")
        other.put("p1", (field,), "乙写的")
    one.put("p1", ("funds", "total"), 100)
    other.put("p1", ("funds", "total"), 200)
    met(one, other)
    before = said(one.path)
    ids = {conflict.path: conflict.id for conflict in one.conflicts()}
    with one.opened() as (store, document):
        tree = document.tree
        good = {"conflict": ids["goal",], "value": "定"}
        for bad, place in (
            ({}, ""),
            ([], ""),
            ({"decisions": {}}, ".decisions"),
            ({"decisions": [good, {"conflict": "x", "value": "定"}]}, ".decisions[1].conflict"),
            ({"decisions": [good, {"conflict": [], "value": "定"}]}, ".decisions[1].conflict"),
            ({"decisions": [good, {"conflict": ids["purpose",], "value": 5}]}, ".decisions[1].value"),
            ({"decisions": [good, {"conflict": ids["funds", "total"], "value": "1.234"}]}, ".decisions[1].value"),
            ({"decisions": [good, {"conflict": ids["purpose",]}]}, ".decisions[1]"),
            ({"decisions": [good, {"conflict": ids["purpose",], "value": "x", "more": 1}]}, ".decisions[1]"),
        ):
            with pytest.raises(Fault) as caught:
                decided(store, tree, bad)
            assert caught.value.place.startswith(place)
        [(conflict, value)] = decided(
            store, tree, {"decisions": [{"conflict": ids["funds", "total"], "value": "1.50"}]}
        )
        assert (conflict.path, value) == (("funds", "total"), 150)
        assert decided(store, empty(), {"decisions": []}) == []
    assert said(one.path) == before


def test_who_wrote_it_and_when_travels_with_what_was_sent_on(pair, monkeypatch):
    one, other = pair
    stamp = edits.stamp

    def at(time):
        monkeypatch.setattr(edits, "stamp", lambda *given: stamp(*given)._replace(at=time))

    at("2025-10-01T09:00:00+08:00")
    one.put("p1", ("goal",), "甲写的")
    other.put("p1", ("goal",), "乙写的")
    at("2025-11-30T18:00:00+08:00")
    third = Office(one.folder, "丙")
    third.receive(one.send())
    [receipt] = [third.receive(other.send())]
    [conflict] = receipt.conflicts
    told = {side.value: (side.author, side.at) for side in conflict.sides}
    written = "2025-10-01T09:00:00+08:00"
    assert told == {"甲写的": ("甲", written), "乙写的": ("乙", written)}
    fourth = Office(one.folder, "丁")
    [again] = fourth.receive(third.send()).conflicts
    assert again == conflict

"""Changes to the forms of another unit, and years typed over: told, and taken only where a person agrees."""

from dataclasses import replace

import pytest
from tests.exchange.offices import Office
from tests.store.documents import PROJECT, UNIT

from hengbiao.exchange.receive import Tick, receive
from hengbiao.store.store import verify

U2, P2 = replace(UNIT, id="u2", position="W", code="2"), replace(PROJECT, id="p2", unit="u2")


@pytest.fixture
def two(tmp_path):
    """The county and two offices, each of which has reported a unit of its own."""
    county, first, second = (Office(tmp_path, name) for name in ("县", "甲", "乙"))
    first.add(UNIT, PROJECT)
    second.add(U2, P2)
    county.receive(first.send(), second.send())
    return county, first, second


def meddled(first, second):
    """What 甲 sends once it has changed its own form and one of 乙."""
    first.receive(second.send(second.folder / "more"))
    first.put("p1", ("goal",), "自己的")
    first.put("p2", ("goal",), "别人的")
    return first.send(first.folder / "more")


def received(county, tick, *sent):
    with county.opened() as (store, document):
        return receive(store, sent, document, agree=lambda _: tick).sources


def goals(office):
    return office.field("p1", ("goal",)), office.field("p2", ("goal",))


def test_a_change_to_the_forms_of_another_unit_is_left_out_and_told(two):
    county, first, second = two
    sent = meddled(first, second)
    [told] = county.receive(sent).sources
    assert (told.status, told.changed, told.others, told.left_out) == ("merged", 1, ("p2",), ("p2",))
    assert goals(county) == ("自己的", "培训")
    [again] = county.receive(sent).sources
    assert (again.status, again.others, "别的预算单位" in str(again.refusal)) == ("refused", ("p2",), True)
    [ticked] = received(county, Tick(others=True), sent)
    assert (ticked.status, ticked.changed, ticked.others, ticked.left_out) == ("merged", 1, ("p2",), ())
    assert goals(county) == ("自己的", "别人的")
    assert county.dump() == first.dump()
    assert verify(county.path) == []


def test_a_conflict_in_the_forms_of_another_unit_is_such_a_change(two):
    county, first, second = two
    second.put("p2", ("goal",), "乙的")
    county.receive(second.send(second.folder / "o2"))
    [told] = county.receive(meddled(first, second)).sources
    assert (told.others, told.conflicts, county.conflicts()) == (("p2",), 0, [])


def test_an_office_that_was_let_in_once_is_asked_no_more(two):
    county, first, second = two
    received(county, Tick(others=True), meddled(first, second))
    first.put("p2", ("goal",), "又一次")
    [told] = county.receive(first.send(first.folder / "o3")).sources
    assert (told.others, goals(county)[1]) == ((), "又一次")


def test_who_hands_on_what_others_changed_is_no_stranger(two, tmp_path):
    county, first, second = two
    district = Office(tmp_path, "区")
    district.add(replace(UNIT, id="u9", position="Z", code="9"))
    for number, office, key in ((1, first, "p1"), (2, second, "p2")):
        office.put(key, ("goal",), f"第{number}稿")
        district.receive(office.send(office.folder / "up"))
        office.put(key, ("purpose",), "再改")
        district.receive(office.send(office.folder / "again"))
    [told] = county.receive(district.send()).sources
    assert (told.added, told.changed, told.others) == (1, 2, ())
    assert goals(county) == ("第1稿", "第2稿")


def test_a_second_machine_of_an_office_and_our_own_work_are_no_strangers(two, tmp_path):
    county, first, _ = two
    other = Office(tmp_path, "甲的另一台")
    other.path.write_bytes(first.path.read_bytes())
    other.put("p1", ("goal",), "另一台改的")
    [told] = county.receive(other.send()).sources
    assert (told.others, goals(county)[0]) == ((), "另一台改的")
    county.add(replace(UNIT, id="u3", position="X", code="3"), replace(PROJECT, id="p3", unit="u3"))
    third = Office(tmp_path, "丙")
    third.receive(county.send(unit_code="3"))
    third.put("p3", ("goal",), "丙填的")
    [told] = county.receive(third.send()).sources
    assert (told.changed, told.others) == (1, ())


def test_last_years_file_with_another_year_typed_over_is_left_out_unless_ticked(two):
    county, first, _ = two
    first.put("u1", ("year",), 2026)
    first.put("p1", ("goal",), "新一年的")
    sent = first.send(first.folder / "next")
    [told] = county.receive(sent).sources
    assert (told.status, told.overtyped, set(told.left_out)) == ("refused", ("u1",), {"u1", "p1"})
    assert (county.field("u1", ("year",)), goals(county)[0]) == (2025, "培训")
    assert "套用上年" in str(told.refusal)
    received(county, Tick(overtyped=True), sent)
    assert (county.field("u1", ("year",)), goals(county)[0]) == (2026, "新一年的")


def test_other_units_of_a_file_with_a_year_typed_over_come_in(two):
    county, first, second = two
    first.receive(second.send(second.folder / "more"))
    first.put("u1", ("year",), 2026)
    first.add(replace(UNIT, id="u4", position="Y", code="4"), replace(PROJECT, id="p4", unit="u4"))
    [told] = county.receive(first.send(first.folder / "next")).sources
    assert (told.status, told.added, told.overtyped) == ("merged", 2, ("u1",))
    assert county.field("u1", ("year",)) == 2025
    assert county.field("p4", ("goal",)) == "培训"

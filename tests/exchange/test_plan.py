"""收表 in two steps: what is shown is what comes in, only what is ticked, and nothing is written before."""

import shutil
from dataclasses import replace

import pytest
from tests.exchange.offices import Office, said
from tests.store.documents import PROJECT, UNIT

from hengbiao.domain.refusal import Refusal
from hengbiao.exchange.receive import Tick, apply, plan


@pytest.fixture
def office(tmp_path):
    found = Office(tmp_path, "甲")
    found.add(UNIT, PROJECT)
    return found


@pytest.fixture
def county(tmp_path):
    return Office(tmp_path, "县")


def counts(source):
    return source.status, source.added, source.changed, source.deleted, source.conflicts


def test_a_plan_tells_and_writes_nothing(office, county, tmp_path):
    county.add(replace(UNIT, id="u9", code="9"))
    first = office.send(office.folder / "o1")
    office.put("p1", ("goal",), "新的")
    second = office.send(office.folder / "o2")
    bad = tmp_path / "坏.hengbiao"
    bad.write_bytes(b"x" * 9000)
    before = said(county.path)
    with county.opened() as (store, _), plan(store, [first, second, first, bad]) as planned:
        told = planned.sources
    assert [counts(one) for one in told[:3]] == [
        ("merged", 2, 0, 0, 0),
        ("merged", 0, 1, 0, 0),
        ("nothing_new", 0, 0, 0, 0),
    ]
    assert [one.doubled for one in told] == [None, None, first, None]
    assert told[3].status == "refused"
    assert said(county.path) == before
    [unit] = told[0].units
    assert (unit.unit, unit.code, unit.name, unit.years) == ("u1", "571203", "临河县红十字会", (2025,))
    assert told[1].units == told[2].units == told[0].units


def test_what_was_shown_comes_in_though_the_stick_is_gone(office, county):
    office.put("p1", ("goal",), "一稿")
    first = office.send(office.folder / "o1")
    office.put("p1", ("goal",), "二稿")
    second = office.send(office.folder / "o2")
    with county.opened() as (store, document), plan(store, [first, second, first]) as planned:
        shutil.rmtree(first.parent)
        shutil.rmtree(second.parent)
        steps = []
        document.subscribe(steps.append)
        receipt = apply(store, planned, {}, document)
    assert [counts(one) for one in receipt.sources] == [counts(one) for one in planned.sources]
    assert [one.units for one in receipt.sources] == [one.units for one in planned.sources]
    assert [step.label for step in steps] == [f"收表 {first.name}"] * 2
    assert county.dump() == office.dump()


def test_conflicts_between_two_senders_are_foreseen(office, county, tmp_path):
    other = Office(tmp_path, "乙")
    other.path.write_bytes(office.path.read_bytes())
    office.put("p1", ("goal",), "甲改")
    other.put("p1", ("goal",), "乙改")
    sources = [office.send(), other.send()]
    with county.opened() as (store, document), plan(store, sources) as planned:
        assert [counts(one) for one in planned.sources] == [("merged", 2, 0, 0, 0), counts(planned.sources[1])]
        assert planned.sources[1].conflicts == 1
        receipt = apply(store, planned, {}, document)
    assert len(receipt.conflicts) == 1
    assert [counts(one) for one in receipt.sources] == [counts(one) for one in planned.sources]


def test_what_is_not_ticked_stays_out_and_its_double_may_come_in(office, county):
    sent = office.send()
    copy = sent.with_name("再来.hengbiao")
    shutil.copyfile(sent, copy)
    with county.opened() as (store, document), plan(store, [sent, copy]) as planned:
        receipt = apply(store, planned, {0: Tick(take=False)}, document)
    assert [(one.path, one.status) for one in receipt.sources] == [(copy, "merged")]
    assert county.dump() == office.dump()


def test_ticks_let_in_what_is_asked_about(office, county):
    county.receive(office.send(office.folder / "o1"))
    office.put("u1", ("year",), 2026)
    sent = office.send(office.folder / "o2")
    for tick, year in ((Tick(), 2025), (Tick(overtyped=True), 2026)):
        with county.opened() as (store, document), plan(store, [sent]) as planned:
            assert (planned.sources[0].asks, planned.sources[0].overtyped) == (True, ("u1",))
            apply(store, planned, {0: tick}, document)
        assert county.field("u1", ("year",)) == year


def test_edits_made_between_plan_and_ticks_are_merged_too(office, county):
    county.receive(office.send(office.folder / "o1"))
    office.put("p1", ("goal",), "甲改")
    sent = office.send(office.folder / "o2")
    with county.opened() as (store, document), plan(store, [sent]) as planned:
        assert planned.sources[0].conflicts == 0
        store.append("改", *_step(document, "县改"))
        receipt = apply(store, planned, {})
    assert receipt.sources[0].conflicts == 1


def _step(document, goal):
    from hengbiao.domain.change import Change, Ref

    changes = [Change(Ref("p1", ("goal",)), document.tree.project("p1").goal, goal)]
    return changes, document.tree, document.tree.changed(changes)


def test_a_plan_that_is_stopped_leaves_nothing(office, county, monkeypatch):
    sent = office.send()

    def stop(done, _):
        if done:
            raise KeyboardInterrupt

    closed = []
    monkeypatch.setattr("hengbiao.store.waiting.Waiting.close", lambda self: closed.append(self._folder.cleanup()))
    with county.opened() as (store, _), pytest.raises(KeyboardInterrupt):
        plan(store, [sent, sent], stop)
    assert len(closed) == 1


def test_a_plan_is_for_anyone_applying_it_is_not(office, county):
    sent = office.send()
    county.add(replace(UNIT, id="u9", code="9"))
    from hengbiao.store.store import Store

    with Store.open(county.path, read_only=True) as store, plan(store, [sent]) as planned:
        assert planned.sources[0].added == 2
        with pytest.raises(Refusal):
            apply(store, planned, {})


@pytest.mark.parametrize("year", [2026, 2027])
def test_a_year_typed_over_in_one_file_is_told_of_no_other(office, county, tmp_path, year):
    county.receive(office.send(office.folder / "o1"))
    other = Office(tmp_path, "乙")
    other.path.write_bytes(office.path.read_bytes())
    other.put("p1", ("goal",), "没有动年度")
    office.put("u1", ("year",), year)
    office.put("p1", ("year",), year)
    sources = [office.send(office.folder / "o2"), other.send(), office.send(office.folder / "o3")]
    with county.opened() as (store, document), plan(store, sources) as planned:
        assert [one.units[0].years for one in planned.sources] == [(year,), (2025,), (year,)]
        receipt = apply(store, planned, {0: Tick(take=False)}, document)
    assert receipt.sources[0].units[0].years == (2025,)

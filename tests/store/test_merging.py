"""Edits of others in the log: what stands for many, what is lacking, what history tells, what conflicts are called."""

import pytest
from tests.exchange.offices import Office
from tests.store.documents import PROJECT, UNIT, put, small

from hengbiao.domain.merge import resolve, stand
from hengbiao.store import cache, conflicts, edits, merging, standing
from hengbiao.store.store import Store, rebuild, verify


@pytest.fixture
def path(tmp_path):
    return tmp_path / "d.hengbiao"


def stood(store, keys=("u1", "p1")):
    mark = edits.stamp("上报", store.identity)
    made = store.look(lambda c: list(merging.standing_edits(c, mark, keys)))
    store.admit(store.look(lambda c: merging.prospect(c, made)))
    return made


def log_of(store, key):
    return store.look(lambda c: cache.log_of(c, key))


def test_what_stands_for_many_is_spelled_and_read_the_same(path):
    store, document = small(path)
    document.commit("改", [put(document, "p1", ("goal",), "")])
    document.commit("改", [put(document, "p1", ("indicators", "r1", "name"), "改名")])
    document.commit("删", [put(document, "p1", ("indicators", "r1"), None)])
    log = log_of(store, "p1")
    state = resolve(log).state
    expected = stand(log)
    assert standing.read(standing.spelled(expected, state), state) == expected
    [made] = stood(store)
    assert log_of(store, "p1")[-1].standing == expected
    assert resolve(log_of(store, "p1")[-1:]).state == state
    assert made.record == "p1"
    store.close()


def test_standing_in_changes_nothing_that_shows_and_is_done_once(path):
    store, document = small(path)
    document.commit("改", [put(document, "p1", ("goal",), "办班")])
    before = store.load().project("p1")
    assert len(stood(store)) == 1
    assert stood(store) == []
    assert store.load().project("p1") == before
    document.commit("改", [put(document, "p1", ("goal",), "又改")])
    assert store.load().project("p1").goal == "又改"
    assert len(stood(store)) == 1
    store.close()
    assert verify(path) == []
    rebuild(path)
    assert verify(path) == []


def test_more_edits_than_one_may_stand_for_are_sent_as_they_are(path, monkeypatch):
    store, document = small(path)
    document.commit("改", [put(document, "p1", ("goal",), "办班")])
    monkeypatch.setattr(standing, "MOST", 1)
    assert stood(store) == []
    assert len(store.look(lambda c: merging.sendable(c, ["p1"], history=False))) == 2
    store.close()


def test_history_tells_of_what_stands_in_only_what_it_changed(tmp_path):
    one, other = Office(tmp_path, "甲"), Office(tmp_path, "乙")
    one.add(UNIT, PROJECT)
    one.put("p1", ("goal",), "办班")
    with one.opened() as (store, _):
        before = store.history()
        stood(store)
        assert store.history() == before
    other.receive(one.send())
    other.put("p1", ("purpose",), "乙的")
    one.put("p1", ("goal",), "又改")
    other.receive(one.send(tmp_path / "o2"))
    with other.opened() as (store, _):
        told = [(entry.path, entry.new) for entry in store.history("p1")]
    assert told[0][0] == ()
    assert told[1:] == [(("purpose",), "乙的"), (("goal",), "又改")]


def lacking(path):
    """A document of one project of which only a later edit came, and that edit."""
    store, document = small(path)
    document.commit("改", [put(document, "p1", ("goal",), "办班")])
    last = store.look(lambda c: merging.sendable(c, ["p1"], history=True))[-1]
    store.close()
    return last


def test_what_lacks_earlier_edits_is_kept_marked_and_whole_once_they_come(tmp_path, path):
    last = lacking(path)
    with Store.create(tmp_path / "x.hengbiao") as store:
        found = store.look(lambda c: merging.prospect(c, [last]))
        assert [one.incomplete for one in found.outcomes] == [True]
        store.admit(found)
        assert len(store.load().records) == 0
    assert verify(tmp_path / "x.hengbiao") == ["记录 p1 缺少较早的修改记录"]
    assert verify(tmp_path / "x.hengbiao", incomplete=False) == []
    with Store.open(tmp_path / "x.hengbiao") as store, Store.open(path) as whole:
        rows = whole.look(lambda c: merging.sendable(c, ["p1", "u1"], history=True))
        store.admit(store.look(lambda c: merging.prospect(c, rows)))
        assert store.load().project("p1").goal == "办班"
    assert verify(tmp_path / "x.hengbiao") == []


def test_edits_of_no_known_shape_are_not_admitted(path):
    store, _ = small(path)
    for fields in ({"goal": 5}, {"indicators/r1/name": 5}, {"funds/total": "5"}) * 4:  # whichever id is the smaller
        row, _ = edits.write(edits.stamp("x", store.identity), "p1", "put", (), fields)
        with pytest.raises(merging.UnfitError, match="不合规定"):
            store.look(lambda c, row=row: merging.prospect(c, [row]))
    store.close()


def test_a_conflict_is_named_by_record_field_and_heads_alone():
    name = conflicts.conflict_id("p1", "goal", ["b" * 64, "a" * 64])
    assert name == conflicts.conflict_id("p1", "goal", ["a" * 64, "b" * 64])
    assert (
        len(
            {
                name,
                conflicts.conflict_id("p1", "x", ["a" * 64, "b" * 64]),
                conflicts.conflict_id("p2", "goal", ["a" * 64]),
            }
        )
        == 3
    )


def test_who_works_on_what_is_known(path):
    store, document = small(path)
    document.commit("改", [put(document, "p1", ("goal",), "办班")])
    office = store.identity.office
    assert store.look(lambda c: merging.workers(c, "u1")) == {office}
    assert store.look(lambda c: merging.workers(c, "u2")) == set()
    assert store.look(lambda c: merging.works_elsewhere(c, office, "u2"))
    assert not store.look(lambda c: merging.works_elsewhere(c, office, "u1"))
    assert not store.look(lambda c: merging.works_elsewhere(c, "别处", "u2"))
    assert store.look(lambda c: merging.owner(c, "p1")) == store.look(lambda c: merging.owner(c, "u1")) == "u1"
    assert store.look(lambda c: merging.owner(c, "无")) == ""
    store.close()


def test_what_stands_for_others_was_made_by_those_who_made_them():
    content = {"office": "县"}
    assert merging.makers(content) == ("县",)
    assert merging.makers({**content, "stands_for": {"by": ["甲", "乙"]}}) == ("甲", "乙")
    for odd in ({}, {"by": []}, {"by": [1]}, {"by": "甲"}):
        assert merging.makers({**content, "stands_for": odd}) == ("县",)


def test_who_made_an_edit_is_told_by_what_stands_for_it_where_that_makes_sense():
    known = {"a": {"office": "甲", "author": "王", "at": "早"}}
    assert standing.maker("a", known, []) == ("甲", "王", "早")

    def told(made):
        return [{"stands_for": {"ids": ["a", "b"], "made": made}}]

    assert standing.maker("b", known, told({"1": ["乙", "李", "晚"]})) == ("乙", "李", "晚")
    for odd in (None, [], "b", {"1": "乙"}, {"1": ["乙", "李"]}, {"1": ["乙", "李", 3]}, {}):
        assert standing.maker("b", known, told(odd)) is None
    assert standing.maker("c", known, told({"1": ["乙", "李", "晚"]})) is None
    assert standing.maker("b", known, [{"stands_for": {"ids": ["a", "b"]}}]) is None

"""收表: what comes in is merged whatever its order; what is wrong with it is told, and then nothing has changed."""

import random
from dataclasses import replace

import pytest
from tests.exchange.offices import Office, dumped, said
from tests.store.documents import PROJECT, ROW, UNIT

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.refusal import Refusal
from hengbiao.exchange.receive import documents_in, receive
from hengbiao.store import merging
from hengbiao.store.errors import NotWritten
from hengbiao.store.store import Store, verify


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


def test_a_document_comes_in_and_once_only(office, county):
    sent = office.send()
    first, second = county.receive(sent, sent).sources
    assert (counts(first), counts(second)) == (("merged", 2, 0, 0, 0), ("nothing_new", 0, 0, 0, 0))
    assert county.dump() == office.dump()
    before = said(county.path)
    assert counts(county.receive(sent).sources[0]) == ("nothing_new", 0, 0, 0, 0)
    assert said(county.path) == before
    assert verify(county.path) == []


@pytest.mark.parametrize("history", [False, True])
def test_changes_and_deletions_come_in(office, county, history):
    office.add(replace(PROJECT, id="p2", position="W", name="第二个"))
    county.receive(office.send(history=history))
    office.put("p1", ("indicators", "r1", "name"), "培训人数")
    office.put("p1", ("indicators", "r2"), replace(ROW, id="r2", position="W"))
    office.put("u1", ("name",), "新名称")
    office.drop("p2")
    [told] = county.receive(office.send(office.folder / "next", history=history)).sources
    assert counts(told) == ("merged", 0, 2, 1, 0)
    assert county.dump() == office.dump()


def test_an_older_file_changes_nothing_and_is_marked(office, county):
    old = office.send(office.folder / "old")
    office.put("p1", ("goal",), "新的")
    county.receive(office.send())
    before = county.dump()
    [told] = county.receive(old).sources
    assert (counts(told), told.older) == (("nothing_new", 0, 0, 0, 0), True)
    assert county.dump() == before
    assert verify(county.path) == []


def test_what_comes_back_connects_to_what_was_sent(office, county):
    office.put("p1", ("goal",), "一稿")
    county.receive(office.send())
    county.put("p1", ("purpose",), "县里加的")
    office.put("p1", ("goal",), "二稿")
    [told] = office.receive(county.send()).sources
    assert counts(told) == ("merged", 0, 1, 0, 0)
    county.receive(office.send(office.folder / "next"))
    assert office.dump() == county.dump()
    assert (office.field("p1", ("goal",)), office.field("p1", ("purpose",))) == ("二稿", "县里加的")


def test_a_copied_document_edited_on_two_machines_merges(office, tmp_path):
    other = Office(tmp_path, "乙")
    other.path.write_bytes(office.path.read_bytes())
    office.put("p1", ("goal",), "甲改")
    other.put("p1", ("purpose",), "乙改")
    office.receive(other.path)
    other.receive(office.path)
    assert office.dump() == other.dump()
    assert (office.field("p1", ("goal",)), office.field("p1", ("purpose",))) == ("甲改", "乙改")


def test_listeners_are_told_and_the_step_can_be_undone(office, county):
    county.receive(office.send())
    office.put("p1", ("goal",), "新的")
    sent = office.send(office.folder / "next")
    with county.opened() as (store, document):
        heard = []
        document.subscribe(heard.append)
        receive(store, [sent], document)
        [event] = heard
        assert event.changes == (Change(Ref("p1", ("goal",)), "培训", "新的"),)
        assert document.tree.project("p1").goal == "新的"
        assert document.undo_label == f"收表 {sent.name}"
        document.undo()
        assert document.tree.project("p1").goal == "培训"
    assert county.field("p1", ("goal",)) == "培训"
    office.receive(county.send(county.folder / "back"))
    assert office.field("p1", ("goal",)) == "培训"


def test_without_a_window_many_sources_are_one_run(office, county, monkeypatch):
    monkeypatch.setattr("hengbiao.exchange.receive._AT_ONCE", 2)
    files = []
    for number in range(5):
        office.put("p1", ("goal",), f"第{number}稿")
        files.append(office.send(office.folder / f"o{number}"))
    random.Random(1).shuffle(files)
    told = []
    with county.opened() as (store, _):
        receipt = receive(store, files, progress=lambda done, total: told.append((done, total)))
    assert told == [(number, 5) for number in range(5)]
    assert sum(source.added for source in receipt.sources) == 2
    assert county.dump() == office.dump()


def test_receiving_stops_between_two_documents(office, county):
    first = office.send()
    office.put("p1", ("goal",), "新的")
    second = office.send(office.folder / "next")

    def stop(done, _):
        if done:
            raise KeyboardInterrupt

    with county.opened() as (store, _), pytest.raises(KeyboardInterrupt):
        receive(store, [first, second], progress=stop)
    assert county.field("p1", ("goal",)) == "培训"
    assert verify(county.path) == []


def test_a_refused_source_stops_no_other(office, county, tmp_path):
    bad = tmp_path / "坏.hengbiao"
    bad.write_bytes(b"x" * 9000)
    told = county.receive(bad, office.send(), tmp_path / "无.hengbiao").sources
    assert [each.status for each in told] == ["refused", "merged", "refused"]
    assert "坏.hengbiao" in str(told[0].refusal)
    assert "找不到" in str(told[2].refusal)
    assert county.dump() == office.dump()


def test_our_own_file_is_no_source(office):
    [told] = office.receive(office.path).sources
    assert "正在打开" in str(told.refusal)


def test_a_disk_that_fails_while_merging_changes_nothing(office, county, monkeypatch):
    county.receive(office.send())
    office.put("p1", ("goal",), "新的")
    sent = office.send(office.folder / "next")
    before = said(county.path)

    def fail(connection, found):
        connection.executemany("INSERT INTO edit(id, record, step, body) VALUES (?, ?, ?, ?)", found.rows)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(merging, "admit", fail)
    with county.opened() as (store, document):
        with pytest.raises(NotWritten):
            receive(store, [sent], document)
        assert document.tree.project("p1").goal == "培训"
    assert said(county.path) == before


def test_a_document_held_by_another_receives_nothing(office, county):
    sent = office.send()
    county.add(UNIT)
    with county.opened(), Store.open(county.path) as second, pytest.raises(Refusal, match="打开"):
        receive(second, [sent], Document(second.load(), second.append))


def test_an_edit_made_between_looking_and_merging_is_not_passed_over(office, county):
    county.receive(office.send())
    office.put("p1", ("goal",), "新的")
    with office.opened() as (other, _), county.opened() as (store, document):
        rows = other.look(lambda c: merging.sendable(c, ["p1"], history=True))
        found = store.look(lambda c: merging.prospect(c, rows))
        document.commit("改", [Change(Ref("p1", ("goal",)), "培训", "自己改的")])
        with pytest.raises(Refusal, match="别的修改"):
            store.admit(found)


def test_folders_stand_for_the_documents_in_them(office, tmp_path):
    sent = office.send()
    (sent.parent / ".~x.hengbiao").write_bytes(b"")
    (sent.parent / "说明.txt").write_bytes(b"")
    assert documents_in([sent.parent, office.path]) == [sent, office.path]
    (tmp_path / "空").mkdir()
    with pytest.raises(Refusal, match="这个文件夹里没有"):
        documents_in([tmp_path / "空"])


# 时钟


@pytest.mark.parametrize("year", ["1970-01-01T00:00:00+08:00", "2099-12-31T23:59:59-12:00", "何时"])
def test_clocks_decide_nothing(office, county, monkeypatch, year):
    county.receive(office.send())
    real = __import__("hengbiao.store.edits", fromlist=["stamp"]).stamp
    monkeypatch.setattr("hengbiao.store.edits.stamp", lambda *given: real(*given)._replace(at=year))
    office.put("p1", ("goal",), "新的")
    sent = office.send(office.folder / "next")
    monkeypatch.undo()
    county.put("p1", ("purpose",), "县里的")
    assert counts(county.receive(sent).sources[0]) == ("merged", 0, 1, 0, 0)
    assert dumped(county.path)[0]["units"][0]["projects"][0]["goal"] == "新的"

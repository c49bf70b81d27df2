"""Large steps: durable with their edits; rows that follow later are never seen behind, wherever the program ends."""

import json
import random
import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.documents import PROJECT, ROW, UNIT, add, content, everything, put, small
from tests.store.test_verify import flipped, is_noticed, says
from tests.strategies import trees

from hengbiao.domain.change import Change, Ref, value_at
from hengbiao.domain.diff import tree_changes
from hengbiao.domain.document import Document
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.target import parse
from hengbiao.store import connection as connections
from hengbiao.store import copying, foreign_reading, lagging, schema
from hengbiao.store.errors import NotWritten
from hengbiao.store.store import Store, decode_all, rebuild, verify

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "表.hengbiao"


@pytest.fixture
def at_once(monkeypatch):
    """Every step is a large one."""
    monkeypatch.setattr(lagging, "FROM", 1)


@pytest.fixture
def pulled(path, at_once, monkeypatch):
    """A document whose program was killed after a large step: the tree it had, the path it lies at."""
    store, document = small(path)
    cell = ("indicators", "r1", "name")
    document.commit("改", [put(document, "p1", ("name",), "改后"), put(document, "p1", cell, "办班")])
    assert store.behind
    monkeypatch.setattr(store, "catch_up", lambda most=None: False)
    store.close()
    assert stated(path) == schema.BEHIND
    return document.tree


def stated(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def reloaded(path):
    with Store.open(path, read_only=True) as store:
        tree = store.load()
        decode_all(tree)
        return tree


def test_the_step_is_durable_and_its_rows_follow(path, at_once):
    store, document = small(path)
    before = everything(path)
    document.commit("改", [put(document, "p1", ("name",), "改后")])
    after = everything(path)
    assert len(after["edit"]) == len(before["edit"]) + 1
    assert after["record"] == before["record"]
    assert (after["user_version"], store.behind) == ([(schema.BEHIND,)], True)
    assert verify(path) == []
    assert not store.catch_up()
    assert (everything(path)["user_version"], store.behind) == ([(schema.VERSION,)], False)
    assert everything(path)["record"] != before["record"]
    store.close()
    assert verify(path) == []
    assert reloaded(path).project("p1").name == "改后"


def test_a_step_of_few_records_is_no_large_one(path):
    store, document = small(path)
    document.commit("改", [put(document, "p1", ("name",), "改后")])
    assert not store.behind
    assert stated(path) == schema.VERSION
    store.close()


@SLOW
@given(trees(2, 2), trees(1, 2), st.data())
def test_any_steps_say_the_same_whether_their_rows_wait_or_not(tmp_path_factory, tree, other, data):
    """The same random user at both: equal trees, equal edits but for their ids; each closed file complete."""
    folder = tmp_path_factory.mktemp("s")
    choices = drawn(data, other)
    said = []
    for least in (1, 10**9):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(lagging, "FROM", least)
            said.append(lived(folder / f"{least}.hengbiao", tree, choices))
    assert said[0] == said[1]


def lived(file, tree, choices):
    """What a document says in the end that does what was chosen, checked on its way."""
    with Store.create(file) as store:
        document = Document(store.load(), store.append)
        document.commit("建", [Change(Ref(key), None, tree.records[key]) for key in tree.headings])
        for choice in choices:
            choice(document, store)
            assert verify(file) == []
        shown = content(document.tree)
    assert content(reloaded(file)) == shown
    assert stated(file) == schema.VERSION
    assert verify(file) == []
    tables = everything(file)
    rebuild(file)
    assert everything(file)["record"] == tables["record"]
    bodies = [json.loads(row[4]) for row in tables["edit"]]
    told = sorted(json.dumps([body[name] for name in ("record", "kind", "label", "fields")]) for body in bodies)
    return shown, told, [row[:8] for row in tables["record"]]


def drawn(data, other):
    """What a random user does, as deeds that can be done again on another document."""
    deeds = {
        "undo": lambda document, _: document.undo(),
        "redo": lambda document, _: document.redo(),
        "merge": lambda document, _: document.commit("导入", tree_changes(document.tree, other)),
        "some": lambda _, store: store.catch_up(1),
        "all": lambda _, store: store.catch_up(),
        "load": lambda _, store: store.load(),
        "rename": lambda document, _: document.commit("改名", renamed(document.tree)),
        "drop a row": lambda document, _: document.commit("删行", rowless(document.tree)),
        "drop": lambda document, _: document.commit("删", dropped(document.tree)),
    }
    return [deeds[name] for name in data.draw(st.lists(st.sampled_from(sorted(deeds)), max_size=7))]


def renamed(tree):
    for item in tree.headings.values():
        if item.kind != "department":
            yield Change(Ref(item.id, ("name",)), item.name, f"{item.name}新")
        if item.kind == "project":
            for row in tree.project(item.id).indicators:
                yield Change(Ref(item.id, ("indicators", row.id, "target")), row.target, parse("≥2次"))


def rowless(tree):
    for item in tree.all_projects():
        for row in tree.project(item.id).indicators[:1]:
            yield Change(Ref(item.id, ("indicators", row.id)), row, None)
            yield Change(Ref(item.id, ("name",)), item.name, f"{item.name}少")


def dropped(tree):
    for item in tree.all_projects()[:1]:
        yield Change(Ref(item.id), tree.records[item.id], None)


def test_a_killed_program_loses_nothing_and_opening_catches_up(path, pulled):
    assert verify(path) == []
    with Store.open(path) as store:
        assert not store.behind
        assert content(store.load()) == content(pulled)
        assert stated(path) == schema.VERSION
    assert verify(path) == []


def test_who_may_only_read_sees_everything_and_writes_nothing(path, pulled):
    before = path.read_bytes()
    assert content(reloaded(path)) == content(pulled)
    assert path.read_bytes() == before


def test_a_second_window_sees_a_step_whose_rows_are_behind(path, at_once):
    store, document = small(path)
    document.commit("改", [put(document, "p1", ("name",), "改后")])
    with Store.open(path) as second:
        assert second.read_only
        assert second.holder
        assert second.load().project("p1").name == "改后"
    assert store.behind
    store.close()


def test_a_copy_is_complete_though_the_document_is_not(path, pulled, tmp_path):
    target = tmp_path / "copy.hengbiao"
    with closing(connections.connect(path, write=False)) as source:
        copying.copy(source, target, "")
    assert stated(path) == schema.BEHIND
    assert stated(target) == schema.VERSION
    assert verify(target) == []
    assert content(reloaded(target)) == content(pulled)


def test_a_copy_that_is_saved_is_complete(path, at_once, tmp_path):
    store, document = small(path)
    document.commit("改", [put(document, "p1", ("name",), "改后")])
    store.save_copy(tmp_path / "copy.hengbiao")
    assert stated(tmp_path / "copy.hengbiao") == schema.VERSION
    store.close()


def test_an_older_program_refuses_rather_than_show_old_values(path, pulled):
    """What version 1.0 did: a major version beyond its own is refused in a sentence."""
    assert stated(path) // 1000 > schema.MAJOR


def test_what_another_office_copied_from_a_running_program_is_refused(path, pulled, tmp_path):
    with pytest.raises(Refusal, match="没有正常退出"):
        foreign_reading.read(path, tmp_path)


def test_damage_below_rows_that_are_behind_is_found(path, pulled):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE edit SET body = replace(body, '改后', '改坏') WHERE seq = 3")
        connection.commit()
    for attempt in (Store.open, lambda file: Store.open(file, read_only=True)):
        with pytest.raises(Refusal, match="校验码不符"):
            attempt(path)
    assert verify(path)


def test_damage_of_rows_that_are_not_behind_is_still_found(path, pulled):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE record SET name = '别的' WHERE id = 'u1'")
        connection.commit()
    assert any("与修改记录不符" in wrong for wrong in verify(path))


def test_a_mended_document_is_complete(path, pulled):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM record")
        connection.commit()
    rebuild(path)
    assert stated(path) == schema.VERSION
    assert content(reloaded(path)) == content(pulled)


def test_small_steps_go_on_upon_a_large_one(path, monkeypatch):
    records = [UNIT, *(type(PROJECT)(id=f"p{n}", unit="u1", name=f"项目{n}", indicators=(ROW,)) for n in range(5))]
    store = Store.create(path)
    document = Document(store.load(), store.append)
    document.commit("建", [add(record) for record in records])
    monkeypatch.setattr(lagging, "FROM", 3)
    document.commit("改", list(renamed(document.tree)))
    document.commit("改一个", [put(document, "p1", ("goal",), "目标")])
    document.commit("再改", list(renamed(document.tree)))
    assert store.behind
    document.undo()
    document.commit("又改", [put(document, "p2", ("name",), "二")])
    store.catch_up(2)
    document.undo()
    assert store.behind
    store.close()
    assert verify(path) == []
    assert content(reloaded(path)) == content(document.tree)
    assert len([row for row in everything(path)["edit"] if row[2] == b"p1"]) == 5


def test_a_large_step_that_fails_changes_nothing(path, at_once):
    store, document = small(path)
    before = everything(path)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(NotWritten, match="磁盘空间不足"):
        document.commit("写长文", [put(document, "p1", ("goal",), "长" * 100_000)])
    assert everything(path) == before
    assert not store.behind
    store._connection.execute("PRAGMA max_page_count = 100000")
    store.close()


def test_a_disk_without_room_for_the_rows_leaves_a_document_that_opens(path, at_once):
    store, document = small(path)
    document.commit("写长文", [put(document, "p1", ("goal",), "长" * 100_000)])
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(NotWritten, match="磁盘空间不足"):
        store.catch_up()
    assert store.behind
    store.close()
    assert stated(path) == schema.BEHIND
    assert reloaded(path).project("p1").goal == "长" * 100_000
    with Store.open(path) as again:
        assert again.load().project("p1").goal == "长" * 100_000
    assert stated(path) == schema.VERSION
    assert verify(path) == []


def test_questions_beyond_the_log_are_answered_up_to_date(path, at_once):
    store, document = small(path)
    document.commit("改", [put(document, "p1", ("name",), "改后")])
    assert store.history("p1", ("name",))[-1].new == "改后"
    assert store.behind
    names = store.look(lambda c: [name for (name,) in c.execute("SELECT name FROM record WHERE kind = 'project'")])
    assert (names, store.behind) == (["改后"], False)
    store.close()


def test_rows_come_back_from_under_a_drop(path, at_once):
    store, document = small(path)
    row = document.tree.project("p1").indicators[0]
    document.commit("删行", [Change(Ref("p1", ("indicators", "r1")), row, None)])
    document.undo()
    document.commit("改", [put(document, "p1", ("indicators", "r1", "name"), "新")])
    store.close()
    assert verify(path) == []
    assert value_at(reloaded(path).project("p1"), ("indicators", "r1", "name")) == "新"


def test_a_flipped_bit_is_found_or_mended_from_the_log(path, pulled):
    """Rows that are behind are not held against the log, but nothing of what they say outlives opening."""
    whole, dice, found, mended = path.read_bytes(), random.Random(5), 0, 0
    before = says(path)
    written = [place for place, byte in enumerate(whole) if byte]
    for _, broken in flipped(whole, dice.sample(written, 400), dice):
        path.write_bytes(broken)
        altered = says(path) != before
        if is_noticed(path):
            found += 1
            with pytest.raises(Refusal):
                Store.open(path).close()
        else:
            with Store.open(path) as store:
                tree = store.load()
                decode_all(tree)
                assert content(tree) == content(pulled)
            assert verify(path) == []
            mended += altered
    assert found > 100
    assert mended  # rows that are behind

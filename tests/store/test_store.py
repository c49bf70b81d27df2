import gc
import resource
import sqlite3
import sys
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.documents import PROJECT, ROW, UNIT, add, content, everything, put, small
from tests.strategies import records, trees

from hengbiao.domain.change import Change, Ref, value_at
from hengbiao.domain.diff import record_changes
from hengbiao.domain.document import Document
from hengbiao.domain.tree import empty
from hengbiao.store import appending, edits
from hengbiao.store.errors import Held, NotWritten, ReadOnly, StoreError
from hengbiao.store.store import Store, decode_all, rebuild, verify

SLOW = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@pytest.fixture
def path(tmp_path):
    return tmp_path / "一 个#文件?.hengbiao"


def reloaded(path):
    with Store.open(path, read_only=True) as store:
        tree = store.load()
        decode_all(tree)
    gc.unfreeze()
    return tree


def everything_added(tree):
    return [Change(Ref(key), None, tree.records[key]) for key in tree.headings]


def test_a_new_document_is_empty_and_whole(path):
    with Store.create(path) as store:
        assert (len(store.load().records), store.read_only, store.notice, store.edits) == (0, False, "", 0)
    assert verify(path) == []
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_what_is_committed_is_there_after_reopening(path):
    store, document = small(path)
    document.commit("改目标", [put(document, "p1", ("goal",), "办班")])
    store.close()
    assert content(reloaded(path)) == content(document.tree)
    assert reloaded(path).project("p1").goal == "办班"


@SLOW
@given(trees(2, 2), trees(1, 1), st.data())
def test_any_tree_and_any_change_come_back_as_they_were(tmp_path_factory, tree, other, data):
    path = tmp_path_factory.mktemp("s") / "d.hengbiao"
    with Store.create(path) as store:
        document = Document(store.load(), store.append)
        document.commit("导入", everything_added(tree))
        document.commit("再导入", everything_added(other))
        for key in data.draw(st.permutations(list(document.tree.headings))):
            old = document.tree.records[key]
            new = data.draw(
                records(
                    type(old),
                    id=st.just(key),
                    **({} if key == getattr(old, "unit", key) else {"unit": st.just(old.unit)}),
                )
            )
            document.commit("改", record_changes(old, new))
        for key in data.draw(st.sets(st.sampled_from(list(document.tree.headings)))) if document.tree.headings else ():
            document.commit("删", [Change(Ref(key), document.tree.records[key], None)])
        for _ in range(data.draw(st.integers(0, 4))):
            document.undo()
        assert content(store.load()) == content(document.tree)
    assert content(reloaded(path)) == content(document.tree)
    assert verify(path) == []
    before = everything(path)
    rebuild(path)
    assert everything(path)["record"] == before["record"]
    assert everything(path)["open_conflict"] == before["open_conflict"]


def test_one_action_is_one_step_with_one_edit_a_record(path):
    store, document = small(path, author="王芳")
    document.commit(
        "改两处",
        [
            put(document, "p1", ("goal",), "甲"),
            put(document, "p1", ("indicators", "r1", "name"), "乙"),
            put(document, "u1", ("name",), "丙"),
        ],
    )
    rows = [
        edits.read(row_id, body)
        for row_id, body in store._connection.execute("SELECT id, body FROM edit WHERE seq > 2")
    ]
    assert {row["record"]: row["fields"] for row in rows} == {
        "p1": {"goal": "甲", "indicators/r1/name": "乙"},
        "u1": {"name": "丙"},
    }
    assert len({row["step"] for row in rows}) == 1
    assert {(row["label"], row["author"], row["kind"], row["v"]) for row in rows} == {("改两处", "王芳", "put", 1)}
    assert all(len(row["parents"]) == 1 for row in rows)
    store.close()


def test_stored_bodies_are_canonical_and_named_by_their_hash(path):
    store, document = small(path)
    document.commit("改", [put(document, "p1", ("goal",), "“引号”\n𠮷")])
    for row_id, body in store._connection.execute("SELECT id, body FROM edit"):
        assert edits.canonical(edits.read(row_id, body)) == body
    assert "𠮷" in body
    store.close()


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=7, max_size=7))
def test_bodies_are_canonical_whatever_stands_in_their_stamp(texts):
    *stamped, record = texts
    row, _ = edits.write(edits.Stamp(*stamped), record, "put", ("b", "a"), {record: stamped})
    content = edits.read(row.id, row.body)
    assert edits.canonical(content) == row.body
    assert [content[name] for name in edits.Stamp._fields] == stamped
    assert (content["record"], content["fields"], content["parents"]) == (record, {record: stamped}, ["a", "b"])


def test_a_step_that_changes_nothing_in_the_end_leaves_no_edit(path):
    store, document = small(path)
    before = document.tree
    store.append(
        "来回", [Change(Ref("p1", ("goal",)), "培训", "x"), Change(Ref("p1", ("goal",)), "x", "培训")], before, before
    )
    assert store.edits == 2
    store.close()


def test_dropping_and_undoing_keeps_what_a_newer_program_wrote(path):
    store, _ = small(path)
    heads = store._connection.execute("SELECT heads FROM record WHERE id = 'p1'").fetchone()[0]
    insert_foreign(store, "p1", heads, {"mood": "好", "indicators/r1/colour": "红"})
    store.close()
    rebuild(path)
    with Store.open(path) as store:
        document = Document(store.load(), store.append)
        document.commit("删行", [Change(Ref("p1", ("indicators", "r1")), ROW, None)])
        document.undo()
        document.commit("删项目", [Change(Ref("p1"), document.tree.records["p1"], None)])
        document.undo()
        assert content(store.load()) == content(document.tree)
        state = store._connection.execute("SELECT state FROM record WHERE id = 'p1'").fetchone()[0]
        assert '"mood":"好"' in state
        assert '"colour":"红"' in state
    assert verify(path) == []


def insert_foreign(store, key, heads, fields):
    """An edit that another program made: into the log and the statement, past the cache."""
    import json

    from hengbiao.store import meta

    row, _ = edits.write(edits.stamp("外来", store.identity), key, "put", json.loads(heads), fields)
    with store._writing() as connection:
        connection.execute(appending.INSERT_EDIT, row)
        meta.add(connection, [row.id])


def test_differing_heads_show_one_value_and_settle_by_the_next_edit(path):
    store, document = small(path)
    heads = store._connection.execute("SELECT heads FROM record WHERE id = 'p1'").fetchone()[0]
    document.commit("我方", [put(document, "p1", ("goal",), "甲")])
    insert_foreign(store, "p1", heads, {"goal": "乙", "name": "对方改名"})
    store.close()
    rebuild(path)
    assert verify(path) == []
    with Store.open(path) as store:
        assert store.open_conflicts == 1
        document = Document(store.load(), store.append)
        assert document.tree.project("p1").name == "对方改名"
        document.commit("改别处", [put(document, "p1", ("purpose",), "用途")])
        assert store.open_conflicts == 1
        document.commit("定", [put(document, "p1", ("goal",), "丁")])
        assert store.open_conflicts == 0
        assert content(store.load()) == content(document.tree)
    assert verify(path) == []


def test_a_record_is_read_when_asked_for_also_after_closing(path):
    store, _ = small(path)
    tree = store.load()
    assert "p1" in tree.records
    store.close()
    assert tree.project("p1") == PROJECT


def test_a_loaded_tree_stays_as_it_was_while_the_document_goes_on(path):
    store, document = small(path)
    early = store.load()
    document.commit("改", [put(document, "p1", ("goal",), "新")])
    middle = store.load()
    document.commit("改", [put(document, "p1", ("goal",), "更新")])
    assert (early.project("p1").goal, middle.project("p1").goal) == ("培训", "新")
    store.close()


def test_records_may_be_read_from_another_thread_while_edits_go_on(path):
    store, document = small(path)
    faults = []

    def read():
        try:
            for _ in range(50):
                assert store.load().project("p1").id == "p1"
        except Exception as error:  # noqa: BLE001 - any at all
            faults.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(30):
        document.commit("改", [put(document, "p1", ("goal",), str(number))])
    for thread in threads:
        thread.join()
    assert not faults
    store.close()


def test_bulk_is_one_transaction(path):
    records = [UNIT, *(type(PROJECT)(id=f"p{n}", unit="u1", name=f"项目{n}") for n in range(600))]
    with Store.create(path) as store:
        document = Document(store.load(), store.append)
        document.commit("导入", [add(record) for record in records])
        assert store.edits == 601
        assert store._connection.execute(
            "SELECT count(DISTINCT step), count(state) FROM edit, record LIMIT 1"
        ).fetchone() == (1, 0)
    assert content(reloaded(path)) == content(document.tree)


class Faulty:
    """A connection that fails at its n-th call, as a disk does."""

    def __init__(self, connection, at, error):
        self.connection, self.left, self.error = connection, at, error

    def __getattr__(self, name):
        return getattr(self.connection, name)

    def execute(self, sql, *rest):
        self._count(sql)
        return self.connection.execute(sql, *rest)

    def executemany(self, sql, rows):
        self._count(sql)
        return self.connection.executemany(sql, rows)

    def _count(self, sql):
        self.left -= 1
        if not self.left:
            raise self.error


@pytest.mark.parametrize("error", [sqlite3.OperationalError("disk I/O error"), OSError(28, "No space left on device")])
def test_a_step_that_fails_at_any_call_changes_nothing(path, error):
    store, document = small(path)
    true = store._connection
    before = everything(path), content(document.tree)
    changes = [put(document, "p1", ("goal",), "新"), put(document, "u1", ("name",), "新")]
    for at in range(1, 100):
        store._connection = Faulty(true, at, error)
        try:
            document.commit("改", changes)
        except NotWritten:
            store._connection = true
            assert (everything(path), content(document.tree)) == before
            assert content(store.load()) == before[1]
            assert document.undo_label == "新建项目"
        else:
            break
    store._connection = true
    assert 8 < at < 99
    assert content(store.load()) == content(document.tree) != before[1]
    store.close()
    assert verify(path) == []


def test_a_full_disk_changes_nothing_and_says_so(path):
    store, document = small(path)
    before = everything(path)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(NotWritten, match=r"磁盘空间不足.*文件内容和原来一样"):
        document.commit("写长文", [put(document, "p1", ("goal",), "长" * 100_000)])
    assert everything(path) == before
    store._connection.execute("PRAGMA max_page_count = 100000")
    document.commit("再写", [put(document, "p1", ("goal",), "长" * 100_000)])
    store.close()
    assert reloaded(path).project("p1").goal == "长" * 100_000


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of this kind on Windows")
def test_a_write_that_the_system_refuses_changes_nothing(path):
    store, document = small(path)
    before = everything(path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 4096, limits[1]))
    try:
        with pytest.raises(NotWritten):
            document.commit("写长文", [put(document, "p1", ("goal",), "长" * 100_000)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert everything(path) == before
    document.commit("再写", [put(document, "p1", ("goal",), "短")])
    store.close()
    assert verify(path) == []


def test_a_text_that_cannot_be_stored_is_refused_in_words(path):
    store, document = small(path)
    with pytest.raises(NotWritten, match="无法保存的字符"):
        document.commit("改", [put(document, "p1", ("goal",), "坏\ud800")])
    assert document.tree.project("p1").goal == "培训"
    store.close()
    assert verify(path) == []


@pytest.mark.parametrize(
    "text", ["=1+1", "+a", "@b", "-c", "x" * 40_000, "👩‍🚒𠮷\U000323af", "制表\t换行\n", "nul\0", "\u2028"]
)
def test_any_text_is_stored_as_it_is(path, text):
    store, document = small(path)
    document.commit(
        "改", [put(document, "p1", ("name",), text), put(document, "p1", ("indicators", "r1", "name"), text)]
    )
    store.close()
    tree = reloaded(path)
    assert (tree.project("p1").name, tree.headings["p1"].name, tree.project("p1").indicators[0].name) == (text,) * 3
    assert verify(path) == []


def test_a_file_replaced_while_it_is_open_is_not_written_into_the_void(path):
    store, document = small(path)
    store.save_copy(path.with_name("other.hengbiao"))
    path.with_name("other.hengbiao").replace(path)
    with pytest.raises(StoreError, match="改动或替换"):
        document.commit("改", [put(document, "p1", ("goal",), "x")])
    store.close()


def test_a_file_written_by_a_program_that_heeds_no_lock_is_not_written_over(path):
    store, document = small(path)
    other = sqlite3.connect(path)
    other.execute("DELETE FROM open_conflict")
    other.execute("UPDATE record SET name = '别的' WHERE id = 'p1'")
    other.commit()
    other.close()
    with pytest.raises(StoreError, match="改动或替换"):
        document.commit("改", [put(document, "p1", ("goal",), "x")])
    store.close()


def test_nothing_is_written_read_only_or_after_closing(path):
    store, document = small(path)
    with Store.open(path) as second:
        assert (second.read_only, second.holder.person != "") == (True, True)
        with pytest.raises(Held, match="打开，现在不能修改"):
            second.append("改", [], second.load(), second.load())
    store.close()
    with pytest.raises(ReadOnly, match="已经关闭"):
        document.commit("改", [put(document, "p1", ("goal",), "x")])
    with Store.open(path, read_only=True) as reader, pytest.raises(ReadOnly, match="只读"):
        reader.append("改", [], empty(), empty())


def test_every_setting_of_safety_is_made(path):
    store, _ = small(path)
    expected = {
        "journal_mode": "truncate",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "mmap_size": 0,
        "secure_delete": 1,
    }
    assert {name: store._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in expected} == expected
    store.close()


@pytest.mark.parametrize(("secure", "most"), [(1, 3000), (0, 6000)])
def test_replaced_text_stays_in_the_log_alone(path, secure, most):
    store, document = small(path)
    store._connection.execute(f"PRAGMA secure_delete = {secure}").fetchall()  # 0 is the control
    for text in ("密文甲" * 3000, "短"):
        document.commit("改", [put(document, "p1", ("goal",), text)])
    store.close()
    found = path.read_bytes().count("密文甲".encode())
    assert most * 0.98 < found <= most  # a few are cut by the ends of pages


def test_opening_needs_no_sqlite_utils(path):
    small(path)[0].close()
    import subprocess

    code = (
        "import sys; sys.modules['sqlite_utils'] = None\n"
        "from hengbiao.store.store import Store\n"
        "print(len(Store.open(sys.argv[1]).load().records))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True).stdout == "2\n"
    )


def test_the_version_stands_in_the_file(path):
    small(path)[0].close()
    head = path.read_bytes()[:100]
    assert (head[68:72].hex(), int.from_bytes(head[60:64], "big")) == ("48424931", 1000)


def test_headings_of_the_cache_are_those_of_the_records(path):
    store, document = small(path)
    tree = store.load()
    assert tree.headings == document.tree.headings
    assert value_at(tree.records["p1"], ("name",)) == tree.headings["p1"].name
    store.close()

"""Damage: every flipped bit that alters what a document says is found, and cuts and forgeries are."""

import random
import re
import sqlite3
from contextlib import closing

import pytest
from tests.store.documents import everything, put, small

from hengbiao.domain.refusal import Refusal
from hengbiao.store import cache, edits, meta
from hengbiao.store.errors import UNREADABLE, Damaged
from hengbiao.store.store import Store, decode_all, rebuild, verify


@pytest.fixture
def path(tmp_path):
    return tmp_path / "d.hengbiao"


def written(path):
    store, document = small(path)
    for number in range(6):
        document.commit("改目标", [put(document, "p1", ("goal",), f"第{number}稿，" + "目标" * 300)])
    document.commit("改单位", [put(document, "u1", ("name",), "新名称")])
    store.close()
    return path.read_bytes()


def alter(path, *statements):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for sql, *values in statements:
            connection.execute(sql, values)


def is_noticed(path):
    try:
        return bool(verify(path))
    except Refusal:
        return True


def says(path):
    try:
        return everything(path)
    except UNREADABLE:
        return None


def check_broken(path, whole, mutants):
    """Open damaged documents; how many say something else than before, how many of these SQLite's own check passed."""
    altered = unseen_by_sqlite = 0
    path.write_bytes(whole)
    before = says(path)
    for what, broken in mutants:
        path.write_bytes(broken)
        if says(path) == before:
            continue
        altered += 1
        assert is_noticed(path), what
        with pytest.raises(Refusal):
            Store.open(path).close()
        unseen_by_sqlite += passes_quick_check(path)
    return altered, unseen_by_sqlite


def flipped(whole, places, dice):
    for place in places:
        broken = bytearray(whole)
        broken[place] ^= 1 << dice.randrange(8)
        yield f"byte {place}", broken


def mutated(whole, count, dice):
    """Flips, overwritten and zeroed runs, pages swapped and doubled, cuts and tails."""
    for number in range(count):
        broken = bytearray(whole)
        at, length, page = dice.randrange(len(whole)), dice.randrange(1, 600), 4096 * dice.randrange(len(whole) // 4096)
        other = 4096 * dice.randrange(len(whole) // 4096)
        kind = dice.choice(["run", "zeros", "swap", "double", "cut", "tail", "move"])
        if kind == "run":
            broken[at : at + length] = dice.randbytes(len(broken[at : at + length]))
        elif kind == "zeros":
            broken[at : at + length] = bytes(len(broken[at : at + length]))
        elif kind == "swap":
            broken[page : page + 4096] = whole[other : other + 4096]
            broken[other : other + 4096] = whole[page : page + 4096]
        elif kind == "double":
            broken[page : page + 4096] = whole[other : other + 4096]
        elif kind == "cut":
            del broken[at:]
        elif kind == "tail":
            broken += dice.randbytes(length)
        else:
            broken = broken[:at] + broken[at + length :] + broken[at : at + length]
        yield f"{kind} {number}", broken


def passes_quick_check(path):
    try:
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    except UNREADABLE:
        return False


def test_a_flipped_bit_that_alters_anything_is_found_where_sqlite_finds_nothing(path):
    whole, dice = written(path), random.Random(7)
    altered, unseen = check_broken(path, whole, flipped(whole, dice.sample(range(len(whole)), 250), dice))
    assert altered > 50
    assert unseen > altered / 2  # the control: what quick_check would have let pass


def test_a_mutated_document_that_says_anything_else_is_found(path):
    whole = written(path)
    altered, _ = check_broken(path, whole, mutated(whole, 120, random.Random(8)))
    assert altered > 50


@pytest.mark.torture
def test_ten_thousand_mutated_documents(path):
    whole, dice = written(path), random.Random(9)
    altered, unseen = check_broken(path, whole, flipped(whole, dice.choices(range(len(whole)), k=6000), dice))
    assert unseen > altered / 2 > 500
    altered, _ = check_broken(path, whole, mutated(whole, 4000, dice))
    assert altered > 2000


@pytest.mark.parametrize("field", ["body", "step", "record", "id"])
def test_a_flip_in_each_column_of_an_edit_is_found(path, field):
    whole = written(path)
    with closing(sqlite3.connect(path)) as connection:
        value = connection.execute(f"SELECT {field} FROM edit WHERE seq = 5").fetchone()[0]
    raw = value if isinstance(value, bytes) else value.encode()
    places = [found.start() + len(raw) // 2 for found in re.finditer(re.escape(raw), whole)]
    altered, _ = check_broken(path, whole, flipped(whole, places, random.Random(1)))
    assert altered


def test_a_whole_document_has_no_problems_and_progress_is_told(path):
    written(path)
    told = []
    assert verify(path, lambda done, total: told.append((done, total))) == []
    assert told == [(0, 2)]


def test_a_check_stops_when_progress_raises(path):
    written(path)

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        verify(path, stop)
    with Store.open(path) as store:
        assert not store.read_only


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record SET name = '别的' WHERE id = 'p1'",
        "UPDATE record SET state = replace(state, '目标', '目的') WHERE id = 'p1'",
        "UPDATE record SET state = NULL WHERE id = 'p1'",
        "UPDATE record SET heads = '[]' WHERE id = 'p1'",
        "UPDATE record SET total = 1 WHERE id = 'p1'",
        "DELETE FROM record WHERE id = 'p1'",
        "INSERT INTO record(id, kind, heads) VALUES ('x', 'unit', '[]')",
        "INSERT INTO open_conflict VALUES ('p1', 'goal', '[]')",
        "INSERT INTO open_conflict VALUES ('nobody', 'goal', '[]')",
    ],
)
def test_a_cache_that_does_not_match_the_log_is_damage_that_can_be_mended(path, statement):
    written(path)
    whole = everything(path)
    alter(path, (statement,))
    assert len(verify(path)) == 1
    with pytest.raises(Damaged, match="修复文件") as caught:
        Store.open(path)
    assert caught.value.repairable
    rebuild(path)
    assert (verify(path), everything(path)) == ([], whole)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM edit WHERE seq = 9", "应有 9 条修改记录，实有 8 条"),
        ("UPDATE edit SET body = replace(body, '目标', '目的') WHERE seq = 5", "第 5 条修改记录内容与校验码不符"),
        ("UPDATE edit SET step = 'x' WHERE seq = 5", "登记与内容不符"),
        ("UPDATE edit SET record = 'u1' WHERE seq = 5", "登记与内容不符"),
        ("UPDATE edit SET seq = 12 WHERE seq = 9", "编号不连续"),
        ("UPDATE edit SET id = zeroblob(32) WHERE seq = 5", "总校验码不符"),
        ("UPDATE meta SET value = 8 WHERE key = 'edits'", "封存值不符"),
        ("UPDATE meta SET value = 'x' WHERE key = 'document'", "封存值不符"),
        ("DELETE FROM meta WHERE key = 'sum'", "封存值不符"),
        ("INSERT INTO meta VALUES ('more', 1)", "封存值不符"),
        ("DELETE FROM meta", "封存值不符"),
    ],
)
def test_a_log_that_was_tampered_with_is_damage_that_is_not_mended(path, statement, told):
    written(path)
    alter(path, (statement,))
    whole = path.read_bytes()
    assert any(told in problem for problem in verify(path))
    with pytest.raises(Damaged) as caught:
        Store.open(path)
    assert not caught.value.repairable
    with pytest.raises(Damaged):
        rebuild(path)
    assert path.read_bytes() == whole


def test_an_edit_slipped_in_with_its_true_hash_is_found_by_the_sum(path):
    store, _ = small(path)
    row, _ = edits.write(edits.stamp("外来", store.identity), "p1", "put", (), {"goal": "假"})
    store.close()
    alter(path, ("INSERT INTO edit(id, record, step, body) VALUES (?, ?, ?, ?)", *row))
    assert "应有 2 条修改记录，实有 3 条" in verify(path)


@pytest.mark.parametrize(
    "fields", [{"goal": 5}, {"funds/total": "5"}, {"indicators/r1": {"target": {"x": "y"}}}, {"year": 1 << 60}]
)
def test_values_of_a_wrong_type_are_found_though_their_hash_is_true(path, fields):
    store, _ = small(path)
    key = "p9"
    row, edit = edits.write(
        edits.stamp("外来", store.identity), key, "add", (), {"kind": "project", "unit": "u1", **fields}
    )
    with store._writing() as connection:
        connection.execute("INSERT INTO edit(id, record, step, body) VALUES (?, ?, ?, ?)", row)
        connection.execute(cache.INSERT_RECORD, cache.gone(key, [edit.id]))
        meta.add(connection, [row.id])
    store.close()
    assert any("不合规定" in problem for problem in verify(path))


def test_an_edit_whose_parent_is_missing_is_told(path):
    store, _ = small(path)
    row, edit = edits.write(edits.stamp("外来", store.identity), "p9", "put", ["ab" * 32], {"goal": "x"})
    with store._writing() as connection:
        connection.execute("INSERT INTO edit(id, record, step, body) VALUES (?, ?, ?, ?)", row)
        connection.execute(cache.INSERT_RECORD, cache.gone("p9", [edit.id]))
        meta.add(connection, [row.id])
    store.close()
    assert verify(path) == ["记录 p9 缺少较早的修改记录"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE edit SET body = replace(body, '培训', '培川') WHERE record = 'p1'",
        "UPDATE record SET state = replace(state, '新名', '新民') WHERE id = 'u1'",
        "UPDATE record SET name = '别的'",
    ],
)
def test_what_is_read_of_a_large_document_is_checked_by_hash_at_once(path, monkeypatch, statement):
    store, document = small(path)
    document.commit("改", [put(document, "u1", ("name",), "新名")])
    store.close()
    monkeypatch.setattr("hengbiao.store.store._CHECKED_AT_ONCE", 0)
    alter(path, (statement,))
    with Store.open(path) as store, pytest.raises(Damaged, match="内容与校验码不符"):
        decode_all(store.load())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record SET heads = NULL WHERE id = 'p1'",
        "UPDATE record SET heads = '[' WHERE id = 'p1'",
        "UPDATE record SET state = 'x' WHERE id = 'p1'",
        "UPDATE edit SET body = replace(body, '培训', '培川') WHERE record = 'p1'",
    ],
)
def test_a_step_upon_damage_in_a_large_document_is_refused_in_words(path, monkeypatch, statement):
    store, document = small(path)
    store.close()
    monkeypatch.setattr("hengbiao.store.store._CHECKED_AT_ONCE", 0)
    alter(path, (statement,))
    before = everything(path)
    change = put(document, "p1", ("goal",), "x")
    with Store.open(path) as store, pytest.raises(Damaged, match="要改的内容"):
        store.append("改", [change], document.tree, document.tree.changed([change]))
    assert everything(path) == before


def test_a_large_document_with_a_broken_heading_is_damage_that_can_be_mended(path, monkeypatch):
    small(path)[0].close()
    monkeypatch.setattr("hengbiao.store.store._CHECKED_AT_ONCE", 0)
    alter(path, ("UPDATE record SET name = NULL WHERE id = 'p1'",))
    with Store.open(path) as store, pytest.raises(Damaged, match="修复文件"):
        store.load()


def test_a_large_document_is_checked_on_opening_by_count_and_sum(path, monkeypatch):
    small(path)[0].close()
    monkeypatch.setattr("hengbiao.store.store._CHECKED_AT_ONCE", 0)
    alter(path, ("DELETE FROM edit WHERE seq = 2",))
    with pytest.raises(Damaged, match="应有 2 条"):
        Store.open(path)


def test_a_cut_off_document_is_refused_at_every_length(path):
    whole = written(path)
    for length in [*range(1, 200, 7), *range(200, len(whole), 997), len(whole) - 1]:
        path.write_bytes(whole[:length])
        with pytest.raises(Refusal) as caught:
            Store.open(path)
        assert str(caught.value).startswith(str(path))
        assert path.read_bytes() == whole[:length]


def test_verifying_waits_for_no_writer_and_hinders_none(path):
    store, document = small(path)

    def edit(done, total):
        document.commit("改", [put(document, "p1", ("goal",), f"{done}/{total}")])

    assert verify(path, edit) == []
    store.close()

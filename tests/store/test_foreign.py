"""Foreign documents: whatever is wrong with one is a sentence; what is accepted is what was written."""

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
from tests.store.documents import put, small
from tests.store.test_verify import alter, flipped, mutated

from hengbiao import app
from hengbiao.domain.refusal import Refusal
from hengbiao.store import cache, edits, foreign, foreign_reading, merging, meta, schema, verify
from hengbiao.store.foreign import Foreign, read_all, read_one
from hengbiao.store.store import Store


@pytest.fixture
def path(tmp_path):
    return tmp_path / "上报.hengbiao"


@pytest.fixture
def written(path):
    store, document = small(path)
    document.commit("改", [put(document, "p1", ("goal",), "办班" * 200)])
    mark = edits.stamp("上报", store.identity)
    store.admit(store.look(lambda c: merging.prospect(c, list(merging.standing_edits(c, mark, ["p1", "u1"])))))
    document.commit("改", [put(document, "p1", ("goal",), "又改" * 200)])
    store.close()
    return path


def refused(path):
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(Refusal) as caught:
        read_one(path)
    told = str(caught.value)
    assert told.startswith(str(path))
    assert told.count("。") >= 2
    assert "Error" not in told
    assert before is None or path.read_bytes() == before
    return told


def reseal(path, *statements):
    """Alter a document and state anew what it holds: only its content can tell."""
    alter(path, *statements)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        document = connection.execute("SELECT value FROM meta WHERE key = 'document'").fetchone()[0]
        connection.execute("DELETE FROM meta")
        meta.begin(connection, document)
        meta.add(connection, [row[0] for row in connection.execute("SELECT id FROM edit")])


def test_a_whole_document_is_read_byte_for_byte(written):
    found = read_one(written)
    with closing(sqlite3.connect(written)) as connection:
        rows = connection.execute("SELECT id, record, step, body FROM edit ORDER BY seq").fetchall()
    assert [tuple(row) for row in found.rows] == rows
    with Store.open(written, read_only=True) as store:
        assert found.document == store.document
    assert found.version == schema.VERSION
    assert [file.name for file in written.parent.iterdir()] == [written.name]


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON edit BEGIN DELETE FROM edit; END", "多出“t”（trigger）"),
        ("CREATE VIEW v AS SELECT * FROM edit", "多出“v”（view）"),
        ("CREATE TABLE more(x)", "多出“more”（table）"),
        ("CREATE INDEX more ON edit(step)", "多出“more”（index）"),
        ("DROP TABLE open_conflict", "缺少“open_conflict”"),
        ("ALTER TABLE record ADD COLUMN more TEXT", "“record”"),
        ("PRAGMA user_version = 2000", "更新的版本（2.0）"),
        ("PRAGMA user_version = 5", "版本号不对"),
        ("PRAGMA application_id = 1", "别的程序"),
        ("UPDATE record SET name = '别的' WHERE id = 'p1'", "不符"),
        ("UPDATE record SET state = NULL WHERE id = 'p1'", "不符"),
        ("INSERT INTO open_conflict VALUES ('p1', 'goal', '[]')", "不符"),
        ("DELETE FROM record", "不符"),
        ("DELETE FROM edit WHERE seq = 3", "应有"),
        ("UPDATE edit SET body = replace(body, '又', '未')", "校验码"),
        ("UPDATE edit SET record = 'p9' WHERE seq = 2", "不符"),
        ("UPDATE meta SET value = 9 WHERE key = 'edits'", "封存值"),
    ],
)
def test_what_is_no_document_of_ours_is_refused(written, statement, reason):
    alter(written, (statement,))
    assert reason in refused(written)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON edit BEGIN SELECT 1; END",
        "CREATE VIEW v AS SELECT * FROM edit",
        "CREATE TABLE edit2 AS SELECT * FROM edit; DROP TABLE edit; CREATE VIEW edit AS SELECT * FROM edit2",
    ],
)
def test_a_newer_minor_version_may_have_no_triggers_or_views_either(written, statement):
    with closing(sqlite3.connect(written, isolation_level=None)) as connection:
        connection.executescript(f"{statement}; PRAGMA user_version = 1007")
    refused(written)


def test_a_newer_minor_version_is_read_with_what_is_unknown(written):
    with closing(sqlite3.connect(written, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE more(x)")
        connection.execute("PRAGMA user_version = 1007")
    reseal(written)
    found = read_one(written)
    assert (found.version, len(found.rows)) == (1007, 5)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04" + b"x" * 3000, b"SQLite format 3\x00" + b"\xff" * 9000, b"\x00" * 70000]
)
def test_other_files_are_refused(path, content):
    path.write_bytes(content)
    refused(path)


def test_what_is_no_file_is_refused(tmp_path):
    assert "找不到" in refused(tmp_path / "无.hengbiao")
    assert "文件夹" in refused(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "管道")
        assert "不是普通文件" in refused(tmp_path / "管道")


def written_edit(written, body):
    """The document with one more edit of this body, its hash, count and sum true."""
    with closing(sqlite3.connect(written, isolation_level=None)) as connection:
        row_id = edits.sha256(body.encode("utf-8", "surrogatepass")).digest()
        connection.execute("INSERT INTO edit(id, record, step, body) VALUES (?, 'p1', 's', ?)", (row_id, body))
    reseal(written)
    return refused(written)


def body(**changes):
    shared = dict.fromkeys(("step", "label", "office", "author", "at", "source", "nonce"), "s")
    return {**shared, "v": 1, "record": "p1", "kind": "put", "parents": [], "fields": {}, **changes}


@pytest.mark.parametrize(
    "content",
    [
        "{}",
        "[" * 100_000,
        edits.canonical(body()) + " ",
        json.dumps(body()),
        edits.canonical(body(kind="burn")),
        edits.canonical(body(fields={"goal": 5})),
        edits.canonical(body(fields={"goal": [[]]})),
        edits.canonical(body(fields={"funds/total": "1"})),
        edits.canonical(body(fields={"indicators/r1": {"name": {"x": 1}}})),
        edits.canonical(body()).replace('"fields":{}', '"fields":{"x":1.5}'),
        edits.canonical(body()).replace('"fields":{}', '"fields":{"x":NaN}'),
        edits.canonical(body()).replace('"fields":{}', '"fields":{"x":1,"x":2}'),
        edits.canonical(body(stands_for=5)),
        edits.canonical(body(stands_for={"ids": ["x"], "most": 0, "heads": {}, "told": {}, "untold": []})),
        edits.canonical(body(stands_for={"ids": ["0" * 64], "most": 1, "heads": {}, "told": {}, "untold": []})),
        edits.canonical(body(stands_for={"ids": ["0" * 64], "most": 0, "heads": {"a": [7]}, "told": {}, "untold": []})),
        edits.canonical(body(stands_for={"ids": ["0" * 64], "most": 0, "heads": {"a": 7}, "told": [], "untold": 1})),
    ],
)
def test_edits_of_no_known_shape_are_refused_though_their_hash_is_true(written, content):
    written_edit(written, content)


def test_too_many_edits_are_refused_before_they_are_read(written, tmp_path, monkeypatch):
    for name in ("MOST_EDITS", "MOST_OF_RECORD"):
        with monkeypatch.context() as patch:
            patch.setattr(foreign_reading, name, 2)
            with pytest.raises(Refusal, match="超过 2 条"):
                foreign_reading.read(written, tmp_path)
    monkeypatch.setattr(foreign_reading, "MOST_BYTES", 1000)
    with pytest.raises(Refusal, match="超过 0 MB"):
        foreign_reading.read(written, tmp_path)


@pytest.mark.torture
def test_a_million_edits_are_a_sentence(written):
    with closing(sqlite3.connect(written, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO edit(id, record, step, body) VALUES (?, 'p1', 's', '{}')",
            ((number.to_bytes(32, "big"),) for number in range(1_000_000)),
        )
        connection.execute("COMMIT")
    assert "修改记录" in refused(written)


def test_a_text_too_long_for_memory_is_a_sentence(written):
    with closing(sqlite3.connect(written, isolation_level=None)) as connection:
        connection.execute("UPDATE edit SET body = zeroblob(40000000) || 'x' WHERE seq = 2")
    refused(written)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO edit(id, record, step, body) VALUES (zeroblob(32), '', '', '')",
        "DELETE FROM edit",
        "PRAGMA writable_schema = 1",
        "PRAGMA user_version = 7",
        "ATTACH ':memory:' AS other",
        "CREATE TEMP TABLE t(x)",
        "SELECT load_extension('x')",
        "SELECT json_extract('{}', '$')",
        "SELECT randomblob(10)",
        "VACUUM INTO '/tmp/never-made.hengbiao'",
    ],
)
def test_a_foreign_document_is_open_for_looking_only(written, tmp_path, statement):
    copy = tmp_path / "copy"
    copy.write_bytes(written.read_bytes())
    with closing(foreign_reading._opened(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM edit").fetchone() == (5,)
        with pytest.raises(sqlite3.DatabaseError, match=r"authoriz|prohibited"):
            connection.execute(statement)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_the_worker_has_limits(written, tmp_path):
    code = (
        "import resource, sys; from hengbiao.store import foreign_worker as w; w._limit();"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0] == w.MEMORY, resource.getrlimit(resource.RLIMIT_NOFILE)[1])\n"
        "try: bytearray(w.MEMORY)\nexcept MemoryError: print('bounded')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "64", "bounded"]


CRASHES = {
    "dies": "os._exit(11)",
    "is killed": "os.kill(os.getpid(), 9)",
    "sleeps": "time.sleep(60)",
    "babbles": "sys.stdout.write('nonsense\\n')",
    "lies": 'sys.stdout.write(\'{"document": "x", "version": 1000, "bodies": 1}\\n{}\\n\')',
    "stops short": 'sys.stdout.write(\'{"document": "x", "version": 1000, "bodies": 9}\\n\'); os._exit(0)',
}


@pytest.mark.parametrize("crash", CRASHES)
def test_a_worker_that_fails_is_a_refusal_and_the_next_document_is_read(written, tmp_path, monkeypatch, crash):
    bad = tmp_path / "坏.hengbiao"
    bad.write_bytes(b"x")
    script = tmp_path / "worker.py"
    script.write_text(
        "import json, os, sys, time\n"
        "from pathlib import Path\n"
        "from hengbiao.store import foreign_reading, foreign_worker\n"
        "real = foreign_reading.read\n"
        "def read(path, folder):\n"
        "    if path.name == '坏.hengbiao':\n"
        f"        {CRASHES[crash]}; sys.stdout.flush(); time.sleep(60)\n"
        "    return real(path, folder)\n"
        "foreign_reading.read = read\n"
        "foreign_worker.main()\n",
        "utf-8",
    )
    monkeypatch.setattr(foreign, "_command", lambda: [sys.executable, str(script)])
    monkeypatch.setattr(foreign, "SECONDS", 0.7)
    first, second, third = read_all([written, bad, written])
    assert isinstance(first, Foreign)
    assert isinstance(second, Refusal)
    assert "坏.hengbiao" in str(second)
    assert isinstance(third, Foreign) or crash == "sleeps"  # a machine may be busy for 0.7 s


def test_a_worker_that_does_not_start_is_told(written, monkeypatch):
    monkeypatch.setattr(foreign, "_command", lambda: [sys.executable, "-c", "pass"])
    with pytest.raises(OSError, match="does not start"):
        read_one(written)


def test_the_program_starts_itself_as_worker(written, monkeypatch):
    assert app._READING_FOREIGN == foreign.OPTION
    command = [sys.executable, "-m", "hengbiao", foreign.OPTION]
    monkeypatch.setattr(foreign, "_command", lambda: command)
    assert len(read_one(written).rows) == 5


def test_a_reader_that_is_given_up_leaves_nothing_behind(written):
    answers = read_all([written] * 5)
    assert isinstance(next(answers), Foreign)
    answers.close()


def test_a_commit_that_a_killed_process_left_half_done_is_played_back(written):
    whole = read_one(written)
    with closing(sqlite3.connect(written, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute("DELETE FROM edit")
        connection.execute("CREATE TABLE big AS SELECT zeroblob(300000) AS x")
        journal = written.with_name(f"{written.name}-journal")
        torn, left = written.read_bytes(), journal.read_bytes()
        connection.execute("ROLLBACK")
    assert left
    other = written.with_name("断电.hengbiao")
    other.write_bytes(torn)
    other.with_name(f"{other.name}-journal").write_bytes(left)
    assert read_one(other).rows == whole.rows
    assert other.read_bytes() == torn


def read_mutants(written, folder, mutants):
    """Read damaged copies; (refused, accepted as they were, accepted otherwise, slowest)."""
    whole = set(read_one(written).rows)
    paths = []
    for number, (_, broken) in enumerate(mutants):
        paths.append(folder / f"m{number}.hengbiao")
        paths[-1].write_bytes(broken)
    refusals = same = altered = 0
    slowest, before = 0.0, time.monotonic()
    for answer in read_all(paths):
        slowest, before = max(slowest, time.monotonic() - before), time.monotonic()
        refusals += isinstance(answer, Refusal)
        same += isinstance(answer, Foreign) and set(answer.rows) == whole
        altered += isinstance(answer, Foreign) and set(answer.rows) != whole
        if isinstance(answer, Refusal):
            assert "时间过长" not in str(answer)
    return refusals, same, altered, slowest


def mutants_of(written, count, dice):
    whole = written.read_bytes()
    yield from flipped(whole, dice.choices(range(len(whole)), k=count // 2), dice)
    yield from mutated(whole, count - count // 2, dice)


def test_two_thousand_mutated_documents(written, tmp_path):
    refusals, same, altered, slowest = read_mutants(written, tmp_path, mutants_of(written, 2000, random.Random(3)))
    assert refusals + same == 2000
    assert refusals > 800
    assert altered == 0
    assert slowest < 5


@pytest.mark.torture
def test_ten_thousand_mutated_documents(written, tmp_path):
    for seed in range(10):
        refusals, same, altered, slowest = read_mutants(
            written, tmp_path, mutants_of(written, 1000, random.Random(seed))
        )
        assert (refusals + same, altered) == (1000, 0)
        assert refusals > 300
        assert slowest < 5


def test_the_control_without_hashes_accepts_altered_content(written, tmp_path, monkeypatch):
    whole, dice = written.read_bytes(), random.Random(5)
    places = [at for at in range(len(whole)) if whole[at : at + 3] == "又".encode()]
    real = edits.read
    monkeypatch.setattr(
        edits, "read", lambda row_id, body, record=None: real(edits.sha256(body.encode()).digest(), body)
    )
    monkeypatch.setattr(cache, "unsealed", lambda text: dict(json.loads(text[64:])))
    monkeypatch.setattr(verify, "_cached", lambda *_: ())
    monkeypatch.setattr(meta, "check", lambda _: [])
    expected = [row.body for row in read_one(written).rows]
    altered = 0
    for number, (_, broken) in enumerate(flipped(whole, dice.choices(places, k=20), dice)):
        mutant = tmp_path / f"{number}.hengbiao"
        mutant.write_bytes(broken)
        try:
            altered += foreign_reading.read(mutant, tmp_path).bodies != expected
        except Refusal:
            continue
    assert altered > 5

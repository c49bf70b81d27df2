"""What is no document of ours, or cannot be written, is told in one sentence and left untouched."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from tests.store.documents import content, put, small

from hengbiao.domain.refusal import Refusal
from hengbiao.store import opening, schema
from hengbiao.store.errors import Held, ReadOnly, StoreError
from hengbiao.store.lock import Holder
from hengbiao.store.store import Store, verify


@pytest.fixture
def path(tmp_path):
    return tmp_path / "表.hengbiao"


def foreign(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks(url TEXT)")
        connection.commit()


def foreign_wal(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        foreign(path)


def versioned(path, version):
    small(path)[0].close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")


def with_sql(path, sql):
    small(path)[0].close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(sql)
        connection.commit()


BROKEN = {
    "no file": (lambda path: None, "找不到这个文件"),
    "a folder": (lambda path: path.mkdir(), "这是文件夹"),
    "empty": (lambda path: path.write_bytes(b""), "文件是空的"),
    "a text": (lambda path: path.write_text("你好" * 5000, "utf-8"), "不是衡表文件"),
    "a short text": (lambda path: path.write_text("x", "utf-8"), "不是衡表文件"),
    "a zip": (lambda path: path.write_bytes(b"PK\x03\x04" + bytes(5000)), "不是衡表文件"),
    "another program's": (foreign, "别的程序的数据库"),
    "another program's in WAL": (foreign_wal, "别的程序的数据库"),
    "a newer major version": (lambda path: versioned(path, 2000), "更新的版本（2.0）建立.*请先升级程序"),
    "no version": (lambda path: versioned(path, 0), "版本号不对"),
    "a trigger": (
        lambda path: with_sql(path, "CREATE TRIGGER t AFTER INSERT ON edit BEGIN DELETE FROM edit; END"),
        "多出“t”（trigger）",
    ),
    "a view": (lambda path: with_sql(path, "CREATE VIEW v AS SELECT 1"), "多出“v”（view）"),
    "a table more": (lambda path: with_sql(path, "CREATE TABLE more(x)"), "多出“more”"),
    "a table less": (lambda path: with_sql(path, "DROP TABLE open_conflict"), "缺少“open_conflict”"),
    "a column more": (
        lambda path: with_sql(path, "ALTER TABLE record ADD COLUMN x TEXT"),
        "缺少“record”，或它的结构不符",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_document_is_refused_in_a_sentence_and_left_as_it_is(path, name):
    make, told = BROKEN[name]
    make(path)
    before = path.read_bytes() if path.is_file() else None
    listed = sorted(path.parent.iterdir())
    for attempt in (Store.open, lambda path: Store.open(path, read_only=True), verify):
        with pytest.raises(Refusal, match=told) as caught:
            attempt(path)
        assert str(caught.value).startswith(f"{path}")
        assert str(caught.value).endswith("。")
        assert caught.value.next_step
    assert (path.read_bytes() if path.is_file() else None) == before
    assert sorted(path.parent.iterdir()) == listed


def test_a_newer_minor_version_opens_read_only_and_says_so(path):
    versioned(path, 1001)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE signature(edit BLOB)")
        connection.commit()
    with Store.open(path) as store:
        assert (store.read_only, store.holder) == (True, None)
        assert "较新的版本（1.1）" in store.notice
        assert store.load().project("p1").name == "应急救护"
        with pytest.raises(ReadOnly, match="升级程序"):
            store.check_writable()
    assert verify(path) == []
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TRIGGER t AFTER INSERT ON edit BEGIN DELETE FROM edit; END")
        connection.commit()
    with pytest.raises(StoreError, match="trigger"):
        Store.open(path)


def test_a_new_document_never_takes_the_place_of_a_file(path):
    path.write_text("x")
    with pytest.raises(Refusal, match="已有同名文件"):
        Store.create(path)
    assert path.read_text() == "x"


@pytest.mark.parametrize(("name", "told"), [("长" * 100, "文件名太长"), ("没有/d", "文件夹不存在")])
def test_a_new_document_needs_a_name_and_a_folder(tmp_path, name, told):
    with pytest.raises(Refusal, match=told):
        Store.create(tmp_path / name)


def test_a_document_in_a_place_that_cannot_be_written_opens_as_a_private_copy(path, monkeypatch):
    store, document = small(path)
    store.close()

    def take(*_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(opening, "take", take)
    with Store.open(path) as store:
        assert (store.read_only, store.path) == (True, path.resolve())
        assert "不能写入，打开的是一份临时副本" in store.notice
        assert content(store.load()) == content(document.tree)
        folder = store._opened.folder
        assert folder.is_dir()
    assert not folder.exists()


def test_a_half_done_commit_in_a_place_that_cannot_be_written_is_played_back_in_the_copy(path, monkeypatch):
    document = half_done(path)
    before = path.read_bytes()
    monkeypatch.setattr(opening, "take", lambda *_: (_ for _ in ()).throw(OSError(30, "Read-only file system")))
    for read_only in (False, True):
        with Store.open(path, read_only=read_only) as store:
            assert content(store.load()) == content(document.tree)
    assert path.read_bytes() == before


@pytest.mark.parametrize("read_only", [False, True])
def test_a_half_done_commit_is_played_back(path, read_only):
    document = half_done(path)
    with Store.open(path, read_only=read_only) as store:
        assert content(store.load()) == content(document.tree)
    assert verify(path) == []


def half_done(path):
    """A document as a process killed in the middle of its commit leaves it: pages written, the journal there."""
    store, document = small(path)
    connection = store._connection
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("PRAGMA cache_spill = 1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE record SET state = '改了一半', name = '改了一半'")
    for number in range(40):
        connection.execute("INSERT INTO meta VALUES (?, ?)", (f"x{number}", "长" * 5000))
    files = {file: file.read_bytes() for file in path.parent.iterdir() if file.is_file() and "lock" not in file.name}
    connection.execute("ROLLBACK")
    store.close()
    for file, raw in files.items():
        file.write_bytes(raw)
    assert len(files[path.with_name(f"{path.name}-journal")]) > 1000
    assert len(files[path]) > 100_000
    return document


NOBODY = """
import os, sys
from pathlib import Path
from hengbiao.domain.refusal import Refusal
from hengbiao.store.store import Store, verify
import encodings.idna, getpass, platformdirs.unix, pwd, shutil, tempfile  # nobody may not enter the folder of Python
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
path = Path(sys.argv[1])
try:
    with Store.open(path) as store:
        print(store.read_only, store.notice, store.load().project("p1").name)
except Refusal as refusal:
    print(refusal)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are others on Windows")
@pytest.mark.parametrize(
    ("file", "folder", "told"),
    [
        (0o644, 0o555, "True 文件所在位置不能写入"),
        (0o444, 0o777, "True 文件所在位置不能写入"),
        (0o000, 0o755, "没有读取权限"),
        (0o644, 0o000, "打不开"),
    ],
)
def test_permissions_of_a_true_file_system(file, folder, told):
    place = Path(tempfile.mkdtemp(dir="/tmp"))  # nobody may not enter the folders that pytest makes
    try:
        place.chmod(0o755)
        inner = place / "里"
        inner.mkdir()
        small(inner / "d.hengbiao")[0].close()
        (inner / "d.hengbiao").chmod(file)
        inner.chmod(folder)
        environment = {**os.environ, "HOME": "/nonexistent", "XDG_DATA_HOME": str(place), "USER": "nobody"}
        done = subprocess.run(
            [sys.executable, "-c", NOBODY, inner / "d.hengbiao"],
            capture_output=True,
            text=True,
            env=environment,
            cwd="/",
            check=False,
        )
        assert done.stderr == ""
        assert told in done.stdout
        inner.chmod(0o755)
        assert [one.name for one in inner.iterdir()] == ["d.hengbiao"]
    finally:
        shutil.rmtree(place)


def test_a_held_document_is_named_with_its_holder(path):
    store, document = small(path, author="王芳")
    with Store.open(path) as second:
        assert second.read_only
        assert second.holder.person == "王芳"
        assert "正由“王芳”在“" in second.notice
        assert content(second.load()) == content(document.tree)
        with pytest.raises(Held) as caught:
            second.check_writable()
        assert isinstance(caught.value.holder, Holder)
        assert "王芳" in str(caught.value)
        document.commit("改", [put(document, "p1", ("goal",), "同时")])
        assert second.load().project("p1").goal == "同时"
    store.close()


def test_the_schema_is_declared_as_sqlite_keeps_it(path):
    small(path)[0].close()
    with closing(sqlite3.connect(path)) as connection:
        kept = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    assert kept == dict(schema.DECLARED)
    assert all("STRICT" in sql for name, sql in kept.items() if sql.startswith("CREATE TABLE"))

"""A backup beside the reading: whole before the first commit, told where it fails, never the only one kept."""

import os
from datetime import datetime, timedelta

import pytest
from tests.store.documents import everything, put, small

from hengbiao.store import backup, backup_ahead, copying
from hengbiao.store.backup_ahead import ahead
from hengbiao.store.store import Store, verify


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HENGBIAO_HOME", str(tmp_path / "家"))
    monkeypatch.setattr(backup_ahead, "_SMALL", 0)


@pytest.fixture
def path(tmp_path):
    store, _ = small(tmp_path / "d.hengbiao")
    store.close()
    return tmp_path / "d.hengbiao"


def backed_up(path):
    with ahead(path, "receive") as made, Store.open(path) as store:
        made.begin(store)
        return made.done()


def test_the_backup_is_what_was_there_and_is_there_before_anything_is_written(path):
    before = everything(path)
    from hengbiao.domain.document import Document

    with ahead(path, "receive") as made, Store.open(path) as store:
        made.begin(store)
        assert made.done() == ""
        [found] = backup.backups(path)
        assert (found.checked, found.reason, everything(found.file)) == (False, "receive", before)
        document = Document(store.load(), store.append)
        document.commit("改", [put(document, "p1", ("goal",), "新的")])
    assert everything(found.file) == before
    assert verify(found.file) == []
    assert verify(path) == []
    assert sorted(file.name for file in found.file.parent.iterdir()) == [found.file.name]
    backup.restore(path, found.file)
    assert everything(path) == before


def test_what_was_backed_up_is_not_copied_again(path):
    assert [backed_up(path), backed_up(path)] == ["", ""]
    assert len(backup.backups(path)) == 1


def test_small_documents_are_checked_at_once(path, monkeypatch):
    monkeypatch.setattr(backup_ahead, "_SMALL", 1 << 30)
    assert backed_up(path) == ""
    assert [one.checked for one in backup.backups(path)] == [True]


def test_a_document_with_a_commit_half_done_is_copied_the_long_way(path):
    journal = path.with_name(f"{path.name}-journal")
    journal.write_bytes(b"\0" * 600)
    assert backed_up(path) == ""
    assert [one.checked for one in backup.backups(path)] == [True]


def test_a_failure_is_told_once_and_leaves_nothing(path, monkeypatch):
    def fail(_file):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(copying, "sync_file", fail)
    with ahead(path, "receive") as made, Store.open(path) as store:
        made.begin(store)
        assert made.done() == "未能备份 d.hengbiao：磁盘空间不足"
        assert made.done() == ""
    assert backup.backups(path) == []
    assert [file for file in (path.parent / "家").rglob("*") if file.name.startswith(".~")] == []


def test_a_copy_that_reads_back_otherwise_is_no_backup(path, monkeypatch):
    monkeypatch.setattr(backup_ahead, "_hashed", lambda _: b"")
    assert "回读不一致" in backed_up(path)
    assert backup.backups(path) == []


def test_a_document_that_does_not_open_is_not_backed_up(path, tmp_path):
    with ahead(tmp_path / "无.hengbiao", "receive") as made:
        assert made.done() == ""


def test_thinning_keeps_the_last_that_was_checked(path):
    now = datetime(2026, 11, 22, 12, tzinfo=datetime.now().astimezone().tzinfo)
    with Store.open(path) as store:
        old = backup.back_up(store, "exit", now - timedelta(days=9 * 366))
    folder = old.file.parent
    for hours in (3, 2, 1):
        at = now - timedelta(days=20, hours=hours)
        (folder / f"{at:%Y%m%d-%H%M%S}-receive-copied.hengbiao").write_bytes(old.file.read_bytes())
    backup.thin(folder, now)
    assert [one.checked for one in backup.backups(path)] == [False, True]

"""What copies, restores, repairs and sends tells its progress and can be broken off with nothing changed."""

import pytest
from tests.qt.windows import small_file

from hengbiao.exchange.send import send
from hengbiao.store import backup
from hengbiao.store.store import Store, rebuild, verify


class StopError(Exception):
    """The person cancelled."""


def stopping(after):
    """A progress that raises at its `after`-th call."""
    calls = []

    def report(done, total):
        calls.append((done, total))
        if len(calls) > after:
            raise StopError

    report.calls = calls
    return report


def never(_done, _total):
    pass


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith(".lock")}


@pytest.fixture
def path(tmp_path):
    (tmp_path / "源").mkdir()
    return small_file(tmp_path / "源")


@pytest.mark.parametrize("after", [0, 1])
def test_a_copy_that_is_broken_off_leaves_the_old_file(path, tmp_path, after):
    place = tmp_path / "副本"
    place.mkdir()
    target = place / "副本.hengbiao"
    target.write_bytes(b"old")
    with Store.open(path) as store:
        with pytest.raises(StopError):
            store.save_copy(target, stopping(after))
        assert files(place) == {"副本.hengbiao": b"old"}
        report = stopping(1000)
        store.save_copy(target, report)
        assert len(report.calls) >= 2
        assert all(0 <= done <= total for done, total in report.calls)
    assert verify(target) == []


def test_a_backup_that_is_not_put_back_after_all_leaves_the_document(path, tmp_path):
    kept = tmp_path / "留"
    kept.mkdir()
    with Store.open(path) as store:
        store.save_copy(kept / "备份.hengbiao")
    before = path.read_bytes()
    for after in range(2):
        with pytest.raises(StopError):
            backup.restore(path, kept / "备份.hengbiao", stopping(after))
        assert path.read_bytes() == before
    backup.restore(path, kept / "备份.hengbiao", never)
    assert verify(path) == []


def test_a_repair_that_is_broken_off_changes_nothing(path):
    before = path.read_bytes()
    with pytest.raises(StopError):
        rebuild(path, stopping(0))
    assert path.read_bytes() == before
    rebuild(path, never)
    assert verify(path) == []


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_send_that_is_broken_off_leaves_the_folder_empty(path, tmp_path, after):
    stick = tmp_path / "优盘"
    stick.mkdir()
    with Store.open(path) as store:
        with pytest.raises(StopError):
            send(store, stick, progress=stopping(after))
        assert files(stick) == {}
        assert send(store, stick, progress=never).path.exists()

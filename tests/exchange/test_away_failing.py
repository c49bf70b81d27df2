"""Documents on sticks and shares whatever call, disk or lock fails there: old or new, and the work is kept."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.exchange.offices import Office, said
from tests.exchange.sticks import goal, home, path, set_goal, share, stick
from tests.store.documents import PROJECT, UNIT, put

from hengbiao.domain.refusal import Refusal
from hengbiao.exchange.away import write_back
from hengbiao.store import closed, working
from hengbiao.store.store import Store, verify

__all__ = ["home", "path", "share", "stick"]
pytestmark = pytest.mark.usefixtures("home")


FAULTS = (errno.ENOSPC, errno.EIO, errno.EACCES)


def calls(monkeypatch, fail_at, number):
    """Let the n-th write, sync or rename towards the stick fail with an error; how many there were."""
    count = [0]

    def guard(real):
        def guarded(*given, **how):
            count[0] += 1
            if count[0] == fail_at:
                raise OSError(number, os.strerror(number))
            return real(*given, **how)

        return guarded

    for owner, name in ((shutil, "copyfile"), (os, "fsync"), (Path, "replace"), (closed, "digest"), (os, "open")):
        monkeypatch.setattr(owner, name, guard(getattr(owner, name)))
    return count


def refused(store, document):
    try:
        write_back(store, document)
    except Refusal as refusal:
        return str(refusal)
    return ""


@pytest.mark.parametrize("number", FAULTS)
def test_whatever_call_fails_the_stick_is_old_or_new_and_the_work_is_kept(path, monkeypatch, number):
    before, at, failed = said(path), 0, 0
    while True:
        at += 1
        store, document = set_goal(path, "新的")
        with monkeypatch.context() as patch:
            count = calls(patch, at, number)
            told = refused(store, document)
            reached = count[0]
        failed += bool(told)
        assert "本机" in (told or "本机")
        whole = goal(path)
        assert verify(path) == []
        assert whole in ("培训", "新的")
        assert whole == "新的" or said(path) == before
        write_back(store, document)
        assert goal(path) == "新的"
        if reached < at:
            break
        document.commit("改", [put(document, "p1", ("goal",), "培训")])
        write_back(store, document)
        before = said(path)
        store.close()
    store.close()
    assert failed > 8
    assert sorted(file.name for file in path.parent.iterdir()) == [path.name]


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid(), reason="mounts a file system")
def test_a_true_stick_that_fills_up_and_is_pulled(tmp_path, request):
    place = Path("/media") / f"hengbiao-{os.getpid()}"
    place.mkdir(parents=True)
    request.addfinalizer(place.rmdir)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", place], check=False).returncode:
        pytest.skip("mounting is not allowed here")
    request.addfinalizer(lambda: subprocess.run(["umount", "-q", place], check=False))
    office = Office(tmp_path, "甲")
    office.add(UNIT, PROJECT)
    path = place / "d.hengbiao"
    shutil.copyfile(office.path, path)
    store, document = set_goal(path, "第一次")
    assert store.away == "U 盘或移动硬盘"
    assert write_back(store, document).written
    (place / "占地方").write_bytes(b"x" * (512 * 1024 - 3 * path.stat().st_size // 2))
    document.commit("改", [put(document, "p1", ("goal",), "第二次")])
    with pytest.raises(Refusal, match="本机"):
        write_back(store, document)
    assert goal(path) == "第一次"
    (place / "占地方").unlink()
    assert write_back(store, document).written
    assert goal(path) == "第二次"
    document.commit("改", [put(document, "p1", ("goal",), "第三次")])
    subprocess.run(["umount", place], check=True)
    with pytest.raises(Refusal, match="连不上"):
        write_back(store, document)
    assert list(place.iterdir()) == []
    store.close()
    assert [goal(one.file) for one in working.leftovers()] == ["第三次"]


def test_what_is_rebuilt_on_a_stick_is_brought_back(path):
    from tests.store.test_verify import alter

    from hengbiao.store.store import rebuild

    alter(path, ("UPDATE record SET name = '改坏' WHERE id = 'p1'",))
    assert verify(path) != []
    rebuild(path)
    assert (verify(path), working.leftovers()) == ([], [])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc which file is locked")
def test_a_share_that_knows_no_locks_and_syncs_no_folders_is_worked_on(share, path, monkeypatch):
    import fcntl
    import stat

    flock, fsync = fcntl.flock, os.fsync

    def lockless(descriptor, how):
        if share.samefile(Path(f"/proc/self/fd/{descriptor}").resolve().parent):
            raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))
        flock(descriptor, how)

    def files_only(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        fsync(descriptor)

    monkeypatch.setattr(fcntl, "flock", lockless)
    monkeypatch.setattr(os, "fsync", files_only)
    store, document = set_goal(path, "新的")
    assert write_back(store, document).written
    store.close()
    assert goal(path) == "新的"
    assert [file.name for file in share.iterdir()] == [path.name]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts open files in /proc")
def test_a_lock_that_fails_otherwise_is_no_lock(path, monkeypatch):
    import fcntl

    def fail(*_):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(fcntl, "flock", fail)
    before = opened_files()
    with pytest.raises(Refusal, match="磁盘读写出错"):
        Store.open(path)
    assert opened_files() == before


def opened_files():
    return len(list(Path("/proc/self/fd").iterdir()))

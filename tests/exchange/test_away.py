"""Documents on sticks and shares: worked on here, brought back whole; nothing is lost whatever happens there."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from tests.exchange.offices import Office, dumped, said
from tests.store.documents import PROJECT, UNIT, put, small

from hengbiao.domain.document import Document
from hengbiao.domain.refusal import Refusal
from hengbiao.exchange.away import write_back
from hengbiao.exchange.documents import change, make, writing
from hengbiao.store import closed, copying, places, working
from hengbiao.store.store import Store, verify


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HENGBIAO_HOME", str(tmp_path / "家"))


@pytest.fixture
def stick(tmp_path, monkeypatch):
    """A folder that counts as a stick while it is there."""
    folder = tmp_path / "U 盘"
    folder.mkdir()
    kinds = {folder: "removable"}
    monkeypatch.setattr(places, "kind", lambda path: kinds.get(path.parent, "") if path.parent.is_dir() else "")
    return folder


@pytest.fixture
def share(stick, monkeypatch):
    monkeypatch.setattr(places, "kind", lambda path: "network" if path.parent == stick else "")
    return stick


@pytest.fixture
def path(stick, tmp_path):
    """A document on the stick, made on a disk that stays."""
    store, _ = small(tmp_path / "d.hengbiao")
    store.close()
    shutil.move(tmp_path / "d.hengbiao", stick / "d.hengbiao")
    return stick / "d.hengbiao"


def opened(path):
    store = Store.open(path)
    return store, Document(store.load(), store.append)


def goal(path):
    return dumped(path)[0]["units"][0]["projects"][0]["goal"]


def set_goal(path, value):
    store, document = opened(path)
    document.commit("改", [put(document, "p1", ("goal",), value)])
    return store, document


def alien(path, tmp_path, value="别人改的"):
    """The document at `path` as another machine leaves it."""
    copy = tmp_path / "另一台.hengbiao"
    shutil.copyfile(path, copy)
    with Store.open(copy) as store:
        document = Document(store.load(), store.append)
        document.commit("改", [put(document, "p1", ("purpose",), value)])
    shutil.move(copy, path)


def test_nothing_is_touched_on_the_stick_before_it_is_brought_back(path):
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    store, document = set_goal(path, "新的")
    assert (store.path, store.away, store.pending, store.read_only) == (path, "U 盘或移动硬盘", True, False)
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == beside
    told = write_back(store, document)
    assert str(told) == "已写回原处，已校验，可安全拔出"
    assert (goal(path), verify(path), store.pending) == ("新的", [], False)
    assert write_back(store, document) == (False, False)
    document.commit("改", [put(document, "p1", ("goal",), "又改")])
    assert write_back(store, document).written
    store.close()
    assert goal(path) == "又改"
    assert sorted(path.parent.iterdir()) == beside
    assert working.leftovers() == []


def test_a_document_on_a_disk_that_stays_needs_no_copy(tmp_path):
    store, document = small(tmp_path / "d.hengbiao")
    assert (store.away, store.pending, store.strayed()) == ("", False, None)
    assert not write_back(store, document).written
    store.bring_back(None)
    store.close()


def test_what_others_wrote_there_is_merged(path, tmp_path):
    store, document = set_goal(path, "我改的")
    alien(path, tmp_path)
    told = write_back(store, document)
    assert (told.merged, str(told).startswith("原处已有别人的修改，已合并")) == (True, True)
    assert (document.tree.project("p1").goal, document.tree.project("p1").purpose) == ("我改的", "别人改的")
    assert document.undo_label == "合并原处的修改"
    store.close()
    project = dumped(path)[0]["units"][0]["projects"][0]
    assert (project["goal"], project["purpose"]) == ("我改的", "别人改的")
    assert verify(path) == []


def test_a_change_while_it_is_being_brought_is_looked_at_again(path, tmp_path, monkeypatch):
    store, document = set_goal(path, "我改的")
    real, calls = copying.read_back, []

    def between(target, fresh):
        real(target, fresh)
        if not calls:
            calls.append(1)
            alien(path, tmp_path)

    monkeypatch.setattr(copying, "read_back", between)
    assert write_back(store, document).merged
    store.close()
    project = dumped(path)[0]["units"][0]["projects"][0]
    assert (project["goal"], project["purpose"]) == ("我改的", "别人改的")


def test_who_is_always_in_between_is_told_of(path, tmp_path, monkeypatch):
    store, document = set_goal(path, "我改的")

    def changed(*_):
        raise closed.ChangedError

    monkeypatch.setattr(closed, "bring", changed)
    with pytest.raises(Refusal, match="一再被别人改动"):
        write_back(store, document)
    store.close()


@pytest.mark.parametrize("what", [b"", b"x" * 9000])
def test_what_is_no_document_there_is_not_overwritten(path, what):
    store, document = set_goal(path, "我改的")
    path.write_bytes(what)
    with pytest.raises(Refusal, match="原处的文件已被换掉") as told:
        write_back(store, document)
    assert "修改都在本机" in str(told.value)
    assert path.read_bytes() == what
    store.close()
    assert [one.target for one in working.leftovers()] == [path]


def test_a_file_that_somebody_deleted_there_is_written_anew(path):
    store, document = set_goal(path, "我改的")
    path.unlink()
    assert write_back(store, document).written
    store.close()
    assert goal(path) == "我改的"


def test_a_stick_that_vanishes_loses_nothing_and_is_found_on_the_next_start(path, tmp_path):
    store, document = set_goal(path, "我改的")
    path.parent.rename(tmp_path / "拔了")
    with pytest.raises(Refusal, match="U 盘或网络文件夹现在连不上") as told:
        write_back(store, document)
    assert "修改都保存在本机" in str(told.value)
    document.commit("改", [put(document, "p1", ("purpose",), "接着改")])
    store.close()
    [left] = working.leftovers()
    assert (left.target, goal(left.file)) == (path, "我改的")
    with pytest.raises(Refusal, match="上次没有写回去的修改在本机副本"):
        Store.open(path)
    (tmp_path / "拔了").rename(path.parent)
    assert goal(path) == "培训"
    store, document = opened(path)
    assert (document.tree.project("p1").goal, store.pending) == ("我改的", True)
    assert working.leftovers() == []
    assert write_back(store, document).written
    store.close()
    project = dumped(path)[0]["units"][0]["projects"][0]
    assert (project["goal"], project["purpose"]) == ("我改的", "接着改")


def test_the_bare_folder_a_stick_was_mounted_on_is_no_stick(path, monkeypatch):
    store, document = set_goal(path, "我改的")
    monkeypatch.setattr(places, "kind", lambda _: "")
    path.unlink()
    with pytest.raises(Refusal, match="连不上"):
        write_back(store, document)
    assert list(path.parent.iterdir()) == []
    store.close()


def test_a_stick_that_changed_while_work_was_left_is_merged(path, tmp_path):
    store, _ = set_goal(path, "我改的")
    store.close()
    alien(path, tmp_path)
    store, document = opened(path)
    assert write_back(store, document).merged
    store.close()
    project = dumped(path)[0]["units"][0]["projects"][0]
    assert (project["goal"], project["purpose"]) == ("我改的", "别人改的")


def test_work_that_nobody_wants_is_forgotten_but_not_under_ones_hands(path):
    store, _ = set_goal(path, "不要了")
    assert working.leftovers() == []
    held = working.Left(path, store._opened.file, None)
    with pytest.raises(Refusal, match="正在使用中"):
        working.forget(held)
    store.close()
    [left] = working.leftovers()
    working.forget(left)
    assert working.leftovers() == []
    store, document = opened(path)
    assert document.tree.project("p1").goal == "培训"
    store.close()


def test_a_second_window_reads_only(path):
    store, _ = set_goal(path, "我改的")
    second = Store.open(path)
    assert (second.read_only, "正由" in second.notice) == (True, True)
    second.close()
    store.close()


def test_on_a_share_others_are_told_who_works_there(share, path):
    store, document = set_goal(path, "我改的")
    names = {file.name for file in share.iterdir()}
    assert names == {path.name, f".~lock.{path.name}#"}
    assert write_back(store, document).written
    store.close()
    assert [file.name for file in share.iterdir()] == [path.name]
    script = (
        "import sys; from pathlib import Path; from hengbiao.store.lock import take;"
        "print(take(Path(sys.argv[1]), '乙'), flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert "Lock" in other.stdout.readline()
        second = Store.open(path)
        assert (second.read_only, "“乙”" in second.notice) == (True, True)
        second.close()
        other.stdin.close()


def test_a_kill_while_the_copy_is_taken_leaves_no_work_of_ours(path, monkeypatch):
    store, document = set_goal(path, "旧的")
    write_back(store, document)
    store.close()

    def killed(*_):
        raise KeyboardInterrupt

    for victim in ("copyfile", "sync_file", "put_in_place"):
        with monkeypatch.context() as patch:
            patch.setattr(shutil if victim == "copyfile" else copying, victim, killed)
            with pytest.raises(KeyboardInterrupt):
                Store.open(path)
        assert working.leftovers() == []
    assert goal(path) == "旧的"


def test_a_newer_document_opens_to_read(path):
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 1001")
    connection.close()
    store = Store.open(path)
    assert (store.read_only, "较新的版本" in store.notice, store.away) == (True, True, "")
    store.close()
    assert working.leftovers() == []


# Commands


def test_commands_work_on_a_copy_and_bring_it_back(path, tmp_path):
    seen = []

    def wanted(tree):
        seen.append(path.read_bytes())
        return [put(Document(tree), "p1", ("goal",), "命令改的")]

    before = path.read_bytes()
    change(path, "改", wanted)
    assert (seen, goal(path)) == ([before], "命令改的")
    with writing(path) as store:
        alien(path, tmp_path)
        store.append("改", *_step(store, "再改"))
    project = dumped(path)[0]["units"][0]["projects"][0]
    assert (project["goal"], project["purpose"]) == ("再改", "别人改的")
    assert working.leftovers() == []


def _step(store, value):
    document = Document(store.load())
    changes = [put(document, "p1", ("goal",), value)]
    return changes, document.tree, document.tree.changed(changes)


def test_a_new_document_is_brought_to_the_stick_whole(stick, monkeypatch):
    from hengbiao.domain.change import Change, Ref

    target = stick / "新.hengbiao"
    places_used = []
    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda place, **how: places_used.append(place) or real(place, **how))
    make(target, "新建", lambda _: [Change(Ref(one.id), None, one) for one in (UNIT, PROJECT)])
    assert goal(target) == "培训"
    assert [file.name for file in stick.iterdir()] == ["新.hengbiao"]
    writers = [uri for uri in places_used if "mode=rw" in uri]
    assert writers
    assert all("tmp" in uri and "U%20" not in uri for uri in writers)
    with pytest.raises(Refusal, match="已有同名文件"):
        make(target, "新建", lambda _: [])


# Whatever fails


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

"""Documents on sticks and shares: worked on here, brought back whole; nothing is lost whatever happens there."""

import shutil
import sqlite3
import subprocess
import sys

import pytest
from tests.exchange.offices import dumped
from tests.exchange.sticks import alien, goal, home, opened, path, set_goal, share, stick
from tests.store.documents import PROJECT, UNIT, put, small

from hengbiao.domain.document import Document
from hengbiao.domain.refusal import Refusal
from hengbiao.exchange.away import write_back
from hengbiao.exchange.documents import change, make, writing
from hengbiao.store import closed, copying, places, working
from hengbiao.store.store import Store, verify

__all__ = ["home", "path", "share", "stick"]
pytestmark = pytest.mark.usefixtures("home")


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

"""上报: what travels, what does not, and what happens to files that are there."""

import errno
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from tests.exchange.offices import Office, dumped, said
from tests.store.documents import PROJECT, ROW, UNIT

from hengbiao.domain.find import NotOneError
from hengbiao.domain.refusal import Refusal
from hengbiao.exchange import send as sending
from hengbiao.store import closed, places
from hengbiao.store.lock import take
from hengbiao.store.store import Store, verify

SECOND = replace(UNIT, id="u2", position="W", code="571204", name="临溪县红十字会")


@pytest.fixture
def office(tmp_path):
    found = Office(tmp_path, "甲")
    found.add(UNIT, PROJECT)
    return found


def bodies(path):
    with closing(sqlite3.connect(path)) as connection:
        return [body for (body,) in connection.execute("SELECT body FROM edit")]


def test_a_sent_file_is_closed_whole_and_says_what_ours_does(office):
    office.put("p1", ("goal",), "办班")
    sent = office.send()
    assert sent.name.startswith("临河县红十字会_2025_20")
    assert verify(sent) == []
    assert dumped(sent)[0] == office.dump()[0]
    assert [file.name for file in sent.parent.iterdir()] == [sent.name]
    with closing(sqlite3.connect(sent)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_history_deleted_projects_and_rows_stay_at_home(office):
    office.add(replace(PROJECT, id="p2", position="X", name="作废的项目"))
    office.put("p1", ("goal",), "从前的目标")
    office.put("p1", ("goal",), "现在的目标")
    office.put("p1", ("indicators", "r2"), replace(ROW, id="r2", position="W", name="作废的指标"))
    office.put("p1", ("indicators", "r2"), None)
    office.drop("p2")
    raw = office.send().read_bytes()
    assert "现在的目标".encode() in raw
    for secret in ("从前的目标", "作废的指标", "作废的项目"):
        assert secret.encode() not in raw
    with_history = office.send(office.folder / "all", history=True).read_bytes()
    assert all(text.encode() in with_history for text in ("从前的目标", "作废的指标", "现在的目标"))


def test_there_is_one_edit_a_record_that_names_those_it_stands_for_and_we_keep_it(office):
    office.put("p1", ("goal",), "办班")
    sent = office.send()
    rows = said(sent)["edit"]
    ours = {row[1] for row in said(office.path)["edit"]}
    assert len(rows) == 2
    assert {row[1] for row in rows} <= ours
    [standing] = [body for body in bodies(sent) if "stands_for" in body]
    assert all(
        row[1].hex() in standing
        for row in said(office.path)["edit"]
        if row[2] == b"p1" and row[1] not in {r[1] for r in rows}
    )


def test_sending_again_adds_nothing_to_our_log(office):
    office.put("p1", ("goal",), "办班")
    first = office.send().read_bytes()
    before = said(office.path)
    assert office.send(office.folder / "more").read_bytes() == first
    assert said(office.path) == before


def test_one_unit_alone(office):
    office.add(SECOND, replace(PROJECT, id="p2", unit="u2", name="临溪的项目"))
    sent = office.send(unit_code="571204")
    assert sent.name.startswith("临溪县红十字会_2025_")
    assert [unit["code"] for unit in dumped(sent)[0]["units"]] == ["571204"]
    assert "应急救护".encode() not in sent.read_bytes()
    both = office.send(office.folder / "both")
    assert both.name.startswith("临河县红十字会等2个单位_2025_")
    with pytest.raises(NotOneError, match="571203 临河县红十字会"):
        office.send(unit_code="9")


@pytest.mark.parametrize("name", ["a/b", "..", "con:<>?", "长" * 200, "", "\x00x\ny"])
def test_a_name_is_one_that_every_system_takes(office, name):
    office.put("u1", ("name",), name)
    sent = office.send()
    assert sent.parent == office.folder / "out"
    assert not set(sent.name) & set('<>:"/\\|?*\n\x00')
    assert len(sent.name.encode()) < 200


def test_a_file_of_this_name_that_others_changed_is_merged(office, tmp_path):
    sent = office.send()
    other = Office(tmp_path, "乙")
    other.receive(sent)
    other.put("p1", ("purpose",), "乙写的")
    other.send(sent.parent)
    office.put("p1", ("goal",), "甲写的")
    again = office.send()
    assert again == sent
    project = dumped(sent)[0]["units"][0]["projects"][0]
    assert (project["goal"], project["purpose"]) == ("甲写的", "乙写的")
    assert verify(sent) == []


def test_a_file_that_changes_between_looking_and_replacing_is_looked_at_again(office, tmp_path, monkeypatch):
    sent = office.send()
    other = Office(tmp_path, "乙")
    other.receive(sent)
    other.put("p1", ("purpose",), "乙写的")
    theirs = other.send().read_bytes()
    office.put("p1", ("goal",), "甲写的")
    real = closed.write
    tries = []

    def write(target, *rest):
        tries.append(target)
        if len(tries) == 1:
            target.write_bytes(theirs)
        real(target, *rest)

    monkeypatch.setattr(closed, "write", write)
    office.send()
    project = dumped(sent)[0]["units"][0]["projects"][0]
    assert (len(tries), project["goal"], project["purpose"]) == (2, "甲写的", "乙写的")


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"x" * 5000])
def test_a_file_of_this_name_that_is_none_of_ours_is_left_alone(office, content):
    sent = office.send()
    sent.write_bytes(content)
    if not content:
        sent.write_bytes(b"0")
    before = sent.read_bytes()
    with pytest.raises(Refusal, match="已有同名文件"):
        office.send()
    assert sent.read_bytes() == before


@pytest.mark.parametrize("step", ["shutil.copyfile", "copying.sync_file", "copying.put_in_place"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.ENODEV])
def test_a_stick_that_fills_up_or_vanishes_leaves_the_old_file(office, monkeypatch, step, code):
    sent = office.send()
    before = sent.read_bytes()
    office.put("p1", ("goal",), "新的")

    def fail(*_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(f"hengbiao.store.closed.{step}", fail)
    with pytest.raises(Refusal, match="没有保存成功"):
        office.send()
    monkeypatch.undo()
    assert sent.read_bytes() == before
    assert [file.name for file in sent.parent.iterdir()] == [sent.name]
    assert dumped(office.send())[0] == office.dump()[0]


def test_what_is_read_back_otherwise_than_written_is_not_put_in_place(office, monkeypatch):
    sent = office.send()
    before = sent.read_bytes()
    office.put("p1", ("goal",), "新的")

    def copy(source, target):
        raw = bytearray(Path(source).read_bytes())
        raw[-50] ^= 1
        Path(target).write_bytes(raw)

    monkeypatch.setattr("hengbiao.store.closed.shutil.copyfile", copy)
    with pytest.raises(Refusal, match="回读不一致"):
        office.send()
    assert sent.read_bytes() == before


def test_a_target_that_someone_has_open_is_not_replaced(office):
    sent = office.send()
    office.put("p1", ("goal",), "新的")
    lock = take(sent, "李会计")
    with pytest.raises(Refusal, match="李会计"):
        office.send()
    lock.release()


def test_a_document_that_another_holds_is_sent_only_where_nothing_must_be_kept(office):
    folder = office.folder / "out"
    folder.mkdir()
    with office.opened(), Store.open(office.path) as second:
        assert dumped(sending.send(second, folder).path)[0] == office_dump(second)
    office.put("p1", ("goal",), "新的")
    with office.opened(), Store.open(office.path) as second, pytest.raises(Refusal, match="打开"):
        sending.send(second, folder)


def office_dump(store):
    from hengbiao.formats import interchange

    return interchange.dump(store.load())


def test_an_empty_document_has_nothing_to_send(tmp_path):
    office = Office(tmp_path, "空")
    with pytest.raises(NotOneError, match="没有可以上报的内容"):
        office.send()


def test_a_unit_without_a_code_is_sent_alone(tmp_path):
    office, county = Office(tmp_path, "甲"), Office(tmp_path, "县")
    bare = replace(UNIT, id="u2", code="", name="无编码单位", position="W")
    office.add(UNIT, PROJECT, bare, replace(PROJECT, id="p2", unit="u2"))
    named, picked = (
        office.send(office.folder / "a", unit_code="无编码单位"),
        office.send(office.folder / "b", unit="u2"),
    )
    assert [path.name.split("_")[0] for path in (named, picked)] == ["无编码单位"] * 2
    for sent in (named, picked):
        county.receive(sent)
        assert [unit["name"] for unit in county.dump()[0]["units"]] == ["无编码单位"]
    with pytest.raises(NotOneError, match="文件里没有编码为"):
        office.send(office.folder / "c", unit_code=UNIT.name)


@pytest.fixture
def kinds(monkeypatch):
    """What kind of place each folder is; others are disks that stay."""
    found = {}
    monkeypatch.setattr(places, "kind", lambda path: found.get(path.parent, ""))
    return found


def test_a_stick_pulled_while_sending_is_refused_and_its_bare_folder_stays_empty(office, kinds, tmp_path):
    stick = tmp_path / "U"
    kinds[stick] = "removable"
    with pytest.raises(Refusal, match="选这个文件夹时它在U 盘或移动硬盘上，现在已经拔出或断开"):
        office.send(stick, progress=lambda done, _total: kinds.clear() if done == 2 else None)
    assert list(stick.iterdir()) == []


def test_a_stick_pulled_as_the_file_is_written_is_not_called_written(office, kinds, tmp_path, monkeypatch):
    stick, write = tmp_path / "U", closed.write
    kinds[stick] = "removable"

    def pulled(*given):
        write(*given)
        kinds.clear()

    monkeypatch.setattr(closed, "write", pulled)
    with pytest.raises(Refusal, match="已经拔出或断开"):
        office.send(stick)


def sent_to(office, chosen):
    with office.opened() as (store, _):
        return sending.send(store, chosen)


def test_a_folder_whose_disk_was_swapped_for_ours_is_refused(office, tmp_path):
    folder = tmp_path / "mnt"
    folder.mkdir()
    chosen = places.stand(folder)
    assert (chosen.kind, chosen.is_gone) == ("", False)
    with pytest.raises(Refusal, match="选这个文件夹时它在另一个磁盘上"):
        sent_to(office, chosen._replace(device=chosen.device + 1))
    assert list(folder.iterdir()) == []
    assert places.stand(tmp_path / "none").device == 0


def test_a_share_that_came_back_as_another_device_is_taken(office, kinds, tmp_path):
    kinds[tmp_path] = "network"
    chosen = places.stand(tmp_path)
    assert sent_to(office, chosen._replace(device=chosen.device + 1)).kind == "network"

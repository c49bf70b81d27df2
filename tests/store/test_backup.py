from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengbiao import paths
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.unit import Unit
from hengbiao.store import backup
from hengbiao.store.store import Store, verify

NOW = datetime(2026, 11, 22, 15, 0).astimezone()


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HENGBIAO_HOME", str(tmp_path / "home"))


@pytest.fixture
def path(tmp_path):
    (tmp_path / "文件夹").mkdir()
    path = tmp_path / "文件夹" / "单位.hengbiao"
    with Store.create(path) as store:
        Document(store.load(), store.append).commit("新建", [Change(Ref("u"), None, Unit(id="u", name="甲"))])
    return path


def rename(path, name):
    with Store.open(path) as store:
        document = Document(store.load(), store.append)
        document.commit("改名", [Change(Ref("u", ("name",)), document.tree.unit("u").name, name)])


def name(path):
    with Store.open(path, read_only=True) as store:
        return store.load().unit("u").name


def back_up(path, reason="exit", now=NOW):
    with Store.open(path, read_only=True) as store:
        return backup.back_up(store, reason, now)


def damage(path):
    content = bytearray(path.read_bytes())
    at = content.index("甲".encode())
    content[at] ^= 1
    path.write_bytes(content)


def ago(**parts):
    return NOW - timedelta(**parts)


def test_a_backup_is_a_whole_copy_outside_the_folder_of_the_document(path, tmp_path):
    made = back_up(path)
    assert made.reason == "exit"
    assert str(made).endswith("关闭时")
    assert verify(made.file) == []
    assert tmp_path / "home" in made.file.parents
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_what_has_not_changed_is_not_copied_again(path):
    assert back_up(path)
    assert back_up(path, now=NOW + timedelta(hours=1)) is None
    rename(path, "乙")
    assert back_up(path, "import", NOW + timedelta(hours=1))
    assert [one.reason for one in backup.backups(path)] == ["import", "exit"]


def test_two_in_one_second_are_two(path):
    back_up(path)
    rename(path, "乙")
    back_up(path)
    assert len(backup.backups(path)) == 2


def test_a_damaged_document_replaces_no_backup_and_thins_none(path):
    for day in (5, 4, 3):
        rename(path, f"甲{day}")
        back_up(path, now=ago(days=day))
    before = {one.file: one.file.read_bytes() for one in backup.backups(path)}
    damage(path)
    with pytest.raises(Refusal, match="已损坏"):
        back_up(path)
    assert "未能备份" in backup.attempt(path, "import")
    assert {one.file: one.file.read_bytes() for one in backup.backups(path)} == before


def test_a_backup_that_cannot_be_written_is_told(path, tmp_path):
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / "backups").write_text("kein Ordner")
    assert "未能备份" in backup.attempt(path, "import")
    assert backup.attempt(path.with_name("无.hengbiao"), "import") == ""


def test_restoring_brings_back_what_was_and_keeps_what_is(path):
    old = back_up(path, now=ago(days=1))
    rename(path, "乙")
    assert backup.restore(path, old.file) is None
    assert name(path) == "甲"
    found = backup.backups(path)
    assert found[0].reason == "restore"
    assert backup.restore(path, found[0].file) is None
    assert name(path) == "乙"


def test_a_damaged_document_is_set_aside_and_replaced(path):
    old = back_up(path)
    damage(path)
    (path.parent / f"{path.name}-journal").write_bytes(b"")
    broken = path.read_bytes()
    aside = backup.restore(path, old.file)
    assert aside.read_bytes() == broken
    assert name(path) == "甲"
    assert verify(path) == []


def test_backups_of_a_damaged_or_lost_document_are_still_listed(path):
    made = back_up(path)
    damage(path)
    assert [one.file for one in backup.backups(path)] == [made.file]
    path.unlink()
    assert [one.file for one in backup.backups(path)] == [made.file]
    assert backup.restore(path, made.file) is None
    assert name(path) == "甲"


def test_backups_follow_a_document_that_was_moved(path):
    made = back_up(path)
    moved = path.rename(path.with_name("改名.hengbiao"))
    assert [one.file for one in backup.backups(moved)] == [made.file]


def test_a_damaged_backup_never_replaces_a_document(path):
    made = back_up(path)
    rename(path, "乙")
    damage(made.file)
    with pytest.raises(Refusal, match="已损坏"):
        backup.restore(path, made.file)
    assert name(path) == "乙"


def test_an_open_document_is_not_replaced(path):
    made = back_up(path)
    with Store.open(path, author="王会计"), pytest.raises(Refusal, match="王会计"):
        backup.restore(path, made.file)
    assert name(path) == "甲"


def test_files_of_others_are_left_alone(path):
    made = back_up(path, now=ago(days=300))
    other = made.file.with_name("我的.hengbiao")
    other.write_text("x")
    rename(path, "乙")
    back_up(path)
    assert other.exists()


def test_all_of_two_days_then_days_weeks_and_months():
    hours = [ago(hours=each) for each in range(24 * 400)]
    kept = backup.thinned(hours, NOW)
    ages = sorted((NOW - at).total_seconds() / 86400 for at in kept)
    assert sum(age <= 2 for age in ages) == 49
    assert sum(2 < age <= 14 for age in ages) == 12
    assert 7 <= sum(14 < age <= 70 for age in ages) <= 10
    assert 10 <= sum(age > 70 for age in ages) <= 12
    assert len(kept) < 85


@pytest.mark.parametrize(
    ("made", "kept"),
    [
        ([{"hours": 1}, {"hours": 2}, {"hours": 47}], [0, 1, 2]),
        ([{"days": 3}, {"days": 3, "hours": 2}, {"days": 4}], [0, 2]),
        ([{"days": 3, "hours": 2}, {"days": 3}], [1]),
        ([{"days": 2000}], [0]),
        ([{"days": 2000}, {"days": 2100}], [0]),
        ([{"days": -20000}, {"days": 0}], [0, 1]),
    ],
)
def test_which_are_kept(made, kept):
    times = [ago(**each) for each in made]
    assert backup.thinned(times, NOW) == {times[at] for at in kept}


@given(st.lists(st.integers(0, 4000 * 24), max_size=60))
def test_thinning_by_and_by_keeps_the_newest_and_never_grows(hours):
    times = {ago(hours=each) for each in hours}
    kept = backup.thinned(times, NOW)
    assert kept <= times
    assert backup.thinned(kept, NOW) == kept
    if times:
        assert max(times) in kept


def test_in_portable_mode_backups_lie_beside_the_program_not_in_it(tmp_path, monkeypatch):
    monkeypatch.delenv("HENGBIAO_HOME")
    program = tmp_path / "衡表"
    program.mkdir()
    (program / "portable.txt").touch()
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", str(program / "hengbiao"))
    found = paths.backup_folder()
    assert program not in found.parents
    assert found == tmp_path / "衡表备份"

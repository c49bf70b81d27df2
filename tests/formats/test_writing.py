import errno
import os
from pathlib import Path

import pytest

from hengbiao.domain.refusal import Refusal
from hengbiao.formats import writing
from hengbiao.formats.writing import replacing


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_good_end_puts_the_new_file_in_place_and_leaves_nothing_else(tmp_path):
    target = tmp_path / "表.xlsx"
    target.write_text("old")
    with replacing(target) as new:
        new.write_text("new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert names(tmp_path) == ["表.xlsx"]


def test_a_failure_inside_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "表.xlsx"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(target) as new:
        new.write_text("half") and 1 / 0
    assert target.read_text() == "old"
    assert names(tmp_path) == ["表.xlsx"]


@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO, errno.EROFS])
def test_every_failing_call_refuses_in_a_sentence_and_keeps_the_old_file(tmp_path, monkeypatch, call, code):
    target = tmp_path / "表.xlsx"
    target.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(*((writing.Path, call) if call == "replace" else (writing.os, call)), fail)
    with pytest.raises(Refusal, match=r"未能写入，.+原有文件没有改动。") as refusal, replacing(target) as new:
        new.write_bytes(b"new")
    monkeypatch.undo()
    assert writing._REASONS[code][0] in str(refusal.value)
    assert target.read_text() == "old"
    assert names(tmp_path) == ["表.xlsx"]


def test_a_full_disk_while_writing_is_told(tmp_path):
    with pytest.raises(Refusal, match="磁盘已满"), replacing(tmp_path / "a.pdf"):
        raise OSError(errno.ENOSPC, "no space")
    assert names(tmp_path) == []


def test_a_missing_folder_a_folder_and_an_overlong_name_are_told(tmp_path):
    with pytest.raises(Refusal, match="文件夹不存在"), replacing(tmp_path / "无" / "a.pdf"):
        pass
    with pytest.raises(Refusal, match="这是一个文件夹"), replacing(tmp_path):
        pass
    with pytest.raises(Refusal, match="文件名太长"), replacing(tmp_path / ("长" * 100 + ".pdf")):
        pass
    assert names(tmp_path) == []


def test_a_long_but_legal_name_is_written(tmp_path):
    target = tmp_path / ("长" * 80 + ".xlsx")
    with replacing(target) as new:
        new.write_text("x")
    assert target.read_text() == "x"


def test_a_link_stays_a_link_and_permissions_stay(tmp_path):
    real = tmp_path / "真.pdf"
    real.write_text("old")
    real.chmod(0o640)
    link = tmp_path / "链.pdf"
    link.symlink_to(real)
    with replacing(link) as new:
        new.write_text("new")
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert real.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_folder_and_file_are_told(tmp_path):
    target = tmp_path / "a.pdf"
    target.write_text("old")
    target.chmod(0o400)
    with pytest.raises(Refusal, match="没有写入权限"), replacing(target):
        pass
    target.chmod(0o600)
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(Refusal, match="没有写入权限"), replacing(target):
            pass
    finally:
        tmp_path.chmod(0o700)
    assert target.read_text() == "old"

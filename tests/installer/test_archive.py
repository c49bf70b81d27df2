import os
import subprocess
import tarfile

import pytest


@pytest.fixture
def archive():
    import archive

    return archive


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "程序"
    (made / "内部").mkdir(parents=True)
    (made / "hengbiao").write_bytes(b"#!/bin/sh\n")
    (made / "hengbiao").chmod(0o700)
    (made / "内部" / "字体.ttf").write_bytes(bytes(1000))
    (made / "内部" / "link.so").symlink_to("字体.ttf")
    return made


def test_equal_folders_make_equal_archives(archive, folder, tmp_path):
    archive.tar_gz(folder, tmp_path / "a.tar.gz", "衡表-1", 1_700_000_000)
    for path in folder.rglob("*"):
        os.utime(path, (1, 1), follow_symlinks=False)
    (folder / "内部").chmod(0o700)
    archive.tar_gz(folder, tmp_path / "b.tar.gz", "衡表-1", 1_700_000_000)
    assert (tmp_path / "a.tar.gz").read_bytes() == (tmp_path / "b.tar.gz").read_bytes()


def test_an_archive_unpacks_to_what_was_packed(archive, folder, tmp_path):
    archive.tar_gz(folder, tmp_path / "a.tar.gz", "衡表-1", 0)
    subprocess.run(["tar", "-xf", tmp_path / "a.tar.gz", "-C", tmp_path], check=True)
    assert archive.hashes(tmp_path / "衡表-1") == archive.hashes(folder)
    assert os.access(tmp_path / "衡表-1" / "hengbiao", os.X_OK)
    with tarfile.open(tmp_path / "a.tar.gz") as packed:
        assert {(entry.uid, entry.uname, entry.mtime) for entry in packed} == {(0, "", 0)}


def test_differences_are_named(archive, folder):
    before = archive.hashes(folder)
    (folder / "hengbiao").write_bytes(b"other")
    (folder / "new").touch()
    (folder / "内部" / "link.so").unlink()
    (folder / "内部" / "link.so").symlink_to("elsewhere")
    assert archive.different(before, archive.hashes(folder)) == ["hengbiao", "new", "内部/link.so"]


def test_a_size_counts_bytes_and_no_links(archive, folder):
    assert archive.size(folder) == 1010

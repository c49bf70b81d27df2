"""What the command says of a file it wrote and read again."""

import json
import re

import pytest
from tests.cli.steps import listed, written


@pytest.mark.parametrize("suffix", ["xlsx", "pdf", "docx"])
def test_the_command_says_how_much_agrees(tmp_path, document, run, suffix):
    told = run("export", document, "--layout", "tianjin", "--to", tmp_path / f"表.{suffix}")
    assert told.status == 0
    assert re.search(r"导出文件已回读，[1-9]\d+ 处与系统一致\n", told.out)


def test_each_file_is_read_back(tmp_path, document, run):
    told = run("export", document, "--layout", "tianjin", "--each", tmp_path / "d", "--format", "docx")
    assert (told.status, told.out.count("导出文件已回读")) == (0, 3)
    assert all(name.endswith(".docx") for name in listed(tmp_path / "d"))


def test_what_had_to_be_altered_is_listed_and_the_status_is_1(tmp_path, run):
    unit = {"name": "甲", "year": 2026, "projects": [{"name": "一", "purpose": "救援🎉队"}]}
    source = written(tmp_path / "x.json", json.dumps({"format": "hengbiao/1", "units": [unit]}))
    run("import", source, "--into", tmp_path / "x.hengbiao")
    told = run("export", tmp_path / "x.hengbiao", "--layout", "tianjin", "--to", tmp_path / "x.pdf")
    assert told.status == 1
    assert "处与系统一致，1 处不一致" in told.out
    assert "1.一绩效目标表：“预算规模及资金用途”应为“救援🎉队”，读到“救援〓队”" in told.out
    assert (tmp_path / "x.pdf").exists()

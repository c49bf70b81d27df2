import errno

import pytest
from tests.cli.steps import listed, written

from hengbiao.formats import writing


def test_excel_and_pdf_of_all_projects(tmp_path, document, run):
    for suffix, starts in ((".xlsx", b"PK"), (".pdf", b"%PDF")):
        path = tmp_path / f"表{suffix}"
        told = run("export", document, "--layout", "tianjin", "--to", path)
        assert (told.status, "3 张表" in told.out) == (0, True)
        assert path.read_bytes().startswith(starts)


def test_titles_are_numbered_through_the_whole_document(tmp_path, document, run):
    from openpyxl import load_workbook

    path = tmp_path / "x.xlsx"
    run(
        "export",
        document,
        "--layout",
        "tianjin",
        "--to",
        path,
        "--project",
        "县级救灾物资储备与应急救援队建设（2026年）",
    )
    [sheet] = load_workbook(path).worksheets
    assert sheet["A1"].value == "3.县级救灾物资储备与应急救援队建设（2026年）绩效目标表"


def test_several_projects_come_in_the_order_of_the_document(tmp_path, document, run):
    from openpyxl import load_workbook

    path = tmp_path / "x.xlsx"
    chosen = ("--project", "困难家庭人道救助（2026年）", "--project", "应急救护培训与知识普及（2026年）")
    run("export", document, "--layout", "tianjin", "--to", path, *chosen)
    assert [sheet["A1"].value[:2] for sheet in load_workbook(path).worksheets] == ["1.", "2."]


def test_each_form_to_a_file_of_its_own(tmp_path, document, run):
    folder = tmp_path / "册" / "分"
    told = run("export", document, "--layout", "tianjin", "--each", folder, "--format", "pdf")
    assert told.status == 0
    assert listed(folder) == [
        "1.应急救护培训与知识普及（2026年）.pdf",
        "2.困难家庭人道救助（2026年）.pdf",
        "3.县级救灾物资储备与应急救援队建设（2026年）.pdf",
    ]
    assert run("export", document, "--layout", "tianjin", "--each", folder).status == 0
    assert len(listed(folder)) == 6


def test_the_estimates_are_attached_where_asked(tmp_path, document, run):
    from openpyxl import load_workbook

    path = tmp_path / "x.xlsx"
    assert run("export", document, "--layout", "tianjin", "--to", path, "--estimates").status == 0
    assert sum("测算明细" in sheet["A1"].value for sheet in load_workbook(path).worksheets) == 3
    told = run("export", document, "--layout", "fujian", "--form", "department", "--to", path, "--estimates")
    assert (told.status, "--estimates 用于项目表" in told.err) == (2, True)


def test_names_that_are_no_file_names_are_made_some(tmp_path, run):
    names = ["a/b:c*", "..", "", "長" * 300, "CON"]
    unit = {"name": "甲", "year": 2026, "projects": [{"name": name} for name in names]}
    source = written(tmp_path / "x.json", {"format": "hengbiao/1", "units": [unit]})
    run("import", source, "--into", tmp_path / "x.hengbiao")
    told = run("export", tmp_path / "x.hengbiao", "--layout", "tianjin", "--each", tmp_path / "d", "--format", "pdf")
    assert told.status == 1  # empty forms are no final ones
    found = listed(tmp_path / "d")
    assert len(found) == 5
    assert found[0] == "1.a_b_c_.pdf"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--layout", "tianjin"), "--to 和 --each"),
        (("--layout", "tianjin", "--to", "x.pdf", "--each", "d"), "--to 和 --each"),
        (("--layout", "none", "--to", "x.pdf"), "没有表样“none”"),
        (("--layout", "tianjin", "--to", "x.doc"), ".xlsx"),
        (("--layout", "tianjin", "--to", "x"), ".xlsx"),
        (("--layout", "tianjin", "--to", "x.pdf", "--project", "无"), "没有项目“无”"),
        (("--layout", "tianjin", "--to", "x.pdf", "--form", "other"), "--form"),
        (("--layout", "tianjin", "--each", "d", "--format", "rtf"), "--format"),
        (("--to", "x.pdf"), "--layout"),
    ],
)
def test_exporting_nonsense_is_wrong_usage(tmp_path, document, run, monkeypatch, arguments, told):
    monkeypatch.chdir(tmp_path)
    found = run("export", document, *arguments)
    assert (found.status, told in found.err) == (2, True)
    assert listed(tmp_path) == ["文件.hengbiao"]


def test_exporting_where_nothing_can_be_written_is_refused(tmp_path, document, run):
    for suffix in ("xlsx", "pdf", "docx"):
        told = run("export", document, "--layout", "tianjin", "--to", tmp_path / "无" / f"x.{suffix}")
        assert (told.status, told.err.count("\n")) == (3, 1)
    (tmp_path / "占用").write_text("")
    assert run("export", document, "--layout", "tianjin", "--each", tmp_path / "占用").status == 3
    assert listed(tmp_path) == ["占用", "文件.hengbiao"]


def test_a_document_without_projects_exports_nothing(tmp_path, run):
    path = tmp_path / "x.hengbiao"
    run("new", path, "--unit-code", "1", "--unit-name", "甲", "--region", "tianjin", "--year", "2026")
    told = run("export", path, "--layout", "tianjin", "--to", tmp_path / "x.pdf")
    assert (told.status, "没有可以导出的表" in told.err) == (3, True)
    assert run("export", path, "--layout", "tianjin", "--each", tmp_path / "d").status == 3
    assert listed(tmp_path) == ["x.hengbiao"]


def test_a_file_of_several_that_cannot_be_written_leaves_all_as_they_were(tmp_path, document, run):
    folder = tmp_path / "各表"
    run("export", document, "--layout", "tianjin", "--each", folder, "--format", "pdf")
    *others, last = sorted(folder.iterdir())
    for other in others:
        other.write_text("旧")
    last.unlink()
    last.mkdir()
    told = run("export", document, "--layout", "tianjin", "--each", folder, "--format", "pdf")
    assert (told.status, last.name in told.err, ".hengbiao-" in told.err) == (3, True, False)
    assert [other.read_text() for other in others] == ["旧"] * len(others)
    assert sorted(folder.iterdir()) == [*others, last]


def test_a_refusal_names_the_file_that_was_meant(tmp_path, document, run, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(writing.os, "fsync", full)
    told = run("export", document, "--layout", "tianjin", "--each", tmp_path / "各表", "--format", "pdf")
    assert told.status == 3
    assert str(tmp_path / "各表" / "1.") in told.err
    assert "磁盘已满" in told.err
    assert not (tmp_path / "各表").exists()

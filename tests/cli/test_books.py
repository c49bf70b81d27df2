import pytest
from tests.cli.steps import listed, written


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx", ".docx"])
@pytest.mark.parametrize(("form", "told"), [("booklet", "3 张表"), ("summary", "2 张表")])
def test_booklet_and_summary_are_written_and_read_back(tmp_path, document, run, suffix, form, told):
    path = tmp_path / f"册{suffix}"
    found = run("export", document, "--layout", "tianjin", "--form", form, "--to", path)
    assert (found.status, told in found.out, "与系统一致" in found.out) == (0, True, True)
    assert path.stat().st_size > 0


@pytest.mark.parametrize("form", ["booklet", "summary"])
def test_chosen_projects_alone(tmp_path, document, run, form):
    from openpyxl import load_workbook

    path = tmp_path / "册.xlsx"
    name = "困难家庭人道救助（2026年）"
    assert run("export", document, "--layout", "tianjin", "--form", form, "--project", name, "--to", path).status == 0
    opened = load_workbook(path)
    texts = {str(cell.value) for sheet in opened for row in sheet.iter_rows() for cell in row}
    assert any(name in text for text in texts)
    assert not any("应急救护培训与知识普及" in text for text in texts)


@pytest.mark.parametrize("form", ["booklet", "summary"])
def test_one_file_is_not_a_file_a_form(tmp_path, document, run, form):
    found = run("export", document, "--layout", "tianjin", "--form", form, "--each", tmp_path / "d")
    assert (found.status, "--each" in found.err, listed(tmp_path)) == (2, True, ["文件.hengbiao"])


@pytest.mark.parametrize(("form", "told"), [("booklet", "没有可以编入表册的表"), ("summary", "没有项目可以汇总")])
def test_nothing_to_bind_is_refused_and_no_file_is_left(tmp_path, run, form, told):
    path = tmp_path / "x.hengbiao"
    run("new", path, "--unit-code", "1", "--unit-name", "甲", "--region", "tianjin", "--year", "2026")
    found = run("export", path, "--layout", "tianjin", "--form", form, "--to", tmp_path / "x.pdf")
    assert (found.status, told in found.err, listed(tmp_path)) == (3, True, ["x.hengbiao"])


def test_what_is_left_out_of_a_booklet_is_said(tmp_path, run):
    unit = {"name": "甲", "year": 2026, "department": {"goal": "目标"}, "projects": [{"name": "乙"}]}
    source = written(tmp_path / "x.json", {"format": "hengbiao/1", "units": [unit]})
    run("import", source, "--into", tmp_path / "x.hengbiao")
    found = run(
        *("export", tmp_path / "x.hengbiao", "--layout", "tianjin", "--form", "booklet", "--to", tmp_path / "x.pdf")
    )
    assert "不印部门整体绩效目标，有 1 张没有编入" in found.out


@pytest.mark.parametrize("form", ["booklet", "summary"])
def test_what_has_errors_says_so_at_the_foot_of_every_page(tmp_path, run, form):
    import pypdfium2

    unit = {"name": "甲", "year": 2026, "projects": [{"name": "乙"}, {"name": "丙"}]}
    source = written(tmp_path / "x.json", {"format": "hengbiao/1", "units": [unit]})
    run("import", source, "--into", tmp_path / "x.hengbiao")
    made = [tmp_path / f"x{suffix}" for suffix in (".pdf", ".xlsx", ".docx")]
    for path in made:
        found = run("export", tmp_path / "x.hengbiao", "--layout", "tianjin", "--form", form, "--to", path)
        assert (found.status, "未定稿" in found.out) == (1, True)
    with pypdfium2.PdfDocument(made[0]) as opened:
        texts = [page.get_textpage().get_text_bounded() for page in opened]
    assert all("未定稿" in text for text in (texts[1:] if form == "booklet" else texts))


def test_every_layout_exports_them(run):
    assert all(layout["forms"][-2:] == ["booklet", "summary"] for layout in run("layouts", "--json").json)

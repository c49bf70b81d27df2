import hashlib
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from tests.formats.grids import form
from tests.forms.conftest import ALL

from hengbiao.domain.refusal import Refusal
from hengbiao.domain.target import Target
from hengbiao.formats import word, writing
from hengbiao.formats.word.styles import LINE
from hengbiao.formats.word.table import parts
from hengbiao.forms.form import Form, Row
from hengbiao.forms.grid import Repeat, shown
from hengbiao.forms.render import render


def long_form(rows=60):
    """A form of which Word makes three pages, with a head to repeat."""
    many = [("产出指标", "数量指标", f"三级{i}", f"描述{i}", Target("≥", str(i), "次")) for i in range(rows)]
    return replace(form(rows=many), repeats=(Repeat(6, 7, 7 + rows),), keep=frozenset({0, 1, 6}))


def opened(path, *grids, **options):
    word.write(grids, path, **options)
    return docx.Document(str(path))


def places(grid):
    return {(*cell.rect,): shown(cell.value, cell.style.show) or None for cell in grid.cells}


def test_every_cell_comes_back_where_it_was(tmp_path):
    grids = [form(), long_form(), form(3, name="=甲&<乙>")]
    word.write(grids, tmp_path / "a.docx")
    assert [places(grid) for grid in word.read(tmp_path / "a.docx")] == [places(grid) for grid in grids]


@pytest.mark.parametrize(
    "text", ["a\nb", "\n", "\n\n末", "  两端  ", "a\tb", "\t", "𠮷👩‍👩‍👧", "_x000D_", "&amp;<w:t>", " "]
)
def test_texts_stay_letter_by_letter(text, tmp_path):
    word.write([form(name=text)], tmp_path / "a.docx")
    (found,) = word.read(tmp_path / "a.docx")
    assert places(found)[2, 1, 1, 7] == text


def test_what_xml_cannot_hold_is_marked_and_told(tmp_path):
    made = word.write([form(name="甲\x01乙\ufffe")], tmp_path / "a.docx")
    _title, name = made.notes
    assert "第 3 行第 2 列：有 Word 不能保存的字符（U+0001、U+FFFE），写成“\ufffd”" in name
    assert places(word.read(tmp_path / "a.docx")[0])[2, 1, 1, 7] == "甲\ufffd乙\ufffd"


def test_python_docx_sees_the_same_cells_and_merges(tmp_path):
    table = opened(tmp_path / "a.docx", form()).tables[0]
    assert table.cell(2, 1).text == table.cell(2, 7).text == "“三献”工作统筹发展2025年"
    assert table.cell(3, 0)._tc is table.cell(4, 0)._tc
    assert [column.width.pt for column in table.columns] == pytest.approx(form().widths, abs=0.05)
    with_lines = [row.height.pt + LINE for row in table.rows]  # Word adds the line below a row
    assert with_lines == pytest.approx(form().heights, abs=0.05)
    assert {row.height_rule for row in table.rows} == {docx.enum.table.WD_ROW_HEIGHT_RULE.AT_LEAST}


def test_the_head_is_repeated_and_no_row_is_cut(tmp_path):
    document = opened(tmp_path / "a.docx", long_form())
    first, second = document.tables
    assert [len(first.rows), len(second.rows)] == [6, 61]
    headed = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in second.rows]
    assert headed == [True] + [False] * 60
    assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in second.rows)
    assert not any(row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in first.rows)


def test_a_cell_over_the_edge_of_a_head_keeps_the_table_whole(tmp_path):
    grid = long_form()
    first = replace(grid.cells[-5], row=5, col=0, rows=3, cols=1)
    cells = tuple(cell for cell in grid.cells if not (cell.col == 0 and cell.row in {5, 6, 7}))
    assert len(opened(tmp_path / "a.docx", replace(grid, cells=(*cells, first))).tables) == 1


def test_a_row_taller_than_a_page_may_be_cut(tmp_path):
    tall = form(heights={4: 900.0})
    rows = opened(tmp_path / "a.docx", tall).tables[0].rows
    cut = [row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None for row in rows]
    assert [number for number, each in enumerate(cut) if each] == [4]
    assert [row.height is None for row in rows] == cut


def test_every_form_is_a_section_on_its_own_paper(tmp_path):
    wide = replace(form(), paper=replace(form().paper, width=841.89, height=595.28))
    document = opened(tmp_path / "a.docx", form(), wide, footer="校验码 A1B2")
    sizes = [(round(each.page_width.pt), round(each.page_height.pt)) for each in document.sections]
    assert sizes == [(595, 842), (842, 595)]
    assert document.sections[1].left_margin.pt == pytest.approx(wide.paper.left, abs=0.1)
    assert [each.footer.is_linked_to_previous for each in document.sections] == [False, True]
    below = document.sections[0].footer.paragraphs[0]
    assert (below.text.strip(), "PAGE" in below._p.xml) == ("—  —\t校验码 A1B2", True)


def test_prescribed_fonts_are_named_for_chinese_too(tmp_path):
    document = opened(tmp_path / "a.docx", form())
    cell = document.tables[0].cell(0, 0).paragraphs[0]
    fonts = cell.style.element.rPr.rFonts
    assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia")} == {"方正小标宋简体"}
    assert (cell.style.font.size.pt, cell.style.paragraph_format.alignment) == (16, 1)
    assert document.tables[0].cell(3, 0).paragraphs[0].style.element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"


def test_equal_forms_make_equal_files_that_name_the_program_only(tmp_path):
    assert _digest(tmp_path / "a.docx") == _digest(tmp_path / "b.docx")
    told = docx.Document(str(tmp_path / "a.docx")).core_properties
    assert (told.author, told.last_modified_by, told.title, told.comments) == ("衡表", "衡表", "一册", "")


def _digest(path):
    word.write([form(), long_form()], path, title="一册")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_document_has_no_macro_no_link_and_no_doctype(tmp_path):
    word.write([form()], tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        for name in archive.namelist():
            assert not re.search(rb"<!DOCTYPE|TargetMode=\"External\"", archive.read(name))
            assert "vba" not in name.lower()


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all"])
def test_what_is_no_document_is_refused(content, tmp_path):
    (tmp_path / "a.docx").write_bytes(content)
    with pytest.raises(Refusal, match="不是能读的 Word 文档"):
        word.read(tmp_path / "a.docx")


def test_the_disk_refuses_and_the_old_document_stays(tmp_path, monkeypatch):
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    with pytest.raises(Refusal, match=r"磁盘已满.*原有文件没有改动"):
        word.write([form()], target)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]
    with pytest.raises(ValueError, match="needs a form"):
        word.write([], target)


def test_headings_stand_in_a_table_of_their_own_before_the_one_they_head():
    layout = ALL["yunnan"]
    grid = render(layout, Form("department", {}, {"indicators": (Row({"name": "救护培训"}),)}))
    heads = {repeat.first for repeat in grid.repeats}
    before = {first: stop for first, stop in parts(grid) if stop in heads}
    assert before
    assert all(set(range(first, stop)) <= grid.keep for first, stop in before.items())


def test_every_paragraph_of_a_row_that_is_kept_says_so(tmp_path):
    rows = tuple(Row({"level1": "产出指标", "level2": "数量指标", "name": f"指标{n}"}) for n in range(3))
    signed = Form("project", {}, {"indicators": rows}, {"unit.extra/填报人": "王芳"})
    grid = render(ALL["national-project"], signed)
    made = [row for table in opened(tmp_path / "a.docx", grid).tables for row in table.rows]
    assert len(made) == len(grid.heights)
    for number, row in enumerate(made):
        kept = [bool(place.findall(f".//{qn('w:keepNext')}")) for place in row._tr.findall(qn("w:tc"))]
        assert set(kept) == {number in grid.keep}

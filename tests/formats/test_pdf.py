import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.grids import form

from hengbiao.domain.target import Target
from hengbiao.formats import pdf
from hengbiao.formats.pdf import fonts
from hengbiao.formats.pdf.draw import borders
from hengbiao.formats.pdf.read import read
from hengbiao.forms.grid import Cell, Grid, Repeat, Style
from hengbiao.forms.pages import Placed, paginate
from hengbiao.forms.text import SANS, SANS_BOLD, SERIF

TITLE = "1.“三献”工作统筹发展2025年绩效目标表"


def rare(face: str) -> str:
    """Three characters beyond the BMP that the font has."""
    return "".join(chr(point) for point in sorted(fonts.drawable(face)) if point > 0xFFFF)[:3]


def long_form(rows: int = 60) -> Grid:
    """A form over several pages, level 1 merged across their edges."""
    many = [("产出指标", "数量指标", f"三级{i}", f"描述{i}", Target("≥", str(i), "次")) for i in range(rows)]
    return replace(form(rows=many), repeats=(Repeat(6, 7, 7 + rows),))


def opened(path: Path, *grids: Grid, **options: str) -> pypdfium2.PdfDocument:
    pdf.write(grids, path, **options)
    return pypdfium2.PdfDocument(path)


def texts(path: Path, *grids: Grid, **options: str) -> list[str]:
    """The text of each page, without white space."""
    with opened(path, *grids, **options) as document:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_every_form_begins_a_page_with_its_bookmark(tmp_path):
    pages = len(paginate(long_form()))
    with opened(tmp_path / "a.pdf", form(), long_form(), form(3, name="救灾")) as document:
        entries = [(item.get_title(), item.get_dest().get_index()) for item in document.get_toc()]
        assert len(document) == 2 + pages
    assert pages > 1
    assert entries == [(TITLE, 0), (TITLE, 1), ("3.救灾绩效目标表", 1 + pages)]


def test_the_result_tells_forms_and_pages(tmp_path):
    written = pdf.write([form(), long_form()], tmp_path / "a.pdf")
    assert (written.forms, written.pages, written.notes) == (2, 1 + len(paginate(long_form())), ())


def test_pages_are_numbered_through_with_the_footer(tmp_path):
    found = texts(tmp_path / "a.pdf", form(), long_form(), footer="校验码 A1B2")
    assert all(page.endswith(f"—{number}—校验码A1B2") for number, page in enumerate(found, 1))


def test_head_and_spanning_label_stand_on_every_page(tmp_path):
    found = texts(tmp_path / "a.pdf", long_form())
    assert len(found) > 1
    assert all("一级指标二级指标三级指标绩效指标描述指标值" in page for page in found)
    assert all(page.count("产出指标") == 1 for page in found)
    assert "".join(found).count("三级59") == 1


def test_each_cell_holds_its_text(tmp_path):
    """What lies in the rectangle of a cell is its printed text, no more and no less."""
    long = "用于“三献”工作，加强 abc 协作 123,456.78 元。" * 12
    grids = [form(purpose=long, heights={4: 150.0, 5: 150.0}), long_form()]
    pages = [page for grid in grids for page in paginate(grid)]
    with opened(tmp_path / "a.pdf", *grids) as document:
        for drawn, page in zip(document, pages, strict=True):
            inside = drawn.get_textpage()
            for placed in page.cells:
                bottom, top = page.paper.height - placed.y - placed.height, page.paper.height - placed.y
                box = placed.x + 0.5, bottom + 0.5, placed.x + placed.width - 0.5, top - 0.5
                wanted = "".join(line.text for line in placed.lines)
                assert "".join(inside.get_text_bounded(*box).split()) == "".join(wanted.split())


def test_text_beyond_the_bmp_is_copied_as_it_is(tmp_path):
    name = f"元素{rare(SERIF)}与 ½ ㎡ “引号”"
    (found,) = texts(tmp_path / "a.pdf", form(name=name))
    assert len(rare(SERIF)) == 3
    assert f"项目名称{''.join(name.split())}" in found


@given(st.lists(st.integers(0, 0x10FFFF).filter(lambda point: not 0xD800 <= point < 0xE000), max_size=256))
def test_the_map_to_unicode_is_utf_16_in_blocks_of_a_hundred(points):
    cmap = fonts._to_unicode("F", points)
    entries = re.findall(r"^<([0-9A-F]{2})> <([0-9A-F]{4,8})>$", cmap, re.MULTILINE)
    assert [bytes.fromhex(text).decode("utf-16-be") for _, text in entries] == [chr(point) for point in points]
    assert [int(code, 16) for code, _ in entries] == list(range(len(points)))
    assert all(int(count) <= 100 for count in re.findall(r"(\d+) beginbfchar", cmap))


def test_only_embedded_subsets_are_used(tmp_path):
    pdf.write([form(), long_form()], tmp_path / "a.pdf")
    raw = (tmp_path / "a.pdf").read_bytes()
    named = set(re.findall(rb"/BaseFont /([\w+-]+)", raw))
    assert {re.fullmatch(rb"[A-Z]{6}\+(Noto\w+-\w+)", name)[1].decode() for name in named} == {SERIF, SANS}
    assert raw.count(b"/FontFile2") == len(named)
    assert b"Helvetica" not in raw
    assert len(raw) < 300_000


def test_characters_that_the_fonts_lack_are_listed_and_marked(tmp_path):
    grid = form(name="甲🎉乙\u200b丙")
    listed = pdf.unwritable([grid, form()])
    title, name = listed
    assert "第 1 行第 1 列" in title
    assert "第 3 行第 2 列：字体中没有 控制字符（U+200B）、🎉（U+1F389），打印为“〓”" in name
    assert pdf.write([grid], tmp_path / "a.pdf").notes == tuple(listed)
    assert "项目名称甲〓乙〓丙" in texts(tmp_path / "b.pdf", grid)[0]


@pytest.mark.parametrize("face", [SERIF, SANS, SANS_BOLD])
def test_the_mark_for_a_missing_character_is_in_every_font(face):
    assert not fonts.lacking(fonts.SUBSTITUTE + rare(face), face)


def test_equal_forms_make_equal_files_that_name_the_program_only(tmp_path):
    assert _digest(tmp_path / "a.pdf") == _digest(tmp_path / "b.pdf")
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
        told = document.get_metadata_dict(skip_empty=True)
    assert told["Title"] == "一册"
    assert (told["Creator"], told["Producer"]) == ("衡表", "衡表")
    assert set(told) == {"Title", "Creator", "Producer", "CreationDate", "ModDate"}


def _digest(path: Path) -> str:
    pdf.write([form(), long_form()], path, title="一册")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_title_is_the_first_form_unless_given(tmp_path):
    with opened(tmp_path / "a.pdf", form()) as document:
        assert document.get_metadata_dict()["Title"] == TITLE


def sides(cells: list[Placed]) -> set[tuple[float, float, float, float]]:
    """Each side of each bordered cell, cut into pieces of length 1 (all coordinates whole)."""
    pieces = set()
    for c in cells:
        if c.cell.style.border:
            pieces |= _cut([(c.x, y, c.x + c.width, y) for y in (c.y, c.y + c.height)])
            pieces |= _cut([(x, c.y, x, c.y + c.height) for x in (c.x, c.x + c.width)])
    return pieces


def _cut(lines: list[tuple[float, float, float, float]]) -> set[tuple[float, float, float, float]]:
    across = {(x, y1, x + 1, y1) for x1, y1, x2, y2 in lines if y1 == y2 for x in range(int(x1), int(x2))}
    down = {(x1, y, x1, y + 1) for x1, y1, x2, y2 in lines if x1 == x2 for y in range(int(y1), int(y2))}
    return across | down


boxes = st.builds(
    lambda x, y, width, height, border: Placed(
        Cell(0, 0, 1, 1, "", Style(border=border)), float(x), float(y), float(width), float(height), ()
    ),
    *(st.integers(0, 9), st.integers(0, 9), st.integers(1, 5), st.integers(1, 5)),
    st.booleans(),
)


@given(st.lists(boxes, max_size=10))
def test_borders_are_every_side_once(cells):
    lines = list(borders(cells))
    assert _cut(lines) == sides(cells)
    assert sum(int(x2 - x1 + y2 - y1) for x1, y1, x2, y2 in lines) == len(sides(cells))


def test_lines_join_over_the_form():
    (page,) = paginate(form())
    assert len(list(borders(page.cells))) < len(page.cells)


def test_a_landscape_page_is_landscape(tmp_path):
    wide = replace(form(), paper=replace(form().paper, width=841.89, height=595.28))
    with opened(tmp_path / "a.pdf", form(), wide) as document:
        assert [tuple(map(round, page.get_size())) for page in document] == [(595, 842), (842, 595)]


def test_spaces_that_do_not_break_come_back(tmp_path):
    cell = Cell(0, 0, 1, 1, "\xa0两\xa0端\t和\n换行\xa0", Style())
    pdf.write([Grid("t", (400.0,), (60.0,), (cell,), (0, 0), {})], tmp_path / "a.pdf")
    assert read(tmp_path / "a.pdf")[0].cells[0].value == cell.value

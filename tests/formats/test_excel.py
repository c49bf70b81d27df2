import hashlib
import re
import string
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.formats.grids import ROWS, form

from hengbiao.domain import money
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.target import Target
from hengbiao.formats import excel
from hengbiao.formats.excel import names, sheet, text
from hengbiao.formats.excel.write import sheet_names
from hengbiao.forms.grid import Cell, Grid, Rect, Show, Slot, Style, shown
from hengbiao.forms.heights import lines_of

writable = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff", min_codepoint=32)) | (
    st.text(st.sampled_from("_x00D5Fa\n\t =+-@'“𠮷中文 "), max_size=12)
)
amounts = st.none() | st.integers(-money.LIMIT, money.LIMIT)
formats = st.builds(Show, st.just("amount"), st.sampled_from([*money.UNITS]), st.booleans())
"""Every 金额单位, grouped and not."""


PLAIN = Show()


def written(path: Path, *grids: Grid, footer: str = "") -> openpyxl.Workbook:
    excel.write(grids, path, footer=footer)
    return openpyxl.load_workbook(path)


def single(value: object, show: Show = PLAIN) -> Grid:
    """A grid of one bound cell."""
    cell = Cell(0, 0, 1, 1, value, Style(show=show), Slot("name"))
    return Grid("一", (100.0,), (20.0,), (cell,), (0, 0), {})


def by_slot(grid: Grid) -> dict[Slot, str]:
    return {cell.slot: cell.value or "" for cell in grid.cells if cell.slot}


def printed(grid: Grid) -> dict[Slot, str]:
    """What reading back must give: amounts as decimal text without grouping, everything else as printed."""
    return {
        slot: money.show(cell.value, cell.style.show.unit)
        if cell.style.show.kind == "amount" and isinstance(cell.value, int)
        else shown(cell.value, cell.style.show)
        for slot, cell in grid.by_slot.items()
    }


def same_numbers(values: dict[Slot, str], grid: Grid) -> dict[Slot, str]:
    """Values with amounts printed the way the grid prints them."""
    return {
        slot: money.show(money.parse(value, cell.style.show.unit), cell.style.show.unit)
        if value and (cell := grid.by_slot[slot]).style.show.kind == "amount"
        else value
        for slot, value in values.items()
    }


def test_the_sheet_is_the_form(tmp_path):
    book = written(tmp_path / "a.xlsx", form(), form(2, name="救灾"))
    assert book.sheetnames == ["1.“三献”工作统筹发展2025年", "2.救灾"]
    first = book.worksheets[0]
    assert first["A1"].value == "1.“三献”工作统筹发展2025年绩效目标表"
    assert first["C4"].value == 45
    assert first["C4"].number_format == "0.00"
    assert first["H4"].value is None
    assert first["H8"].value == "≥1次"
    assert {str(merge) for merge in first.merged_cells} >= {"A1:H1", "A8:A11", "B3:H3", "C8:D8"}


def test_the_page_is_a4_fitted_in_width_with_head_rows_and_number(tmp_path):
    page = written(tmp_path / "a.xlsx", form(), footer="校验码 A&B").worksheets[0]
    assert page.page_setup.paperSize == 9
    assert page.page_setup.orientation == "portrait"
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_options.horizontalCentered
    assert page.print_title_rows == "$7:$7"
    assert page.print_area == "'1.“三献”工作统筹发展2025年'!$A$1:$H$13"
    assert page.page_margins.left == pytest.approx(56.7 / 72, abs=1e-4)
    assert "&P" in page.oddFooter.center.text
    assert page.oddFooter.right.text.strip() == "校验码 A&&B"


def test_every_cell_of_a_merge_has_its_border_and_every_row_its_height(tmp_path):
    grid = form()
    book = written(tmp_path / "a.xlsx", grid)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    formats = {place: int(number) for place, number in re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', xml)}
    for place, cell in grid.at.items():
        border = book._borders[book._cell_styles[formats[f"{sheet.letters(place[1])}{place[0] + 1}"]].borderId]
        sides = {side and side.style for side in (border.left, border.right, border.top, border.bottom)}
        assert sides == ({"thin"} if cell.style.border else {None})
    page = book.worksheets[0]
    heights = [page.row_dimensions[i + 1].height for i in range(len(grid.heights))]
    assert all(0 <= got - wanted < 0.75 for got, wanted in zip(heights, grid.heights, strict=True))
    widths = [page.column_dimensions[sheet.letters(i)].width * sheet.DIGIT for i in range(len(grid.widths))]
    assert widths == pytest.approx(grid.widths, abs=0.01)


def test_long_texts_have_room_for_the_widest_lines_and_wide_numbers_shrink(tmp_path):
    grid = form(purpose="开展交流协作，提升服务能力；" * 60, heights={4: 400.0, 5: 400.0})
    page = written(tmp_path / "a.xlsx", grid).worksheets[0]
    lines = len(lines_of(grid.by_slot[Slot("purpose")], sum(grid.widths[1:])))
    assert lines > 20
    assert page.row_dimensions[5].height >= lines * 1.45 * 10.5
    assert page["C4"].alignment.shrink_to_fit
    assert not page["C4"].alignment.wrap_text
    assert not page["H8"].alignment.shrink_to_fit


def test_fonts_are_the_prescribed_ones_and_texts_wrap(tmp_path):
    page = written(tmp_path / "a.xlsx", form()).worksheets[0]
    assert page["A1"].font.name == "方正小标宋简体"
    assert page["A7"].font.name == "黑体"
    assert page["B5"].font.name == "宋体"
    assert page["B5"].alignment.wrap_text
    assert page["B5"].alignment.vertical == "center"
    assert page.parent._named_styles["Normal"].font.name == "宋体"


def test_a_row_taller_than_excel_allows_becomes_several_with_its_cells_merged(tmp_path):
    grid = form(heights={4: 1000.0})
    page = written(tmp_path / "a.xlsx", grid).worksheets[0]
    assert {"B5:H14", "A4:A14"} <= {str(merge) for merge in page.merged_cells}
    heights = [page.row_dimensions[row].height for row in range(5, 15)]
    assert 1000 <= sum(heights) < 1010
    assert max(heights) <= 409
    assert page.print_title_rows == "$16:$16"
    again = by_slot(excel.read_named(tmp_path / "a.xlsx")[0]).keys() - grid.by_slot.keys()
    assert grid.by_slot.keys() <= by_slot(excel.read_named(tmp_path / "a.xlsx")[0]).keys()
    assert again == {Slot("level1", "indicators", 3)}  # the page that follows names the level again
    tall = written(tmp_path / "b.xlsx", form(heights={4: 408.0})).worksheets[0]
    assert tall.row_dimensions[5].height == 408


def test_a_long_text_without_lines_is_drawn_on_each_of_its_pages(tmp_path):
    """In white: LibreOffice prints no page on which no text begins and no line is drawn."""
    cell = Cell(0, 0, 1, 1, "长文" * 900, Style("text", border=False), Slot("goal"))
    page = written(tmp_path / "a.xlsx", Grid("一", (400.0,), (2000.0,), (cell,), (0, 0), {})).worksheets[0]
    assert page.max_row >= 20
    sides = [page.cell(row, 1).border.left for row in range(1, page.max_row + 1)]
    assert {(side.style, side.color.rgb) for side in sides} == {("hair", "FFFFFFFF")}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(writable, min_size=1, max_size=20))
@example(["=3000.00(份)", "+1", "-1", "@x", "'引", "_x000D_", "_x005F_x000D_", "_X000d_", " 前后 ", "\n", "\t"])
@example(["A\u0301", "𠮷", "\u202e反", "\u200b", "]]>", "<a>&amp;", "1e5", "TRUE", "#N/A", "2025-01-01"])
def test_texts_come_back_as_they_are_and_none_is_a_formula(tmp_path, texts):
    path = tmp_path / "a.xlsx"
    grids = [single(value) for value in texts]
    result = excel.write(grids, path)
    assert result.notes == ()
    assert [by_slot(grid)[Slot("name")] for grid in excel.read_named(path)] == texts
    book = openpyxl.load_workbook(path)
    for page, value in zip(book.worksheets, texts, strict=True):
        assert page["A1"].data_type in ("s", "n") if not value else page["A1"].data_type == "s"
        assert page["A1"].quotePrefix is (value[:1] in tuple("=+-@'"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(amounts, formats), min_size=1, max_size=20))
@example([(money.LIMIT, Show("amount", "元", grouped=True)), (-money.LIMIT, Show("amount"))])
@example([(0, Show("amount")), (1, Show("amount")), (None, Show("amount")), (1, Show("amount", "亿元"))])
def test_amounts_are_numbers_that_print_as_shown_and_come_back_exact(tmp_path, values):
    path = tmp_path / "a.xlsx"
    book = written(path, *(single(value, show) for value, show in values))
    back = excel.read_named(path)
    for page, grid, (value, show) in zip(book.worksheets, back, values, strict=True):
        text_back = by_slot(grid)[Slot("name")]
        assert money.parse(text_back, show.unit) == value
        code = page["A1"].number_format
        kept = page["A1"].value
        assert kept is None if value is None else isinstance(kept, int | float if abs(value) < 10**14 else str)
        decimals = len(code.partition(".")[2])
        assert code.startswith("#,##0.") is show.grouped
        assert value is None or decimals == len(shown(value, show).partition(".")[2])


def test_words_around_an_amount_are_part_of_its_number_format(tmp_path):
    show = Show("amount", before='约"人民币"', after="万元")
    book = written(tmp_path / "a.xlsx", single(45_000_000, show), single(-1_234_567, show), single(None, show))
    first, second, blank = (page["A1"] for page in book.worksheets)
    assert (first.value, second.value, blank.value) == (45, -1.234567, '约"人民币"')
    assert first.number_format == r"""\约\"\人\民\币\"0.00\万\元;\约\"\人\民\币\"-0.00\万\元"""
    assert second.number_format.startswith(r"""\约\"\人\民\币\"0.000000\万\元;""")


def test_a_value_typed_into_a_text_cell_stays_text_and_blank_amounts_are_ready(tmp_path):
    page = written(tmp_path / "a.xlsx", form()).worksheets[0]
    assert page["H8"].number_format == "@"
    assert page["H4"].number_format == "0.00"
    long = written(tmp_path / "b.xlsx", single("长" * 300)).worksheets[0]
    assert long["A1"].number_format == "General"


def test_what_a_cell_cannot_hold_is_listed_and_visible_in_the_file(tmp_path):
    grids = [single("字" * 40_000), single("𠮷" * 16_384), single("a\x00b\ufffe"), single("𠮷" * 16_383 + "a")]
    listed = excel.unwritable(grids)
    assert len(listed) == 3
    assert "40,000" in listed[0]
    assert "32,768" in listed[1]
    assert "U+0000、U+FFFE" in listed[2]
    result = excel.write(grids, tmp_path / "a.xlsx")
    assert result.notes == tuple(listed)
    values = [by_slot(grid)[Slot("name")] for grid in excel.read_named(tmp_path / "a.xlsx")]
    assert text.units(values[0]) == text.LONGEST
    assert values[0].endswith("未写入）")
    assert values[1].startswith("𠮷𠮷")
    assert text.units(values[1]) <= text.LONGEST
    assert values[2] == "a\ufffdb\ufffd"
    assert values[3] == "𠮷" * 16_383 + "a"


def test_our_own_file_reads_back_by_its_names(tmp_path):
    grids = [form(), form(2, name="甲", rows=[]), form(3, rows=ROWS[:1]), form(4, fiscal=4_500_001)]
    grids.append(form(5, heights={0: 500.0, 4: 1000.0, 8: 409.0, 12: 2000.0}))
    excel.write(grids, tmp_path / "a.xlsx")
    back = excel.read_named(tmp_path / "a.xlsx")
    assert len(back) == len(grids)
    for read, wrote in zip(back, grids, strict=True):
        assert same_numbers(by_slot(read), wrote) == printed(wrote)
        assert read.tables == wrote.tables
        labels = {cell.rect: cell.value for cell in wrote.cells if not cell.slot}
        assert {cell.rect: cell.value for cell in read.cells if not cell.slot} == labels


def test_a_sheet_says_which_form_of_which_layout_it_is(tmp_path):
    excel.write([replace(form(), layout="tianjin", kind="department"), form(2)], tmp_path / "a.xlsx")
    assert [(grid.layout, grid.kind) for grid in excel.read_named(tmp_path / "a.xlsx")] == [
        ("tianjin", "department"),
        ("", "project"),
    ]


def test_tables_that_are_no_plain_columns_read_back_too(tmp_path):
    percent = [Cell(0, i, 1, 1, f"{i}0%", Style(), Slot("percent", "payments", i)) for i in range(4)]
    split = [
        Cell(1, 0, 2, 1, "甲", Style(), Slot("name", "tasks", 0)),
        Cell(1, 1, 1, 1, "上", Style(), Slot("a", "tasks", 0)),
        Cell(2, 1, 1, 1, "下", Style(), Slot("b", "tasks", 0)),
        Cell(3, 0, 2, 1, "乙", Style(), Slot("name", "tasks", 1)),
        Cell(3, 1, 1, 1, "", Style(), Slot("a", "tasks", 1)),
        Cell(4, 1, 1, 1, "底", Style(), Slot("b", "tasks", 1)),
    ]
    extra = Cell(5, 0, 1, 4, "王", Style(), Slot("extra/负责人（Tel）_u41_"))
    grid = Grid("一", (50.0,) * 4, (20.0,) * 6, (*percent, *split, extra), (0, 0), {"tasks": Rect(1, 0, 4, 2)})
    excel.write([grid], tmp_path / "a.xlsx")
    assert by_slot(excel.read_named(tmp_path / "a.xlsx")[0]) == printed(grid)


@given(st.text(max_size=30), st.text(max_size=20), st.integers(0, 99))
def test_names_are_legal_and_give_the_slot_again(field, table, row):
    cell = Cell(0, 0, 1, 1, "", Style(), Slot(field, table, row) if table else Slot(field))
    (name, _), *_ = names.areas(Grid("一", (1.0,), (1.0,), (cell,), (0, 0), {}))
    kind, slot = names.read(name)
    assert slot == (cell.slot if kind in "fr" else Slot(field, table))
    assert re.fullmatch(r"hb\.[a-z0-9_.\u4e00-\u9fff]*", name)


@given(st.lists(st.text(max_size=50), max_size=12))
@example(["历史", "History", "history", "HISTORY绩效目标表", "''", "'a'", "[]:*?/\\", ""])
@example(["甲" * 40 + "一", "甲" * 40 + "二", "𠮷" * 20, "𠮷" * 20 + "绩效目标表"])
def test_sheet_names_are_legal_and_differ(titles):
    made = sheet_names(titles)
    assert len({name.casefold() for name in made}) == len(titles)
    for name in made:
        assert 0 < text.units(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name[0] != "'" != name[-1]
        assert name.casefold() != "history"
        name.encode()


def test_equal_forms_make_equal_files_without_a_trace_of_the_machine(tmp_path):
    digests = set()
    for name in ("a.xlsx", "b.xlsx"):
        excel.write([form(), form(2)], tmp_path / name)
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(digests) == 1
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        properties = archive.read("docProps/core.xml").decode()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert ">衡表</dc:creator>" in properties


def test_the_cells_are_strings_in_the_xml_itself(tmp_path):
    excel.write([single("=1+1")], tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f" not in xml
    assert '<t xml:space="preserve">=1+1</t>' in xml


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04", b"not a workbook"])
def test_what_is_no_workbook_is_refused(tmp_path, broken):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(broken)
    with pytest.raises(Refusal, match=r"坏\.xlsx"):
        excel.read_named(path)
    with pytest.raises(Refusal, match="打不开"):
        excel.read_named(tmp_path / "没有.xlsx")


def test_a_foreign_workbook_has_no_forms_of_ours(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "别人的表"
    book.save(tmp_path / "a.xlsx")
    assert excel.read_named(tmp_path / "a.xlsx") == []


def test_targets_print_by_their_pattern(tmp_path):
    show = Show("target", target="{op}{value}({unit})")
    page = written(tmp_path / "a.xlsx", single(Target("=", "3000.00", "份"), show)).worksheets[0]
    assert page["A1"].value == "=3000.00(份)"
    assert page["A1"].data_type == "s"
    assert page["A1"].quotePrefix


def test_letters_of_columns():
    assert [sheet.letters(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert len({sheet.letters(i) for i in range(2000)}) == 2000
    assert set(sheet.letters(16383)) <= set(string.ascii_uppercase)

import ctypes
import zipfile
from itertools import groupby

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.forms.documents import document

from hengbiao.formats import excel, pdf
from hengbiao.forms.booklet import booklet
from hengbiao.forms.booklet_pages import bound
from hengbiao.forms.layouts import load_layout
from hengbiao.forms.summary import summarised

TIANJIN = load_layout("tianjin")
LONG = "红十字应急救护培训与防灾减灾知识普及" * 6


def book_of(*named):
    return booklet(document([{"name": name} for name in named]), TIANJIN)


def run_on(text):
    return "".join(text.split())


def texts(path):
    with pypdfium2.PdfDocument(path) as opened:
        return [run_on(page.get_textpage().get_text_bounded()) for page in opened]


def links(document, number):
    """Where the links of a page lead: (top of the rectangle, page), from the top of the page down."""
    at, found, rect = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    made = []
    page = document[number]
    while pdfium.FPDFLink_Enumerate(page, at, found):
        pdfium.FPDFLink_GetAnnotRect(found, rect)
        target = pdfium.FPDFLink_GetDest(document, found)
        made.append((round(rect.top, 1), pdfium.FPDFDest_GetDestPageIndex(document, target)))
    return sorted(made, reverse=True)


names = st.one_of(
    st.sampled_from(("救护", LONG, "=1+1", "A & B <c>")), st.text("救护培训普及", min_size=1, max_size=70)
)


@given(st.lists(names, min_size=1, max_size=40))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_file_has_each_title_on_the_page_its_line_names(tmp_path, named):
    made = bound(book_of(*named))
    written = pdf.write_book(made, tmp_path / "a.pdf")
    found = texts(tmp_path / "a.pdf")
    assert (written.forms, written.pages) == (len(named), len(found))
    contents = "".join(text.rsplit("—", 2)[0] for text in found[1 : made.links[-1].page + 1])
    for number, name in enumerate(named, 1):
        title = run_on(f"{number}.{name}绩效目标表")
        [page] = [at for at, text in enumerate(found, 1) if at > made.links[-1].page + 1 and text.startswith(title)]
        line = contents.removeprefix("目录")
        assert line.startswith(title)
        rest = line.removeprefix(title).lstrip("….·")
        assert rest.startswith(str(page))
        contents = rest.removeprefix(str(page))
    assert contents == ""


def test_clicks_and_bookmarks_lead_where_they_say(tmp_path):
    pdf.write_book(bound(book_of("甲", LONG, "乙")), tmp_path / "a.pdf")
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as opened:
        led = [page for page, _ in groupby(page for _, page in links(opened, 1))]
        marks = [(mark.level, mark.get_title(), mark.get_dest().get_index()) for mark in opened.get_toc()]
    assert led == [2, 3, 4]
    assert marks == [
        (0, "目录", 1),
        (0, "预算项目绩效目标", 2),
        (1, "1.甲绩效目标表", 2),
        (1, f"2.{LONG}绩效目标表", 3),
        (1, "3.乙绩效目标表", 4),
    ]


def test_a_booklet_says_what_it_is_and_numbers_its_pages(tmp_path):
    pdf.write_book(bound(book_of("甲")), tmp_path / "a.pdf")
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as opened:
        assert opened.get_metadata_value("Title") == "2026年度项目绩效目标表"
    cover, contents, form = texts(tmp_path / "a.pdf")
    assert cover == "2026年度项目绩效目标表第1单位"
    assert contents.endswith("—2—")
    assert form.endswith("—3—")


@pytest.mark.parametrize("named", [["甲", "乙"], ["O'Brien's", "A & B"], [LONG, LONG], ["=1+1", "甲"]])
def test_a_workbook_with_a_linked_sheet_of_contents(tmp_path, named):
    book = book_of(*named)
    excel.write_book(book, tmp_path / "a.xlsx")
    opened = load_workbook(tmp_path / "a.xlsx")
    assert opened.sheetnames[:2] == ["封面", "目录"]
    rows = [row for row in opened["目录"].iter_rows() if any(cell.hyperlink for cell in row)]
    assert len(rows) == len(named)
    for row, entry in zip(rows, book.entries, strict=True):
        [cell] = [cell for cell in row if cell.hyperlink]
        sheet, _, place = cell.hyperlink.location.rpartition("!")
        aim = opened[sheet.strip("'").replace("''", "'")]
        assert (cell.value, row[1].value, place) == (entry.label, "第1单位", "A1")
        assert aim["A1"].value == entry.grid.title
        assert (cell.font.u, row[1].font.u) == ("single", None)


def test_every_sheet_but_the_cover_is_numbered(tmp_path):
    excel.write_book(book_of("甲"), tmp_path / "a.xlsx")
    assert [str(sheet.oddFooter.center.text) for sheet in load_workbook(tmp_path / "a.xlsx")] == [
        "None",
        "— &P —",
        "— &P —",
    ]


def test_forms_of_a_workbook_are_read_back_and_cover_and_contents_are_none(tmp_path):
    excel.write_book(book_of("甲", "乙"), tmp_path / "a.xlsx")
    found = excel.read_named(tmp_path / "a.xlsx")
    assert [(grid.title, grid.layout, grid.kind) for grid in found] == [
        ("1.甲", "tianjin", "project"),
        ("2.乙", "tianjin", "project"),
    ]


def test_summary_tables_in_a_workbook(tmp_path):
    tables = summarised(document([{"name": "甲"}, {"name": "乙"}]), TIANJIN)
    excel.write(tables, tmp_path / "a.xlsx")
    opened = load_workbook(tmp_path / "a.xlsx")
    assert opened.sheetnames == ["2026年度项目绩效目标汇总表（按指标）", "2026年度项目绩效目标汇总表（按项目）"]
    by_project = opened.worksheets[1]
    assert [by_project.cell(row, 5).value for row in range(5, 9)] == [45, 45, 90, 90]
    assert by_project.page_setup.orientation == "landscape"
    assert (by_project.print_title_rows, by_project.page_setup.fitToHeight) == ("$3:$4", 0)
    assert {"B5:B6", "B7:D7", "A8:D8"} <= {str(merge) for merge in by_project.merged_cells.ranges}


def test_numbers_that_stand_as_texts_bear_no_mark_in_a_summary(tmp_path):
    excel.write(summarised(document([{}]), TIANJIN), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        sheets = [archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2)]
    for sheet, whole in zip(sheets, ("A1:J9", "A1:I7"), strict=True):
        order = ["</sheetData>", "<mergeCells", "<pageSetup", "<headerFooter>", f'<ignoredError sqref="{whole}"']
        assert [sheet.index(part) for part in order] == sorted(sheet.index(part) for part in order)


def test_summary_tables_in_a_pdf(tmp_path):
    tables = summarised(document([{"name": f"项目{n}"} for n in range(30)]), TIANJIN)
    pdf.write(tables, tmp_path / "a.pdf")
    found = texts(tmp_path / "a.pdf")
    assert sum("合计1350.00" in text for text in found) == 2
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as opened:
        sizes = {tuple(map(round, opened.get_page_size(number))) for number in range(len(opened))}
        assert [mark.get_title() for mark in opened.get_toc()] == [table.title for table in tables]
    assert sizes == {(842, 595)}

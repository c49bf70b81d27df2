"""Export of 1,000 forms of each layout beside the bare libraries drawing the same, in the same run."""

import resource as resource_module
import time
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment, Border, Font, Side
from reportlab.pdfgen.canvas import Canvas

from hengbiao.exchange import exports
from hengbiao.exchange.readback import check
from hengbiao.formats import excel, interchange, pdf, word
from hengbiao.formats.pdf import draw, fonts
from hengbiao.forms.facts import facts
from hengbiao.forms.form import Form
from hengbiao.forms.grid import Grid, shown
from hengbiao.forms.layouts import layouts
from hengbiao.forms.pages import Page, paginate
from hengbiao.forms.render import render
from hengbiao.forms.text import SERIF, face_of
from hengbiao.paths import resource

FORMS = 1000
ROUNDS = 3


CASES = [(layout, kind) for layout in layouts() for kind in layout.plans]


@pytest.fixture(scope="module", params=CASES, ids=[f"{layout.id}-{kind}" for layout, kind in CASES])
def grids(request) -> list[Grid]:
    """A thousand forms that differ: the sample's, each with a name and a goal of its own."""
    layout, kind = request.param
    tree = interchange.read(resource("samples", "sample.json"))
    found = [facts(tree, record) for record in exports.forms_of(tree, kind)]
    return [render(layout, _varied(found[number % len(found)], number)) for number in range(FORMS)]


def _varied(form: Form, number: int) -> Form:
    goal = f"{form.fields.get('goal', '')}（第 {number} 号）"
    return replace(form, fields={**form.fields, "name": f"项目{number}", "goal": goal})


def fastest(*works: Callable[[], object]) -> list[float]:
    """The best of each work over interleaved rounds, in processor time, so that others on the machine do not count."""
    best = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for index, work in enumerate(works):
            start = time.process_time()
            work()
            best[index] = min(best[index], time.process_time() - start)
    return best


def bare_openpyxl(grids: list[Grid], path: Path) -> None:
    """The same cells, merges, borders, heights and widths by openpyxl's own calls, styles shared."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    sample = book.create_sheet("style")["A1"]
    side = Side("thin")
    sample.font, sample.border = Font(name="宋体", sz=10.5), Border(left=side, right=side, top=side, bottom=side)
    sample.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    style = copy(sample._style)
    book.remove(sample.parent)
    for grid in grids:
        _bare_sheet(book.create_sheet(), grid, style)
    book.save(path)


def _bare_sheet(sheet: openpyxl.worksheet.worksheet.Worksheet, grid: Grid, style: object) -> None:
    for cell in grid.cells:
        if cell.rows * cell.cols > 1:
            sheet.merge_cells(
                start_row=cell.row + 1,
                start_column=cell.col + 1,
                end_row=cell.row + cell.rows,
                end_column=cell.col + cell.cols,
            )
    for row, col in grid.at:
        sheet.cell(row + 1, col + 1)._style = style
    for cell in grid.cells:
        place = sheet.cell(cell.row + 1, cell.col + 1)
        amount = isinstance(cell.value, int)
        place.value = cell.value / 1_000_000 if amount else shown(cell.value, cell.style.show) or None
        if not amount and place.value:
            place.data_type = "s"
    for row, height in enumerate(grid.heights, 1):
        sheet.row_dimensions[row].height = height
    for col, width in enumerate(grid.widths):
        sheet.column_dimensions[chr(ord("A") + col)].width = width / 6


def test_excel_takes_at_most_1_3_of_bare_openpyxl_and_is_read_back_in_half(grids, tmp_path):
    ours, bare, back = fastest(
        lambda: excel.write(grids, tmp_path / "ours.xlsx"),
        lambda: bare_openpyxl(grids, tmp_path / "bare.xlsx"),
        lambda: checked(tmp_path / "ours.xlsx", grids),
    )
    size = (tmp_path / "ours.xlsx").stat().st_size / 1e6
    print(f"\nxlsx, {FORMS} forms: {ours:.2f} s, bare openpyxl {bare:.2f} s, ratio {ours / bare:.2f}, {size:.1f} MB")
    told(back, ours)
    assert ours <= 1.3 * bare
    assert back <= 0.5 * ours


def checked(path: Path, grids: list[Grid]) -> None:
    assert check(path, grids).differences == ()


def told(back: float, writing: float) -> None:
    print(f"read back: {back:.2f} s, {back / writing:.2f} of writing")
    print(f"memory at most {resource_module.getrusage(resource_module.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def test_word_is_read_back_in_half_of_writing(grids, tmp_path):
    ours, back = fastest(
        lambda: word.write(grids, tmp_path / "ours.docx"), lambda: checked(tmp_path / "ours.docx", grids)
    )
    print(f"\ndocx, {FORMS} forms: {ours:.2f} s, {(tmp_path / 'ours.docx').stat().st_size / 1e6:.1f} MB")
    told(back, ours)
    assert back <= 0.5 * ours


def bare_canvas(pages: Sequence[Page], path: Path) -> None:
    """The same lines and texts by the canvas's own calls, everything already placed."""
    canvas = Canvas(str(path), pageCompression=1, initialFontName=fonts.registered(SERIF))
    for page in pages:
        height = page.paper.height
        canvas.setPageSize((page.paper.width, height))
        for x1, y1, x2, y2 in draw.borders(page.cells):
            canvas.line(x1, height - y1, x2, height - y2)
        for placed in page.cells:
            canvas.setFont(fonts.registered(face_of(placed.cell.style)), placed.cell.style.size)
            for line in placed.lines:
                canvas.drawString(line.x, height - line.y, line.text)
        canvas.showPage()
    canvas.save()


def test_pdf_takes_at_most_1_5_of_a_bare_canvas_and_is_read_back_in_half(grids, tmp_path):
    pages = [page for grid in grids for page in paginate(grid)]
    ours, bare, back = fastest(
        lambda: pdf.write(grids, tmp_path / "ours.pdf"),
        lambda: bare_canvas(pages, tmp_path / "bare.pdf"),
        lambda: checked(tmp_path / "ours.pdf", grids),
    )
    size = (tmp_path / "ours.pdf").stat().st_size / 1e6
    print(f"\npdf, {FORMS} forms, {len(pages)} pages: {ours:.2f} s, bare canvas {bare:.2f} s, ratio {ours / bare:.2f}")
    print(f"{size:.1f} MB")
    told(back, ours)
    assert ours <= 1.5 * bare
    assert back <= 0.5 * ours

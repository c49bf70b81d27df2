"""One export of many forms, measured by a process of its own: `python export_run.py LAYOUT KIND SUFFIX FORMS`.

Prints JSON: the processor time of writing, of the bare library drawing the same and of reading back, and the most
memory that rendering, writing and reading back took.
"""

import json
import resource as resource_module
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Final

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side
from reportlab.pdfgen.canvas import Canvas

from hengbiao.exchange import exports
from hengbiao.exchange.readback import check
from hengbiao.formats import interchange
from hengbiao.formats.pdf import draw, fonts
from hengbiao.forms.facts import facts
from hengbiao.forms.form import Form
from hengbiao.forms.grid import Grid, shown
from hengbiao.forms.layouts import load_layout
from hengbiao.forms.pages import Page, paginate
from hengbiao.forms.render import render
from hengbiao.forms.text import SERIF, face_of
from hengbiao.paths import resource

LIMITS: Final = {".xlsx": 1.3, ".pdf": 1.5}
"""Most that writing may take of the bare library's time."""

BACK: Final = 0.5
"""Most that reading back may take of writing."""

ROUNDS: Final = 3


def many(layout_id: str, kind: str, count: int) -> list[Grid]:
    """Forms that differ: the sample's, each with a name and a goal of its own."""
    layout = load_layout(layout_id)
    tree = interchange.read(resource("samples", "sample.json"))
    found = [facts(tree, record) for record in exports.forms_of(tree, kind)]
    return [render(layout, _varied(found[number % len(found)], number)) for number in range(count)]


def _varied(form: Form, number: int) -> Form:
    goal = f"{form.fields.get('goal', '')}（第 {number} 号）"
    return replace(form, fields={**form.fields, "name": f"项目{number}", "goal": goal})


def measured(grids: list[Grid], suffix: str, folder: Path) -> dict[str, float]:
    """The best of each time in all rounds, met or not; processor time, so that others do not count."""
    ours, bare = folder / f"ours{suffix}", folder / f"bare{suffix}"
    write = import_module(exports.WRITERS[suffix]).write
    best = {"ours": _spent(lambda: write(grids, ours)), "back": _spent(lambda: _checked(ours, grids))}
    best["memory"] = resource_module.getrusage(resource_module.RUSAGE_SELF).ru_maxrss / 1024
    drawn = _bare(grids, suffix, bare)
    best["bare"] = _spent(drawn) if drawn else 0.0
    for _ in range(ROUNDS - 1):
        best["ours"] = min(best["ours"], _spent(lambda: write(grids, ours)))
        best["back"] = min(best["back"], _spent(lambda: _checked(ours, grids)))
        best["bare"] = min(best["bare"], _spent(drawn)) if drawn else 0.0
    return {**best, "size": ours.stat().st_size / 1e6}


def most(bare: float, suffix: str) -> float:
    """Most that writing may take beside `bare` seconds; no limit where there is nothing to compare with."""
    return LIMITS[suffix] * bare if suffix in LIMITS else float("inf")


def _spent(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _checked(path: Path, grids: list[Grid]) -> None:
    assert check(path, grids).differences == ()


def _bare(grids: list[Grid], suffix: str, path: Path) -> Callable[[], object] | None:
    if suffix == ".xlsx":
        return lambda: bare_openpyxl(grids, path)
    if suffix == ".pdf":
        pages = [page for grid in grids for page in paginate(grid)]
        return lambda: bare_canvas(pages, path)
    return None


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
            first, last = (cell.row + 1, cell.col + 1), (cell.row + cell.rows, cell.col + cell.cols)
            sheet.merge_cells(None, *first, *last)
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
        sheet.column_dimensions[openpyxl.utils.get_column_letter(col + 1)].width = width / 6


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


if __name__ == "__main__":
    layout_id, form_kind, file_suffix, forms = sys.argv[1:]
    with tempfile.TemporaryDirectory() as made:
        print(json.dumps(measured(many(layout_id, form_kind, int(forms)), file_suffix, Path(made))))

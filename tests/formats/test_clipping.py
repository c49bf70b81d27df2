"""LibreOffice prints every form with each character inside its cell; halved rows, as a control, are caught."""

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import pdfplumber
import pytest
from tests.forms.conftest import SHIPPED

from hengbiao.domain.target import Target
from hengbiao.formats import excel
from hengbiao.formats.excel.breaks import breaks
from hengbiao.formats.excel.sheet import rows_of
from hengbiao.forms.form import Form, Row, field_kind
from hengbiao.forms.grid import Grid, shown
from hengbiao.forms.render import render
from hengbiao.paths import resource

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
PLANS = [(name, kind) for name, layout in SHIPPED.items() for kind in layout.plans]
SIGNED = {"unit.extra/填报人": "王芳", "unit.code": "571203", "unit.name": "某某市红十字会", "n": "1", "year": "2025"}
NEAR = 1.5  # points by which the box of a character may reach over the line of its cell

pytestmark = pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed: `make clipping` installs it")


@dataclass(frozen=True)
class Box:
    """A cell on a page, in points from the upper left."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    def holds(self, char) -> bool:
        """Whether the middle of a character lies in it."""
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        return self.left <= x < self.right and self.top <= y < self.bottom

    def encloses(self, char) -> bool:
        """Whether the character is as good as whole in it."""
        height = char["bottom"] - char["top"]
        middle, half = (char["top"] + char["bottom"]) / 2, min(height, char["size"]) / 2
        return middle - half >= self.top - NEAR and middle + half <= self.bottom + NEAR


def value(kind: str, path: str, table: str, number: int):
    found = field_kind(kind, path, table)
    if found == "amount":
        return (1, 0, 78_700_000, 999_999_999_999_999)[number % 4]
    if path == "year":
        return "2025"
    if found == "target":
        return (Target("≥", "3000.00", "人次"), Target(text="2025年11月底前完成"))[number % 2]
    if path in {"level1", "level2"}:
        return {"level1": "满意度指标", "level2": "服务对象满意度指标"}[path] if number > 3 else "产出指标"
    return ("组织开展应急救护培训，普及自救互救知识，提高公众避险能力。" * 4)[: 6 + number * 37 % 110]


def crowded(layout, kind: str) -> Form:
    """A form with something in every cell, most of it too long for one line."""
    plan = layout.plan(kind)
    fields = {path: value(kind, path, "", 3) for path in plan.fields}
    tables = {
        table: tuple(
            Row({path.split("/")[0]: value(kind, path.split("/")[0], table, n) for path in columns}) for n in range(7)
        )
        for table, columns in plan.columns.items()
    }
    return Form(kind, fields, tables, SIGNED)


def cells_on_pages(grid: Grid) -> Iterator[tuple[list[tuple[float, float, float, float, str]], Counter[str]]]:
    """The cells of each page: columns and rows in points from the corner of the form, and the printed text.

    With them the characters of merged cells that go over several pages, which may stand anywhere beside.
    """
    rows = rows_of(grid)
    starts = (0, *breaks(grid, rows), rows.starts[-1])
    titles = range(rows.starts[grid.head[0]], rows.starts[grid.head[1]])
    edges = tuple(accumulate(grid.widths, initial=0.0))
    for page in (range(*pair) for pair in pairwise(starts)):
        drawn = [*(titles if page.start >= titles.stop else ()), *page]
        tops = dict(zip(drawn, accumulate((rows.each[row] for row in drawn), initial=0.0), strict=False))
        found, parted = [], Counter[str]()
        for cell in grid.cells:
            rect = rows.on_sheet(cell.rect)
            covered = range(rect.row, rect.row + rect.rows)
            text = "".join(shown(cell.value, cell.style.show).split())
            if all(row in tops for row in covered):
                bottom = tops[covered[-1]] + rows.each[covered[-1]]
                found.append((edges[cell.col], tops[rect.row], edges[cell.col + cell.cols], bottom, text))
            elif any(row in tops for row in covered):
                parted.update(text)
        yield found, parted


def printed(books: Sequence, folder) -> None:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf:calc_pdf_Export", "--outdir", folder, *books]
    env = os.environ | {"FONTCONFIG_FILE": str(only_our_fonts(folder))}
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=env)


def only_our_fonts(folder):
    """The prescribed fonts are missing and ours stand in, on every machine: one without Chinese fonts prints boxes."""
    listed = f"<dir>{resource('fonts')}</dir><cachedir>{folder}/fonts</cachedir>"
    path = folder / "fonts.conf"
    path.write_text(f'<?xml version="1.0"?><fontconfig>{listed}</fontconfig>', "utf-8")
    return path


def faults(grid: Grid, path) -> list[str]:
    """The texts that do not stand in their cells on the pages LibreOffice made."""
    wrong = []
    with pdfplumber.open(path) as document:
        pages = list(cells_on_pages(grid))
        if len(document.pages) != len(pages):
            return [f"{len(document.pages)} 页，应有 {len(pages)} 页"]
        high = scale_of(document.pages[0], grid)
        for page, (cells, parted) in zip(document.pages, pages, strict=True):
            left, right = sides(page, grid)
            wide = (right - left) / sum(grid.widths)
            top = grid.paper.top
            for x0, y0, x1, y1, text in cells:
                box = Box(left + x0 * wide, top + y0 * high, left + x1 * wide, top + y1 * high, text)
                inside = [char for char in page.chars if box.holds(char) and not char["text"].isspace()]
                read, wanted = Counter(char["text"] for char in inside), Counter(text)
                if wanted - read or read - wanted - parted:
                    wrong.append(f"“{text}”读到“{''.join(char['text'] for char in inside)}”")
                elif not parted and not all(box.encloses(char) for char in inside):
                    wrong.append(f"“{text}”露出格外")
    return wrong


def sides(page, grid: Grid) -> tuple[float, float]:
    """Where the form begins and ends, by its lines; a form without lines fills the page between its margins."""
    lines = [edge for edge in page.edges if edge["orientation"] == "h"]
    if not lines:
        return grid.paper.left, grid.paper.left + sum(grid.widths)
    return min(line["x0"] for line in lines), max(line["x1"] for line in lines)


def scale_of(page, grid: Grid) -> float:
    """By how much the sheet was made smaller to fit the width: columns are wider where 宋体 is missing."""
    return max(char["size"] for char in page.chars) / max(cell.style.size for cell in grid.cells)


def halved(grid: Grid) -> Grid:
    return replace(grid, heights=tuple(height / 2 for height in grid.heights))


def test_every_character_stands_in_its_cell_and_rows_of_half_the_height_are_caught(tmp_path):
    grids = {}
    for name, kind in PLANS:
        grid = render(SHIPPED[name], crowded(SHIPPED[name], kind))
        grids |= {f"{name}-{kind}": grid, f"{name}-{kind}-halved": halved(grid)}
    for key, grid in grids.items():
        excel.write([grid], tmp_path / f"{key}.xlsx")
    printed(sorted(tmp_path.glob("*.xlsx")), tmp_path)
    found = {key: faults(grid, tmp_path / f"{key}.pdf") for key, grid in grids.items()}
    assert {key: wrong for key, wrong in found.items() if not key.endswith("-halved") and wrong} == {}
    assert [key for key, wrong in found.items() if key.endswith("-halved") and len(wrong) < 4] == []

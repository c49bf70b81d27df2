"""One form as the XML of a worksheet.

Written as text: openpyxl's cell objects take most of its time, and a text in a string element can never be a formula.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import accumulate
from types import MappingProxyType
from typing import Final
from xml.sax.saxutils import quoteattr

from hengbiao.domain import money
from hengbiao.formats.excel import text
from hengbiao.forms.grid import Cell, Grid, Rect, Style, shown
from hengbiao.forms.heights import lines_of
from hengbiao.forms.text import LEADING

DIGIT: Final = 6.0
"""Width in points of a digit of the workbook's default font, 宋体 12: the unit of column widths."""

TALLEST: Final = 408.75
"""Points of the tallest row (Excel's limit is 409, its rows come in steps of 0.75)."""

_LEADING: Final = 1.45
"""Distance of lines, in font sizes, where the prescribed fonts are missing and Noto stands in: the widest of all."""

_MARGIN: Final = 0.2
_ROOMY: Final = 5
"""A row for so many lines has room enough above and below them for the wider distance too."""

_PART: Final = 102.0
"""Points of the parts of a taller one: small enough that pages fill, for no spreadsheet divides a row over pages."""

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
)
_INCH: Final = 72.0

EXACT: Final = 10**14
"""分 from which an amount is written as text: LibreOffice prints 9,999,999,999,999.99 as 10,000,000,000,000.00."""

StyleOf = Callable[[Cell, str], int]
"""The number of the cell format for a cell and its text."""

Links = Mapping[tuple[int, int], str]
_NO_LINKS: Final[Links] = MappingProxyType({})


@dataclass(frozen=True)
class Rows:
    """The rows of a grid on the sheet: one too tall for Excel takes several, over which its cells are merged."""

    heights: tuple[float, ...]

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """How many rows of the sheet each row of the grid takes."""
        return tuple(1 if height <= TALLEST else math.ceil(height / _PART) for height in self.heights)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The first row of the sheet, counted from 0, of each row of the grid; one more for the end."""
        return tuple(accumulate(self.counts, initial=0))

    @cached_property
    def each(self) -> tuple[float, ...]:
        """The height of each row of the sheet."""
        parts = zip(self.heights, self.counts, strict=True)
        return tuple(_stepped(height / count) for height, count in parts for _ in range(count))

    def on_sheet(self, rect: Rect) -> Rect:
        """Where cells of the grid lie on the sheet."""
        first, last = self.starts[rect.row], self.starts[rect.row + rect.rows]
        return Rect(first, rect.col, last - first, rect.cols)


def rows_of(grid: Grid) -> Rows:
    """The rows of a form, high enough for long texts wherever the workbook is opened: nothing fits rows by itself."""
    heights = list(grid.heights)
    edges = tuple(accumulate(grid.widths, initial=0.0))
    for cell in grid.cells:
        covered = slice(cell.row, cell.row + cell.rows)
        size = cell.style.size
        if sum(heights[covered]) > (_ROOMY + 1) * LEADING * size:
            count = len(lines_of(cell, edges[cell.col + cell.cols] - edges[cell.col]))
            lacking = (count * _LEADING + _MARGIN) * size - sum(heights[covered])
            if lacking > 0:
                heights[covered] = [height + lacking / cell.rows for height in heights[covered]]
    return Rows(tuple(heights))


def sheet_xml(
    grid: Grid, rows: Rows, style_of: StyleOf, footer: str, links: Links = _NO_LINKS, page_breaks: str = ""
) -> str:
    """The whole worksheet part; `links` says where a click on a cell of the grid at (row, col) leads."""
    return "".join(
        (
            _HEAD,
            f'<dimension ref="{reference(Rect(0, 0, rows.starts[-1], len(grid.widths)))}"/>',
            '<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>',
            '<sheetFormatPr defaultRowHeight="15"/>',
            _columns(grid.widths),
            "<sheetData>",
            *_rows(grid, rows, style_of),
            "</sheetData>",
            _merges(grid, rows),
            _hyperlinks(rows, links),
            _print(grid, footer),
            page_breaks,
            _unmarked(grid, rows) if grid.kind == "summary" else "",
            "</worksheet>",
        )
    )


def reference(rect: Rect, *, absolute: bool = False) -> str:
    """`rect` as a spreadsheet writes it: A1:C2, or $A$1:$C$2."""
    mark = "$" if absolute else ""
    first = f"{mark}{letters(rect.col)}{mark}{rect.row + 1}"
    if rect.rows == rect.cols == 1:
        return first
    return f"{first}:{mark}{letters(rect.col + rect.cols - 1)}{mark}{rect.row + rect.rows}"


@cache
def letters(column: int) -> str:
    """The letters of a column counted from 0."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def _stepped(height: float) -> float:
    return math.ceil(round(height / 0.75, 6)) * 0.75


def _columns(widths: Sequence[float]) -> str:
    columns = (
        f'<col min="{i}" max="{i}" width="{width / DIGIT:.4f}" customWidth="1"/>' for i, width in enumerate(widths, 1)
    )
    return f"<cols>{''.join(columns)}</cols>"


def _rows(grid: Grid, rows: Rows, style_of: StyleOf) -> Iterator[str]:
    drawn: list[list[tuple[int, str]]] = [[] for _ in rows.each]
    for cell in grid.cells:
        _draw(cell, rows.on_sheet(cell.rect), style_of, drawn)
    for number, (height, cells) in enumerate(zip(rows.each, drawn, strict=True), 1):
        cells.sort()
        yield f'<row r="{number}" ht="{height:g}" customHeight="1">{"".join(xml for _, xml in cells)}</row>'


def _draw(cell: Cell, rect: Rect, style_of: StyleOf, drawn: list[list[tuple[int, str]]]) -> None:
    """Put the cell, and the empty but bordered cells that its merge covers, into the rows of the sheet."""
    printed = shown(cell.value, cell.style.show)
    if rect.rows > cell.rows == 1 and cell.style.role in {"value", "text"}:
        cell = replace(cell, style=_from_the_top(cell.style))
    style = style_of(cell, printed)
    drawn[rect.row].append((rect.col, _cell(cell, printed, f"{letters(rect.col)}{rect.row + 1}", style)))
    if rect.rows == rect.cols == 1:
        return
    covered = style_of(cell, "") if printed else style
    for row in range(rect.row, rect.row + rect.rows):
        for col in range(rect.col + (row == rect.row), rect.col + rect.cols):
            drawn[row].append((col, f'<c r="{letters(col)}{row + 1}" s="{covered}"/>'))


@cache
def _from_the_top(style: Style) -> Style:
    """The style of a text that goes over pages: it begins where its cell begins."""
    return replace(style, valign="top")


def _cell(cell: Cell, printed: str, place: str, style: int) -> str:
    if not printed:
        return f'<c r="{place}" s="{style}"/>'
    show = cell.style.show
    if show.kind == "amount" and isinstance(cell.value, int) and abs(cell.value) < EXACT:
        return f'<c r="{place}" s="{style}"><v>{money.show(cell.value, show.unit)}</v></c>'
    content = text.xml(text.held(printed))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{content}</t></is></c>'


def _merges(grid: Grid, rows: Rows) -> str:
    rects = (rows.on_sheet(cell.rect) for cell in grid.cells)
    merges = [f'<mergeCell ref="{reference(rect)}"/>' for rect in rects if rect.rows * rect.cols > 1]
    return f'<mergeCells count="{len(merges)}">{"".join(merges)}</mergeCells>' if merges else ""


def _hyperlinks(rows: Rows, links: Links) -> str:
    found = (
        f'<hyperlink ref="{reference(rows.on_sheet(Rect(*place, 1, 1)))}" location={quoteattr(target)}/>'
        for place, target in links.items()
    )
    return f"<hyperlinks>{''.join(found)}</hyperlinks>" if links else ""


def _print(grid: Grid, footer: str) -> str:
    paper = grid.paper
    sides = ("left", paper.left), ("right", paper.right), ("top", paper.top), ("bottom", paper.bottom)
    margins = " ".join(f'{side}="{points / _INCH:.4f}"' for side, points in sides)
    orientation = "landscape" if paper.width > paper.height else "portrait"
    return (
        '<printOptions horizontalCentered="1"/>'
        f'<pageMargins {margins} header="{paper.top / _INCH / 2:.4f}" footer="{paper.bottom / _INCH / 2:.4f}"/>'
        f'<pageSetup paperSize="9" orientation="{orientation}" fitToWidth="1" fitToHeight="0"/>'
    ) + ("" if grid.kind == "cover" else f"<headerFooter><oddFooter>{_footer(footer)}</oddFooter></headerFooter>")


def _unmarked(grid: Grid, rows: Rows) -> str:
    """No green corners on numbers that stand as texts: counts and values of targets, of which a summary is full."""
    whole = reference(Rect(0, 0, rows.starts[-1], len(grid.widths)))
    return f'<ignoredErrors><ignoredError sqref="{whole}" numberStoredAsText="1"/></ignoredErrors>'


def _footer(footer: str) -> str:
    """— 1 — in the middle, the given text at the right."""
    right = f'&R&"宋体,Regular"&9 {footer.replace("&", "&&")}' if footer else ""
    return text.xml(text.held(f'&C&"宋体,Regular"&9— &P —{right}'))

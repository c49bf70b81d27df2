"""One form as tables of a document.

Written as text: python-docx takes a millisecond a cell. Word repeats only the first rows of a table, so a form has a
table of its own from each head to the end of the rows below it, with a hair between it and the next.
"""

from functools import cache, lru_cache
from itertools import pairwise
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from hengbiao.formats.office import NOT_XML, REPLACED
from hengbiao.formats.word.styles import LINE, TWIPS, ParagraphStyles
from hengbiao.forms.grid import Cell, Grid, Repeat, shown
from hengbiao.forms.heights import SIDE

MARK: Final = "hengbiao:"
"""What the description of our tables begins with; layout, kind and the rows of each table follow."""

_EDGES: Final = ("top", "left", "bottom", "right")
_LINE: Final = 'w:val="single" w:sz="4" w:space="0" w:color="auto"'
_BORDERED: Final = f"<w:tcBorders>{''.join(f'<w:{edge} {_LINE}/>' for edge in _EDGES)}</w:tcBorders>"
_ALL_BORDERS: Final = (
    f"<w:tblBorders>{''.join(f'<w:{edge} {_LINE}/>' for edge in (*_EDGES, 'insideH', 'insideV'))}</w:tblBorders>"
)
_VERTICAL: Final = {"top": "top", "middle": "center", "bottom": "bottom"}
_BODY: Final = 10.5


def hair(end: str = "", *, keep: bool = False) -> str:
    """A paragraph that takes a point of height, kept with the next; `end` is the end of a section that it may hold."""
    kept = "<w:keepNext/>" if keep else ""
    low = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr>'
    return f"<w:p><w:pPr>{kept}{low}{end}</w:pPr></w:p>"


def form_xml(grid: Grid, style_of: ParagraphStyles) -> str:
    """The tables of a form."""
    runs = parts(grid)
    framed = {(first, stop) for first, stop in runs if _all_bordered(grid, first, stop)}
    rows = _rows(grid, style_of, {row for first, stop in framed for row in range(first, stop)})
    return hair(keep=True).join(
        f"<w:tbl>{_properties(grid, bordered=run in framed)}{_columns(grid)}{''.join(rows[slice(*run)])}</w:tbl>"
        for run in runs
    )


def parts(grid: Grid) -> list[tuple[int, int]]:
    """The half-open runs of rows that become tables: no cell stands in two of them."""
    end = len(grid.heights)
    wanted = {edge for repeat in grid.repeats for edge in (repeat.first, repeat.stop)} - {0, end}
    wanted |= {_heading(grid, edge) for edge in wanted} - {0}
    crossed = {row for cell in grid.cells for row in range(cell.row + 1, cell.row + cell.rows)}
    edges = [0, *sorted(wanted - crossed), end]
    return list(pairwise(edges))


def _heading(grid: Grid, row: int) -> int:
    """Where the headings begin that stand before a row: in a table of their own, for LibreOffice keeps no rows."""
    return next(first for first in range(row, -1, -1) if first - 1 not in grid.keep)


def _all_bordered(grid: Grid, first: int, stop: int) -> bool:
    """Whether a table can have its borders for all cells together."""
    return all(cell.style.border for cell in grid.cells if first <= cell.row < stop)


def _properties(grid: Grid, *, bordered: bool) -> str:
    side = round(SIDE * _BODY * TWIPS)
    told = " ".join((f"{grid.layout}/{grid.kind}", *(f"{name}={rect.rows}" for name, rect in grid.tables.items())))
    return (
        f'<w:tblPr><w:tblW w:w="{_twips(sum(grid.widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f"{_ALL_BORDERS if bordered else ''}"
        '<w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:bottom w:w="0" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
        f"<w:tblCaption w:val={quoteattr(_held(grid.title))}/>"
        f"<w:tblDescription w:val={quoteattr(MARK + told)}/></w:tblPr>"
    )


def _columns(grid: Grid) -> str:
    columns = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in grid.widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"


def _rows(grid: Grid, style_of: ParagraphStyles, framed: set[int]) -> list[str]:
    """The rows of a form, each with its cells and what merged cells from above leave of them.

    The cells of rows in `framed` need no borders of their own.
    """
    drawn: list[list[tuple[int, str]]] = [[] for _ in grid.heights]
    widths = [_twips(width) for width in grid.widths]
    for cell in grid.cells:
        wide = sum(widths[cell.col : cell.col + cell.cols])
        name, keep = style_of(cell.style), cell.row in grid.keep
        style = cell.style
        before, after = _around(wide, cell.cols, style.valign, border=style.border and cell.row not in framed)
        merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
        drawn[cell.row].append((cell.col, f"{before}{merge}{after}{_paragraph(cell, name, keep=keep)}</w:tc>"))
        for row in range(cell.row + 1, cell.row + cell.rows):
            drawn[row].append((cell.col, f"{before}<w:vMerge/>{after}{_empty(name, keep=row in grid.keep)}</w:tc>"))
    heads = {row for repeat in grid.repeats if _first_of_part(grid, repeat) for row in range(repeat.first, repeat.body)}
    return [_row(grid, row, cells, head=row in heads) for row, cells in enumerate(drawn)]


def _first_of_part(grid: Grid, repeat: Repeat) -> bool:
    return any(first == repeat.first for first, _ in parts(grid))


def _row(grid: Grid, row: int, cells: list[tuple[int, str]], *, head: bool) -> str:
    height = grid.heights[row]
    whole = height < grid.paper.inner_height * 0.8
    repeated = "<w:tblHeader/>" if head else ""
    content = "".join(xml for _, xml in sorted(cells))
    high = f'<w:trHeight w:val="{_twips(height - LINE)}" w:hRule="atLeast"/>'
    measure = f"<w:cantSplit/>{high}" if whole else ""  # LibreOffice cuts no row that has a least height
    return f"<w:tr><w:trPr>{measure}{repeated}</w:trPr>{content}</w:tr>"


@lru_cache(4096)
def _around(wide: int, cols: int, valign: str, *, border: bool) -> tuple[str, str]:
    """What of a cell stands before and after the mark of a merge."""
    span = f'<w:gridSpan w:val="{cols}"/>' if cols > 1 else ""
    lines = _BORDERED if border else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{span}',
        f'{lines}<w:vAlign w:val="{_VERTICAL[valign]}"/></w:tcPr>',
    )


def _paragraph(cell: Cell, style: str, *, keep: bool) -> str:
    printed = shown(cell.value, cell.style.show)
    kept = "<w:keepNext/>" if keep else ""
    run = f"<w:r>{_run(printed)}</w:r>" if printed else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}</w:pPr>{run}</w:p>'


@cache
def _empty(style: str, *, keep: bool) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{"<w:keepNext/>" if keep else ""}</w:pPr></w:p>'


@lru_cache(16384)
def _run(printed: str) -> str:
    """A text of one run: line breaks and tabs are elements, everything else stays as it is."""
    content = escape(_held(printed))
    if "\n" in content or "\t" in content:
        content = content.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        content = content.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:t xml:space="preserve">{content}</w:t>'


def _held(text: str) -> str:
    return NOT_XML.sub(REPLACED, text)


def _twips(points: float) -> int:
    return round(points * TWIPS)

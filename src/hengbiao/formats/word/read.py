"""Documents back to grids of plain texts: the tables of each section joined, cells and merges as they stand."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from hengbiao.domain.refusal import Refusal
from hengbiao.formats.word.styles import NAMESPACE, TWIPS
from hengbiao.formats.word.table import MARK
from hengbiao.forms.grid import Cell, Grid, Rect, Style

DOCUMENT: Final = "word/document.xml"
"""The part that holds the body."""

_W: Final = f"{{{NAMESPACE}}}"
_VAL: Final = f"{_W}val"
_TABLE, _ROW, _CELL, _TEXT = f"{_W}tbl", f"{_W}tr", f"{_W}tc", f"{_W}t"
_SECTION: Final = f"{_W}sectPr"
_AROUND: Final = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "customXml", "smartTag"))
"""What may stand around rows and cells without being one."""

_BREAKS: Final = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_NEAR: Final = 40
"""Twips within which edges of columns are the same."""

_WIDEST: Final = 200
_PLAIN: Final = Style(border=False)


def read(path: str | Path) -> list[Grid]:
    """A grid for each section that holds tables, their columns aligned: texts without slots, sizes not read.

    A grid of ours says its layout and kind, and in `tables` how many rows each table had. Raises Refusal where the file
    is no document.
    """
    try:
        with ZipFile(path) as archive, archive.open(DOCUMENT) as part:
            body = ElementTree.parse(part, forbid_dtd=True).find(f"{_W}body")
    except (BadZipFile, KeyError, ElementTree.ParseError, DefusedXmlException) as error:
        raise Refusal(
            path, "", "不是能读的 Word 文档，或已损坏", "请用 WPS 或 Word 打开并另存为 .docx 后再试"
        ) from error
    except OSError as error:
        reason = f"打不开文件（{error.strerror or error}）"
        raise Refusal(path, "", reason, "请确认文件存在、没有被其他程序占用") from error
    return [_grid(tables) for tables in _sections(body) if tables] if body is not None else []


def _sections(body: Element) -> Iterator[list[Element]]:
    tables: list[Element] = []
    for part in _inside(body, lambda tag: tag not in _AROUND):
        if part.tag == _TABLE:
            tables.append(part)
        elif part.tag == _SECTION or part.find(f"{_W}pPr/{_SECTION}") is not None:
            yield tables
            tables = []
    yield tables


def _inside(parent: Element, wanted: Callable[[str], bool]) -> Iterator[Element]:
    """The children of an element that are wanted, also where something stands around them."""
    for child in parent:
        if wanted(child.tag):
            yield child
        elif child.tag in _AROUND:
            yield from _inside(child, wanted)


def _grid(tables: Sequence[Element]) -> Grid:
    edges = _edges([_widths(table) for table in tables])
    cells: list[Cell] = []
    rows = 0
    for table in tables:
        places = [_nearest(edges, edge) for edge in accumulate(_widths(table), initial=0)]
        found, count = _cells(table, places, rows)
        cells += found
        rows += count
    title, (layout, kind), counts = _told(tables[0])
    sizes = tuple((right - left) / TWIPS for left, right in pairwise(edges))
    marks = {name: Rect(0, 0, count, 0) for name, count in counts.items()}
    return Grid(title, sizes, (0.0,) * rows, tuple(cells), (0, 0), marks, layout=layout, kind=kind)


def _told(table: Element) -> tuple[str, tuple[str, str], dict[str, int]]:
    """What the description of a table of ours says: title, layout and kind, rows of each table."""
    found = table.find(f"{_W}tblPr/{_W}tblDescription")
    caption = table.find(f"{_W}tblPr/{_W}tblCaption")
    told = found.get(_VAL, "") if found is not None else ""
    title = caption.get(_VAL, "") if caption is not None else ""
    if not told.startswith(MARK):
        return title, ("", ""), {}
    form, *tables = told.removeprefix(MARK).split()
    layout, _, kind = form.partition("/")
    counts = {name: int(count) for name, _, count in (each.partition("=") for each in tables) if count.isdecimal()}
    return title, (layout, kind), counts


def _widths(table: Element) -> list[int]:
    columns = table.findall(f"{_W}tblGrid/{_W}gridCol")[:_WIDEST]
    return [_number(column.get(f"{_W}w", "")) for column in columns]


def _edges(tables: Iterable[list[int]]) -> list[int]:
    """The edges of the columns of all tables, those that lie close together taken as one."""
    edges: list[int] = []
    for edge in sorted({edge for widths in tables for edge in accumulate(widths, initial=0)}):
        if not edges or edge - edges[-1] > _NEAR:
            edges.append(edge)
    return edges


def _nearest(edges: Sequence[int], edge: int) -> int:
    at = min(bisect_left(edges, edge), len(edges) - 1)
    return at - 1 if at and edge - edges[at - 1] <= edges[at] - edge else at


def _cells(table: Element, places: Sequence[int], first: int) -> tuple[list[Cell], int]:
    """The cells of a table whose rows begin with `first`, and how many rows it has."""
    made: list[Cell] = []
    open_cells: dict[int, int] = {}
    row = first
    for line in _inside(table, _ROW.__eq__):
        for col, cols, found, merge in _line(line, places):
            at = open_cells.get(col)
            if merge == "continue" and at is not None and made[at].cols == cols:
                made[at] = _longer(made[at], row)
                continue
            open_cells.pop(col, None)
            if merge:
                open_cells[col] = len(made)
            made.append(Cell(row, col, 1, cols, _text(found) or None, _PLAIN))
        row += 1
    return made, row - first


def _longer(cell: Cell, row: int) -> Cell:
    return Cell(cell.row, cell.col, row - cell.row + 1, cell.cols, cell.value, cell.style)


def _line(line: Element, places: Sequence[int]) -> Iterator[tuple[int, int, Element, str]]:
    """The cells of a row: column, columns, element, "restart" or "continue" where merged downward."""
    at = 0
    before = line.find(f"{_W}trPr/{_W}gridBefore")
    if before is not None:
        at = _number(before.get(_VAL, ""))
    last = len(places) - 1
    for cell in _inside(line, _CELL.__eq__):
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        merge = cell.find(f"{_W}tcPr/{_W}vMerge")
        stop = at + (1 if span is None else max(1, _number(span.get(_VAL, ""))))
        left, right = places[min(at, last)], places[min(stop, last)]
        if right > left:
            yield left, right - left, cell, "" if merge is None else merge.get(_VAL, "continue")
        at = stop


def _text(cell: Element) -> str:
    """The text of a cell, paragraphs in lines of their own."""
    return "\n".join("".join(_pieces(paragraph)) for paragraph in cell.iter(f"{_W}p"))


def _pieces(paragraph: Element) -> Iterator[str]:
    for part in paragraph.iter():
        if part.tag == _TEXT:
            yield part.text or ""
        elif part.tag in _BREAKS and not (part.tag == f"{_W}tab" and _VAL in part.attrib):
            yield _BREAKS[part.tag]


def _number(text: str) -> int:
    return min(int(text), 1_000_000) if text.isdecimal() and len(text) < 8 else 0

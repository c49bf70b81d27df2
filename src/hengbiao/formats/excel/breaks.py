"""Where the pages of a long sheet end: heads, titles and signature blocks are never parted."""

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Final

from hengbiao.formats.excel.sheet import Rows
from hengbiao.forms.grid import Grid
from hengbiao.forms.heights import height_of, lines_of, parts_over_rows

_ROOM: Final = 0.97
"""How much of the page is counted on: spreadsheets and printers measure a little differently."""

_SMALL: Final = 0.33
"""The share of a page up to which a merged cell stays whole that stands once, or the text of one in each part."""


def breaks(grid: Grid, rows: Rows) -> tuple[int, ...]:
    """The rows of the sheet, counted from 0, with which a page begins, but the first."""
    if sum(rows.each) <= grid.paper.inner_height * _ROOM:
        return ()
    room = grid.paper.inner_height * _ROOM
    head = slice(*(rows.starts[row] for row in grid.head))
    titles = sum(rows.each[head])
    found, used = [], 0.0
    for block in _blocks(grid, rows, room * _SMALL):
        again = titles if block.start >= head.stop else 0.0
        whole = sum(rows.each[block.start : block.stop])
        parts = [block] if whole <= room - again else [range(row, row + 1) for row in block]
        for part in parts:
            height = sum(rows.each[part.start : part.stop])
            ends = used + sum(rows.each[part.start :]) <= grid.paper.inner_height
            if used and used + height > room and not ends:
                found.append(part.start)
                used = again
            used += height
    return tuple(found)


def breaks_xml(starts: tuple[int, ...]) -> str:
    """The page breaks as a worksheet has them; nothing where there are none."""
    if not starts:
        return ""
    marks = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in starts)
    return f'<rowBreaks count="{len(starts)}" manualBreakCount="{len(starts)}">{marks}</rowBreaks>'


def _held(grid: Grid, rows: Rows, small: float) -> Iterator[range]:
    """The rows after which no page ends, so that merged cells stay whole or have room for their text in each part."""
    edges = tuple(accumulate(grid.widths, initial=0.0))
    for cell in grid.cells:
        covered = range(cell.row, cell.row + cell.rows)
        if parts_over_rows(cell):
            width = edges[cell.col + cell.cols] - edges[cell.col]
            needed = height_of(len(lines_of(cell, width)), cell.style)
            if needed <= small:
                last = _reached((rows.heights[row] for row in covered), needed)
                yield covered[:last]
                yield covered[-1 - _reached((rows.heights[row] for row in reversed(covered)), needed) : -1]
        elif cell.rows > 1 and sum(rows.heights[row] for row in covered) <= small:
            yield covered[:-1]


def _reached(heights: Iterable[float], needed: float) -> int:
    """How many rows stand before the one with which the heights reach what is needed."""
    return next((at for at, height in enumerate(accumulate(heights)) if height >= needed), 0)


def _blocks(grid: Grid, rows: Rows, small: float) -> Iterator[range]:
    """The runs of rows that stay on one page; a row that takes several of the sheet may be parted."""
    held = grid.keep.union(*_held(grid, rows, small))
    first = 0
    for row in range(len(grid.heights)):
        start, stop = rows.starts[row], rows.starts[row + 1]
        if stop - start > 1:
            yield range(first, start + 1)
            yield from (range(at, at + 1) for at in range(start + 1, stop - 1))
            first = stop - 1
        if row not in held:
            yield range(first, stop)
            first = stop
    if first < rows.starts[-1]:
        yield range(first, rows.starts[-1])

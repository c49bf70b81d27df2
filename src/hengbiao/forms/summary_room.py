"""Room in a summary table: columns as wide as their amounts, rows that let merged texts stand whole on a page."""

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from hengbiao.forms import text
from hengbiao.forms.grid import Cell, Paper, shown
from hengbiao.forms.heights import SIDE, height_of, lines_of

_LOST: Final = 2
"""Lines that may not find room where a text goes on over the edge of a page: the one cut, and the padding."""

_WIDEST: Final = 0.8
"""Of the paper's width that amounts may take; beyond it they break."""


def widths_for(cells: Sequence[Cell], widths: Sequence[float]) -> tuple[float, ...]:
    """The columns with those of amounts as wide as their longest, the others narrower in proportion."""
    needed = [0.0] * len(widths)
    for cell in cells:
        if cell.cols == 1 and cell.style.show.kind == "amount":
            needed[cell.col] = max(needed[cell.col], _width_of(cell))
    wide = {col: need for col, need in enumerate(needed) if need > widths[col]}
    rest = sum(widths) - sum(wide.values())
    if not wide or rest < sum(widths) * (1 - _WIDEST):
        return tuple(widths)
    scale = rest / sum(width for col, width in enumerate(widths) if col not in wide)
    return tuple(wide.get(col, width * scale) for col, width in enumerate(widths))


def stretched(cells: Sequence[Cell], widths: Sequence[float], least: Sequence[float], room: float) -> tuple[float, ...]:
    """The least heights with what merged texts longer than a page of `room` points lose at the edges of pages."""
    found = list(least)
    for cell, need in _merged(cells, widths):
        if need > room:
            lost = math.ceil(need / room) * _LOST * text.LEADING * cell.style.size
            rows = range(cell.row, cell.row + cell.rows)
            for row in rows:
                found[row] = max(found[row], (need + lost) / len(rows))
    return tuple(found)


def together(cells: Sequence[Cell], widths: Sequence[float], heights: Sequence[float], room: float) -> Iterator[int]:
    """The rows that may not end a page, so that merged texts stand whole on one of the pages their rows lie on."""
    for cell, need in _merged(cells, widths):
        rows = range(cell.row, cell.row + cell.rows)
        high = sum(heights[row] for row in rows)
        if need <= high / 2 or high > room:
            first, last = min(need, room / 3), need if need < room / 6 else 0.0
            begun = accumulate(heights[row] for row in rows[:-1])
            yield from (row for row, above in zip(rows, begun, strict=False) if above < first or high - above < last)
        else:
            yield from rows[:-1]


def room_of(paper: Paper, heads: Sequence[float]) -> float:
    """Points for rows on a page that begins with these heads."""
    return paper.inner_height - sum(heads)


def _merged(cells: Sequence[Cell], widths: Sequence[float]) -> Iterator[tuple[Cell, float]]:
    edges = tuple(accumulate(widths, initial=0.0))
    for cell in cells:
        if cell.rows > 1:
            count = len(lines_of(cell, edges[cell.col + cell.cols] - edges[cell.col]))
            yield cell, height_of(count, cell.style)


def _width_of(cell: Cell) -> float:
    size = cell.style.size
    long = text.width(shown(cell.value, cell.style.show), text.face_of(cell.style), size)
    return long + 2 * SIDE * size + 0.1

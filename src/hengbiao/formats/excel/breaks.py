"""Where the pages of a long sheet end: between merged cells, for no spreadsheet draws their text again overleaf."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from hengbiao.formats.excel.sheet_rows import Rows
from hengbiao.forms.grid import Grid

_SPARE: Final = 15.0
"""Points at the foot of a page for what spreadsheets measure otherwise."""


def page_breaks(grid: Grid, rows: Rows) -> Iterator[int]:
    """The rows of the grid that begin a page, the first aside: no merged cell that a page can hold is divided."""
    first, last = grid.head
    head = sum(rows.heights[first:last])
    room = grid.paper.inner_height - _SPARE
    tops = tuple(accumulate(rows.heights, initial=0.0))
    filled = 0.0
    for start, stop in _blocks(grid, tops, room - head):
        high = tops[stop] - tops[start]
        if filled + high > room and start > last:
            yield start
            filled = head
        filled += high if filled + high <= room else high % (room - head)


def _blocks(grid: Grid, tops: Sequence[float], room: float) -> Iterator[tuple[int, int]]:
    """The runs of rows that stay together."""
    held = set(grid.keep)
    for cell in grid.cells:
        if cell.rows > 1 and tops[cell.row + cell.rows] - tops[cell.row] <= room:
            held.update(range(cell.row, cell.row + cell.rows - 1))
    start = 0
    for row in range(len(grid.heights)):
        if row not in held:
            yield start, row + 1
            start = row + 1

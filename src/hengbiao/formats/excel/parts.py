"""Merged cells that go over pages, parted where a page begins: no spreadsheet draws a text again overleaf."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from hengbiao.formats.excel.breaks import breaks
from hengbiao.formats.excel.sheet import Rows
from hengbiao.forms.grid import Cell, Grid, Slot
from hengbiao.forms.heights import height_of, lines_of, parts_over_rows

Parted = tuple[Cell, tuple[Cell, ...]]
"""A cell of the form, and the cells that stand for it on the sheet: one, but where it goes over pages."""


def parted(grid: Grid, rows: Rows) -> list[Parted]:
    """Each cell with its parts: what is merged over rows of several pages stands in each of them, its text again.

    A field that stands once stays whole, and so does a cell whose text has no room in a part.
    """
    begins = {start: row for row, start in enumerate(rows.starts)}
    cuts = [begins[start] for start in breaks(grid, rows) if start in begins]
    if not cuts:
        return [(cell, (cell,)) for cell in grid.cells]
    starts, edges = _table_rows(grid.cells), tuple(accumulate(grid.widths, initial=0.0))
    return [(cell, _parts(cell, cuts, rows, starts, edges)) for cell in grid.cells]


def drawn(grid: Grid, cells: Iterable[Parted]) -> Grid:
    """The grid with the parts in place of their cells."""
    found = sorted((part for _, parts in cells for part in parts), key=lambda cell: (cell.row, cell.col))
    return replace(grid, cells=tuple(found))


def _table_rows(cells: Iterable[Cell]) -> Mapping[str, list[int]]:
    """The grid row with which each row of each table begins."""
    found: dict[str, set[int]] = {}
    for cell in cells:
        if cell.slot and cell.slot.table:
            found.setdefault(cell.slot.table, set()).add(cell.row)
    return {table: sorted(rows) for table, rows in found.items()}


def _parts(
    cell: Cell, cuts: Sequence[int], rows: Rows, starts: Mapping[str, list[int]], edges: Sequence[float]
) -> tuple[Cell, ...]:
    first = bisect_left(cuts, cell.row + 1)
    inside = cuts[first : bisect_left(cuts, cell.row + cell.rows)]
    if not inside or not parts_over_rows(cell):
        return (cell,)
    needed = height_of(len(lines_of(cell, edges[cell.col + cell.cols] - edges[cell.col])), cell.style)
    runs = list(pairwise((cell.row, *inside, cell.row + cell.rows)))
    fits = [sum(rows.heights[a:b]) >= needed for a, b in runs]
    if cell.slot:
        places = starts[cell.slot.table]
        known = all(fits) and {a for a, _ in runs} <= set(places) and places.index(cell.row) == cell.slot.row
        return tuple(_bound(cell, runs, places)) if known else (cell,)
    if not any(fits):
        return (cell,)
    pairs = zip(runs, fits, strict=True)
    return tuple(replace(cell, row=a, rows=b - a, value=cell.value if fit else None) for (a, b), fit in pairs)


def _bound(cell: Cell, runs: Iterable[tuple[int, int]], places: Sequence[int]) -> Iterator[Cell]:
    for first, stop in runs:
        slot = Slot(cell.slot.field, cell.slot.table, places.index(first)) if cell.slot else None
        yield replace(cell, row=first, rows=stop - first, slot=slot)

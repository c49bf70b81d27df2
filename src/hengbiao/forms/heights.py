"""Row heights: as high as the broken lines of the cells need, on paper and on the screen."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from typing import Final, Literal

from hengbiao.forms import text
from hengbiao.forms.grid import Cell, Grid, Style, shown

SIDE: Final = 0.38
"""Room left and right of the text of a cell, in its font sizes."""

ABOVE: Final = 0.3
"""Room above and below it, in its font sizes."""

BODY: Final = 10.5
"""Type size that layouts are written for, in points: 五号."""

_SMALLEST: Final = 0.92
"""The smallest type of a form on a screen, in its body text."""

Font = Literal["song", "fangsong", "hei", "xiaobiaosong"]


def lines_of(cell: Cell, width: float) -> tuple[str, ...]:
    """The printed lines of a cell `width` wide; none for a blank."""
    style = cell.style
    printed = shown(cell.value, style.show)
    if not printed:
        return ()
    return text.lines(printed, width - 2 * SIDE * style.size, text.face_of(style), style.size)


def height_of(count: int, style: Style) -> float:
    """The height that `count` lines of a style need in a cell."""
    return (count * text.LEADING + 2 * ABOVE) * style.size if count else 0.0


def parts_over_rows(cell: Cell) -> bool:
    """Whether a merged cell may stand on each of several pages: labels and columns of tables, not what stands once."""
    return cell.rows > 1 and (cell.slot is None or bool(cell.slot.table))


def heights(cells: Iterable[Cell], widths: Sequence[float], least: Sequence[float]) -> tuple[float, ...]:
    """The height of each row: no text clipped, none below its least; what a merged cell lacks, its rows share."""
    edges = list(accumulate(widths, initial=0.0))
    found = list(least)
    merged: list[tuple[int, Cell, float]] = []
    for cell in cells:
        needed = height_of(len(lines_of(cell, edges[cell.col + cell.cols] - edges[cell.col])), cell.style)
        if cell.rows > 1:
            merged.append((cell.rows, cell, needed))
        elif needed > found[cell.row]:
            found[cell.row] = needed
    for rows, cell, needed in sorted(merged, key=lambda item: item[0]):
        covered = slice(cell.row, cell.row + rows)
        lacking = needed - sum(found[covered])
        if lacking > 0:
            found[covered] = [height + lacking / rows for height in found[covered]]
    return tuple(found)


def reflow(grid: Grid, width: float, *, size: float = 13.0, font: Font = "hei", snug: bool = False) -> Grid:
    """The same grid with its columns scaled to `width` and its text in `font`, body text `size` high.

    Both in pixels of a window; the proportions of the columns stay, and of type sizes as far as whole pixels allow:
    a screen draws type in whole pixels, so it must be measured so. Small print on paper is hardly smaller here than
    body text, for it is read at arm's length. With `snug` no row is higher than its text needs.
    """
    factor, scale = width / sum(grid.widths), size / BODY
    widths = tuple(column * factor for column in grid.widths)
    tallest = height_of(1, Style(size=size)) if snug else float("inf")
    least = tuple(min(height * scale, tallest) for height in grid.least)
    edges = list(accumulate(widths, initial=0.0))
    cells = tuple(
        _restyled(cell, edges[cell.col + cell.cols] - edges[cell.col], (scale, font, size * _SMALLEST))
        for cell in grid.cells
    )
    return replace(grid, widths=widths, least=least, cells=cells, heights=heights(cells, widths, least))


def _restyled(cell: Cell, width: float, drawn: tuple[float, Font, float]) -> Cell:
    """The cell for a screen; an amount that was drawn small to stand on one line stays as small as that needs."""
    made = _with_style(cell, _style(cell.style, *drawn))
    if isinstance(cell.value, int) and len(lines_of(made, width)) > 1:
        return _with_style(cell, _style(cell.style, *drawn[:2], 0.0))
    return made


def _with_style(cell: Cell, style: Style) -> Cell:
    return Cell(cell.row, cell.col, cell.rows, cell.cols, cell.value, style, cell.slot, cell.locked)


@lru_cache(maxsize=1024)
def _style(style: Style, scale: float, font: Font, least: float) -> Style:
    return replace(style, size=max(1.0, float(round(max(least, style.size * scale)))), font=font)

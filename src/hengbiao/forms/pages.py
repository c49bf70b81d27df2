"""Grid → pages: a pure function whose result every writer only draws. Points from the upper left of the page."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from types import MappingProxyType
from typing import Final

from hengbiao.forms import text
from hengbiao.forms.grid import Cell, Grid, Paper, Repeat
from hengbiao.forms.heights import ABOVE, SIDE, height_of, lines_of

_ROUNDING: Final = 0.01
_WORTH_STARTING: Final = 100.0
"""Least room at the foot of a page for the start of a row that is taller than a page."""

_NOTE_SIZE: Final = 9.0
_SHARES: Final = MappingProxyType({"top": 0.0, "middle": 0.5, "bottom": 1.0})
"""How much of the spare height stands above the text."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text: where it begins, on which baseline."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Placed:
    """What of a cell stands on a page, its lines broken; `again`: its text stood on an earlier page already."""

    cell: Cell
    x: float
    y: float
    width: float
    height: float
    lines: tuple[TextLine, ...]
    again: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A line in the head or foot margin, never part of the form."""

    line: TextLine
    face: str = text.SERIF
    size: float = _NOTE_SIZE


@dataclass(frozen=True, slots=True)
class Furniture:
    """Texts at the left, middle and right of the head and foot margins; {page} and {pages} count all pages together."""

    head: tuple[str, str, str] = ("", "", "")
    foot: tuple[str, str, str] = ("", "— {page} —", "")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: the half-open run of grid rows that stand on it (repeated heads aside), cells and margin notes."""

    paper: Paper
    rows: tuple[int, int]
    cells: tuple[Placed, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A grid row, or part of a tall one, on a page."""

    row: int
    y: float
    height: float
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Slice:
    """What of a cell stands on one page."""

    page: int
    y: float
    height: float
    again: bool


_Where = dict[int, list[_Slice]]
"""What of each grid row stands on each page."""


def paginate(grid: Grid) -> tuple[Page, ...]:
    """The pages of one form.

    Heads are repeated, what spans rows of several pages is drawn again on each, no row is cut unless it is taller than
    a page (with what stays above it), and no title or head ends a page.
    """
    pages = _Filler(grid).pages()
    cells: dict[int, list[Placed]] = defaultdict(list)
    edges = tuple(accumulate(grid.widths, initial=grid.paper.left))
    where = _where(pages)
    for cell in grid.cells:
        for piece, placed in _drawn(cell, _slices(cell, where), edges):
            cells[piece.page].append(placed)
    return tuple(Page(grid.paper, _run(pieces), tuple(cells[n])) for n, pieces in enumerate(pages))


def page_texts(grid: Grid) -> tuple[str, ...]:
    """What each page of one form says, cell after cell, in a third of the time of `paginate`.

    A text that stands whole on its page keeps its line breaks.
    """
    pages = _Filler(grid).pages()
    texts: list[list[str]] = [[] for _ in pages]
    edges = tuple(accumulate(grid.widths, initial=0.0))
    where = _where(pages)
    only = [where[row][0].page if len(where[row]) == 1 else -1 for row in range(len(grid.heights))]
    for cell, printed in zip(grid.cells, grid.texts, strict=True):
        page = only[cell.row]
        if page >= 0 and only[cell.row : cell.row + cell.rows].count(page) == cell.rows:
            texts[page].append(printed)
        elif printed:
            lines = lines_of(cell, edges[cell.col + cell.cols] - edges[cell.col])
            for piece, drawn, _ in _shared(cell, lines, _slices(cell, where)):
                texts[piece.page] += drawn
    return tuple(map("".join, texts))


def furnished(pages: Sequence[Page], furniture: Furniture) -> tuple[Page, ...]:
    """The pages of a whole document with their head and foot notes, numbered from 1 to the last."""
    return tuple(noted(page, furniture, number, len(pages)) for number, page in enumerate(pages, 1))


def noted(page: Page, furniture: Furniture, number: int, pages: int = 0) -> Page:
    """Page `number` with its head and foot notes; `pages` in all, 0 where no note tells."""
    return replace(page, notes=tuple(_notes(page.paper, furniture, number, pages)))


class _Filler:
    """Puts rows on pages from the top down."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._room = grid.paper.inner_height
        self._pages: list[list[_Piece]] = [[]]
        self._y = 0.0

    def pages(self) -> list[list[_Piece]]:
        """The pieces of each page."""
        for rows in _blocks(self._grid):
            self._block(rows)
        return self._pages

    def _block(self, rows: range) -> None:
        """Rows that belong together: whole on this page, else whole on the next, else as many as a page holds.

        A long text that has no room below its headings on any page is cut, so that it begins there.
        """
        while rows:
            together = rows if self._high(rows) <= self._left() else self._together(rows)
            rows = rows[len(together) :]
            long = bool(rows) and self._grid.heights[rows.start] > self._room / 2
            begun = _WORTH_STARTING if long else 0.0
            if self._left() < self._high(together) + begun and not self._tall(together.start):
                self._turn(together.start)
            for row in together:
                self._row(row)
            if long:
                self._cut(rows.start)
                rows = rows[1:]

    def _together(self, rows: range) -> range:
        """The first of the rows, as many as a page holds; one at least."""
        room = self._fresh(rows.start)
        return rows[: max(1, sum(high <= room for high in accumulate(self._grid.heights[rows.start : rows.stop])))]

    def _high(self, rows: range) -> float:
        return sum(self._grid.heights[rows.start : rows.stop])

    def _tall(self, row: int) -> bool:
        return self._grid.heights[row] > self._fresh(row)

    def _row(self, row: int) -> None:
        height = self._grid.heights[row]
        if height <= self._left():
            self._put(row, height)
        elif height <= self._fresh(row):
            self._turn(row)
            self._put(row, height)
        else:
            self._cut(row)

    def _cut(self, row: int) -> None:
        """A row taller than a page, in parts that hold whole lines and, under a merged cell, all of its height."""
        if self._left() < _WORTH_STARTING:
            self._turn(row)
        left = {cell: count for cell, count in _line_counts(self._grid, row).items() if count}
        rest = self._grid.heights[row] if _spanned(self._grid, row) else 0.0
        while left or rest > _ROUNDING:
            height = min(max(rest, *(height_of(count, cell.style) for cell, count in left.items()), 0.0), self._left())
            self._put(row, height)
            rest -= height
            left = {c: more for c, count in left.items() if (more := count - _capacity(height, c)) > 0}
            if left or rest > _ROUNDING:
                self._turn(row)

    def _turn(self, row: int) -> None:
        """A new page, beginning with the head of the rows that go on."""
        if not self._pages[-1]:
            return
        self._pages.append([])
        self._y = 0.0
        for repeated in _head_of(self._grid, row):
            self._put(repeated, self._grid.heights[repeated], again=True)

    def _put(self, row: int, height: float, *, again: bool = False) -> None:
        self._pages[-1].append(_Piece(row, self._grid.paper.top + self._y, height, again))
        self._y += height

    def _left(self) -> float:
        return self._room - self._y + _ROUNDING

    def _fresh(self, row: int) -> float:
        head = sum(self._grid.heights[repeated] for repeated in _head_of(self._grid, row))
        return self._room - head + _ROUNDING


def _blocks(grid: Grid) -> Iterator[range]:
    first = 0
    for row in range(len(grid.heights)):
        if row not in grid.keep:
            yield range(first, row + 1)
            first = row + 1
    if first < len(grid.heights):
        yield range(first, len(grid.heights))


def _head_of(grid: Grid, row: int) -> range:
    """The rows to repeat where a page goes on with `row`; none where they would fill most of the page."""
    found = next((repeat for repeat in grid.repeats if repeat.body <= row < repeat.stop), Repeat(0, 0, 0))
    rows = range(found.first, found.body)
    return rows if sum(grid.heights[r] for r in rows) < grid.paper.inner_height / 2 else range(0)


def _spanned(grid: Grid, row: int) -> bool:
    """Whether a cell of several rows lies over this one, whose text may need all of its height."""
    return any(cell.rows > 1 and cell.row <= row < cell.row + cell.rows for cell in grid.cells)


def _line_counts(grid: Grid, row: int) -> dict[Cell, int]:
    edges = tuple(accumulate(grid.widths, initial=0.0))
    cells = [cell for cell in grid.cells if cell.row == row and cell.rows == 1]
    return {cell: len(lines_of(cell, edges[cell.col + cell.cols] - edges[cell.col])) for cell in cells}


def _capacity(height: float, cell: Cell) -> int:
    """How many lines of a cell go into a height."""
    size = cell.style.size
    return max(1, int((height + _ROUNDING - 2 * ABOVE * size) / (text.LEADING * size)))


def _where(pages: list[list[_Piece]]) -> _Where:
    """Where each grid row stands."""
    where: _Where = defaultdict(list)
    for number, pieces in enumerate(pages):
        for piece in pieces:
            where[piece.row].append(_Slice(number, piece.y, piece.height, piece.again))
    return where


def _slices(cell: Cell, where: _Where) -> list[_Slice]:
    """What of a cell stands on each page."""
    if cell.rows == 1 and len(where[cell.row]) == 1:
        return where[cell.row]
    found: dict[int, list[_Slice]] = defaultdict(list)
    for row in range(cell.row, cell.row + cell.rows):
        for piece in where[row]:
            found[piece.page].append(piece)
    return [_joined(number, found[number]) for number in sorted(found)]


def _joined(page: int, pieces: list[_Slice]) -> _Slice:
    top = min(piece.y for piece in pieces)
    bottom = max(piece.y + piece.height for piece in pieces)
    return _Slice(page, top, bottom - top, again=all(piece.again for piece in pieces))


def _drawn(cell: Cell, slices: list[_Slice], edges: Sequence[float]) -> Iterator[tuple[_Slice, Placed]]:
    x, width = edges[cell.col], edges[cell.col + cell.cols] - edges[cell.col]
    lines = lines_of(cell, width)
    shares = _shared(cell, lines, slices) if len(slices) > 1 else ((slices[0], lines, False),)
    for piece, shown, again in shares:
        yield piece, Placed(cell, x, piece.y, width, piece.height, _text_lines(cell, shown, x, width, piece), again)


def _shared(cell: Cell, lines: tuple[str, ...], slices: list[_Slice]) -> Iterator[tuple[_Slice, tuple[str, ...], bool]]:
    """Which lines stand in which slice: labels and merged cells whole in each that holds them, long texts in turn."""
    fits = [piece.again or _capacity(piece.height, cell) >= len(lines) for piece in slices]
    repeated = cell.rows > 1 or cell.style.role in {"label", "head"} or all(piece.again for piece in slices[1:])
    if repeated and any(fits):
        first = fits.index(True)
        for number, piece in enumerate(slices):
            yield piece, lines if fits[number] else (), number > first and fits[number]
        return
    left = lines
    for number, piece in enumerate(slices, 1):
        count = len(left) if number == len(slices) else _capacity(piece.height, cell)
        yield piece, left[:count], False
        left = left[count:]


def _text_lines(cell: Cell, lines: Sequence[str], x: float, width: float, piece: _Slice) -> tuple[TextLine, ...]:
    if not lines:
        return ()
    style = cell.style
    size, face = style.size, text.face_of(style)
    spare = max(0.0, piece.height - height_of(len(lines), style))
    y = piece.y + (ABOVE + text.BASELINE) * size + spare * _SHARES[style.valign]
    step = size * text.LEADING
    if style.align == "left":
        return tuple(TextLine(x + SIDE * size, y + n * step, line) for n, line in enumerate(lines))
    longs = (text.width(line.rstrip(" "), face, size) for line in lines)
    starts = (_start(style.align, x, width, SIDE * size, long) for long in longs)
    return tuple(TextLine(start, y + n * step, line) for n, (start, line) in enumerate(zip(starts, lines, strict=True)))


def _start(align: str, x: float, width: float, side: float, long: float) -> float:
    if align == "center":
        return x + (width - long) / 2
    return x + width - side - long if align == "right" else x + side


def _notes(paper: Paper, furniture: Furniture, page: int, pages: int) -> Iterator[Note]:
    rows = ((paper.top / 2, furniture.head), (paper.height - paper.bottom / 2, furniture.foot))
    for y, texts in rows:
        for align, shown in zip(("left", "center", "right"), texts, strict=True):
            if line := shown.replace("{page}", str(page)).replace("{pages}", str(pages)):
                long = text.width(line, text.SERIF, _NOTE_SIZE)
                x = _start(align, paper.left, paper.inner_width, 0.0, long)
                yield Note(TextLine(x, y + _NOTE_SIZE / 2, line))


def _run(pieces: list[_Piece]) -> tuple[int, int]:
    rows = [piece.row for piece in pieces if not piece.again]
    return (min(rows), max(rows) + 1) if rows else (0, 0)

"""The pages of a booklet: contents with true numbers, links from their lines, bookmarks. Points from upper left."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from typing import Final

from hengbiao.domain.tree import Tree
from hengbiao.forms import text
from hengbiao.forms.booklet import LOCKED, Book, Entry, Part, booklet, plain_grid
from hengbiao.forms.booklet_look import look
from hengbiao.forms.grid import Cell, Grid
from hengbiao.forms.heights import SIDE
from hengbiao.forms.layout import Layout
from hengbiao.forms.pages import Furniture, Page, furnished, paginate

CONTENTS: Final = "目录"

_FOOT: Final = "— {page} —"
_NUMBER: Final = 3
"""Columns, each as wide as a character, for a page number of four digits; longer ones take one more."""

_FOUR_DIGITS: Final = 9_000

_DOTS: Final = 3
"""Least columns between a line and its page number."""

_INDENT: Final = 1
_HANGING: Final = 2
_ROW: Final = 23.0
_PART_ROW: Final = 30.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A bookmark on page `page`, counted from 0; level 0 is outermost."""

    title: str
    page: int
    level: int


@dataclass(frozen=True, slots=True)
class Link:
    """A rectangle of page `page` that leads to page `target`, both counted from 0."""

    page: int
    x: float
    y: float
    width: float
    height: float
    target: int


@dataclass(frozen=True)
class Bound:
    """A booklet bound: all pages in order with their numbers, its contents, where lines lead, the bookmarks."""

    book: Book
    contents: Grid
    pages: Sequence[Page]
    marks: tuple[Mark, ...]
    links: tuple[Link, ...]

    @property
    def grids(self) -> tuple[Grid, ...]:
        """What stands on the pages, in order."""
        return (self.book.cover, self.contents, *_grids(self.book))


@dataclass(frozen=True)
class Settled:
    """What stands before the forms of a booklet, and where each line of the contents begins, counted from page 0."""

    front: tuple[Page, ...]
    contents: Grid
    listed: tuple[Page, ...]
    starts: tuple[int, ...]
    marks: tuple[Mark, ...]
    links: tuple[Link, ...]


def booklet_pages(tree: Tree, layout: Layout, records: Sequence[str] = ()) -> tuple[Page, ...]:
    """The pages of a booklet as they are printed; none where there is no form."""
    book = booklet(tree, layout, records)
    return tuple(bound(book).pages) if book.parts else ()


def bound(book: Book, footer: str = "") -> Bound:
    """The booklet as pages. They are numbered from the cover, which bears no number itself."""
    forms = [paginate(grid) for grid in _grids(book)]
    done = settled(book, [len(pages) for pages in forms])
    pages = furnished([*done.front, *done.listed, *chain(*forms)], foot(footer))
    bare = tuple(replace(page, notes=()) for page in pages[: len(done.front)])
    return Bound(book, done.contents, bare + pages[len(done.front) :], done.marks, done.links)


def foot(footer: str) -> Furniture:
    """The page number, and what stands to its right."""
    return Furniture(foot=("", _FOOT, footer))


def settled(book: Book, counts: Sequence[int]) -> Settled:
    """The booklet whose lines take so many pages.

    How many pages the contents take does not hang on the numbers in them, so it is settled first.
    """
    front = paginate(book.cover)
    number = _NUMBER + (sum(counts) + len(counts) > _FOUR_DIGITS)
    first = len(front) + len(paginate(_contents(book, [0] * len(counts), number)[0]))
    starts = tuple(accumulate(counts[:-1], initial=first)) if counts else ()
    grid, rows = _contents(book, [start + 1 for start in starts], number)
    listed = paginate(grid)
    marks = (Mark(CONTENTS, len(front), 0), *_marks(book, starts))
    return Settled(front, grid, listed, starts, marks, tuple(_links(listed, rows, starts, len(front))))


def _grids(book: Book) -> Iterator[Grid]:
    for part in book.parts:
        if part.divider:
            yield part.divider
        yield from (entry.grid for entry in part.entries)


def lines_of(book: Book) -> Iterator[Part | Entry]:
    """What the contents name, in order: parts where there are several, forms."""
    for part in book.parts:
        if part.divider:
            yield part
        yield from part.entries


def _marks(book: Book, starts: Sequence[int]) -> Iterator[Mark]:
    pages = iter(starts)
    for part in book.parts:
        own = [next(pages) for _ in range(len(part.entries) + bool(part.divider))]
        yield Mark(part.label, own[0], 0)
        inside = own[bool(part.divider) :]
        yield from (Mark(entry.label, page, 1) for entry, page in zip(part.entries, inside, strict=True))


def _links(listed: Sequence[Page], rows: Sequence[int], starts: Sequence[int], first: int) -> Iterator[Link]:
    """A link over every row of the contents, `rows` telling which line it belongs to; -1 for none."""
    for number, page in enumerate(listed):
        heights = {placed.cell.row: (placed.y, placed.height) for placed in page.cells}
        for row, (y, height) in heights.items():
            if rows[row] >= 0:
                paper = page.paper
                yield Link(first + number, paper.left, y, paper.inner_width, height, starts[rows[row]])


def _contents(book: Book, pages: Sequence[int], number: int) -> tuple[Grid, list[int]]:
    """The contents with these page numbers, and for each of its rows which line it belongs to, -1 for the title."""
    styles, size = look().styles, look().styles["entry"].size
    count = int(book.paper.inner_width / size)
    widths = (*(size for _ in range(count - 1)), book.paper.inner_width - size * (count - 1))
    cells = [Cell(0, 0, 1, count, "目　录", styles["contents"], None, LOCKED)]
    rows, least, keep = [-1], [56.0], {0}
    for line, (goal, page) in enumerate(zip(lines_of(book), pages, strict=True)):
        drawn = list(_drawn(goal, page, len(rows), (count - number, number)))
        made = drawn[-1].row + 1 - len(rows)
        keep.update(range(len(rows), len(rows) + made - (0 if isinstance(goal, Part) else 1)))
        rows += [line] * made
        least += [_PART_ROW if isinstance(goal, Part) else _ROW] * made
        cells += drawn
    grid = plain_grid(CONTENTS, widths, least, cells, book.paper)
    return replace(grid, keep=frozenset(keep), kind="contents"), rows


def _drawn(goal: Part | Entry, page: int, row: int, columns: tuple[int, int]) -> Iterator[Cell]:
    """The cells of a line, over as many rows as its text takes: so many columns for it and its dots, so many behind."""
    part, (end, behind) = isinstance(goal, Part), columns
    style = look().styles["part" if part else "entry"]
    face, size = text.face_of(style), style.size
    start = 0 if part else _INDENT
    room = (end - _DOTS - start - _HANGING) * size - 2 * SIDE * size
    stop = start
    broken = text.lines(goal.label, room, face, size)
    for at, line in enumerate(broken, row):
        first = start + (_HANGING if at > row else 0)
        stop = first + math.ceil((text.width(line, face, size) + 2 * SIDE * size) / size)
        yield Cell(at, first, 1, stop - first, line, style, None, LOCKED)
    last = row + len(broken) - 1
    yield Cell(last, stop, 1, end - stop, "…" * (end - stop - 1), look().styles["leader"], None, LOCKED)
    yield Cell(last, end, 1, behind, str(page), look().styles["page"], None, LOCKED)

"""Folio: all pages of a print. They are laid out when they are looked at, so that thousands of forms cost little."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate
from typing import Final, NamedTuple

from hengbiao.domain.tree import Tree
from hengbiao.forms.booklet import Part, booklet, drawing
from hengbiao.forms.booklet_pages import Link, Mark, foot, lines_of, settled
from hengbiao.forms.grid import Grid, Paper
from hengbiao.forms.layout import Layout
from hengbiao.forms.pages import Furniture, Page, noted, paginate
from hengbiao.forms.summary import summarised

HELD: Final = 48
"""Forms whose pages are kept: of a larger print, those looked at last."""

Report = Callable[[int, int], None]
"""(done, total): told while the pages of many forms are counted; may raise to stop."""


class Run(NamedTuple):
    """Pages that follow one another: of which record ("" for none), how many, on what paper, and what lays them out."""

    record: str
    pages: int
    paper: Paper
    lay: Callable[[], tuple[Page, ...]]


@dataclass(frozen=True)
class About:
    """Its title, bookmarks and links, how many pages at its front bear no note, what of the document is not in it."""

    title: str
    marks: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()
    bare: int = 0
    notes: tuple[str, ...] = ()


class Folio:
    """The numbered pages of a print, counted from 0."""

    def __init__(self, about: About, runs: Sequence[Run], furniture: Furniture) -> None:
        self.about = about
        self._runs, self._furniture = runs, furniture
        self._starts = list(accumulate((run.pages for run in runs), initial=0))

    def __len__(self) -> int:
        """How many pages."""
        return self._starts[-1]

    def __getitem__(self, number: int) -> Page:
        """A page with its notes; IndexError where there is none."""
        if not 0 <= number < len(self):
            raise IndexError(number)
        at = self._run(number)
        page = self._runs[at].lay()[number - self._starts[at]]
        return page if number < self.about.bare else noted(page, self._furniture, number + 1, len(self))

    def paper(self, number: int) -> Paper:
        """The paper of a page, which is not laid out for that."""
        return self._runs[self._run(number)].paper

    def record(self, number: int) -> str:
        """Whose form stands on a page; "" for a cover, contents, an attachment or a summary."""
        return self._runs[self._run(number)].record

    def span(self, record: str) -> range:
        """The pages of a record's form; none where it is not in here."""
        at = next((at for at, run in enumerate(self._runs) if record and run.record == record), None)
        return range(0) if at is None else range(self._starts[at], self._starts[at + 1])

    def _run(self, number: int) -> int:
        return bisect_right(self._starts, number) - 1


class _Drawn(NamedTuple):
    grid: Grid
    pages: tuple[Page, ...]


def forms_folio(
    tree: Tree,
    layout: Layout,
    records: Sequence[str],
    footer: str = "",
    report: Report | None = None,
    *,
    attached: Callable[[str], Grid | None] | None = None,
) -> Folio:
    """The forms of `records` one after another, each from a new page, with what is `attached` to it behind it."""
    desk, runs = _desk(tree, layout), list[Run]()
    for record in _told(records, len(records), report):
        runs.append(Run(record, len(desk(record).pages), layout.paper, partial(_pages, desk, record)))
        if attached and (grid := attached(record)):
            runs.append(_run("", paginate(grid), grid.paper))
    return Folio(About(layout.title), runs, foot(footer))


def booklet_folio(
    tree: Tree, layout: Layout, records: Sequence[str] = (), footer: str = "", report: Report | None = None
) -> Folio:
    """The booklet of `records` (none: all), with where its contents lead; no page where there is no form."""
    desk, counts = _desk(tree, layout), dict[str, int]()
    total = len(records) or len(tree.headings)

    def draw(record: str) -> Grid:
        if report and record not in counts:
            report(len(counts), total)
        grid, pages = desk(record)
        counts[record] = len(pages)
        return grid

    book = booklet(tree, layout, records, draw)
    if not book.parts:
        return Folio(About(book.title, notes=book.notes), (), foot(footer))
    lines = list(lines_of(book))
    done = settled(book, [1 if isinstance(line, Part) else counts[line.record] for line in lines])
    runs = [_run("", done.front, layout.paper), _run("", done.listed, layout.paper)]
    for line in lines:
        if not isinstance(line, Part):
            runs.append(Run(line.record, counts[line.record], layout.paper, partial(_pages, desk, line.record)))
        elif line.divider:
            runs.append(_run("", paginate(line.divider), layout.paper))
    about = About(book.title, done.marks, done.links, len(done.front), book.notes)
    return Folio(about, runs, foot(footer))


def summary_folio(tree: Tree, layout: Layout, records: Sequence[str] = (), footer: str = "") -> Folio:
    """The summary tables of the projects `records` (none: all); no page where there is none."""
    tables = summarised(tree, layout, records)
    runs = [_run("", paginate(grid), grid.paper) for grid in tables]
    starts = accumulate((run.pages for run in runs), initial=0)
    marks = tuple(Mark(grid.title, start, 0) for grid, start in zip(tables, starts, strict=False))
    return Folio(About(tables[0].title if tables else "", marks), runs, foot(footer))


def _desk(tree: Tree, layout: Layout) -> Callable[[str], _Drawn]:
    """What draws a form and lays it out, keeping those asked for last."""
    draw = drawing(tree, layout)

    @lru_cache(maxsize=HELD)
    def laid(record: str) -> _Drawn:
        grid = draw(record)
        return _Drawn(grid, paginate(grid))

    return laid


def _pages(desk: Callable[[str], _Drawn], record: str) -> tuple[Page, ...]:
    return desk(record).pages


def _run(record: str, pages: tuple[Page, ...], paper: Paper) -> Run:
    return Run(record, len(pages), paper, lambda: pages)


def _told(records: Sequence[str], total: int, report: Report | None) -> Iterator[str]:
    for done, record in enumerate(records):
        if report:
            report(done, total)
        yield record

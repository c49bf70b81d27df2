"""Booklets (表册): all forms of a document behind a cover and contents, in parts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from hengbiao.domain.tree import Heading, Tree
from hengbiao.forms.booklet_look import KINDS, look
from hengbiao.forms.facts import facts, ordinals
from hengbiao.forms.grid import Cell, Grid, Paper
from hengbiao.forms.heights import heights
from hengbiao.forms.layout import Layout
from hengbiao.forms.render import hanzi, render
from hengbiao.forms.template import filled_in

LOCKED: Final = "封面和目录由程序编排，不用填写"

_LISTED: Final = 6
"""Most offices that a cover names one by one."""

_NAMES: Final = {"department": "部门整体绩效目标", "project": "项目绩效目标"}


Draw = Callable[[str], Grid]
"""What draws the form of a record."""


@dataclass(frozen=True)
class Entry:
    """A form in a booklet; `label` is its line in the contents, unlike the title never without the project's name."""

    label: str
    office: str
    record: str
    draw: Draw

    @property
    def grid(self) -> Grid:
        """The form."""
        return self.draw(self.record)


@dataclass(frozen=True)
class Part:
    """The forms of a kind; `number` (第一部分) and `divider` only where there are several parts."""

    kind: str
    number: str
    title: str
    divider: Grid | None
    entries: tuple[Entry, ...]

    @property
    def label(self) -> str:
        """Its line in the contents."""
        return f"{self.number}　{self.title}" if self.number else self.title


@dataclass(frozen=True)
class Book:
    """A booklet; `notes` says which forms of the document the layout does not draw."""

    title: str
    cover: Grid
    parts: tuple[Part, ...]
    paper: Paper
    notes: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Its forms in order."""
        return tuple(entry for part in self.parts for entry in part.entries)


def booklet(tree: Tree, layout: Layout, records: Sequence[str] = (), draw: Draw | None = None) -> Book:
    """The forms of `records` (none: all that the layout draws): those of departments, then projects, through the units.

    Projects bear the numbers they have in the whole document. A booklet without forms has no parts. Every form is drawn
    once, for its title, and held; with a `draw` of the caller's each is drawn again where it is asked for.
    """
    draw = draw or cache(drawing(tree, layout))
    chosen = [item for item in _forms(tree) if not records or item.id in set(records)]
    drawn = [(kind, [item for item in chosen if item.kind == kind]) for kind in KINDS if kind in layout.plans]
    kept = [(kind, items) for kind, items in drawn if items]
    parts = tuple(_parts(tree, layout.paper, kept, draw))
    forms = [item for _, items in kept for item in items]
    told = {"year": _year(tree, forms), "span": _span(tree, forms)}
    title = filled_in(look().title_for(layout.id, tuple(part.kind for part in parts)), told.__getitem__)
    offices = list(dict.fromkeys(_flat(tree.headings[item.unit].name) for item in forms))
    return Book(title, _cover(title, offices, layout.paper), parts, layout.paper, tuple(_left_out(chosen, layout)))


def plain_grid(
    title: str, widths: tuple[float, ...], least: Sequence[float], cells: Sequence[Cell], paper: Paper
) -> Grid:
    """A page that is no form: nothing of it is read back."""
    high = heights(cells, widths, least)
    return Grid(title, widths, high, tuple(cells), (0, 0), {}, paper, least=tuple(least), kind="booklet")


def _forms(tree: Tree) -> Iterator[Heading]:
    return (part for unit in tree.units for part in tree.counted(unit.id))


def drawing(tree: Tree, layout: Layout) -> Draw:
    """What draws the forms of a document, each with the number it has there."""
    numbers = ordinals(tree)
    return lambda record: render(layout, facts(tree, record, number=numbers.get(record, 0)))


def _parts(tree: Tree, paper: Paper, kept: Sequence[tuple[str, list[Heading]]], draw: Draw) -> Iterator[Part]:
    numbers = ordinals(tree)
    several = len({item.unit for _, items in kept for item in items}) > 1
    for place, (kind, items) in enumerate(kept, 1):
        number = f"第{hanzi(place)}部分" if len(kept) > 1 else ""
        title = look().parts[kind]
        entries = tuple(_entry(tree, item, numbers.get(item.id, 0), draw, several=several) for item in items)
        yield Part(kind, number, title, _divider(number, title, paper) if number else None, entries)


def _entry(tree: Tree, item: Heading, number: int, draw: Draw, *, several: bool) -> Entry:
    title, name = _flat(draw(item.id).title), _flat(item.name)
    office = _flat(tree.headings[item.unit].name)
    if item.kind == "department":
        return Entry(f"{office}　{title}" if several and office not in title else title, office, item.id, draw)
    called = title if name and name in title else name or "未命名项目"
    return Entry(called if called.startswith(f"{number}.") else f"{number}.{called}", office, item.id, draw)


def _left_out(chosen: Sequence[Heading], layout: Layout) -> Iterator[str]:
    for kind in KINDS:
        if kind not in layout.plans and (count := sum(item.kind == kind for item in chosen)):
            yield f"表样“{layout.title}”不印{_NAMES[kind]}，有 {count} 张没有编入"


def _year(tree: Tree, items: Iterable[Heading]) -> str:
    """2025年度 where all forms are of one year, else nothing."""
    years = {item.year if item.year is not None else tree.unit_year(item.unit) for item in items}
    year = years.pop() if len(years) == 1 else None
    return f"{year}年度" if year else ""


def _span(tree: Tree, items: Iterable[Heading]) -> str:
    """2025-2027年 where all forms are of one 规划期, or of one year and say none, else nothing."""
    spans = {str(facts(tree, item.id).facts.get("span", "")) for item in items}
    span = spans.pop() if len(spans) == 1 else ""
    return f"{span}年" if span else ""


def _cover(title: str, offices: list[str], paper: Paper) -> Grid:
    styles, room = look().styles, paper.inner_height
    listed = "\n".join(offices) if len(offices) <= _LISTED else f"{offices[0]}等 {len(offices)} 个预算单位"
    cells = [
        Cell(0, 0, 1, 1, title, styles["title"], None, LOCKED),
        Cell(1, 0, 1, 1, listed or None, styles["office"], None, LOCKED),
    ]
    return replace(plain_grid(title, (paper.inner_width,), (room * 0.34, room * 0.5), cells, paper), kind="cover")


def _divider(number: str, title: str, paper: Paper) -> Grid:
    styles, room = look().styles, paper.inner_height
    cells = [
        Cell(0, 0, 1, 1, number, styles["part_number"], None, LOCKED),
        Cell(1, 0, 1, 1, title, styles["part_title"], None, LOCKED),
    ]
    return plain_grid(f"{number}　{title}", (paper.inner_width,), (room * 0.4, 60.0), cells, paper)


def _flat(text: str) -> str:
    return " ".join(text.split())

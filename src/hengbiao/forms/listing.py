"""Plain tables as a Grid: a title, a line, one head row and rows of values by name; looks and columns are data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final

from hengbiao.forms.grid import Cell, Grid, Paper, Repeat, Show, Style, Value
from hengbiao.forms.heights import heights
from hengbiao.forms.layouts import paper_of
from hengbiao.forms.strict_toml import Node, read
from hengbiao.forms.template import filled_in
from hengbiao.paths import resource

LOCKED: Final = "本表由程序生成，请改相应的项目表"

_TITLE: Final = Style("title", "hei", 16, bold=True, align="center", border=False)
_LEFT: Final = Style("line", border=False, valign="bottom")
_RIGHT: Final = Style("line", align="right", border=False, valign="bottom")
_HEAD: Final = Style("head", "hei", align="center")
_STYLES: Final = {
    "text": Style(),
    "name": Style(align="center"),
    "right": Style(align="right"),
    "amount": Style(align="right", show=Show("amount", "万元")),
    "yuan": Style(align="right", show=Show("amount", "元", grouped=True)),
}
_ROW: Final = 24.0
_TOP: Final = 3  # title, line, head

Item = Mapping[str, Value]
"""A row of the table: its values by the field of the column."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, the field it shows, its share of the width; `merge`: equal neighbours are one cell."""

    head: str
    field: str
    width: float
    style: Style
    merge: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A table as shipped; `left` and `right` stand above the head, and as the title may name {words}."""

    title: str
    left: str
    right: str
    paper: Paper
    columns: tuple[Column, ...]


@cache
def listing(name: str) -> Listing:
    """The shipped table of this name; LayoutError where its file is not right."""
    top = read(resource("listings", f"{name}.toml"))
    found = Listing(
        title=top.take("title", str),
        left=top.take("left", str, ""),
        right=top.take("right", str, ""),
        paper=paper_of(top.node("paper")),
        columns=tuple(_column(node) for node in top.nodes("columns")),
    )
    top.done()
    return found


def listed(table: Listing, words: Mapping[str, str], items: Sequence[Item]) -> Grid:
    """The table filled with `items`; texts name `words`, a name that is not there is blank."""
    scale = table.paper.inner_width / sum(column.width for column in table.columns)
    widths = tuple(column.width * scale for column in table.columns)
    cells = (*_head(table, words), *_body(table.columns, items))
    least = (34.0, 20.0, _ROW, *[_ROW] * len(items))
    return Grid(
        title=filled_in(table.title, lambda name: words.get(name, "")),
        widths=widths,
        heights=heights(cells, widths, least),
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.col))),
        head=(_TOP - 1, _TOP),
        tables={},
        paper=table.paper,
        repeats=(Repeat(_TOP - 1, _TOP, _TOP + len(items)),),
        least=least,
        keep=frozenset(range(_TOP)),
        kind="summary",
    )


def _head(table: Listing, words: Mapping[str, str]) -> Iterator[Cell]:
    count = len(table.columns)
    half = max(1, count // 2)
    for row, col, cols, text, style in (
        (0, 0, count, table.title, _TITLE),
        (1, 0, half, table.left, _LEFT),
        (1, half, count - half, table.right, _RIGHT),
    ):
        if cols:
            told = filled_in(text, lambda name: words.get(name, ""))
            yield Cell(row, col, 1, cols, told or None, style, None, LOCKED)
    for col, column in enumerate(table.columns):
        head = filled_in(column.head, lambda name: words.get(name, ""))
        yield Cell(2, col, 1, 1, head, _HEAD, None, LOCKED)


def _body(columns: Sequence[Column], items: Sequence[Item]) -> Iterator[Cell]:
    """Merged columns never reach over an edge of a merged one before them."""
    groups: list[tuple[object, ...]] = [()] * len(items)
    for col, column in enumerate(columns):
        values = [item.get(column.field) for item in items]
        if column.merge:
            groups = [(*group, value) for group, value in zip(groups, values, strict=True)]
        keys = groups if column.merge else range(len(items))
        for _, run in groupby(enumerate(keys), key=lambda pair: pair[1]):
            same = [at for at, _ in run]
            value = values[same[0]]
            yield Cell(_TOP + same[0], col, len(same), 1, value if value != "" else None, column.style, None, LOCKED)


def _column(node: Node) -> Column:
    style = _STYLES[node.choice("kind", tuple(_STYLES), "text")]
    column = Column(
        node.take("head", str),
        node.take("field", str),
        node.take("width", float),
        style,
        node.take("merge", bool, False),
    )
    if column.width <= 0:
        node.fail("“width”应大于 0", "width")
    node.done()
    return column

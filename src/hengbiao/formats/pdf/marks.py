"""Marks beside the text of a page that say which cell it belongs to: content marks, as screen readers use them."""

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final, NamedTuple
from urllib.parse import quote, unquote

from hengbiao.forms.grid import Cell, Rect, Slot, shown
from hengbiao.forms.pages import Placed
from hengbiao.forms.text import TAB

CELL: Final = "HengbiaoCell"
"""The mark around the text of a cell."""

END: Final = "EMC"
_NBSP: Final = "\xa0"
_SPACING: Final = re.compile(rf"[\n\t{_NBSP}]")
_KINDS: Final = MappingProxyType({"\n": "n", "\t": "t", _NBSP: "b"})
_LAID_OUT: Final = MappingProxyType({"n": "", "t": TAB, "b": " "})
"""What stands in the laid out text for each kind; reportlab draws a space that does not break as a plain one."""

_PLAIN: Final = MappingProxyType({kind: character for character, kind in _KINDS.items()})


class CellMark(NamedTuple):
    """What the mark of a cell says: its place, its slot, and whether its text stood on an earlier page already.

    `spacing` tells where line breaks, tabs and unbreaking spaces stand in the text as it is laid out ("n5t9b12", line
    breaks not counted).
    """

    rect: Rect
    slot: Slot | None
    again: bool
    spacing: str


def begin_cell(placed: Placed) -> str:
    """The operator that begins the text of a cell; END ends it."""
    cell = placed.cell
    place = f"{cell.row} {cell.col} {cell.rows} {cell.cols} {'again' if placed.again else 'here'}"
    return f"/{CELL} <</P ({place} {_spacing(cell) or '-'}{_slot(cell)})>> BDC"


def cell_told(mark: str) -> CellMark:
    """What the mark of a cell says; ValueError where it is none."""
    row, col, rows, cols, again, spacing, *bound = mark.split(" ")
    slot = Slot(unquote(bound[0]), unquote(bound[1]), int(bound[2])) if bound else None
    return CellMark(Rect(int(row), int(col), int(rows), int(cols)), slot, again == "again", spacing.strip("-"))


def spaced(laid_out: str, spacing: str) -> str:
    """The text of a cell from its lines joined, with the line breaks, tabs and spaces that its mark tells."""
    made, at, gone = [], 0, 0
    for kind, place in re.findall(r"([ntb])([0-9]{1,6})", spacing):
        made.append(laid_out[at + gone : int(place)] if int(place) >= at + gone else "")
        at = max(at + gone, int(place))
        made.append(_PLAIN[kind])
        gone = len(_LAID_OUT[kind])
    return "".join((*made, laid_out[at + gone :]))


def _spacing(cell: Cell) -> str:
    text = shown(cell.value, cell.style.show)
    return "".join(_spacings(text))


def _spacings(text: str) -> Iterator[str]:
    more = 0
    for found in _SPACING.finditer(text):
        kind = _KINDS[found[0]]
        yield f"{kind}{found.start() + more}"
        more += len(_LAID_OUT[kind]) - 1


def _slot(cell: Cell) -> str:
    if not cell.slot:
        return ""
    return f" {quote(cell.slot.field)} {quote(cell.slot.table)} {cell.slot.row}"

"""Marks beside the text of a page that say which cell it belongs to: content marks, as screen readers use them."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import quote, unquote

from hengbiao.forms.grid import Cell, Rect, Slot, shown
from hengbiao.forms.pages import Placed
from hengbiao.forms.text import TAB

CELL: Final = "HengbiaoCell"
"""The mark around the text of a cell."""

END: Final = "EMC"
_SPACING: Final = re.compile(r"[\n\t]")


class CellMark(NamedTuple):
    """What the mark of a cell says: its place, its slot, and whether its text stood on an earlier page already.

    `spacing` tells where line breaks and tabs stand in the text as it is laid out ("n5t9", line breaks not counted).
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
    """The text of a cell from its lines joined, with the line breaks and tabs that its mark tells."""
    made, at, gone = [], 0, 0
    for kind, place in re.findall(r"([nt])([0-9]{1,6})", spacing):
        made.append(laid_out[at + gone : int(place)] if int(place) >= at + gone else "")
        at, gone = max(at + gone, int(place)), 0
        made.append("\n" if kind == "n" else "\t")
        gone = len(TAB) if kind == "t" else 0
    return "".join((*made, laid_out[at + gone :]))


def _spacing(cell: Cell) -> str:
    text = shown(cell.value, cell.style.show)
    return "".join(_spacings(text)) if "\n" in text or "\t" in text else ""


def _spacings(text: str) -> Iterator[str]:
    more = 0
    for found in _SPACING.finditer(text):
        place = found.start() + more
        yield f"{'n' if found[0] == chr(10) else 't'}{place}"
        more += -1 if found[0] == "\n" else len(TAB) - 1


def _slot(cell: Cell) -> str:
    if not cell.slot:
        return ""
    return f" {quote(cell.slot.field)} {quote(cell.slot.table)} {cell.slot.row}"

"""Copied cells that remember where they stood, so that parts of a form go back only where they belong."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from hengbiao.forms.grid import Cell, Slot
from hengbiao.qt.models.sheet import Sheet


class Piece(NamedTuple):
    """One copied cell: how far from the first one, what it was bound to ("" for no table), in which group, its text.

    `unit` is the 金额单位 of an amount: in a form that shows another one the same digits would be another amount.
    """

    down: int
    right: int
    table: str
    field: str
    group: str
    text: str
    unit: str = ""


def pieces(sheet: Sheet, cells: Sequence[Cell]) -> list[Piece]:
    """`cells` in reading order, as they stand around the first of them."""
    return [
        Piece(cell.row - cells[0].row, cell.col - cells[0].col, *_bound(sheet, cell), sheet.text(cell), _unit(cell))
        for cell in cells
    ]


def block_of(sheet: Sheet, found: Sequence[Piece]) -> tuple[tuple[str, ...], ...]:
    """Pieces of rows and columns as the rows of a block to be put into `sheet`."""
    rows: dict[int, list[Piece]] = {}
    for piece in sorted(found):
        rows.setdefault(piece.down, []).append(piece)
    return tuple(tuple(_meant(sheet, piece) for piece in row) for row in rows.values())


def scattered(found: Iterable[Piece]) -> bool:
    """Whether pieces are no block of rows and columns: of several tables, or of cells around a form."""
    found = list(found)
    fixed = [piece for piece in found if not piece.table]
    around = len({piece.down for piece in fixed}) > 1 and len({piece.right for piece in fixed}) > 1
    return around or len({piece.table for piece in found}) > 1


def placed(sheet: Sheet, anchor: Cell, found: Iterable[Piece]) -> Mapping[Slot, str] | None:
    """The texts of pieces by slot with the first at `anchor`; None where one has no cell of its kind in its place."""
    texts: dict[Slot, str] = {}
    for piece in found:
        spot = anchor.row + piece.down, anchor.col + piece.right
        cell = sheet.grid.at.get(spot)
        if cell is None or cell.slot is None or (cell.row, cell.col) != spot or not sheet.is_entry(cell):
            return None
        if _bound(sheet, cell) != (piece.table, piece.field, piece.group):
            return None
        texts[cell.slot] = _meant(sheet, piece)
    return texts


def _bound(sheet: Sheet, cell: Cell) -> tuple[str, str, str]:
    slot, place = cell.slot or Slot(""), sheet.row_of(cell)
    group = sheet.groups.get(place[1], ()) if place else ()
    return slot.table, slot.field, "/".join(group)


def _meant(sheet: Sheet, piece: Piece) -> str:
    """The text of a piece; an amount from a form in another 金额单位 says its own."""
    here = next((unit for cell in sheet.grid.cells if (unit := _unit(cell))), piece.unit)
    return piece.text + piece.unit if piece.text and piece.unit != here else piece.text


def _unit(cell: Cell) -> str:
    return cell.style.show.unit if cell.style.show.kind == "amount" else ""

"""Blocks of cells of a sheet: what a copy takes, where a paste goes, what filling down means."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hengbiao.forms.grid import Cell, Slot
from hengbiao.qt.models.pieces import pieces, scattered
from hengbiao.qt.models.sheet import LEVELS, Sheet, Spot
from hengbiao.qt.models.whole_rows import under_merges

Texts = Mapping[Slot, str]

_PRINTED: Final = frozenset({"label", "head"})
"""Roles of cells whose words the form prints itself."""

_LONG: Final = frozenset({("sections", "goal"), ("sections", "indicators"), ("measures", "text")})
"""Texts of several paragraphs in rows of a table."""


@dataclass(frozen=True)
class Landing:
    """Where a pasted block goes.

    `texts` for each slot; `skipped` values met cells that take none; `beyond` rows lie past the end of the table.
    """

    texts: Texts
    skipped: int = 0
    beyond: int = 0


def taken(sheet: Sheet, cells: Iterable[Cell]) -> tuple[tuple[str, ...], ...]:
    """The texts of `cells` by rows, a cell over several columns once and a cell over several rows in its first.

    Cells from around a form come with what is printed between them, each in its column.
    """
    chosen = {(cell.row, cell.col): cell for cell in cells}
    if scattered(pieces(sheet, list(chosen.values()))):
        return _as_printed(sheet, chosen)
    rows = sorted({row for cell in chosen.values() for row in range(cell.row, cell.row + cell.rows)})
    return tuple(
        tuple(
            sheet.text(cell) if cell.row == row else "" for cell in sheet.lines[row] if (cell.row, cell.col) in chosen
        )
        for row in rows
    )


def _as_printed(sheet: Sheet, chosen: Mapping[Spot, Cell]) -> tuple[tuple[str, ...], ...]:
    """The rows of the form that hold `chosen`, without the entries that were not."""
    shown = {
        (cell.row, cell.col): sheet.text(cell)
        for cell in sheet.grid.cells
        if (cell.row, cell.col) in chosen or not sheet.is_entry(cell)
    }
    rows = range(min(row for row, _ in chosen), max(cell.row + cell.rows for cell in chosen.values()))
    return tuple(tuple(shown.get((row, col), "") for col in range(len(sheet.grid.widths))) for row in rows)


def landing(sheet: Sheet, cells: list[Cell], block: tuple[tuple[str, ...], ...]) -> Landing:
    """Where `block` goes when it is pasted onto the selected `cells`, of which the first is the anchor.

    One value fills the selection. From one cell of a table the rows go down its group; what does not fit is `beyond`.
    """
    if len(block) == 1 and len(block[0]) == 1 and len(cells) > 1:
        return _filled(sheet, cells, block[0][0])
    anchor = min(cells, key=lambda cell: (cell.row, cell.col))
    block = _meant(sheet, anchor, _without_head(sheet, block))
    rows = _rows(sheet, anchor, len({cell.row for cell in cells}) > 1)
    texts: dict[Slot, str] = {}
    skipped = 0
    for values, row in zip(block, rows, strict=False):
        line = [cell for cell in sheet.lines[row] if cell.col >= anchor.col]
        for place, value in enumerate(values):
            cell = line[place] if place < len(line) else None
            if cell and cell.slot and cell.row == row and sheet.is_entry(cell):
                texts[cell.slot] = value
            else:
                skipped += bool(value)
    return Landing(texts, skipped, max(0, len(block) - len(rows)))


def takes_prose(cells: list[Cell]) -> bool:
    """Whether paragraphs go into one chosen cell together: a text of the form itself, or a long one of a table."""
    slot = cells[0].slot if len(cells) == 1 else None
    if slot is None or cells[0].style.show.kind != "text":
        return False
    return not slot.table or (slot.table, slot.field) in _LONG


def cleared(sheet: Sheet, cells: Iterable[Cell]) -> Texts:
    """Nothing for each filled entry among `cells`."""
    return {cell.slot: "" for cell in cells if cell.slot and sheet.is_entry(cell) and sheet.text(cell)}


def filled_down(sheet: Sheet, cells: list[Cell]) -> Texts:
    """The text of the topmost of `cells` in each column, for those below it; one cell alone takes the one above."""
    if len(cells) == 1:
        above = sheet.grid.at.get((cells[0].row - 1, cells[0].col))
        cells = [above, *cells] if above and sheet.is_entry(above) else cells
    columns: dict[int, list[Cell]] = {}
    for cell in sorted(cells, key=lambda cell: cell.row):
        columns.setdefault(cell.col, []).append(cell)
    return {
        cell.slot: sheet.draft_text(column[0])
        for column in columns.values()
        for cell in column[1:]
        if cell.slot and sheet.is_entry(cell)
    }


def misplaced(sheet: Sheet, texts: Texts) -> str:
    """The first of `texts` that is a label of the form: a whole form, or half of one, would land askew; "" for none."""
    words = {_bare(sheet.text(cell)) for cell in sheet.grid.cells if cell.style.role in _PRINTED and not cell.slot}
    return next((text for text in texts.values() if _bare(text) in words - {""}), "")


def _without_head(sheet: Sheet, block: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """The block without a first row that only names the columns."""
    heads = {_bare(sheet.text(cell)) for cell in sheet.grid.cells if cell.style.role == "head"}
    heads |= {_bare(head) for head in sheet.heads}
    first = [_bare(text) for text in block[0] if text] if len(block) > 1 else []
    return block[1:] if first and heads.issuperset(first) else block


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _meant(sheet: Sheet, anchor: Cell, block: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """The block with what merged level cells leave blank below them filled in."""
    line = [cell for cell in sheet.lines[anchor.row] if cell.col >= anchor.col]
    fields = [cell.slot.field if cell.slot else "" for cell in line]
    merged = {at for at, field in enumerate(fields) if field in LEVELS and sheet.is_entry(line[at])}
    if not merged or len({len(row) for row in block}) > 1:
        return block
    columns = [
        under_merges(list(column)) if at in merged else column for at, column in enumerate(zip(*block, strict=True))
    ]
    return tuple(zip(*columns, strict=True))


def _filled(sheet: Sheet, cells: list[Cell], value: str) -> Landing:
    entries = [cell for cell in cells if cell.slot and sheet.is_entry(cell)]
    return Landing({cell.slot: value for cell in entries if cell.slot}, len(cells) - len(entries))


def _rows(sheet: Sheet, anchor: Cell, chosen: bool) -> list[int]:  # noqa: FBT001 - whether rows were chosen
    """The grid rows that a block may go to, down from `anchor`."""
    place = sheet.row_of(anchor)
    rows = list(range(anchor.row, len(sheet.grid.heights)))
    if place is None or chosen:
        return rows
    group = sheet.groups.get(place[1])
    mine = {row for row, beyond in _table_rows(sheet) if beyond[0] == place[0] and sheet.groups.get(beyond[1]) == group}
    end = next((at for at, row in enumerate(rows) if row not in mine), len(rows))
    return rows[:end]


def _table_rows(sheet: Sheet) -> Iterable[tuple[int, tuple[str, str]]]:
    for cell in sheet.entries:
        place = sheet.row_of(cell)
        if place:
            yield cell.row, place

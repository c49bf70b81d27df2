"""Where the keys lead in a sheet: reading order, up and down, skipping what cannot be edited."""

from bisect import bisect_left

from hengbiao.forms.grid import Cell
from hengbiao.qt.models.sheet import Sheet


def next_entry(sheet: Sheet, cell: Cell, step: int = 1) -> Cell | None:
    """The entry `step` places on in reading order; None past either end."""
    places = [(entry.row, entry.col) for entry in sheet.entries]
    at = bisect_left(places, (cell.row, cell.col)) + step
    if step > 0 and not sheet.is_entry(cell):
        at -= 1
    return sheet.entries[at] if 0 <= at < len(places) else None


def next_to_fill(sheet: Sheet, cell: Cell, step: int) -> Cell | None:
    """The next entry, past the months of a payment plan that are there."""
    found = next_entry(sheet, cell, step)
    while found is not None and _given(sheet, found):
        found = next_entry(sheet, found, step)
    return found


def beside_to_fill(sheet: Sheet, cell: Cell, step: int, col: int | None = None) -> Cell | None:
    """As `beside`, past the months of a payment plan that are there."""
    found = beside(sheet, cell, step, col)
    while found is not None and _given(sheet, found):
        found = beside(sheet, found, step, col)
    return found


def _given(sheet: Sheet, cell: Cell) -> bool:
    """On a form the times of payments are headings over what is typed; in a list they are cells like others."""
    slot = cell.slot
    return bool(slot and (slot.table, slot.field) == ("payments", "by") and not sheet.heads and sheet.text(cell))


def beside(sheet: Sheet, cell: Cell, step: int, col: int | None = None) -> Cell | None:
    """The nearest entry below (1) or above (-1) `cell`, or in column `col`; None where there is none."""
    left, right = (cell.col, cell.col + cell.cols) if col is None else (col, col + 1)
    row = cell.row + cell.rows if step > 0 else cell.row - 1
    while 0 <= row < len(sheet.grid.heights):
        for found in sheet.lines[row]:
            if found.col < right and found.col + found.cols > left and sheet.is_entry(found):
                return found
        row += step
    return None


def along(sheet: Sheet, cell: Cell, step: int) -> Cell | None:
    """The nearest entry to the right (1) or left (-1) in the rows of `cell`; None where there is none."""
    rows = range(cell.row, cell.row + cell.rows)
    line = {id(found): found for row in rows for found in sheet.lines[row] if sheet.is_entry(found)}.values()
    if step > 0:
        return min((c for c in line if c.col >= cell.col + cell.cols), key=lambda c: (c.col, c.row), default=None)
    return max((c for c in line if c.col + c.cols <= cell.col), key=lambda c: (c.col, -c.row), default=None)


def named_by(sheet: Sheet, label: Cell) -> Cell | None:
    """The entry that a label stands beside or, as a head, above."""
    right = sheet.grid.at.get((label.row, label.col + label.cols))
    if right is not None and sheet.is_entry(right):
        return right
    return beside(sheet, label, 1) if label.style.role == "head" else None


def first_blank(sheet: Sheet) -> Cell | None:
    """The first entry with nothing in it, else the first entry."""
    empty = (cell for cell in sheet.entries if not sheet.text(cell))
    return next(empty, sheet.entries[0] if sheet.entries else None)


def start(sheet: Sheet) -> Cell | None:
    """Where to begin on a form: at the first blank of a new one, at the top of one that has rows already."""
    rows = {place[1] for cell in sheet.entries if (place := sheet.row_of(cell))}
    begun = bool(rows - sheet.drafts.keys())
    return sheet.entries[0] if begun and sheet.entries else first_blank(sheet)


def row_entries(sheet: Sheet, row_id: str) -> list[Cell]:
    """The entries of one row of a table, from left to right."""
    return [cell for cell in sheet.entries if (place := sheet.row_of(cell)) and place[1] == row_id]


def ends_group(sheet: Sheet, cell: Cell) -> bool:
    """Whether `cell` is the last entry of the last row of its group."""
    place = sheet.row_of(cell)
    if place is None or row_entries(sheet, place[1])[-1] is not cell:
        return False
    below = next((entry for entry in sheet.entries if entry.row >= cell.row + cell.rows), None)
    beyond = sheet.row_of(below)
    return beyond is None or beyond[0] != place[0] or sheet.groups.get(beyond[1]) != sheet.groups.get(place[1])

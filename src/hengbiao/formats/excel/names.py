"""Names of the areas of a form.

`hb.f.FIELD`, `hb.c.TABLE.FIELD` (a column), `hb.r.TABLE.ROW.FIELD` (a cell of no plain column), `hb.t.TABLE`,
`hb.s.ROW` for a row of the form that takes several rows of the sheet, and `hb.p.ROW_COL` for a label whose parts stand
on several pages.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from hengbiao.forms.grid import Cell, Grid, Rect, Slot

PREFIX: Final = "hb."
FORM: Final = f"{PREFIX}form"
"""The name that says, as a text, which form of which layout a sheet is: "tianjin/project"."""

LONGEST: Final = 255
"""Most characters of a name."""

_ODD: Final = re.compile(r"[^a-z0-9_\u4e00-\u9fff]|_(?=u[0-9a-f]{2,6}_)")
_ESCAPED: Final = re.compile(r"_u([0-9a-f]{2,6})_")


def areas(grid: Grid) -> Iterator[tuple[str, Rect]]:
    """Each name of the grid with what it names; `read` understands them."""
    yield from ((f"{PREFIX}t.{_coded(table)}", rect) for table, rect in grid.tables.items())
    columns: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in grid.cells:
        if cell.slot and cell.slot.table:
            columns[cell.slot.table, cell.slot.field].append(cell)
        elif cell.slot:
            yield f"{PREFIX}f.{_coded(cell.slot.field)}", cell.rect
    starts: dict[str, set[int]] = defaultdict(set)
    for (table, _), cells in columns.items():
        starts[table].update(cell.row for cell in cells)
    for (table, field), cells in columns.items():
        yield from _column(table, field, cells, sorted(starts[table]))


def split(row: int) -> str:
    """The name of a row of the form, from 0, that takes several rows of the sheet."""
    return f"{PREFIX}s.{row}"


def whole(rect: Rect) -> str:
    """The name of a label, by its place in the form, that stands on the sheet in several parts."""
    return f"{PREFIX}p.{rect.row}_{rect.col}"


def read(name: str) -> tuple[str, Slot | None]:
    """The kind of a name, a letter of those above, and the slot it stands for (row -1 for a column); "" if not ours."""
    kind, _, rest = name.removeprefix(PREFIX).partition(".")
    parts = rest.split(".")
    match kind, parts if name.startswith(PREFIX) else []:
        case "f", [field]:
            return kind, Slot(_plain(field))
        case "s" | "p", [row]:
            return kind, Slot("", row=int(row) if row.isdecimal() else -1)
        case "t", [table]:
            return kind, Slot("", _plain(table))
        case "c", [table, field]:
            return kind, Slot(_plain(field), _plain(table))
        case "r", [table, row, field] if row.isdecimal():
            return kind, Slot(_plain(field), _plain(table), int(row))
    return "", None


def _column(table: str, field: str, cells: list[Cell], starts: Sequence[int]) -> Iterator[tuple[str, Rect]]:
    """One name for the column where the place of each cell tells its row, else one name a cell."""
    whole = _hull(cells)
    regular = all(
        (cell.col, cell.cols) == (whole.col, whole.cols)
        and cell.slot
        and 0 <= cell.slot.row < len(starts)
        and starts[cell.slot.row] == cell.row
        for cell in cells
    )
    if regular and sum(cell.rows for cell in cells) == whole.rows:
        yield f"{PREFIX}c.{_coded(table)}.{_coded(field)}", whole
        return
    for cell in cells:
        if cell.slot:
            yield f"{PREFIX}r.{_coded(table)}.{cell.slot.row}.{_coded(field)}", cell.rect


def _hull(cells: Sequence[Cell]) -> Rect:
    row, col = min(c.row for c in cells), min(c.col for c in cells)
    bottom, right = max(c.row + c.rows for c in cells), max(c.col + c.cols for c in cells)
    return Rect(row, col, bottom - row, right - col)


def _coded(text: str) -> str:
    """`text` in characters every spreadsheet takes in a name, whose case it ignores."""
    return _ODD.sub(lambda found: f"_u{ord(found[0]):02x}_", text)


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)

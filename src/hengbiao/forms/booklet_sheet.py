"""The contents of a booklet in a workbook: a table whose lines lead to the sheets of the forms."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from hengbiao.forms.booklet import LOCKED, Book, Entry, Part, plain_grid
from hengbiao.forms.booklet_look import look
from hengbiao.forms.grid import Cell, Grid, Repeat

_COVER: Final = "封面"
_CONTENTS: Final = "目录"
_HEADS: Final = ("表名", "预算单位")
_SHARES: Final = (0.68, 0.32)
_TITLE: Final = 46.0
_ROW: Final = 26.0


def sheet_contents(book: Book) -> tuple[Grid, Mapping[tuple[int, int], int]]:
    """The table, and for each cell (row, col) that leads somewhere which form of `book.entries` that is."""
    styles = look().styles
    cells = [Cell(0, 0, 1, len(_HEADS), "目　录", styles["contents"], None, LOCKED)]
    cells += [Cell(1, col, 1, 1, head, styles["sheet_head"], None, LOCKED) for col, head in enumerate(_HEADS)]
    targets: dict[tuple[int, int], int] = {}
    row = 2
    for part in book.parts:
        if part.number:
            cells.append(_part(part, row))
            row += 1
        for entry in part.entries:
            cells += _entry(entry, row)
            targets[row, 0] = len(targets)
            row += 1
    widths = tuple(share * book.paper.inner_width for share in _SHARES)
    grid = plain_grid(_CONTENTS, widths, [_TITLE] + [_ROW] * (row - 1), cells, book.paper)
    return replace(grid, head=(1, 2), repeats=(Repeat(1, 2, row),), keep=frozenset({0, 1})), targets


def sheets(book: Book) -> tuple[Grid, ...]:
    """What stands on the sheets of the workbook, in order, each under the title that its sheet has."""
    forms = (replace(entry.grid, title=entry.label) for entry in book.entries)
    return (replace(book.cover, title=_COVER), sheet_contents(book)[0], *forms)


def _part(part: Part, row: int) -> Cell:
    return Cell(row, 0, 1, len(_HEADS), part.label, look().styles["sheet_part"], None, LOCKED)


def _entry(entry: Entry, row: int) -> list[Cell]:
    style = look().styles["sheet_entry"]
    values = (entry.label, entry.office or None)
    return [Cell(row, col, 1, 1, value, style, None, LOCKED) for col, value in enumerate(values)]

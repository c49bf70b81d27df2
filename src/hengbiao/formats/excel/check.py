"""Our own workbooks opened again and compared, cell by cell, with the grids they were made of."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from hengbiao.domain import money
from hengbiao.formats.excel.open import opened
from hengbiao.formats.excel.parts import parted
from hengbiao.formats.excel.sheet import EXACT, rows_of
from hengbiao.formats.excel.write import sheet_names
from hengbiao.formats.unlike import Unlike, absent
from hengbiao.forms.grid import Cell, Grid, shown


def differing(grids: Sequence[Grid], path: str | Path) -> list[Unlike]:
    """The cells of a workbook that say other than they should, are merged otherwise, or should not be there.

    Sheets are found by the names that `write` gives them; others do not matter. Refusal where the file is no workbook.
    """
    wanted = sheet_names([grid.title for grid in grids])
    with opened(path) as book:
        there = set(book.sheet_names)
        made = [
            _sheet(book, name, form, grid) if name in there else absent(form, grid)
            for form, (name, grid) in enumerate(zip(wanted, grids, strict=True))
        ]
        return [each for sheet in made for each in sheet]


def _sheet(book: Any, name: str, form: int, grid: Grid) -> Iterator[Unlike]:
    sheet = book.get_sheet_by_name(name)
    values = sheet.to_python(skip_empty_area=False)
    merges = dict(sheet.merged_cell_ranges or ())
    rows = rows_of(grid)
    filled = sum(value != "" for line in values for value in line)
    height = len(values)
    for cell, part in ((cell, part) for cell, parts in parted(grid, rows) for part in parts):
        place = rows.on_sheet(part.rect)
        line = values[place.row] if place.row < height else ()
        value = line[place.col] if place.col < len(line) else ""
        filled -= value != ""
        if place.rows * place.cols > 1:
            last = merges.pop((place.row, place.col), None)
            if last != (place.row + place.rows - 1, place.col + place.cols - 1):
                yield Unlike(form, cell, f"{value}（合并的单元格不同）")
                continue
        if not _says(part, value):
            yield Unlike(form, cell, str(value))
    if filled or merges:
        yield Unlike(form, None, f"多出 {filled} 个有内容的单元格、{len(merges)} 处合并")


def _says(cell: Cell, value: Any) -> bool:
    """Whether the sheet holds what the cell should: texts letter for letter, amounts as equal numbers."""
    show = cell.style.show
    if isinstance(value, str):
        number = show.kind == "amount" and isinstance(cell.value, int) and abs(cell.value) < EXACT
        return value == shown(cell.value, show) and not number
    if not isinstance(cell.value, int) or show.kind != "amount":
        return False
    return not isinstance(value, bool) and Decimal(repr(value)) == Decimal(money.show(cell.value, show.unit))

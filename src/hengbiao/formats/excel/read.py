"""Our own workbooks back to grids, by the names of their areas."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

import python_calamine
from defusedxml import ElementTree

from hengbiao.formats.excel import names
from hengbiao.formats.excel.open import opened
from hengbiao.forms.grid import Cell, Grid, Rect, Slot, Style

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACE: Final = re.compile(r"(?:.*!)?\$([A-Z]{1,3})\$(\d{1,7})(?::\$([A-Z]{1,3})\$(\d{1,7}))?")
_WORKBOOK: Final = "xl/workbook.xml"
_LARGEST: Final = 64 << 20
"""Bytes of names that are read: a workbook of 3,000 forms has a tenth of it."""

_DEEPEST: Final = 65_536
"""No form reaches so many rows; a name that does is not of our making."""

_TALLEST, _WIDEST = 2_000, 64
"""Rows and columns of the largest sheet that is looked at as a form of someone else."""

_read: Final = lru_cache(4096)(names.read)  # sheets share their names

Place = tuple[int, int]
_Spans = Mapping[Place, Place]
"""How many rows and columns the merge at a cell covers."""

_PLAIN: Final = Style(border=False)


@dataclass(frozen=True)
class _Area:
    kind: str
    slot: Slot
    rect: Rect


@dataclass
class _Sheet:
    form: str = ""
    areas: list[_Area] = field(default_factory=list)


def read_named(path: str | Path) -> list[Grid]:
    """A grid for each sheet that holds a form of ours: cells with the slots our names give them, values as text.

    Numbers are decimal texts in the 金额单位 of the form; sizes are not read. Sheets without our names are left out.
    Raises Refusal where the file is no workbook.
    """
    with opened(path) as book:
        return [_grid(book.get_sheet_by_name(name), ours) for name, ours in _sheets(Path(path)).items()]


def read_all(path: str | Path) -> list[Grid]:
    """A grid for each sheet with anything on it: forms of ours as `read_named` gives them, others without slots."""
    with opened(path) as book:
        ours = _sheets(Path(path))
        grids = [_grid(book.get_sheet_by_name(name), ours.get(name, _Sheet())) for name in book.sheet_names]
        return [grid if grid.by_slot else _with_blanks(grid) for grid in grids if grid.cells]


def _with_blanks(grid: Grid) -> Grid:
    """The grid with its blank cells too, which have a place in a form; one too large for a form stays as it is."""
    height, width = len(grid.heights), len(grid.widths)
    if height > _TALLEST or width > _WIDEST:
        return grid
    blank = ((row, col) for row in range(height) for col in range(width) if (row, col) not in grid.at)
    return replace(grid, cells=(*grid.cells, *(Cell(row, col, 1, 1, None, _PLAIN) for row, col in blank)))


def _sheets(path: Path) -> Mapping[str, _Sheet]:
    """What the names say of each sheet that has any of ours, in their order."""
    with ZipFile(path) as archive, archive.open(_WORKBOOK) as part:
        if archive.getinfo(_WORKBOOK).file_size > _LARGEST:
            raise BadZipFile("too many names")
        tree = ElementTree.parse(part)
    sheets = [sheet.get("name", "") for sheet in tree.iter(f"{_MAIN}sheet")]
    found: dict[str, _Sheet] = defaultdict(_Sheet)
    for name in tree.iter(f"{_MAIN}definedName"):
        called, content, index = name.get("name", ""), name.text or "", int(name.get("localSheetId", "-1"))
        if not 0 <= index < len(sheets):
            continue
        if called == names.FORM:
            found[sheets[index]].form = content.strip('"')
        elif area := _area(called, content):
            found[sheets[index]].areas.append(area)
    return {sheet: found[sheet] for sheet in sheets if sheet in found}


def _area(name: str, place: str) -> _Area | None:
    kind, slot = _read(name)
    found = _PLACE.fullmatch(place)
    if not slot or not found:
        return None
    left, top, right, bottom = _index(found[1]), int(found[2]), _index(found[3] or found[1]), int(found[4] or found[2])
    if not 0 < top <= bottom <= _DEEPEST or left > right:
        return None
    return _Area(kind, slot, Rect(top - 1, left, bottom - top + 1, right - left + 1))


@cache
def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _grid(sheet: python_calamine.CalamineSheet, found: _Sheet) -> Grid:
    values = sheet.to_python(skip_empty_area=False)
    merges = sheet.merged_cell_ranges or []
    end = max(len(values), *(last[0] + 1 for _, last in merges), *(sum(a.rect[::2]) for a in found.areas), 0)
    fold = _folds([area.rect for area in found.areas if area.kind == "s"], end)
    spans = {
        (fold[first[0]], first[1]): (fold[last[0] + 1] - fold[first[0]], last[1] - first[1] + 1)
        for first, last in merges
    }
    areas = [_Area(area.kind, area.slot, _folded(area.rect, fold)) for area in found.areas]
    filled = {(fold[r], c): value for r, row in enumerate(values) for c, value in enumerate(row) if value != ""}
    for area in areas:
        if area.kind == "p":
            _join(area.rect, filled, spans, fold[end])
    slots = _slots(areas, spans)
    places = filled.keys() | slots.keys() | (set() if found.areas else spans.keys())
    cells = tuple(
        Cell(*place, *spans.get(place, (1, 1)), _text(filled.get(place, "")) or None, _PLAIN, slots.get(place))
        for place in sorted(places)
    )
    cols = max((cell.col + cell.cols for cell in cells), default=0)
    tables = {area.slot.table: area.rect for area in areas if area.kind == "t"}
    layout, _, kind = found.form.partition("/")
    sizes = (0.0,) * cols, (0.0,) * fold[end]
    return Grid(sheet.name, *sizes, cells, (0, 0), tables, layout=layout, kind=kind or "project")


def _join(rect: Rect, filled: dict[Place, Any], spans: dict[Place, Place], end: int) -> None:
    """Make one cell of the parts of a label; a part whose text was changed stays, and is told."""
    places = [(row, rect.col) for row in range(rect.row, min(rect.row + rect.rows, end))]
    text = next((filled[place] for place in places if place in filled), "")
    for place in places:
        spans.pop(place, None)
        if filled.get(place) == text:
            del filled[place]
    spans[rect.row, rect.col] = rect.rows, rect.cols
    if text != "":
        filled.setdefault((rect.row, rect.col), text)


def _folds(splits: Sequence[Rect], end: int) -> list[int]:
    """The row of the form for each row of the sheet up to `end`, and one more."""
    more = {row for rect in splits for row in range(rect.row + 1, rect.row + rect.rows)}
    return list(accumulate((row not in more for row in range(1, end + 1)), initial=0))


def _folded(rect: Rect, fold: Sequence[int]) -> Rect:
    first = fold[rect.row]
    return Rect(first, rect.col, fold[rect.row + rect.rows] - first, rect.cols)


def _text(value: Any) -> str:
    """A value as text: numbers with all their digits and no more."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return str(value)


def _slots(areas: Sequence[_Area], spans: _Spans) -> dict[tuple[int, int], Slot]:
    """The slot of each named cell; the rows of a table are counted by where its cells begin."""
    slots = {(area.rect.row, area.rect.col): area.slot for area in areas if area.kind in "fr"}
    columns = [(area.slot, list(_cells_down(area.rect, spans))) for area in areas if area.kind == "c"]
    starts: dict[str, set[int]] = defaultdict(set)
    for slot, cells in columns:
        starts[slot.table].update(row for row, _ in cells)
    for (row, _), slot in slots.items():
        if slot.table:
            starts[slot.table].add(row)
    numbers = {table: {row: i for i, row in enumerate(sorted(rows))} for table, rows in starts.items()}
    for slot, cells in columns:
        slots.update((cell, Slot(slot.field, slot.table, numbers[slot.table][cell[0]])) for cell in cells)
    return slots


def _cells_down(column: Rect, spans: _Spans) -> Iterator[tuple[int, int]]:
    row = column.row
    while row < column.row + column.rows:
        yield row, column.col
        row += spans.get((row, column.col), (1, 1))[0]

"""Where a form lies in a grid of plain texts that has our structure: labels anchor the values.

Placements come from the layout itself: its bands are laid down from every place, tables as long as they fit, and a
placement counts only where every label, every span and the last row agree.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from hengbiao.forms.grid import Cell, Grid, Rect, Slot
from hengbiao.forms.layout import Band, Layout, Plan, Spec
from hengbiao.forms.render import Frame, frame_of, numbered, side_by_side
from hengbiao.forms.template import pattern


class LocateError(ValueError):
    """No placement, or more than one; the message is a Chinese sentence that says which."""


@dataclass(frozen=True)
class Placement:
    """Where the slots of a layout lie: the grid with its cells bound and styled, unbound ones left as they were."""

    grid: Grid
    row: int
    col: int

    @cached_property
    def slots(self) -> Mapping[Slot, Rect]:
        """The rectangle of each slot."""
        return {slot: cell.rect for slot, cell in self.grid.by_slot.items()}


def locate(layout: Layout, grid: Grid, kind: str = "") -> Grid:
    """The grid with its slots, ready for `match(…, printed=True)`; LocateError unless exactly one placement fits."""
    found = placements(layout, grid, kind)
    if not found:
        raise LocateError(f"没有找到与表样“{layout.title}”一致的表：栏目名称或合并的单元格不同")
    if len(found) > 1:
        places = "、".join(f"第 {item.row + 1} 行" for item in found)
        raise LocateError(f"表样“{layout.title}”在这里有 {len(found)} 种对法（起于{places}），请指定一种")
    return found[0].grid


def placements(layout: Layout, grid: Grid, kind: str = "") -> list[Placement]:
    """Every way in which the layout fits the grid, with or without the borderless lines above the form."""
    plan = layout.plan(kind)
    parts = tuple(_parts(plan))
    finder = _Finder(layout, grid, parts)
    found: dict[tuple[tuple[Slot, Rect], ...], Placement] = {}
    for part in parts:
        for placement in finder.fits(part):
            found.setdefault(tuple(sorted(placement.slots.items())), placement)
    return list(found.values())


def _parts(plan: Plan) -> Iterator[Plan]:
    """The plan, and what is left of it without each of its first borderless bands that bind nothing."""
    yield plan
    for number, band in enumerate(plan.bands):
        if any(cell.style.border or cell.bind for line in band.lines for cell in line.cells):
            return
        yield replace(plan, bands=plan.bands[number + 1 :])


@dataclass(frozen=True, slots=True)
class _Room:
    """Rows that a cell takes, and the half-open row that it may reach by merging."""

    row: int
    col: int
    rows: int
    stop: int


class _Finder:
    """Lays a plan down on one grid."""

    def __init__(self, layout: Layout, grid: Grid, plans: tuple[Plan, ...]) -> None:
        self._layout = layout
        self._plans = plans
        self._grid = grid
        self._anchors = {(cell.row, cell.col): cell for cell in grid.cells}
        self._filled = max((c.row + c.rows for c in grid.cells if c.value), default=0)
        self._end = max((c.row + c.rows for c in grid.cells), default=0)

    @cached_property
    def _starts(self) -> frozenset[int]:
        """The rows at which a form seems to begin: all that stands above its first table is there."""
        return frozenset(
            row
            for plan in self._plans
            for row, col in product(range(self._filled), self._columns(plan))
            if self._headed(plan.bands, row, col)
        )

    def _headed(self, bands: tuple[Band, ...], row: int, col: int) -> bool:
        for band in bands:
            if band.table:
                return True
            if not self._labelled(band, row, col):
                return False
            row += len(band.lines)
        return True

    def _next_filled(self, row: int) -> int | None:
        return min((cell.row for cell in self._grid.cells if cell.value and cell.row >= row), default=None)

    def _columns(self, plan: Plan) -> range:
        width = max((cell.col + cell.cols for cell in self._grid.cells), default=0)
        return range(max(1, width - len(plan.widths) + 1))

    def fits(self, plan: Plan) -> Iterator[Placement]:
        """The placements of the plan."""
        for row, col in product(range(self._filled), self._columns(plan)):
            for times in self._times(plan.bands, row, col):
                placed = frame_of(plan, times)
                if cells := self._bound(placed, row, col):
                    yield Placement(self._with(plan, placed, cells, row, col), row, col)

    def _times(self, bands: tuple[Band, ...], row: int, col: int) -> Iterator[tuple[int, ...]]:
        """How often each band may stand, from `row` to the end of the grid."""
        if not bands:
            if row <= self._end and self._next_filled(row) in (*self._starts, None):
                yield ()
            return
        band, rest = bands[0], bands[1:]
        if band.foot:
            yield from ((0, *times) for times in self._times(rest, row, col))
        if not band.table:
            if self._labelled(band, row, col):
                yield from ((1, *times) for times in self._times(rest, row + len(band.lines), col))
            return
        for count in self._counts(band, row, col):
            if rest or count <= band.least or not self._blank(band, row, count, col):
                yield from ((count, *times) for times in self._times(rest, row + count * len(band.lines), col))

    def _counts(self, band: Band, row: int, col: int) -> Iterator[int]:
        """How many items of a table can stand from `row` on."""
        size = len(band.lines)
        for count in range((self._end - row) // size + 1):
            if count and not self._shaped(band, row + (count - 1) * size, col):
                return
            if count >= band.least:
                yield count

    def _blank(self, band: Band, row: int, count: int, col: int) -> bool:
        """Whether the last of `count` items says nothing."""
        size = len(band.lines)
        rows = range(row + (count - 1) * size, row + count * size)
        columns = range(col, max((c.col + c.cols for c in self._grid.cells), default=0))
        return not any(cell.value for at in product(rows, columns) if (cell := self._grid.at.get(at)))

    def _labelled(self, band: Band, row: int, col: int) -> bool:
        return all(self._fits(spec, row + at, col) for at, line in enumerate(band.lines) for spec in line.cells)

    def _shaped(self, band: Band, row: int, col: int) -> bool:
        """Whether one item of a table can stand here: its cells as wide as the layout has them, unless merged."""
        specs = [
            (at, part) for at, line in enumerate(band.lines) for spec in line.cells for part in _parted(spec, band)
        ]
        return all(spec.merge or self._fits(spec, row + at, col) for at, spec in specs)

    def _fits(self, spec: Spec, row: int, col: int) -> bool:
        cell = self._anchors.get((row, col + spec.col))
        if cell is None or cell.cols != spec.cols:
            return False
        written = "".join(str(cell.value or "").split())
        before = spec.style.show.before
        if before and "{" not in before and not written.startswith("".join(before.split())):
            return False
        return not spec.text or bool(pattern(spec.text).fullmatch(written))

    def _bound(self, placed: Frame, row: int, col: int) -> list[Cell]:
        """The grid's cells with styles and slots; none where a span disagrees."""
        cells = dict(self._anchors)
        for spec, rect, slot, item in _places(placed):
            at = (row + rect.row, col + rect.col)
            cell = cells.get(at)
            if cell is None and spec.merge and self._continues(at, spec):
                continue
            if cell is None or (cell.rows != rect.rows and not spec.merge) or cell.row + cell.rows > row + rect.stop:
                return []
            cells[at] = replace(cell, style=numbered(spec.style, item + 1), slot=slot)
        return list(cells.values())

    def _continues(self, at: tuple[int, int], spec: Spec) -> bool:
        """Whether a merged cell from the rows above covers this place."""
        cell = self._grid.at.get(at)
        return cell is not None and cell.cols == spec.cols and cell.col == at[1]

    def _with(self, plan: Plan, placed: Frame, cells: list[Cell], row: int, col: int) -> Grid:
        tables: dict[str, Rect] = {}
        for number, band in enumerate(plan.bands):
            top, count = row + placed.starts[number], placed.times[number]
            while count and band.table and self._blank(band, top, count, col):
                count -= 1
            if count and band.table:
                tables[band.table] = Rect(top, col, count * len(band.lines), len(plan.widths))
        bound = tuple(cell if _within(cell, tables) else replace(cell, slot=None) for cell in cells)
        return replace(self._grid, cells=bound, tables=tables, layout=self._layout.id, kind=plan.kind)


def _within(cell: Cell, tables: Mapping[str, Rect]) -> bool:
    """Whether the cell is of a row that says something; blank rows at the end of a table are room, not rows."""
    if not cell.slot or not cell.slot.table:
        return True
    rect = tables.get(cell.slot.table)
    return rect is not None and cell.row < rect.row + rect.rows


def _parted(spec: Spec, band: Band) -> list[Spec]:
    return side_by_side(spec, band.across) if band.across and spec.bind else [spec]


def _places(placed: Frame) -> Iterator[tuple[Spec, _Room, Slot | None, int]]:
    """Each cell of a frame: its place, the slot it is for, and the number of its row in the table."""
    for number, band in enumerate(placed.plan.bands):
        for time, (at, line) in product(range(placed.times[number]), enumerate(band.lines)):
            row = placed.starts[number] + time * len(band.lines) + at
            for spec in line.cells:
                parts = _parted(spec, band)
                for place, part in enumerate(parts):
                    item = time * (len(band.across) if band.across else 1) + place if band.table else 0
                    yield part, _room(placed, number, at, part, row), _slot(part, band.table, item), item


def _room(placed: Frame, number: int, at: int, spec: Spec, row: int) -> _Room:
    if placed.plan.bands[number].table:
        return _Room(row, spec.col, spec.rows, placed.starts[number + 1])
    first, stop = placed.rows_of(number, at, spec.rows)
    return _Room(first, spec.col, stop - first, stop)


def _slot(spec: Spec, table: str, item: int) -> Slot | None:
    if not spec.bind:
        return None
    return Slot(spec.bind, table, item) if table else Slot(spec.bind)

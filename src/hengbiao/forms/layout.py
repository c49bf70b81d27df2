"""Layouts (表样): how a form prints, as data without logic."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache

from hengbiao.forms.grid import Paper, Show, Slot, Style


@dataclass(frozen=True, slots=True)
class Spec:
    """A cell of a layout at column `col` over `cols` columns and `rows` lines.

    It prints `text` (a label, which may name facts as {year}), the value at `bind` (read back), or the value of `fact`
    (derived, never read back); none of them leaves it blank. `merge`: equal neighbours in a table are one cell.
    `suggest` names the field whose value is offered while it is blank.
    """

    col: int
    cols: int
    rows: int
    style: Style
    text: str = ""
    bind: str = ""
    fact: str = ""
    merge: bool = False
    suggest: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of cells as the layout writes it, at least `height` points high; `keep` with the next one on a page."""

    cells: tuple[Spec, ...]
    height: float
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """Lines that stand once, or once for each row of `table` and at least `least` times.

    With `across` the rows of the table stand side by side, as many as there are spans, then in lines below.
    `head`: drawn again on each page that goes on within the next band.
    `foot`: stands at the end, on a page with the last row above it, and only where one of the facts it prints has a
    value (签章 from unit defaults).
    """

    lines: tuple[Line, ...]
    table: str = ""
    across: tuple[int, ...] = ()
    least: int = 0
    head: bool = False
    foot: bool = False

    def times(self, rows: int, facts: Container[str] = ()) -> int:
        """How often its lines stand for a table of `rows` rows and the filled `facts`."""
        if self.foot:
            return int(any(cell.fact in facts for line in self.lines for cell in line.cells))
        if not self.table:
            return 1
        return max(self.least, -(-rows // len(self.across)) if self.across else rows)


@dataclass(frozen=True)
class Plan:
    """One form of a layout: `widths` of its columns in points, and its bands from top to bottom."""

    kind: str
    widths: tuple[float, ...]
    bands: tuple[Band, ...]

    @cached_property
    def fields(self) -> Mapping[str, Spec]:
        """The single-valued fields that are read back, by path."""
        cells = (cell for band in self.bands if not band.table for line in band.lines for cell in line.cells)
        return {cell.bind: cell for cell in cells if cell.bind}

    @cached_property
    def columns(self) -> Mapping[str, Mapping[str, Spec]]:
        """The fields of each table that are read back."""
        return {band.table: dict(_bound(band)) for band in self.bands if band.table}

    @cached_property
    def suggestions(self) -> Mapping[Slot, str]:
        """The field that is offered for each one that has such an offer; row -1 for the rows of a table."""
        cells = [(band.table, cell) for band in self.bands for line in band.lines for cell in line.cells]
        return {Slot(cell.bind, table): cell.suggest for table, cell in cells if cell.suggest}


@dataclass(frozen=True)
class Layout:
    """A 表样: `forms` are what it can export, the first by default; `plans` the forms it draws itself.

    `name` is what it is called beside others of its region, "" for the name of the region.
    """

    id: str
    title: str
    region: str
    forms: tuple[str, ...]
    money_unit: str
    scheme: str
    paper: Paper
    plans: Mapping[str, Plan]
    name: str = ""

    def plan(self, kind: str = "") -> Plan:
        """The plan of a kind, or of the first kind it draws; KeyError where it draws no such form."""
        return self.plans[kind] if kind else next(iter(self.plans.values()))

    def __hash__(self) -> int:
        """Layouts are told apart by identity and unit in caches."""
        return hash((self.id, self.money_unit))


@lru_cache(maxsize=32)
def in_unit(layout: Layout, money_unit: str) -> Layout:
    """The layout with amounts in another 金额单位."""
    plans = {kind: _plan_in_unit(plan, money_unit) for kind, plan in layout.plans.items()}
    return replace(layout, money_unit=money_unit, plans=plans)


def shows(plan: Plan) -> Iterator[tuple[Slot, Show]]:
    """How each bound field prints; row -1 for the rows of a table."""
    yield from ((Slot(path), cell.style.show) for path, cell in plan.fields.items())
    for table, columns in plan.columns.items():
        yield from ((Slot(field, table), cell.style.show) for field, cell in columns.items())


def _bound(band: Band) -> Iterator[tuple[str, Spec]]:
    return ((cell.bind, cell) for line in band.lines for cell in line.cells if cell.bind)


def _plan_in_unit(plan: Plan, unit: str) -> Plan:
    bands = tuple(
        replace(band, lines=tuple(replace(line, cells=_cells_in_unit(line.cells, unit)) for line in band.lines))
        for band in plan.bands
    )
    return replace(plan, bands=bands)


def _cells_in_unit(cells: tuple[Spec, ...], unit: str) -> tuple[Spec, ...]:
    return tuple(replace(cell, style=_style_in_unit(cell.style, unit)) for cell in cells)


@cache
def _style_in_unit(style: Style, unit: str) -> Style:
    return replace(style, show=replace(style.show, unit=unit))

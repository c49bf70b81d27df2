"""Summary tables (汇总表) of a document: rows of many projects, unit subtotals and a grand total, exact in 分."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import Final

from hengbiao.domain.tree import Tree
from hengbiao.forms.facts import facts, ordinals
from hengbiao.forms.form import Form, Row, field_kind
from hengbiao.forms.grid import Cell, Grid, Repeat, Show, Style, Value, shown
from hengbiao.forms.heights import heights
from hengbiao.forms.layout import Layout, Line, shows
from hengbiao.forms.render import part_of
from hengbiao.forms.summary_layout import COUNT, Column, Summary, summaries
from hengbiao.forms.summary_room import room_of, stretched, together, widths_for
from hengbiao.forms.template import filled_in
from hengbiao.forms.vocabulary import schemes

LOCKED: Final = "汇总表由各项目自动汇总，请改项目表"

_NO_ROWS: Final = (Row({}),)


def summarised(tree: Tree, layout: Layout, records: Sequence[str] = ()) -> tuple[Grid, ...]:
    """Every summary table of the projects `records` (none: all), amounts in the 金额单位 of the layout.

    Empty where there is no project.
    """
    chosen = set(records) or {item.id for item in tree.all_projects()}
    numbers = ordinals(tree)
    forms = [facts(tree, item.id, number=numbers[item.id]) for item in tree.all_projects() if item.id in chosen]
    return tuple(summary_grid(summary, layout, tree, forms) for summary in summaries()) if forms else ()


def summary_grid(summary: Summary, layout: Layout, tree: Tree, forms: Sequence[Form]) -> Grid:
    """The projects in one table; they stand in the order of the document, those of a unit together."""
    units = [list(group) for _, group in groupby(forms, key=lambda form: tree.headings[form.record].unit)]
    body = _Body(_shown_as(summary, layout), _named(layout, units), units)
    cells = tuple(sorted(body.cells(), key=lambda cell: (cell.row, cell.col)))
    first, top = len(summary.lines), len(summary.lines) + len(summary.heads)
    room = room_of(summary.paper, body.least[first:top])
    widths = widths_for(cells, summary.widths)
    least = stretched(cells, widths, body.least, room)
    high = heights(cells, widths, least)
    return Grid(
        title=next(shown(cell.value, cell.style.show) for cell in cells if cell.style.role == "title"),
        widths=widths,
        heights=high,
        cells=cells,
        head=(first, top),
        tables={},
        paper=summary.paper,
        repeats=(Repeat(first, top, len(least)),),
        least=least,
        keep=frozenset({*range(top), *body.kept, *together(cells, widths, high, room)}),
        kind="summary",
    )


def sum_of(forms: Sequence[Form], field: str) -> int | None:
    """The sum of an amount of the forms, or of their rows for `count`; None where every one is blank."""
    if field == COUNT:
        return sum(len(form.rows("indicators")) for form in forms)
    amounts = [amount for form in forms if isinstance(amount := form.fields.get(field), int)]
    return sum(amounts) if amounts else None


class _Body:
    """The cells of one table from the top down; `least` grows with each row, `kept` rows do not end a page."""

    def __init__(self, summary: Summary, names: Mapping[str, str], units: list[list[Form]]) -> None:
        self._summary = summary
        self._names = names
        self._units = units
        self.least: list[float] = []
        self.kept: set[int] = set()

    def cells(self) -> Iterator[Cell]:
        """All cells, in no order."""
        for line in (*self._summary.lines, *self._summary.heads):
            yield from self._line(line, [])
        for number, unit in enumerate(self._units, 1):
            yield from self._unit(unit, number)
            yield from self._sum(self._summary.subtotal, unit)
        yield from self._sum(self._summary.total, [form for unit in self._units for form in unit])

    def _unit(self, forms: list[Form], number: int) -> Iterator[Cell]:
        start = len(self.least)
        for form in forms:
            yield from self._project(form)
        for col, column in self._columns("unit"):
            value = str(number) if column.field == "item" else self._named(column.field, forms[0])
            yield self._cell(start, col, len(self.least) - start, value, column.style)

    def _project(self, form: Form) -> Iterator[Cell]:
        top = len(self.least)
        rows = (form.rows(self._summary.table) or _NO_ROWS) if self._summary.table else _NO_ROWS
        self.least += [self._summary.height] * len(rows)
        for col, column in self._columns("project"):
            yield self._cell(top, col, len(rows), _of_project(form, column.field), column.style)
        yield from self._rows(rows, top)

    def _rows(self, rows: Sequence[Row], top: int) -> Iterator[Cell]:
        groups: list[tuple[object, ...]] = [()] * len(rows)
        for col, column in self._columns("row"):
            values = [_of_row(row, column.field) for row in rows]
            if column.merge:
                texts = (shown(value, column.style.show) or at for at, value in enumerate(values))
                groups = [(*group, text) for group, text in zip(groups, texts, strict=True)]
            keys = groups if column.merge else range(len(rows))
            for _, run in groupby(enumerate(keys), key=lambda pair: pair[1]):
                same = [at for at, _ in run]
                yield self._cell(top + same[0], col, len(same), values[same[0]], column.style)

    def _sum(self, line: Line, forms: list[Form]) -> Iterator[Cell]:
        self.kept.add(len(self.least) - 1)
        yield from self._line(line, forms)

    def _line(self, line: Line, forms: list[Form]) -> Iterator[Cell]:
        row = len(self.least)
        self.least.append(line.height)
        for spec in line.cells:
            text = filled_in(spec.text, lambda name: self._named(name, forms[0] if forms else None))
            value = sum_of(forms, spec.fact) if spec.fact else text
            yield Cell(
                row, spec.col, spec.rows, spec.cols, value or (value if value == 0 else None), spec.style, None, LOCKED
            )

    def _columns(self, per: str) -> Iterator[tuple[int, Column]]:
        return ((col, column) for col, column in enumerate(self._summary.columns) if column.per == per)

    def _named(self, name: str, form: Form | None) -> str:
        if form and name in {"unit.code", "unit.name", "code", "name"}:
            return str(form.facts.get(f"unit.{name.removeprefix('unit.')}", ""))
        return self._names.get(name, "")

    def _cell(self, row: int, col: int, rows: int, value: Value, style: Style) -> Cell:
        return Cell(row, col, rows, 1, value, style, None, LOCKED)


def _of_project(form: Form, field: str) -> Value:
    if field == COUNT:
        return sum_of([form], COUNT)
    return form.facts.get("n") if field == "n" else form.fields.get(field)


def _of_row(row: Row, field: str) -> Value:
    name, _, part = field.partition("/")
    return part_of(row.values.get(name), part) if part else row.values.get(name)


def _named(layout: Layout, units: list[list[Form]]) -> Mapping[str, str]:
    """What the texts of a table may name of the whole of it."""
    years = {form.facts.get("year") for unit in units for form in unit}
    year = years.pop() if len(years) == 1 else ""
    first = units[0][0].facts
    one = f"{first.get('unit.code', '')} {first.get('unit.name', '')}".strip()
    office = one if len(units) == 1 else f"共 {len(units)} 个预算单位"
    return {"period": f"{year}年度" if year else "", "office": office, "money_unit": layout.money_unit}


@lru_cache(maxsize=64)
def _shown_as(summary: Summary, layout: Layout) -> Summary:
    """The summary with values printed as the layout prints them: 金额单位, thousands, names of the levels."""
    grouped = any(show.grouped for plan in layout.plans.values() for _, show in shows(plan) if show.kind == "amount")
    amount = Show("amount", layout.money_unit, grouped)
    levels = Show(codes=schemes()[layout.scheme].codes)

    def column(given: Column) -> Column:
        table = summary.table if given.per == "row" else ""
        if given.per == "row" and given.field in {"level1", "level2"}:
            return replace(given, style=replace(given.style, show=levels))
        if given.per != "unit" and given.field not in {"n", COUNT} and _is_amount(given.field, table):
            return replace(given, style=replace(given.style, show=amount))
        return given

    def line(given: Line) -> Line:
        summed = (
            replace(spec, style=replace(spec.style, show=amount)) if spec.fact not in {"", COUNT} else spec
            for spec in given.cells
        )
        return replace(given, cells=tuple(summed))

    columns = tuple(map(column, summary.columns))
    return replace(summary, columns=columns, subtotal=line(summary.subtotal), total=line(summary.total))


def _is_amount(field: str, table: str) -> bool:
    return field_kind("project", field, table) == "amount"

"""Layout × Grid → Form: the inverse of render, and what a person types or pastes into one cell."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from hengbiao.domain import money
from hengbiao.domain import target as targets
from hengbiao.domain.target import Target
from hengbiao.forms.form import TARGET_PARTS, Form, Row, filled
from hengbiao.forms.grid import Grid, Show, Slot, Value, shown
from hengbiao.forms.layout import Band, Layout, Plan, Spec
from hengbiao.forms.render import numbered, part_of

_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_DAY: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def match(layout: Layout, grid: Grid, *, printed: bool = False) -> Form:
    """The form that a grid with slots shows; with `printed` its values are texts as printed, as a file has them.

    `match(layout, render(layout, form)) == restricted(layout, form)`. Raises MoneyError where a printed amount is none.
    """
    plan = layout.plan(grid.kind)
    fields = ((path, _value(grid, Slot(path), spec.style.show, printed=printed)) for path, spec in plan.fields.items())
    bands = {band.table: band for band in plan.bands if band.table}
    tables = {table: _ended(band, list(_rows(grid, band, printed=printed))) for table, band in bands.items()}
    return Form(grid.kind, filled(fields), {name: rows for name, rows in tables.items() if rows})


def restricted(layout: Layout, form: Form) -> Form:
    """What of a form the layout prints, with targets and names as they are read back from it."""
    plan = layout.plan(form.kind)
    fields = ((path, _canonical(form.fields.get(path), spec.style.show)) for path, spec in plan.fields.items())
    tables = {table: _restricted_rows(plan, table, form.rows(table)) for table in plan.columns}
    return replace(form, fields=filled(fields), tables={name: rows for name, rows in tables.items() if rows})


def parse_cell(show: Show, text: str) -> Value:
    """What a person typed or pasted into a cell, put right: amounts in its 金额单位, targets by parts, days as ISO.

    None for a blank. Raises MoneyError, a Chinese sentence, for what is no amount.
    """
    clean = cleaned(text).strip()
    if show.kind == "day":
        return _iso(clean)
    bare = clean.removeprefix(show.before.strip()).removesuffix(show.after.strip()).strip()
    return _read(replace(show, before="", after=""), bare)


def cleaned(text: str) -> str:
    """Text from outside with line ends made one and what no text may hold replaced visibly."""
    one_end = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", one_end)


def _rows(grid: Grid, band: Band, *, printed: bool) -> Iterator[Row]:
    columns = {spec.bind: spec for line in band.lines for spec in line.cells if spec.bind}
    before: Mapping[str, Value] = {}
    for number in range(_count(grid, band)):
        values: dict[str, Value] = {}
        for field, spec in columns.items():
            slot = Slot(field, band.table, number)
            covered = spec.merge and slot not in grid.by_slot
            show = numbered(spec.style, number + 1).show
            values[field] = before.get(field) if covered else _value(grid, slot, show, printed=printed)
        before = values
        yield Row(filled(_joined(values).items()))


def _count(grid: Grid, band: Band) -> int:
    if band.table in grid.tables and not band.across:
        return grid.tables[band.table].rows // len(band.lines)
    return max((slot.row + 1 for slot in grid.by_slot if slot.table == band.table), default=0)


def _value(grid: Grid, slot: Slot, show: Show, *, printed: bool) -> Value:
    cell = grid.by_slot.get(slot)
    if cell is None or cell.value is None:
        return None
    return _read(show, cell.value) if printed and isinstance(cell.value, str) else _canonical(cell.value, show)


def _canonical(value: Value, show: Show) -> Value:
    """A value as it is read back from what it prints; amounts are exact."""
    return value if value is None or isinstance(value, int) else _read(show, shown(value, show))


def _read(show: Show, text: str) -> Value:
    bare = text.removeprefix(show.before).removesuffix(show.after)
    if show.kind == "amount":
        return money.parse(bare, show.unit)
    if show.kind == "target":
        return targets.parse(bare) or None
    if show.kind == "day":
        return _undone(show, bare)
    return next((stored for stored, code in show.codes if code == bare), bare) or None


def _undone(show: Show, text: str) -> str | None:
    """The ISO date that prints as `text`, else the text itself."""
    day = _iso(text)
    return day if day and shown(day, show) == f"{show.before}{text}{show.after}" else text or None


def _iso(text: str) -> str | None:
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text))
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else text or None


def _joined(values: Mapping[str, Value]) -> Mapping[str, Value]:
    """Values of a row with the columns of a split target made one again."""
    names = {f"target/{part}" for part in TARGET_PARTS}
    if not names & values.keys():
        return values
    parts = [str(values.get(f"target/{part}") or "") for part in TARGET_PARTS]
    rest = {name: value for name, value in values.items() if name not in names}
    return {**rest, "target": joined(*parts)}


def joined(comparator: str, value: str, unit: str) -> Target:
    """The target whose parts stand in columns of their own."""
    if (comparator or unit) and _NUMBER.fullmatch(value):
        return Target(comparator, value, unit)
    return targets.parse(f"{comparator}{value}{unit}")


def _restricted_rows(plan: Plan, table: str, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    columns = plan.columns[table]
    found = [Row(filled(_joined(_restricted_row(columns, row)).items()), row.id) for row in rows]
    return _ended(next(band for band in plan.bands if band.table == table), found)


def _ended(band: Band, rows: list[Row]) -> tuple[Row, ...]:
    """The rows; where they stand side by side, blanks after the last filled one are room, not rows."""
    while band.across and rows and not rows[-1].values:
        rows.pop()
    return tuple(rows)


def _restricted_row(columns: Mapping[str, Spec], row: Row) -> dict[str, Value]:
    return {field: _canonical(_stored(row, field), spec.style.show) for field, spec in columns.items()}


def _stored(row: Row, field: str) -> Value:
    name, _, part = field.partition("/")
    return part_of(row.values.get(name), part) or None if part else row.values.get(name)

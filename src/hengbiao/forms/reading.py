"""What a grid with slots says: its form, the facts it prints, and the cells whose meaning is not certain."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hengbiao.domain import money
from hengbiao.domain.fields import ROW_TYPES, kinds
from hengbiao.domain.money import MoneyError
from hengbiao.forms.facts import FACTS
from hengbiao.forms.form import Form, Row, field_kind
from hengbiao.forms.grid import Cell, Grid, Show, Slot, shown
from hengbiao.forms.layout import Layout, Plan, Spec, in_unit
from hengbiao.forms.match import cleaned, match
from hengbiao.forms.render import render
from hengbiao.forms.template import marks

_NUMERAL: Final = re.compile(r"-?[0-9]{1,24}(?:\.[0-9]{1,12})?")
_YEAR: Final = re.compile(r"(?:19[4-9]|2[0-9])[0-9]{1,2}")
_MARK: Final = re.compile(r"\ue000([0-9]+)\ue001")
_SHAPES: Final[Mapping[str, str]] = {
    "n": "([0-9]*)",
    "year": "([0-9]{4})?",
    "unit.code": "(?:((?=[^ ]*[0-9])[0-9A-Za-z._-]+)(?: +|$))?",
}
"""What a fact looks like where other text stands beside it; others may be any text."""

_OVER_YEARS: Final = {"start": "2000-01-01", "end": "2001-12-31"}
"""Dates that no form with 中期 columns prints: they make it print them."""

_OTHER_UNIT: Final = "表里写的金额单位与表样的不同"

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A form read from cells: `facts` it prints besides ("unit.code"), how many cells had text, those left unplaced."""

    form: Form
    facts: Mapping[str, str]
    cells: int
    unplaced: tuple[tuple[Cell, str], ...]


def understood(layout: Layout, grid: Grid, *, located: bool = False) -> Reading:
    """What a grid with slots says in a layout; a cell that does not read as its field or label is left unplaced.

    Where the slots were `located` by labels, blank rows at the end of a table are room, not rows.
    """
    plan = layout.plan(grid.kind)
    faults = {(cell.row, cell.col): why for cell in grid.cells if (why := _fault(plan, cell))}
    form, told, strange = _read(layout, grid, faults, located=located)
    if _tells_money_unit(layout, grid, form, strange):
        faults |= {(cell.row, cell.col): _OTHER_UNIT for cell in grid.cells if _is_amount(plan, cell)}
        form, told, strange = _read(layout, grid, faults, located=located)
    unplaced = {**strange, **faults}
    left = tuple((cell, unplaced[cell.row, cell.col]) for cell in grid.cells if (cell.row, cell.col) in unplaced)
    return Reading(form, told, sum(bool(cell.value) for cell in grid.cells), left)


def _read(
    layout: Layout, grid: Grid, faults: Mapping[Place, str], *, located: bool
) -> tuple[Form, Mapping[str, str], dict[Place, str]]:
    """The form without its faulty cells, its facts, and the cells that are neither labels nor values."""
    sound = tuple(_without_value(cell) if (cell.row, cell.col) in faults else cell for cell in grid.cells)
    form = match(layout, replace(grid, cells=sound), printed=True)
    form = _without_blank_ends(form) if located else form
    told = _facts(layout, grid, form)
    return form, told, _strangers(layout, grid, replace(form, facts=told))


def _tells_money_unit(layout: Layout, grid: Grid, form: Form, strange: Mapping[Place, str]) -> bool:
    """Whether one of these cells stands where the layout says in what unit its amounts are."""
    if not strange:
        return False
    other = in_unit(layout, next(unit for unit in money.UNITS if unit != layout.money_unit))
    here, there = render(layout, form), render(other, form)
    offset = _offset(here, grid)
    pairs = zip(here.cells, there.cells, strict=True)
    labels = {_moved(offset, a) for a, b in pairs if not a.slot and isinstance(a.value, str) and a.value != b.value}
    return bool(labels & strange.keys())


def _is_amount(plan: Plan, cell: Cell) -> bool:
    spec = _spec(plan, cell.slot) if cell.slot and cell.value else None
    return spec is not None and spec.style.show.kind == "amount"


def _spec(plan: Plan, slot: Slot) -> Spec | None:
    return plan.columns.get(slot.table, {}).get(slot.field) if slot.table else plan.fields.get(slot.field)


def _without_blank_ends(form: Form) -> Form:
    ended = {name: rows[: _said(rows)] for name, rows in form.tables.items()}
    return replace(form, tables={name: rows for name, rows in ended.items() if rows})


def _said(rows: Sequence[Row]) -> int:
    """How many rows there are up to the last that says something."""
    return max((number for number, row in enumerate(rows, 1) if row.values), default=0)


def _without_value(cell: Cell) -> Cell:
    return replace(cell, value=None)


def _fault(plan: Plan, cell: Cell) -> str:
    """Why the value of a cell with a slot is not certain; "" where it is, or where it has none."""
    if not cell.slot or not isinstance(cell.value, str) or not cell.value:
        return ""
    slot = cell.slot
    spec = _spec(plan, slot)
    if spec is None:
        return "表样里没有这一栏"
    if cleaned(cell.value) != cell.value:
        return "有不能保存的控制字符"
    return _kind_fault(plan.kind, slot, spec.style.show, cell.value)


def _kind_fault(kind: str, slot: Slot, show: Show, text: str) -> str:
    bare = text.removeprefix(show.before).removesuffix(show.after)
    if show.kind == "amount":
        try:
            money.parse(bare, show.unit)
        except MoneyError as error:
            return str(error)
        return ""
    found = _kind(kind, slot)
    if found == "numeral" and not _NUMERAL.fullmatch(bare):
        return "这一栏应是数字"
    return "这一栏应是四位年份" if found == "year" and not _YEAR.fullmatch(bare) else ""


def _kind(kind: str, slot: Slot) -> str:
    if slot.table and "/" not in slot.field:
        return kinds(ROW_TYPES[slot.table])[slot.field]
    return field_kind(kind, slot.field, slot.table)


# Facts


def _facts(layout: Layout, grid: Grid, form: Form) -> Mapping[str, str]:
    """The facts that the labels of a grid print, by name."""
    names = sorted({name for spec in _specs(layout.plan(grid.kind)) for name in _named(spec)})
    asked = {name: f"\ue000{number}\ue001" for number, name in enumerate(names)}
    found: dict[str, str] = {}
    cells = grid.at
    drawn = render(layout, replace(form, facts=asked))
    offset = _offset(drawn, grid)
    for cell in drawn.cells:
        printed = "" if cell.slot else shown(cell.value, cell.style.show)
        there = cells.get(_moved(offset, cell)) if "\ue000" in printed else None
        if there and there.value:
            found |= _taken(names, printed, str(there.value))
    return found


def _specs(plan: Plan) -> Iterator[Spec]:
    return (spec for band in plan.bands if not band.table for line in band.lines for spec in line.cells)


def _named(spec: Spec) -> Iterator[str]:
    """The facts of a cell that only the file can tell."""
    for name in (spec.fact, *marks(spec.text)):
        if (name in FACTS and name != "money_unit") or name.startswith("unit.extra/"):
            yield name


def _taken(names: list[str], printed: str, text: str) -> dict[str, str]:
    """The facts in a text that was printed with marks for them."""
    asked = [names[int(number)] for number in _MARK.findall(printed)]
    parts = _MARK.split(printed)[::2]
    pattern = re.escape(parts[0])
    for name, part in zip(asked, parts[1:], strict=True):
        after_code = part[1:] if name == "unit.code" and part.startswith(" ") else part
        alone = len(asked) == 1 and not "".join(parts)
        pattern += ("(.*)" if alone else _SHAPES.get(name, "(.*?)")) + re.escape(after_code)
    matched = re.fullmatch(pattern, text, re.DOTALL)
    return {name: value for name, value in zip(asked, matched.groups(), strict=True) if value} if matched else {}


# Labels


def _strangers(layout: Layout, grid: Grid, form: Form) -> dict[Place, str]:
    """The filled cells without slot that are neither labels nor derived values of the form, with the reason."""
    plain = _unlike(layout, grid, form)
    if not plain or {"start", "end"} & set(layout.plan(grid.kind).fields):
        return plain
    over = _unlike(layout, grid, replace(form, fields={**form.fields, **_OVER_YEARS}))
    return min(plain, over, key=len)


def _unlike(layout: Layout, grid: Grid, form: Form) -> dict[Place, str]:
    drawn = render(layout, form)
    offset = _offset(drawn, grid)
    wanted = {_moved(offset, cell): cell for cell in drawn.cells if not cell.slot}
    found: dict[Place, str] = {}
    for cell in grid.cells:
        if cell.value and not cell.slot and not _agrees(wanted.get((cell.row, cell.col)), str(cell.value)):
            label = wanted.get((cell.row, cell.col))
            printed = shown(label.value, label.style.show) if label else ""
            found[cell.row, cell.col] = f"表样在这里印的是“{printed[:40]}”" if printed else "看不出是哪一栏"
    return found


def _agrees(label: Cell | None, text: str) -> bool:
    if label is None:
        return False
    if "".join(shown(label.value, label.style.show).split()) == "".join(text.split()):
        return True
    if not isinstance(label.value, int) or label.style.show.kind != "amount":
        return False
    try:
        return money.parse(text, label.style.show.unit) == label.value
    except MoneyError:
        return False


def _moved(by: Place, cell: Cell) -> Place:
    return cell.row + by[0], cell.col + by[1]


def _offset(drawn: Grid, grid: Grid) -> Place:
    """How far from the upper left corner the form lies on the grid: as far as its first slot does."""
    first = next((cell for cell in drawn.cells if cell.slot and cell.slot in grid.by_slot), None)
    if first is None or first.slot is None:
        return 0, 0
    there = grid.by_slot[first.slot]
    return there.row - first.row, there.col - first.col

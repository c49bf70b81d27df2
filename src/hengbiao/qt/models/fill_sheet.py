"""The form as one types it: the layout's own grid, reflowed to the pane, with drafts, suggestions and locks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from hengbiao.domain.change import Record, Ref
from hengbiao.domain.fields import kinds
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.position import new_row_id
from hengbiao.domain.tree import Tree
from hengbiao.domain.unit import Extra
from hengbiao.forms.entry import suggestions
from hengbiao.forms.facts import facts
from hengbiao.forms.form import Form, Row, filled
from hengbiao.forms.grid import Cell, Grid, Repeat, Slot, Style, shown
from hengbiao.forms.heights import reflow
from hengbiao.forms.layout import Layout
from hengbiao.forms.render import render
from hengbiao.forms.vocabulary import choices, schemes
from hengbiao.qt.models.drafts import levels
from hengbiao.qt.models.sheet import LEVELS, Sheet, blank

IN_ORDER: Final = "按住这里上下拖动可以移动本行；要改一级、二级指标，请到“列表”"

_ABOVE: Final = frozenset({"title", "line"})


@dataclass(frozen=True)
class Page:
    """What stands above the table (title; texts at the left and right of the line under it) and the table itself."""

    title: str
    left: str
    right: str
    sheet: Sheet


def places(layout: Layout, kind: str) -> dict[str, int]:
    """The tables that the layout draws of a form, and how many of their rows stand abreast."""
    plan = layout.plans.get(kind)
    bands = plan.bands if plan else ()
    return {band.table: max(1, len(band.across)) for band in bands if band.table}


def form_of(tree: Tree, record_id: str, lines: Mapping[str, Sequence[Any]], number: int | None = None) -> Form:
    """The form of a record with `lines`, drafts among them, as the rows of its tables."""
    form = facts(tree, record_id, number=number)
    shown_rows = {table: tuple(map(_row, lines[table])) for table in lines if lines[table]}
    return replace(form, tables={**form.tables, **shown_rows})


def _row(row: Any) -> Row:
    names = (name for name in kinds(type(row)) if name != "position")
    return Row(filled((name, getattr(row, name)) for name in names), row.id)


def fill_page(form: Form, layout: Layout, drafts: Mapping[str, Any], record: Record, width: float, size: float) -> Page:
    """The form in `layout`, `width` logical pixels wide with type `size` high; `drafts` by id are no data yet."""
    whole = render(layout, form)
    above, grid = _split(whole)
    offers = _suggestions(layout, form, grid)
    grid = _with_room(grid, offers, width, size)
    line = (*getattr(record, "indicators", ()), *drafts.values())
    groups = {row.id: levels(row) for row in line if isinstance(row, Indicator)}
    refs, extras = _refs(form, grid, record)
    sheet = Sheet(
        record=form.record,
        grid=grid,
        rows=_names(form, grid),
        refs=refs,
        drafts={**drafts, **extras},
        groups=groups,
        suggestions=offers,
        choices={"property": choices()["property"]},
        scheme=schemes()[layout.scheme],
    )
    lines = [shown(cell.value, cell.style.show) for cell in above if cell.style.role == "line"]
    left, right = (lines[0] if lines else ""), ("　".join(lines[1:]))
    return Page(whole.title, left, right, sheet)


def _on_screen(cell: Cell, up: int) -> Cell:
    """A cell `up` rows higher; labels, and the levels that the scheme puts in order, stand bold in grey."""
    style, locked = cell.style, cell.locked
    if cell.slot and cell.slot.table == "indicators" and cell.slot.field in LEVELS:
        style, locked = _level_style(style), IN_ORDER
    elif style.role in {"label", "head"}:
        style = _bold(style)
    return Cell(cell.row - up, cell.col, cell.rows, cell.cols, cell.value, style, cell.slot, locked)


@lru_cache(maxsize=256)
def _bold(style: Style) -> Style:
    return replace(style, bold=True, font="hei")


@lru_cache(maxsize=256)
def _level_style(style: Style) -> Style:
    return replace(style, role="label", bold=True, font="hei", align="center")


def _split(grid: Grid) -> tuple[tuple[Cell, ...], Grid]:
    """The title and lines on top of a form, and the grid below them."""
    top = next((row for row in range(len(grid.heights)) if not _is_above(grid, row)), len(grid.heights))
    above = tuple(cell for cell in grid.cells if cell.row < top)
    cells = tuple(_on_screen(cell, top) for cell in grid.cells if cell.row >= top)
    repeats = tuple(Repeat(*(edge - top for edge in repeat)) for repeat in grid.repeats if repeat.first >= top)
    return above, replace(grid, cells=cells, heights=grid.heights[top:], least=grid.least[top:], repeats=repeats)


def _is_above(grid: Grid, row: int) -> bool:
    """Whether a row stands over the table; what names the box of text under it stands with that."""
    cells = [grid.at.get((row, col)) for col in range(len(grid.widths))]
    plain = all(cell is None or (cell.style.role in _ABOVE and cell.slot is None) for cell in cells)
    below = grid.at.get((row + 1, 0))
    return plain and not (below is not None and below.slot and not below.style.border)


def _with_room(grid: Grid, offers: Mapping[Slot, str], width: float, size: float) -> Grid:
    """The grid reflowed so that a suggestion fits where it stands, as it will once it is taken."""
    ghosts = {slot for slot in offers if blank(grid.by_slot[slot].value)}
    if not ghosts:
        return reflow(grid, width, size=size, snug=True)
    filled_in = (replace(cell, value=offers[cell.slot]) if cell.slot in ghosts else cell for cell in grid.cells)
    placed = reflow(replace(grid, cells=tuple(filled_in)), width, size=size, snug=True)
    return replace(placed, cells=tuple(replace(c, value=None) if c.slot in ghosts else c for c in placed.cells))


def _suggestions(layout: Layout, form: Form, grid: Grid) -> dict[Slot, str]:
    """Grey texts by slot; of an amount what the other sources leave of it."""
    found = {}
    for slot, value in suggestions(layout, form).items():
        cell = grid.by_slot.get(slot)
        left = _left(form, slot, value) if isinstance(value, int) else value
        if cell and left is not None:
            found[slot] = shown(left, cell.style.show)
    return found


def _left(form: Form, slot: Slot, value: int) -> int | None:
    group = slot.field.partition("/")[0]
    others = (v for path, v in form.fields.items() if path.startswith(f"{group}/") and not path.endswith("/total"))
    left = value - sum(other for other in others if isinstance(other, int))
    return left if left > 0 else None


def _refs(form: Form, grid: Grid, record: Record) -> tuple[dict[Slot, Ref], dict[str, Any]]:
    """Where each bound cell writes, and drafts for the extras that the record does not have yet."""
    refs: dict[Slot, Ref] = {}
    drafts: dict[str, Any] = {}
    for slot in grid.by_slot:
        if slot.table:
            row_id = form.rows(slot.table)[slot.row].id
            refs[slot] = Ref(form.record, (slot.table, row_id, slot.field.partition("/")[0]))
        elif slot.field.startswith("extra/"):
            extra = _extra(record, slot.field.removeprefix("extra/"))
            drafts[extra.id] = extra
            refs[slot] = Ref(form.record, ("extra", extra.id, "text"))
        else:
            refs[slot] = Ref(form.record, tuple(slot.field.split("/")))
    return refs, drafts


def _extra(record: Record, label: str) -> Extra:
    found = next((extra for extra in record.extra if extra.label == label), None)
    return found or Extra(id=_extra_id(record.id, label), position="z", label=label)


@lru_cache(maxsize=1024)
def _extra_id(record_id: str, label: str) -> str:  # noqa: ARG001 - one fresh id for each
    return new_row_id()


def _names(form: Form, grid: Grid) -> tuple[str, ...]:
    """A name for life for each grid row: that of its table row, else its place among the fixed rows."""
    names: dict[int, str] = {}
    for slot, cell in grid.by_slot.items():
        if slot.table and cell.rows == 1:
            names.setdefault(cell.row, f"{slot.table}/{form.rows(slot.table)[slot.row].id}")
    found, fixed, seen = [], 0, set()
    for row in range(len(grid.heights)):
        name = names.get(row)
        if name is None or name in seen:
            name = f"#{fixed}" if name is None else f"{name}#{row}"
            fixed += 1
        seen.add(name)
        found.append(name)
    return tuple(found)

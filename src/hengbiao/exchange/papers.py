"""Forms on paper as data: office files and PDFs, the layout found, every cell placed or told why it is not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from hengbiao.domain.change import Change, Record
from hengbiao.domain.fields import build, encode
from hengbiao.domain.money import UNITS
from hengbiao.domain.position import new_id, new_row_id, spread
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Records, Tree, heading
from hengbiao.domain.unit import Extra, Unit
from hengbiao.formats.sources import SOURCES
from hengbiao.forms.form import Form, stored
from hengbiao.forms.grid import Cell, Grid
from hengbiao.forms.layout import Layout, Plan, in_unit
from hengbiao.forms.layouts import layouts
from hengbiao.forms.locate import placements
from hengbiao.forms.reading import Reading, understood

_MOST_CELLS: Final = 20_000
"""A sheet with more is no form, and looking for one in it would take minutes."""

_UNKNOWN: Final = "没有认出这是哪种表样的表"


@dataclass(frozen=True, slots=True)
class Paper:
    """Form number `number` of a file, from 1, on a `sheet` or ""; `layout` is None where nobody knows what it says."""

    number: int
    sheet: str
    grid: Grid
    layout: Layout | None
    reading: Reading

    @property
    def project(self) -> str:
        """The name of its project, "" for a department form."""
        return str(self.reading.form.fields.get("name", "")) if self.reading.form.kind == "project" else ""

    @property
    def unit(self) -> tuple[str, str]:
        """Code and name of its unit, as far as it prints them."""
        told = self.reading.facts
        return told.get("unit.code", ""), told.get("unit.name", "")

    @property
    def year(self) -> int | None:
        """The year it prints."""
        told = self.reading.facts.get("year", "")
        return int(told) if told.isdecimal() and len(told) == len("2026") else None

    def where(self, cell: Cell) -> str:
        """A cell as people find it."""
        if not self.sheet:
            return f"第 {self.number} 张表第 {cell.row + 1} 行第 {cell.col + 1} 列"
        from hengbiao.formats.excel.sheet import letters

        return f"{self.sheet}!{letters(cell.col)}{cell.row + 1}"


def read_papers(path: Path, layout: Layout | None) -> list[Paper]:
    """The forms of a file, in `layout` or whichever fits; Refusal where it is bad or holds no form that is known."""
    suffix = path.suffix.lower()
    grids = SOURCES[suffix](path)
    candidates = (layout,) if layout else layouts()
    made = [
        paper_of(number, grid.title if suffix == ".xlsx" else "", grid, candidates)
        for number, grid in enumerate(grids, 1)
        if any(cell.value for cell in grid.cells)
    ]
    if not any(paper.layout for paper in made):
        named = f"表样“{layout.title}”的表" if layout else "能认出的表"
        next_step = "请用 --layout 指明表样，或把内容填进本程序导出的表里再导入"
        raise Refusal(path, "", f"没有找到{named}：栏目名称或合并的单元格不同", next_step)
    return made


def concerns(plan: Plan, record: Record, change: Change) -> bool:
    """Whether a change to a standing record is of what a form of this plan prints: it knows nothing of the rest."""
    table, *rest = change.ref.path
    if table == "extra":
        return f"extra/{_label(record, change)}" in plan.fields
    if table in plan.columns:
        names = {column.split("/")[0] for column in plan.columns[table]}
        return len(rest) < 2 or rest[1] in names or rest[1] == "position"
    return "/".join(change.ref.path) in plan.fields or (table == "period" and bool(change.new))


def _label(record: Record, change: Change) -> str:
    """The label of the custom field that a change is about."""
    if isinstance(change.new, Extra):
        return change.new.label
    return next((extra.label for extra in record.extra if extra.id == change.ref.path[1]), "")


def tree_of(papers: Sequence[Paper]) -> Tree:
    """The forms as a tree of new records: units by code, name and year, projects in the order of the file."""
    records: dict[str, Record] = {}
    units: dict[tuple[str, str, int | None], str] = {}
    for paper, position in zip(papers, spread(len(papers)), strict=True):
        told = (*paper.unit, paper.year)
        if told not in units:
            unit = _unit(paper, position)
            records[unit.id], units[told] = unit, unit.id
        made = _record(paper, units[told], position)
        records[made.id] = made
    return Tree(Records(records), {key: heading(record) for key, record in records.items()})


def _unit(paper: Paper, position: str) -> Unit:
    code, name = paper.unit
    told = [(key.partition("/")[2], text) for key, text in paper.reading.facts.items() if key.startswith("unit.extra/")]
    extra = (
        Extra(id=new_row_id(), position=at, label=label, text=text)
        for at, (label, text) in zip(spread(len(told)), told, strict=True)
    )
    return Unit(id=new_id(), position=position, code=code, name=name, year=paper.year, extra=tuple(extra))


def _record(paper: Paper, unit: str, position: str) -> Record:
    form = paper.reading.form
    state = dict(_fields(form))
    span = paper.reading.facts.get("span", "")
    if form.kind == "department" and span != paper.reading.facts.get("year", span):
        state.setdefault("period", span)
    if form.kind == "project":
        state["position"] = position
    return build(form.kind, new_id(), unit, state)


def _fields(form: Form) -> Iterator[tuple[str, Any]]:
    """The state of the record that a form describes, by path."""
    extras = [path for path in form.fields if path.startswith("extra/")]
    for path, at in zip(extras, spread(len(extras)), strict=True):
        label, text = path.partition("/")[2], form.fields[path]
        yield f"extra/{new_row_id()}", {"position": at, "label": label, "text": text}
    for path, value in form.fields.items():
        if path not in extras:
            yield path, encode(stored(form.kind, path, value))
    for table, rows in form.tables.items():
        for row, at in zip(rows, spread(len(rows)), strict=True):
            values = {name: encode(stored(form.kind, name, value, table)) for name, value in row.values.items()}
            yield f"{table}/{new_row_id()}", {"position": at, **values}


def paper_of(number: int, sheet: str, grid: Grid, candidates: Sequence[Layout]) -> Paper:
    """What a grid says in the layout that fits; of no layout where none does, or several that say different things."""
    found = list(_readings(grid, candidates))
    least = min((len(reading.unplaced) for _, reading in found), default=0)
    best = [(layout, reading) for layout, reading in found if len(reading.unplaced) == least]
    forms = [reading.form for _, reading in best]
    if best and all(form == forms[0] for form in forms):
        layout, reading = best[0]
        return Paper(number, sheet, grid, layout, reading)
    why = _UNKNOWN if not best else f"有 {len(best)} 种对法，不能确定是哪一种，请用 --layout 指明表样"
    left = tuple((cell, why) for cell in grid.cells if cell.value)
    return Paper(number, sheet, grid, None, Reading(Form("project", {}), {}, len(left), left))


def _readings(grid: Grid, candidates: Sequence[Layout]) -> Iterator[tuple[Layout, Reading]]:
    """What the grid says in each layout that it may be of, each in its own 金额单位 or, if it says so, in another."""
    for layout, bound in _bindings(grid, candidates):
        located = not grid.by_slot
        reading = understood(layout, bound, located=located)
        yield layout, reading
        if reading.unplaced:
            others = (in_unit(layout, unit) for unit in UNITS if unit != layout.money_unit)
            again = [(other, understood(other, bound, located=located)) for other in others]
            yield from (pair for pair in again if not pair[1].unplaced)


def _bindings(grid: Grid, candidates: Sequence[Layout]) -> Iterator[tuple[Layout, Grid]]:
    """The grid with its slots in each layout that it may be of: the one it names, or all whose labels fit."""
    named = [layout for layout in candidates if layout.id == grid.layout and grid.kind in layout.plans]
    kinds = list(_kinds(named or candidates, grid.kind if named else ""))
    if grid.by_slot:
        slots = {(slot.table, slot.field) for slot in grid.by_slot}
        for layout, kind in kinds:
            if named or slots <= _bound(layout.plan(kind)):
                yield layout, replace(grid, layout=layout.id, kind=kind)
    elif len(grid.cells) <= _MOST_CELLS:
        for layout, kind in kinds:
            yield from ((layout, placement.grid) for placement in placements(layout, grid, kind))


def _kinds(candidates: Sequence[Layout], kind: str) -> Iterator[tuple[Layout, str]]:
    return ((layout, each) for layout in candidates for each in layout.plans if not kind or each == kind)


def _bound(plan: Plan) -> set[tuple[str, str]]:
    """Every field that a form of this plan prints, with its table."""
    return {("", path) for path in plan.fields} | {
        (table, name) for table in plan.columns for name in plan.columns[table]
    }

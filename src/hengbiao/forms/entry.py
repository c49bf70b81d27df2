"""Filling in a form: the empty rows it offers, the values it suggests, and what of a record it does not print."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from hengbiao.domain.fields import KINDS, ROW_TYPES, kinds
from hengbiao.forms.form import TARGET_PARTS, Form, Row, paths
from hengbiao.forms.grid import Slot, Value
from hengbiao.forms.layout import Layout, Plan
from hengbiao.forms.vocabulary import Scheme, schemes

_LAST: Final = 1_000_000


def entry_rows(form: Form, layout: Layout) -> Form:
    """The form with an empty row (id "") for each level 2 of the layout's scheme that has no indicator yet.

    They stand in the official order, after the indicators that come before them there; no indicator is moved.
    """
    if "indicators" not in layout.plan(form.kind).columns:
        return form
    scheme = schemes()[layout.scheme]
    rows = list(form.rows("indicators"))
    present = {_place(row, scheme) for row in rows}
    for place, (level1, level2) in enumerate(scheme.levels):
        if place not in present:
            at = max((n + 1 for n, row in enumerate(rows) if _place(row, scheme) < place), default=0)
            rows.insert(at, Row({"level1": level1, "level2": level2}))
    return replace(form, tables={**form.tables, "indicators": tuple(rows)})


def suggestions(layout: Layout, form: Form) -> Mapping[Slot, Value]:
    """What is offered for each blank of the form that has an offer; no data until someone takes it."""
    return dict(_suggested(layout.plan(form.kind), form))


def unprinted(layout: Layout, kind: str) -> tuple[str, ...]:
    """The fields and tables of a project or department that the layout does not print, by path, in their order."""
    plan = layout.plan(kind)
    tables = [name for name, found in kinds(KINDS[kind]).items() if found == "rows" and name not in plan.columns]
    return (*(path for path in paths(kind) if path not in plan.fields), *tables)


def unprinted_columns(layout: Layout, kind: str, table: str) -> tuple[str, ...]:
    """The fields of the rows of a table that the layout does not print."""
    columns = layout.plan(kind).columns.get(table, {})
    split = any(f"target/{part}" in columns for part in TARGET_PARTS)
    printed = {*columns, *(("target",) if split else ())}
    return tuple(name for name in kinds(ROW_TYPES[table]) if name not in printed and name != "position")


def _place(row: Row, scheme: Scheme) -> int:
    """The official place of the row's levels; one that the scheme does not know comes last."""
    level1, level2 = (scheme.official(str(row.values.get(level, ""))) for level in ("level1", "level2"))
    return scheme.order.get((level1, level2), _LAST)


def _suggested(plan: Plan, form: Form) -> Iterator[tuple[Slot, Value]]:
    for slot, source in plan.suggestions.items():
        if slot.table:
            for number, row in enumerate(form.rows(slot.table)):
                if slot.field not in row.values and source in row.values:
                    yield Slot(slot.field, slot.table, number), row.values[source]
        elif slot.field not in form.fields and source in form.fields:
            yield slot, form.fields[source]

"""Facts: everything a layout may print of a record, as a Form."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from hengbiao.domain.change import Record
from hengbiao.domain.department import Department
from hengbiao.domain.fields import ROW_TYPES, kinds
from hengbiao.domain.project import Project
from hengbiao.domain.tree import Heading, Tree
from hengbiao.domain.unit import Unit
from hengbiao.forms.form import Form, Row, filled, paths
from hengbiao.forms.grid import Value

FACTS: Final = ("n", "unit.code", "unit.name", "year", "span", "money_unit")
"""Derived values of a form; besides them the `unit.extra/LABEL` of its unit and `sum.TABLE.FIELD`."""

ROW_FACTS: Final = ("item", "item.hanzi")
"""Derived values of a row: its number, and that in Chinese numerals; besides them `midterm.FIELD`."""

MIDTERM: Final = "midterm."
"""Before a field of a row: that field where the project runs over more than one year, else blank."""

_DATED: Final = re.compile(r"\s*(\d{4})\s*[-/.年]")

REASONS: Final = MappingProxyType(
    {
        "n": "序号按项目在本文件中的次序自动编排，在项目树中移动项目即可改变",
        "item": "序号按行次自动编排",
        "item.hanzi": "序号按行次自动编排",
        "unit.code": "预算单位编码取自预算单位，请在项目树中选中单位修改",
        "unit.name": "预算单位名称取自预算单位，请在项目树中选中单位修改",
        "year": "年度取自项目或其预算单位，请在项目的基本信息中修改",
        "span": "取自规划期，没有填时取自年度，请在部门整体的基本信息中修改",
        "money_unit": "金额单位由表样规定",
        "sum": "合计由明细自动算出，请改明细",
        "midterm": "跨年度的项目由年度一侧的同一条指标自动带出，请改年度一侧",
        "unit.extra": "取自预算单位的自定义栏目，请在项目树中选中单位修改",
        "field": "与表中另一栏相同，自动带出，请改那一栏",
    },
)
"""Why each derived value cannot be typed in, for the person who tries."""


def facts(tree: Tree, record_id: str, *, number: int | None = None) -> Form:
    """The form of a project or department record; `number` is its ordinal where the caller knows it already.

    KeyError where the record is not there or is a unit.
    """
    record = tree.records[record_id]
    if isinstance(record, Unit):
        raise KeyError(record_id)
    unit = tree.unit(record.unit)
    kind = "project" if isinstance(record, Project) else "department"
    tables = {name: _rows(name, getattr(record, name)) for name in _tables(type(record))}
    ordinal = number if number is not None else ordinal_of(tree, record_id)
    year = _year(record.year if record.year is not None else tree.unit_year(unit.id))
    derived = {
        "n": str(ordinal) if ordinal else "",
        "unit.code": unit.code,
        "unit.name": unit.name,
        "year": year,
        "span": getattr(record, "period", "") or year,
        **{f"unit.extra/{extra.label}": extra.text for extra in reversed(unit.extra)},
    }
    return Form(
        kind=kind,
        fields=filled(_fields(kind, record)),
        tables={name: rows for name, rows in tables.items() if rows},
        facts=filled(derived.items()),
        record=record_id,
    )


def ordinals(tree: Tree) -> Mapping[str, int]:
    """The number of every project, counted through the units of its year: what `facts` takes for many forms."""
    years, numbers, found = _years(tree), Counter[int | None](), {}
    for item in tree.all_projects():
        numbers[years[item.unit]] += 1
        found[item.id] = numbers[years[item.unit]]
    return found


def ordinal_of(tree: Tree, record_id: str) -> int:
    """The number of one project, counted through the units of its year; 0 for what is not counted by itself."""
    mine = tree.headings[record_id]
    if mine.kind != "project" or record_id in tree.twins:
        return 0
    years = _years(tree)
    units = [unit for unit in tree.units if years[unit.id] == years[mine.unit]]
    before = {unit.id: place for place, unit in enumerate(units)}
    own, place = before[mine.unit], (mine.position, mine.id)
    others = sum(_projects(tree, unit.id) for unit in units[:own])
    here = sum(_earlier(item, before, own, place) for item in tree.parts(mine.unit))
    doubles = (tree.headings[key] for key in tree.twins if key in tree.headings)
    twins = sum(_earlier(item, before, own, place) for item in doubles if item.unit in before)
    return 1 + others + here - twins


def _years(tree: Tree) -> Mapping[str, int | None]:
    """The year that each unit is numbered in: its own where the document holds several."""
    years = {unit.id: tree.unit_year(unit.id) for unit in tree.units}
    several = len({year for year in years.values() if year is not None}) > 1
    return years if several else dict.fromkeys(years)


def _projects(tree: Tree, unit: str) -> int:
    """How many projects a unit has, without making a list of them: this is asked at every edit."""
    parts = tree.parts(unit)
    return len(parts) - bool(parts and parts[0].kind == "department")


def total(form: Form, table: str, field: str) -> int | None:
    """The sum of an amount column; None where every row is blank."""
    amounts = [amount for row in form.rows(table) if isinstance(amount := row.values.get(field), int)]
    return sum(amounts) if amounts else None


def over_years(form: Form) -> bool:
    """Whether a project begins and ends in different years; False where a date is missing or no date."""
    years = [_DATED.match(str(form.fields.get(path, ""))) for path in ("start", "end")]
    return all(years) and len({found[1] for found in years if found}) > 1


def _earlier(item: Heading, before: Mapping[str, int], own: int, place: tuple[str, str]) -> bool:
    if item.kind != "project":
        return False
    unit = before.get(item.unit, -1)
    return unit < own or (unit == own and (item.position, item.id) < place)


def _tables(owner: type[Record]) -> tuple[str, ...]:
    return tuple(name for name, kind in kinds(owner).items() if kind == "rows")


def _fields(kind: str, record: Project | Department) -> Iterator[tuple[str, Value]]:
    for path in paths(kind):
        value: Any = record
        for name in path.split("/"):
            value = getattr(value, name)
        yield path, _year(value) if path == "year" else value
    for extra in reversed(record.extra):
        yield f"extra/{extra.label}", extra.text


def _rows(table: str, rows: tuple[Any, ...]) -> tuple[Row, ...]:
    names = [name for name in kinds(ROW_TYPES[table]) if name != "position"]
    return tuple(Row(filled((name, getattr(row, name)) for name in names), row.id) for row in rows)


def _year(year: int | None) -> str:
    return "" if year is None else str(year)

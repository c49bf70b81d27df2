"""Form: what one printed form says, as plain data between the records and the grid."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from hengbiao.domain.fields import KINDS, ROW_TYPES, Kind, kind_at, kinds
from hengbiao.domain.target import Target
from hengbiao.forms.grid import Value

TARGET_PARTS: Final = ("comparator", "value", "unit")
"""The parts of a 指标值 that a layout may print in columns of their own, as the field `target/PART`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its filled values by field; `id` names the row of the record, "" where there is none yet."""

    values: Mapping[str, Value]
    id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Form:
    """One form: `kind` project or department, filled values by path ("funds/total", "extra/负责人"), rows by table.

    `facts` are derived and printed but never read back; blanks are left out, so equal forms print alike.
    """

    kind: str
    fields: Mapping[str, Value]
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict, compare=False)
    record: str = field(default="", compare=False)

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a table; none where it is empty."""
        return self.tables.get(table, ())


def filled(values: Iterable[tuple[str, Value]]) -> Mapping[str, Value]:
    """The values that are not blank, by name."""
    return {name: value for name, value in values if value not in _BLANKS}


def field_kind(kind: str, path: str, table: str = "") -> Kind:
    """The kind of a field of a form or of a row of `table`; KeyError for a path that a form does not have."""
    name, _, part = path.partition("/")
    if name == "position":
        raise KeyError(path)
    if table:
        found = kinds(ROW_TYPES[table])[name]
        if part and (found != "target" or part not in TARGET_PARTS):
            raise KeyError(path)
        return "text" if part else found
    if path.startswith("extra/"):
        return "text"
    found = kind_at(KINDS[kind], tuple(path.split("/")))
    if found in {"group", "rows", "target"}:
        raise KeyError(path)
    return found


def paths(kind: str) -> Iterator[str]:
    """The path of every single-valued field of a project or department, in their order."""
    for name, found in kinds(KINDS[kind]).items():
        if found == "group":
            yield from (f"{name}/{inner}" for inner in _GROUPS[kind, name])
        elif found != "rows" and name != "position":
            yield name


def stored(kind: str, path: str, value: Value, table: str = "") -> Any:
    """`value` of a form as the record keeps it: texts blank as "", the year as a number, a target as a Target."""
    found = field_kind(kind, path, table)
    if found == "amount":
        return value
    if found == "year":
        return int(value) if isinstance(value, str) and value.isdecimal() else None
    if found == "target":
        return value if isinstance(value, Target) else Target(text=value if isinstance(value, str) else "")
    return value or ""


def _inner(kind: str) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    from hengbiao.domain.fields import group_type

    for name, found in kinds(KINDS[kind]).items():
        if found == "group":
            yield (kind, name), tuple(kinds(group_type(KINDS[kind], name)))


_BLANKS: Final = (None, "", Target())
_GROUPS: Final = MappingProxyType(dict(pair for kind in ("project", "department") for pair in _inner(kind)))

"""What every record is made of: the kind of each field, and records as plain JSON states and back.

A state is what the store keeps: {"name": "…", "funds/total": 45000000, "indicators/<id>": {"position": "V", …}}. Keys
are paths joined with "/"; empty values are left out; amounts are 分.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from sys import intern
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, get_type_hints

from hengbiao.domain.change import ROWS, Change, Record, in_order
from hengbiao.domain.department import Department, DepartmentFunds, Function, Measure, Notes, Section, Task
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.marks import MARKS, Carried, Explanation, Pairing, Remark, Status, Version
from hengbiao.domain.project import Estimate, Funds, LifetimeFunds, Payment, Project
from hengbiao.domain.target import Target
from hengbiao.domain.unit import Extra, Unit

Kind = Literal["text", "numeral", "year", "amount", "target", "group", "rows"]

KINDS: Final[Mapping[str, type[Record]]] = MappingProxyType(
    {"unit": Unit, "department": Department, "project": Project}
)
"""The record types by the name of their kind."""

ROW_TYPES: Final[Mapping[str, type]] = MappingProxyType(
    {
        "indicators": Indicator,
        "estimates": Estimate,
        "payments": Payment,
        "functions": Function,
        "tasks": Task,
        "sections": Section,
        "measures": Measure,
        "extra": Extra,
    },
)
"""The type of one row of each field of a form that holds rows."""

MARK_TYPES: Final[Mapping[str, type]] = MappingProxyType(
    {
        "remarks": Remark,
        "carried": Carried,
        "explanations": Explanation,
        "statuses": Status,
        "versions": Version,
        "pairings": Pairing,
    }
)
"""The type of one mark of each field that holds marks."""

ALL_ROW_TYPES: Final[Mapping[str, type]] = MappingProxyType({**ROW_TYPES, **MARK_TYPES})
"""Both."""

_GROUPS: Final[Mapping[tuple[type, str], type]] = MappingProxyType(
    {
        (Project, "funds"): Funds,
        (Project, "lifetime_funds"): LifetimeFunds,
        (Department, "funds"): DepartmentFunds,
        (Department, "notes"): Notes,
    },
)
_NAMES: Final = {owner: name for name, owner in KINDS.items()}
_NUMERALS: Final = frozenset({"weight", "quantity", "price", "percent"})
_SHARED: Final = frozenset({"level1", "level2", "unit", "comparator", "property", "basis"})


def kinds(owner: type) -> Mapping[str, Kind]:
    """The kind of each field of a form: of a record, group or row type, in their order; identity is left out."""
    return _OWNERS[owner]


def all_kinds(owner: type) -> Mapping[str, Kind]:
    """The same with the fields that hold marks: what is stored of a record."""
    return _STORED[owner]


def _kinds(owner: type) -> Mapping[str, Kind]:
    hints = get_type_hints(owner)
    names = [f.name for f in fields(owner) if f.name != "id" and not (f.name == "unit" and owner in KINDS.values())]
    return MappingProxyType({name: _kind(name, hints[name]) for name in names})


def group_type(owner: type, name: str) -> type:
    """The type of an inner group such as `funds`."""
    return _GROUPS[owner, name]


def kind_of(record: Record) -> str:
    """unit, department or project."""
    return _NAMES[type(record)]


def kind_at(owner: type, path: tuple[str, ...]) -> Kind:
    """The kind of the value at `path` of a record type; KeyError for a path that it does not have."""
    head, *rest = path
    kind = all_kinds(owner)[head]
    if kind == "rows" and len(rest) == 2:
        return kinds(ALL_ROW_TYPES[head])[rest[1]]
    if kind == "group" and rest:
        return kinds(group_type(owner, head))[rest[0]]
    return kind


def encode(value: Any) -> Any:
    """A field value or row as JSON."""
    names = _PARTS.get(type(value))
    if names is None:
        return value
    made = {name: part for name in names if (part := getattr(value, name)) is not None and part != ""}
    target = made.pop("target", None)
    if target:
        made["target"] = encode(target)
    return made


def decode_row(rows: str, row_id: str, state: Mapping[str, Any]) -> Any:
    """A row from its JSON; unknown keys of a newer program are passed over."""
    plan = _row_plan(rows)
    row: Any = object.__new__(
        plan.owner
    )  # half the time of the frozen __init__, which tells: a document has 200,000 rows
    plan.put_id(row, row_id)
    for put, name, blank in plan.plain:
        put(row, state.get(name, blank))
    for put, name, blank in plan.shared:
        put(row, intern(state.get(name, blank)))
    for put, name, blank in plan.targets:
        found = state.get(name)
        put(row, _target(found) if found else blank)
    return row


def _target(state: Mapping[str, Any]) -> Target:
    """A target from its JSON; TypeError where it has a part that no target has."""
    if not state.keys() <= _TARGET_PARTS:
        raise TypeError("no such part of a target")
    made: Target = object.__new__(Target)
    for put, name, blank in _target_plan():
        put(made, state.get(name, blank))
    return made


_Put = Callable[[Any, Any], None]


class _RowPlan(NamedTuple):
    """How each cell of a row type is set: the setter of its slot, its name, its blank."""

    owner: type
    put_id: _Put
    plain: tuple[tuple[_Put, str, Any], ...]
    shared: tuple[tuple[_Put, str, Any], ...]
    targets: tuple[tuple[_Put, str, Any], ...]


@cache
def _target_plan() -> tuple[tuple[_Put, str, Any], ...]:
    return tuple((getattr(Target, f.name).__set__, f.name, f.default) for f in fields(Target))


_TARGET_PARTS: Final = frozenset(f.name for f in fields(Target))


@cache
def _row_plan(rows: str) -> _RowPlan:
    owner = ALL_ROW_TYPES[rows]
    blanks = {f.name: f.default for f in fields(owner)}
    cells = {name: (getattr(owner, name).__set__, name, blanks[name]) for name in kinds(owner)}
    targets = {name for name, kind in kinds(owner).items() if kind == "target"}
    return _RowPlan(
        owner,
        vars(owner)["id"].__set__,
        tuple(cell for name, cell in cells.items() if name not in targets | _SHARED),
        tuple(cell for name, cell in cells.items() if name in _SHARED - targets),
        tuple(cells[name] for name in sorted(targets)),
    )


def state_of(record: Record) -> dict[str, Any]:
    """The state of a record: every filled field by its path."""
    return dict(_filled_fields(record))


def build(kind: str, key: str, unit: str, state: Mapping[str, Any]) -> Record:
    """The record that a state describes; paths it does not know are passed over (the store keeps them)."""
    owner = KINDS[kind]
    known = all_kinds(owner)
    values: dict[str, Any] = {}
    for path, value in state.items():
        head, _, rest = path.partition("/")
        if head not in known or value is None:
            continue
        if not rest:
            values[head] = value
        elif head in ROWS:
            row = decode_row(head, rest, value)
            if head in values:
                values[head].append(row)
            else:
                values[head] = [row]
        else:
            values.setdefault(head, {})[rest] = value
    for head, value in values.items():
        if head in ROWS:
            values[head] = in_order(value)
        elif known[head] == "group":
            values[head] = _group(group_type(owner, head), value)
    if owner is not Unit:
        values["unit"] = unit
    return owner(id=key, **values)


def put_state(state: dict[str, Any], change: Change) -> None:
    """Bring a state up to date with one change to a field, row or row's field, in place."""
    path = change.ref.path
    key = "/".join(path[:2])
    if path[0] in ROWS and len(path) == 3:
        row = dict(state.get(key, {}))
        _set(row, path[2], encode(change.new))
        state[key] = row
    else:
        _set(state, key, encode(change.new))


def _set(state: dict[str, Any], key: str, value: Any) -> None:
    if _filled(value):
        state[key] = value
    else:
        state.pop(key, None)


def _filled(value: Any) -> bool:
    return value is not None and value not in ("", {}) and (not isinstance(value, Target) or bool(value))


def _filled_fields(record: Record) -> Iterator[tuple[str, Any]]:
    for name, kind in all_kinds(type(record)).items():
        value = getattr(record, name)
        if kind == "rows":
            yield from ((f"{name}/{row.id}", encode(row)) for row in value)
        elif kind == "group":
            inner = ((key, getattr(value, key)) for key in kinds(type(value)))
            yield from ((f"{name}/{key}", part) for key, part in inner if _filled(part))
        elif _filled(value):
            yield name, encode(value)


def _group(owner: type, state: Mapping[str, Any]) -> Any:
    known = kinds(owner)
    return owner(**{key: value for key, value in state.items() if key in known})


def _kind(name: str, hint: Any) -> Kind:
    if name in ROWS and hint is not str:  # the indicators of a section are a text
        return "rows"
    if hint in _GROUPS.values():
        return "group"
    if hint is Target:
        return "target"
    if hint is str:
        return "numeral" if name in _NUMERALS else "text"
    return "year" if name == "year" else "amount"


def _parts(owner: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(owner) if field.name != "id")


_STORED: Final[Mapping[type, Mapping[str, Kind]]] = MappingProxyType(
    {owner: _kinds(owner) for owner in (*KINDS.values(), *ALL_ROW_TYPES.values(), *_GROUPS.values())},
)
_OWNERS: Final[Mapping[type, Mapping[str, Kind]]] = MappingProxyType(
    {
        owner: MappingProxyType({name: kind for name, kind in known.items() if name not in MARKS})
        for owner, known in _STORED.items()
    },
)
_PARTS: Final[Mapping[type, tuple[str, ...]]] = MappingProxyType(
    {owner: _parts(owner) for owner in (*ALL_ROW_TYPES.values(), Target)},
)
"""What is encoded of a row and of a target."""

"""Are the values of a state of the types that its fields have? What a newer program added is passed over."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from hengbiao.domain.fields import ALL_ROW_TYPES, KINDS, all_kinds, group_type, kinds
from hengbiao.domain.money import LIMIT

_TARGET = frozenset({"comparator", "value", "unit", "text"})


class _Plan(NamedTuple):
    """What 200,000 rows are held against: kinds by path, and by cell for each list of rows."""

    fields: Mapping[str, str]
    rows: Mapping[str, Mapping[str, str]]


def fits(state: Mapping[str, Any]) -> bool:
    """Whether a record can be made of `state` and shown; records of unknown kinds fit."""
    if state["kind"] not in KINDS:
        return True
    known = _plan(state["kind"])
    plain = {path: value for path, value in state.items() if path.partition("/")[0] not in known.rows}
    return _all_fit(known.fields, plain) and all(
        isinstance(state[path], dict) and "/" in path and _all_fit(known.rows[path.partition("/")[0]], state[path])
        for path in state.keys() - plain.keys()
    )


@cache
def _plan(record: str) -> _Plan:
    owner = KINDS[record]
    rows = {name: dict(kinds(ALL_ROW_TYPES[name])) for name, kind in all_kinds(owner).items() if kind == "rows"}
    return _Plan(dict(_paths(owner)), rows)


def _paths(owner: type) -> Iterator[tuple[str, str]]:
    for name, kind in all_kinds(owner).items():
        yield name, kind
        if kind == "group":
            yield from ((f"{name}/{inner}", part) for inner, part in kinds(group_type(owner, name)).items())


def _all_fit(known: Mapping[str, str], values: Mapping[str, Any]) -> bool:
    for name, value in values.items():
        kind = known.get(name)
        if type(value) is str:
            if kind in ("amount", "year", "target", "group"):
                return False
        elif kind is not None and not _is_number_or_target(kind, value):
            return False
    return True


def _is_number_or_target(kind: str, value: Any) -> bool:
    if kind == "target":
        return isinstance(value, dict) and value.keys() <= _TARGET and all(type(v) is str for v in value.values())
    return kind in ("amount", "year") and type(value) is int and abs(value) <= LIMIT

"""Are the values of a state of the types that its fields have? What a newer program added is passed over."""

from collections.abc import Mapping
from typing import Any

from hengbiao.domain.fields import KINDS, ROW_TYPES, group_type, kinds
from hengbiao.domain.money import LIMIT

_TARGET = frozenset({"comparator", "value", "unit", "text"})


def fits(state: Mapping[str, Any]) -> bool:
    """Whether a record can be made of `state` and shown; records of unknown kinds fit."""
    owner = KINDS.get(state["kind"])
    return owner is None or all(_fits(owner, path, value) for path, value in state.items())


def _fits(owner: type, path: str, value: Any) -> bool:
    head, _, rest = path.partition("/")
    kind = kinds(owner).get(head)
    if kind == "rows":
        return bool(rest) and isinstance(value, dict) and _cells_fit(kinds(ROW_TYPES[head]), value)
    if kind == "group":
        return bool(rest) and _value_fits(kinds(group_type(owner, head)).get(rest), value)
    return _value_fits(None if rest else kind, value)


def _cells_fit(known: Mapping[str, str], cells: Mapping[str, Any]) -> bool:
    return all(_value_fits(known.get(name), value) for name, value in cells.items())


def _value_fits(kind: str | None, value: Any) -> bool:
    if kind is None:
        return True
    if kind == "target":
        return isinstance(value, dict) and value.keys() <= _TARGET and all(isinstance(v, str) for v in value.values())
    if kind in ("amount", "year"):
        return type(value) is int and abs(value) <= LIMIT
    return isinstance(value, str)

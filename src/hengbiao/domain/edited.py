"""What one record says otherwise than another, as an edit spells it; the objects that both share cost nothing."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from hengbiao.domain.change import Record
from hengbiao.domain.fields import all_kinds, encode, kinds
from hengbiao.domain.target import Target


def edited(old: Record, new: Record) -> dict[str, Any]:
    """The fields of the edit that turns `old` into `new`, of one type: merge.difference of their states."""
    found: dict[str, Any] = {}
    for name, kind in all_kinds(type(old)).items():
        was, now = getattr(old, name), getattr(new, name)
        if was is now:
            continue
        if kind == "rows":
            found.update(_rows(name, was, now))
        elif kind == "group":
            found.update(_cells(name, was, now))
        elif (said := told(now)) != told(was):
            found[name] = said
    return found


def told(value: Any) -> Any:
    """The value of a field or cell as an edit says it; None for blank."""
    if type(value) is Target:
        return encode(value) or None
    return value if value != "" else None


def _rows(rows: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    before, after = {row.id: row for row in old}, {row.id: row for row in new}
    yield from ((f"{rows}/{key}", None) for key in before.keys() - after.keys())
    for key, row in after.items():
        was = before.get(key)
        if was is None:
            yield f"{rows}/{key}", encode(row)
        elif was is not row:
            yield from _cells(f"{rows}/{key}", was, row)


def _cells(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any]]:
    owner: Any = type(new)
    names, values = _plan(owner)
    for name, was, now in zip(names, values(old), values(new), strict=True):
        if was is not now and (said := told(now)) != told(was):
            yield f"{path}/{name}", said


@cache
def _plan(owner: type[Any]) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The cells of a row or group, and what reads them all."""
    names = tuple(kinds(owner))
    return names, attrgetter(*names)

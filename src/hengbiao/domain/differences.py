"""What differs between two states of one document, record by record and row by row of the same identity."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from hengbiao.domain.change import Change, Record, Ref
from hengbiao.domain.fields import Kind, all_kinds, kinds
from hengbiao.domain.tree import Tree

_Known = Callable[[type], Mapping[str, Kind]]


def tree_differences(before: Tree, after: Tree) -> list[Change]:
    """The changes that turn `before` into `after`, marks included: units come first, what goes goes last."""
    keys = dict.fromkeys((*before.headings, *after.headings))
    made = [change for key in keys for change in record_differences(_at(before, key), _at(after, key))]
    return sorted(made, key=lambda change: _turn(before, after, change))


def record_differences(old: Record | None, new: Record | None) -> Iterator[Change]:
    """The changes that turn a record into another state of itself; None where it is not there."""
    return _differences(old, new, all_kinds)


def form_differences(old: Record | None, new: Record | None) -> Iterator[Change]:
    """The same of what stands on forms; marks stay as they are."""
    return _differences(old, new, kinds)


def _differences(old: Record | None, new: Record | None, known: _Known) -> Iterator[Change]:
    found = old or new
    if old is not None and new is not None and old is not new:
        if (was := getattr(old, "unit", "")) != (now := getattr(new, "unit", "")):
            yield Change(Ref(old.id, ("unit",)), was, now)
        for name, kind in known(type(old)).items():
            was, now = getattr(old, name), getattr(new, name)
            if was != now:
                yield from _field(Ref(old.id, (name,)), kind, was, now)
    elif found is not None and old is not new:
        yield Change(Ref(found.id), old, new)


def _field(ref: Ref, kind: Kind, was: Any, now: Any) -> Iterator[Change]:
    if kind == "group":
        yield from _cells(ref, was, now)
    elif kind == "rows":
        yield from _rows(ref, was, now)
    else:
        yield Change(ref, was, now)


def _rows(ref: Ref, was: Sequence[Any], now: Sequence[Any]) -> Iterator[Change]:
    """Rows go before others come."""
    old, new = {row.id: row for row in was}, {row.id: row for row in now}
    for key in old.keys() - new.keys():
        yield Change(_under(ref, key), old[key], None)
    for key, row in new.items():
        if key not in old:
            yield Change(_under(ref, key), None, row)
        elif row != old[key]:
            yield from _cells(_under(ref, key), old[key], row)


def _cells(ref: Ref, was: Any, now: Any) -> Iterator[Change]:
    pairs = ((name, getattr(was, name), getattr(now, name)) for name in kinds(type(was)))
    return (Change(_under(ref, name), old, new) for name, old, new in pairs if old != new)


def _under(ref: Ref, name: str) -> Ref:
    return Ref(ref.record, (*ref.path, name))


def _at(tree: Tree, key: str) -> Record | None:
    return tree.records[key] if key in tree.headings else None


def _turn(before: Tree, after: Tree, change: Change) -> int:
    """Units before what stands in them; the last to go."""
    key = change.ref.record
    is_unit = (after.headings.get(key) or before.headings[key]).kind == "unit"
    if change.ref.path or change.new is not None:
        return 0 if is_unit else 1
    return 3 if is_unit else 2

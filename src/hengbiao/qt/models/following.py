"""What follows from changes a person made: the amount of a line, the place of an indicator in another group."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from hengbiao.domain.change import Change, Record, Ref, put_all, value_at
from hengbiao.domain.estimates import product
from hengbiao.forms.vocabulary import Scheme
from hengbiao.qt.models import rows
from hengbiao.qt.models.drafts import levels

_FACTORS: Final = frozenset({"quantity", "price"})
_LEVELS: Final = frozenset({"level1", "level2"})
_MOST: Final = 50
"""Rows from which on a block that was pasted stays where it was put."""


def following(
    records: Mapping[str, Record], changes: Sequence[Change], written: Collection[Ref], scheme: Scheme | None
) -> Iterator[Change]:
    """The changes that go in one step with `changes`, which came of the cells `written`."""
    touched = [change for change in changes if _concerns(change)]
    for key in dict.fromkeys(change.ref.record for change in touched):
        mine = [change for change in touched if change.ref.record == key]
        yield from _of_record(records[key], mine, written, scheme)


def _of_record(
    record: Record, changes: list[Change], written: Collection[Ref], scheme: Scheme | None
) -> Iterator[Change]:
    before = record
    record = put_all(record, changes)
    yield from _amounts(record, changes, written)
    if scheme is None:
        return
    fixed = list(_level1(record, written, scheme))
    yield from fixed
    record = put_all(record, fixed)
    ids = {change.ref.path[1] for change in changes if change.ref.path[0] == "indicators"}
    going = {key for key in ids if _elsewhere(before, record, key)}
    if len(ids) < _MOST:
        yield from rows.regrouped(record, going, scheme)


def _concerns(change: Change) -> bool:
    path = change.ref.path
    if not path or change.new is None:
        return False
    if path[0] == "estimates":
        return len(path) == 2 or path[2] in _FACTORS
    return path[0] == "indicators" and (len(path) == 2 or (len(path) == 3 and path[2] in _LEVELS))


def _amounts(record: Record, changes: Iterable[Change], written: Collection[Ref]) -> Iterator[Change]:
    """数量 × 单价 as the amount of each line that was written to, unless an amount was written with them."""
    for key in dict.fromkeys(change.ref.path[1] for change in changes if change.ref.path[0] == "estimates"):
        line, place = value_at(record, ("estimates", key)), Ref(record.id, ("estimates", key, "amount"))
        wanted = product(line) if line.quantity and line.price else None
        if wanted not in {None, line.amount} and (line.amount is None or place not in written):
            yield Change(place, line.amount, wanted)


def _level1(record: Record, written: Collection[Ref], scheme: Scheme) -> Iterator[Change]:
    """The level 1 that a level 2 belongs to, where no other was written with it."""
    for ref in written:
        key = ref.path[1] if ref.record == record.id and ref.path[2:] == ("level2",) else ""
        if not key or Ref(record.id, ("indicators", key, "level1")) in written:
            continue
        row = value_at(record, ("indicators", key))
        wanted = rows.level1_of(scheme, row.level2) if row else ""
        if wanted and scheme.official(row.level1) != wanted:
            yield Change(Ref(record.id, ("indicators", key, "level1")), row.level1, wanted)


def _elsewhere(before: Record, record: Record, key: str) -> bool:
    """Whether a row is new or has other levels, and none of its neighbours are of its group."""
    old: Any = value_at(before, ("indicators", key))
    row: Any = value_at(record, ("indicators", key))
    if old is not None and levels(old) == levels(row):
        return False
    line: Sequence[Any] = getattr(record, "indicators", ())
    at = next(place for place, other in enumerate(line) if other.id == key)
    near = [levels(other) for other in (*line[max(0, at - 1) : at], *line[at + 1 : at + 2])]
    return levels(row) not in near and len(line) > 1

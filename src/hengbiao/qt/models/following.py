"""What follows from changes a person made: the amount of a line, the place of an indicator in another group."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from hengbiao.domain.change import Change, Record, Ref, put, put_all, value_at
from hengbiao.domain.estimates import product
from hengbiao.forms.vocabulary import Scheme
from hengbiao.qt.models import rows
from hengbiao.qt.models.drafts import levels
from hengbiao.qt.models.sheet import LEVELS

Rows = dict[tuple[str, str], Any]

_FACTORS: Final = frozenset({"quantity", "price"})
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
    after = _rows_after(record, changes)
    yield from _amounts(record.id, after, written)
    if scheme is None:
        return
    fixed = list(_level1(record.id, after, written, scheme))
    yield from fixed
    ids = {key for table, key in after if table == "indicators"}
    if len(ids) < _MOST:
        now = put_all(record, [*changes, *fixed])
        yield from rows.regrouped(now, {key for key in ids if _elsewhere(record, now, key)}, scheme)


def _rows_after(record: Record, changes: Iterable[Change]) -> Rows:
    """The rows that changes touch, as they then are, by table and id."""
    tables = {change.ref.path[0] for change in changes}
    old = {(table, row.id): row for table in tables for row in getattr(record, table)}
    found: dict[tuple[str, str], Any] = {}
    for change in changes:
        place = (change.ref.path[0], change.ref.path[1])
        row = found.get(place, old.get(place))
        found[place] = change.new if len(change.ref.path) == 2 else put(row, change.ref.path[2:], change.new)
    return found


def _concerns(change: Change) -> bool:
    path = change.ref.path
    if not path or change.new is None:
        return False
    if path[0] == "estimates":
        return len(path) == 2 or path[2] in _FACTORS
    return path[0] == "indicators" and (len(path) == 2 or (len(path) == 3 and path[2] in LEVELS))


def _amounts(record: str, after: Rows, written: Collection[Ref]) -> Iterator[Change]:
    """数量 × 单价 as the amount of each line that was written to, unless an amount was written with them."""
    for (table, key), line in after.items():
        if table != "estimates":
            continue
        place = Ref(record, (table, key, "amount"))
        wanted = product(line) if line.quantity and line.price else None
        if wanted not in {None, line.amount} and (line.amount is None or place not in written):
            yield Change(place, line.amount, wanted)


def _level1(record: str, after: Rows, written: Collection[Ref], scheme: Scheme) -> Iterator[Change]:
    """The level 1 that a level 2 belongs to, where no other was written with it."""
    for (table, key), row in after.items():
        own = (Ref(record, (table, key, "level2")) in written, Ref(record, (table, key, "level1")) in written)
        wanted = rows.level1_of(scheme, row.level2) if table == "indicators" and own == (True, False) else ""
        if wanted and scheme.official(row.level1) != wanted:
            yield Change(Ref(record, (table, key, "level1")), row.level1, wanted)


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

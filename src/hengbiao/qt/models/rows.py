"""What adding, dropping, moving and regrouping rows of a table changes."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from hengbiao.domain.change import Change, Record, Ref
from hengbiao.domain.position import between, spread, spread_between
from hengbiao.forms.vocabulary import Scheme
from hengbiao.qt.models.drafts import Levels, levels


def dropped(record: Record, table: str, ids: Collection[str]) -> list[Change]:
    """The rows with these ids are gone; ids of rows that are not there (drafts) are passed over."""
    return [Change(Ref(record.id, (table, row.id)), row, None) for row in getattr(record, table) if row.id in set(ids)]


def moved(record: Record, table: str, row_id: str, step: int) -> list[Change]:
    """The row one place up (-1) or down (1); nothing at either end."""
    rows: Sequence[Any] = getattr(record, table)
    at = next((place for place, row in enumerate(rows) if row.id == row_id), None)
    if at is None or not 0 <= at + step < len(rows):
        return []
    others = [*rows[:at], *rows[at + 1 :]]
    to = at + step
    before, after = (others[to - 1].position if to else ""), (others[to].position if to < len(others) else "")
    ref = Ref(record.id, (table, row_id, "position"))
    return [Change(ref, rows[at].position, between(before, after))]


def brought(record: Record, table: str, ids: Collection[str], after: str, group: Levels | None = None) -> list[Change]:
    """The rows with these ids behind the row `after` ("" for the top), in their order; in another group where named."""
    rows: Sequence[Any] = getattr(record, table)
    going = [row for row in rows if row.id in ids]
    others = [row for row in rows if row.id not in ids]
    at = next((place + 1 for place, row in enumerate(others) if row.id == after), 0)
    before, below = (others[at - 1].position if at else ""), (others[at].position if at < len(others) else "")
    where = [row.id for row in (*others[:at], *going, *others[at:])]
    positions = spread_between(before, below, len(going)) if where != [row.id for row in rows] else []
    changes = [_put(record, table, row, "position", new) for row, new in zip(going, positions, strict=False)]
    return changes + [change for row in going for change in _into(record, table, row, group)]


def regrouped(record: Record, ids: Collection[str], scheme: Scheme) -> list[Change]:
    """Indicators whose levels have just changed go to the end of their group, or where the official order has it.

    Nothing moves where that order does not know the group and no other row is of it.
    """
    line = [row for row in getattr(record, "indicators", ()) if row.id not in ids]
    going = [row for row in getattr(record, "indicators", ()) if row.id in ids]
    rank, changes = _rank(scheme), []
    for row in going:
        if rank(levels(row)) == len(scheme.levels) and levels(row) not in map(levels, line):
            return []
        at = _place(line, levels(row), rank)
        new = between(line[at - 1].position if at else "", line[at].position if at < len(line) else "")
        line.insert(at, replace(row, position=new))
        changes.append(_put(record, "indicators", row, "position", new))
    if [row.id for row in line] == [row.id for row in getattr(record, "indicators", ())]:
        return []
    return changes


def _place(line: Sequence[Any], group: Levels, rank: Any) -> int:
    mates = [at for at, row in enumerate(line) if levels(row) == group]
    if mates:
        return mates[-1] + 1
    return max((at + 1 for at, row in enumerate(line) if rank(levels(row)) <= rank(group)), default=0)


def in_official_order(record: Record, scheme: Scheme) -> list[Change]:
    """The indicators in the order of the scheme, within a group as they are; what it does not know stands last."""
    rows: Sequence[Any] = getattr(record, "indicators", ())
    rank = _rank(scheme)
    wanted = sorted(rows, key=lambda row: rank(levels(row)))
    if wanted == list(rows):
        return []
    positions = zip(wanted, spread(len(wanted)), strict=True)
    return [_put(record, "indicators", row, "position", new) for row, new in positions]


def level1_of(scheme: Scheme, level2: str) -> str:
    """The level 1 that a level 2 belongs to; "" where the scheme does not know it, or under several."""
    found = {one for one, two in scheme.levels if two == scheme.official(level2)}
    return found.pop() if len(found) == 1 else ""


def _rank(scheme: Scheme) -> Any:
    def rank(group: Levels) -> int:
        return scheme.order.get((scheme.official(group[0]), scheme.official(group[1])), len(scheme.levels))

    return rank


def _into(record: Record, table: str, row: Any, group: Levels | None) -> list[Change]:
    if group is None or levels(row) == group:
        return []
    names = zip(("level1", "level2"), group, strict=True)
    return [_put(record, table, row, name, new) for name, new in names if getattr(row, name) != new]


def _put(record: Record, table: str, row: Any, field: str, new: Any) -> Change:
    return Change(Ref(record.id, (table, row.id, field)), getattr(row, field), new)

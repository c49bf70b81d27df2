"""What adding, dropping and moving rows of a table changes."""

from collections.abc import Sequence
from typing import Any

from hengbiao.domain.change import Change, Record, Ref
from hengbiao.domain.position import between


def dropped(record: Record, table: str, ids: Sequence[str]) -> list[Change]:
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

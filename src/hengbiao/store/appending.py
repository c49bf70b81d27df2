"""One step into the log: an edit for every record it touches, and the cache brought up to date."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from hengbiao.domain import fields
from hengbiao.domain.change import Record
from hengbiao.domain.merge import Edit, Kind, Resolved, State, apply, difference, resolve
from hengbiao.domain.tree import Tree
from hengbiao.store import cache, edits, meta

INSERT_EDIT = "INSERT INTO edit(id, record, step, body) VALUES (?, ?, ?, ?)"
_AT_ONCE = 256


class _Made(NamedTuple):
    edit: edits.Row
    row: cache.Row
    conflicts: cache.ConflictRows | None  # None: there were none and there are none


def append(
    connection: sqlite3.Connection, mark: edits.Stamp, touched: Iterable[str], before: Tree, after: Tree
) -> None:
    """Write what differs between the trees in the `touched` records, inside the caller's transaction."""
    ids: list[bytes] = []
    keys = iter(dict.fromkeys(touched))
    while chunk := list(islice(keys, _AT_ONCE)):
        made = list(_steps(connection, mark, chunk, before, after))
        connection.executemany(INSERT_EDIT, (one.edit for one in made))
        connection.executemany(cache.INSERT_RECORD, (one.row for one in made))
        write_conflicts(connection, {one.row.id: one.conflicts for one in made if one.conflicts is not None})
        ids += (one.edit.id for one in made)
    meta.add(connection, ids)


def write_conflicts(connection: sqlite3.Connection, by_record: dict[str, cache.ConflictRows]) -> None:
    """Replace the open conflicts of these records."""
    connection.executemany("DELETE FROM open_conflict WHERE record = ?", ((key,) for key in by_record))
    connection.executemany(cache.INSERT_CONFLICT, (row for rows in by_record.values() for row in rows))


def _steps(
    connection: sqlite3.Connection,
    mark: edits.Stamp,
    keys: list[str],
    before: Tree,
    after: Tree,
) -> Iterator[_Made]:
    for key in keys:
        old, new = before.records.get(key), after.records.get(key)
        changed = cache.edited(old, new) if old and new and old is not new else {}
        if not changed and (old is None) == (new is None):
            continue
        cached = connection.execute("SELECT heads, state FROM record WHERE id = ?", (key,)).fetchone()
        if cached is None:
            yield _added(mark, key, cache.state_of(new) if new else {})
        elif old is None or len(heads := cache.heads_of(cached[0])) > 1 or unsettled(connection, key, changed):
            yield _resolved(mark, key, cache.log_of(connection, key), old, new)
        elif new is None:
            row, edit = edits.write(mark, key, "drop", heads, {})
            yield _Made(row, cache.gone(key, [edit.id]), None)
        else:
            yield _put(connection, mark, key, heads, cached[1], changed)


def _added(mark: edits.Stamp, key: str, new: State) -> _Made:
    row, edit = edits.write(mark, key, "add", (), new)
    return _Made(row, cache.row(key, new, [edit.id], alone=True), None)


def _put(
    connection: sqlite3.Connection, mark: edits.Stamp, key: str, heads: list[str], text: str | None, changed: State
) -> _Made:
    row, edit = edits.write(mark, key, "put", heads, changed)
    state = cache.read_state(connection, key, text)
    apply(state, changed)
    return _Made(row, cache.row(key, state, [edit.id]), None)


def _resolved(mark: edits.Stamp, key: str, log: list[Edit], old: Record | None, new: Record | None) -> _Made:
    """The long way: from the whole log, for what comes back or has differing heads."""
    before = resolve(log)
    base = cache.state_of(old) if old is not None else _known(key, before)
    changed = difference(base, cache.state_of(new), _known_rows(before)) if new is not None else {}
    kind: Kind = "drop" if new is None else "put" if old is not None else "add"
    row, edit = edits.write(mark, key, kind, before.heads, changed)
    found, conflicts = cache.outcome(key, [*log, edit])
    return _Made(row, found, cache.conflict_rows(key, conflicts))


def unsettled(connection: sqlite3.Connection, key: str, changed: State) -> bool:
    """Whether a record has open conflicts, or a row in `changed` was dropped before and lies buried."""
    if connection.execute("SELECT 1 FROM open_conflict WHERE record = ?", (key,)).fetchone():
        return True
    added = (path for path, value in changed.items() if isinstance(value, dict) and path.count("/") == 1)
    return any(
        connection.execute(
            "SELECT 1 FROM edit WHERE record = ? AND instr(body, ?)",
            (key, f"{edits.canonical(path)}:null"),
        ).fetchone()
        for path in added
    )


def _known(key: str, resolved: Resolved) -> State:
    """What this program knows of a dropped record; the rest must stay untouched when it comes back."""
    return cache.state_of(cache.record_of(key, resolved.state)) if cache.is_whole(resolved.state) else {}


def _known_rows(resolved: Resolved) -> dict[str, State]:
    """The same of its dropped rows."""
    return {path: _known_cells(path, cells) for path, cells in resolved.buried.items()}


def _known_cells(path: str, cells: State) -> State:
    rows, row_id = path.split("/", 1)
    return dict(fields.encode(fields.decode_row(rows, row_id, cells))) if rows in fields.ALL_ROW_TYPES else {}

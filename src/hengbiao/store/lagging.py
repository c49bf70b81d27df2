"""Steps that touch many records: their edits become durable at once, their rows in the cache are written later.

The edits say everything, and writing the rows of 10,000 projects takes five times as long. While rows are behind, the
document states up to which edit they know all, and calls itself of a newer version, so that no older program takes old
values for new ones. Only the session that made the step ever works on such a document: it catches up when it has time,
before it is asked for more than the log, and before it ends. After a crash, opening catches up.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from hengbiao.domain.change import ROWS, Change, is_row
from hengbiao.domain.edited import told
from hengbiao.domain.merge import State
from hengbiao.domain.target import Target
from hengbiao.domain.tree import Tree
from hengbiao.domain.uncollected import uncollected
from hengbiao.store import appending, cache, edits, meta, schema

FROM: Final = 300
"""Records in a step from which their rows may wait; up to here writing them takes a tenth of a second."""

_VALUES: Final = (str, int, type(None), Target)

Heads = Mapping[str, str]
"""By record whose row is behind: the edit that no other was made upon, "" where nobody knows it yet.

None instead of it says that the document calls itself up to date.
"""


def append(
    connection: sqlite3.Connection,
    mark: edits.Stamp,
    changes: Sequence[Change],
    before: Tree,
    after: Tree,
    behind: Heads | None,
) -> Heads | None:
    """Write the step that `changes` make, inside the caller's transaction; which rows are behind from then on."""
    by_record: dict[str, list[Change]] = {}
    for change in changes:
        by_record.setdefault(change.ref.record, []).append(change)
    keys = list(by_record)
    if len(keys) >= FROM:
        with uncollected():
            puts = list(_puts(connection, by_record, before, behind or {}))
            behind = _put(connection, mark, puts, behind)
        made = {put.record for put in puts}
        keys = [key for key in keys if key not in made]
    if behind:
        _catch_up(connection, [key for key in keys if key in behind])
        behind = _without(behind, keys)
    appending.append(connection, mark, keys, before, after)
    return behind


def behind(connection: sqlite3.Connection) -> Heads | None:
    """The records whose rows may be behind the log."""
    number = meta.covered(connection)
    found = "SELECT DISTINCT record FROM edit WHERE seq > ?"
    return None if number is None else {key: "" for (key,) in connection.execute(found, (number,))}


def caught_up(connection: sqlite3.Connection, behind: Heads, most: int | None = None) -> Heads | None:
    """Bring `most` or all rows up to date from the log, inside the caller's transaction; which are left."""
    keys = list(islice(behind, most))
    _catch_up(connection, keys)
    if len(keys) < len(behind):
        return _without(behind, keys)
    finish(connection)
    return None


def catch_up(connection: sqlite3.Connection) -> None:
    """Bring every row of a closed document up to date, in a transaction of its own."""
    if (left := behind(connection)) is not None:
        connection.execute("BEGIN IMMEDIATE")
        caught_up(connection, left)
        connection.execute("COMMIT")


def finish(connection: sqlite3.Connection) -> None:
    """State that no row is behind, inside the caller's transaction."""
    meta.cover(connection, None)
    connection.execute(f"PRAGMA user_version = {schema.VERSION}")


class _Put(NamedTuple):
    """What an edit of a record says, upon which head."""

    record: str
    head: str
    fields: State


def _puts(
    connection: sqlite3.Connection, by_record: Mapping[str, Sequence[Change]], before: Tree, behind: Heads
) -> Iterator[_Put]:
    """What is put into records that are there and have no conflicts."""
    disputed = {key for (key,) in connection.execute("SELECT DISTINCT record FROM open_conflict")}
    for key, changes in by_record.items():
        fields = _said(changes)
        if fields and key in before.records and key not in disputed:
            head = behind.get(key) or _head(connection, key)
            if head:
                yield _Put(key, head, fields)


def _said(changes: Sequence[Change]) -> State:
    """What changes of one record put into fields and cells and which rows they drop; {} where they do anything else.

    A row that is added may come back from under a drop, and what it held then must be known.
    """
    fields: State = {}
    for change in changes:
        path, new = change.ref.path, change.new
        if type(new) not in _VALUES or not path or (path[0] in ROWS and len(path) < 3 and not _is_dropped(change)):
            return {}
        fields["/".join(path)] = told(new)
    dropped = {change.ref.path for change in changes if _is_dropped(change)}
    entangled = dropped and any(len(change.ref.path) == 3 and change.ref.path[:2] in dropped for change in changes)
    return {} if entangled or len(fields) < len(changes) else fields


def _is_dropped(change: Change) -> bool:
    """Whether it drops a row."""
    return change.new is None and is_row(change.ref.path)


def _put(connection: sqlite3.Connection, mark: edits.Stamp, puts: list[_Put], behind: Heads | None) -> Heads | None:
    """Write edits without their rows."""
    if not puts:
        return behind
    if behind is None:
        meta.cover(connection, meta.read(connection).edits)
        connection.execute(f"PRAGMA user_version = {schema.BEHIND}")
    rows = [edits.write(mark, put.record, "put", (put.head,), put.fields)[0] for put in puts]
    connection.executemany(appending.INSERT_EDIT, rows)
    meta.add(connection, [row.id for row in rows])
    return {**(behind or {}), **{row.record: row.id.hex() for row in rows}}


def _catch_up(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    for key in keys:
        row, conflicts = cache.outcome(key, cache.log_of(connection, key))
        connection.execute(cache.INSERT_RECORD, row)
        appending.write_conflicts(connection, {key: cache.conflict_rows(key, conflicts)})


def _without(behind: Heads, keys: Iterable[str]) -> Heads:
    gone = set(keys)
    return {key: head for key, head in behind.items() if key not in gone}


def _head(connection: sqlite3.Connection, key: str) -> str:
    """The only head of a record that is there; "" for none such."""
    found = connection.execute("SELECT heads FROM record WHERE id = ? AND kind IS NOT NULL", (key,)).fetchone()
    heads = cache.heads_of(found[0]) if found else ()
    return heads[0] if len(heads) == 1 else ""

"""Records as they were: at edits that somebody noted, or before they were dropped. Made anew from the log."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Final, NamedTuple

from hengbiao.domain.change import Record
from hengbiao.domain.fields import KINDS
from hengbiao.domain.merge import Edit, resolve
from hengbiao.domain.tree import Records, Tree, heading
from hengbiao.store import cache, edits
from hengbiao.store.store import Store

Heads = Mapping[str, tuple[str, ...]]
"""Ids of edits by record: what names a state."""


_UNKNOWN: Final = {"at": "", "author": "", "label": "", "step": ""}


class MissingError(LookupError):
    """The log lacks edits that a state is made of: it came without history."""


class Dropped(NamedTuple):
    """A record that is not there any more: what it was, and who dropped it when (local time) in which step."""

    record: Record
    at: str
    author: str
    label: str
    step: str


def heads(store: Store, keys: Iterable[str]) -> Heads:
    """The edits that make the present state of each of these records."""
    return store.look(partial(_heads, keys=keys))


def tree(store: Store, wanted: Heads) -> Tree:
    """The records as they were at these edits; MissingError where the log lacks some of them."""
    made = store.look(lambda connection: {key: _record(connection, key, at) for key, at in wanted.items()})
    found = {key: record for key, record in made.items() if record is not None}
    return Tree(Records(found), {key: heading(record) for key, record in found.items()})


def records(rows: Iterable[edits.Row]) -> list[Record]:
    """The records that these edits amount to by themselves; ValueError, KeyError or TypeError where they make none."""
    logs: dict[str, list[Edit]] = {}
    for row in rows:
        logs.setdefault(row.record, []).append(edits.edit_of(row.id, edits.read(row.id, row.body)))
    found = ((key, resolve(log)) for key, log in logs.items())
    return [
        cache.record_of(key, resolved.state)
        for key, resolved in found
        if not resolved.gone and resolved.state.get("kind") in KINDS and cache.is_whole(resolved.state)
    ]


def dropped(store: Store) -> list[Dropped]:
    """Every record that was dropped and of which it is known what it was, last dropped first."""
    found = store.look(lambda connection: list(_dropped(connection)))
    return sorted(found, key=lambda one: (one.at, one.record.id), reverse=True)


def _heads(connection: sqlite3.Connection, keys: Iterable[str]) -> Heads:
    found = {key: connection.execute("SELECT heads FROM record WHERE id = ?", (key,)).fetchone() for key in keys}
    return {key: tuple(cache.heads_of(row[0])) for key, row in found.items() if row}


def _dropped(connection: sqlite3.Connection) -> Iterator[Dropped]:
    gone = connection.execute("SELECT id FROM record WHERE kind IS NULL").fetchall()
    for (key,) in gone:
        resolved = resolve(cache.log_of(connection, key))
        if resolved.gone and cache.is_whole(resolved.state):
            told = _last_drop(connection, key)
            yield Dropped(cache.record_of(key, resolved.state), told["at"], told["author"], told["label"], told["step"])


def _record(connection: sqlite3.Connection, key: str, at: tuple[str, ...]) -> Record | None:
    known = {edit.id: edit for edit in cache.log_of(connection, key)}
    resolved = resolve(_older(known, at))
    if resolved.gone:
        return None
    if not cache.is_whole(resolved.state):
        raise MissingError(key)
    return cache.record_of(key, resolved.state)


def _older(known: Mapping[str, Edit], at: tuple[str, ...]) -> list[Edit]:
    """The edits `at` and all that they were made upon."""
    if not known.keys() >= set(at):
        raise MissingError
    found: dict[str, Edit] = {}
    waiting = list(at)
    while waiting:
        key = waiting.pop()
        if key in known and key not in found:
            found[key] = known[key]
            waiting += known[key].parents
    return list(found.values())


def _last_drop(connection: sqlite3.Connection, key: str) -> dict[str, str]:
    rows = connection.execute("SELECT id, body FROM edit WHERE record = ? ORDER BY seq DESC", (key,))
    contents = (edits.read(row_id, body, key) for row_id, body in rows)
    return next((content for content in contents if content["kind"] == "drop"), _UNKNOWN)

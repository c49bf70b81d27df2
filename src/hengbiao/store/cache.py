"""The cache: one row a record, saying what its edits amount to. Whatever is here can be made anew from the log."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from hengbiao.domain import edited as records
from hengbiao.domain import fields
from hengbiao.domain.change import Record
from hengbiao.domain.merge import Edit, Resolved, State, chained, difference, resolve
from hengbiao.domain.tree import Heading
from hengbiao.store import edits

INSERT_RECORD = "INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
INSERT_CONFLICT = "INSERT INTO open_conflict VALUES (?, ?, ?)"


ConflictRows = tuple[tuple[str, str, str], ...]
"""Rows of the table `open_conflict`: record, field, heads."""


class Row(NamedTuple):
    """A row of the table `record`; without `kind` it is gone; without `state` its only edit says all."""

    id: str
    kind: str | None
    unit: str | None
    year: int | None
    position: str | None
    code: str | None
    name: str | None
    total: int | None
    heads: str
    state: str | None


def row(key: str, state: State, heads: Iterable[str], *, alone: bool = False) -> Row:
    """The row of a record that is there; `alone` where a single adding edit holds the same state."""
    found = heading(key, state)
    return Row(*found, heads=edits.canonical(sorted(heads)), state=None if alone else sealed(state))


def sealed(state: State) -> str:
    """A state as text behind its hash, so that a flipped bit shows on reading, before the whole log is verified."""
    text = edits.canonical(state)
    return sha256(text.encode()).hexdigest() + text


def unsealed(text: str) -> State:
    """The state of a sealed text; BrokenError where it is not what was written."""
    digest, state = str(text)[:64], str(text)[64:]
    if sha256(state.encode("utf-8", "surrogateescape")).hexdigest() != digest:
        raise edits.BrokenError("内容与校验码不符")
    return dict(json.loads(state))


def heads_of(text: str) -> list[str]:
    """The heads that a row names; BrokenError where it names none."""
    try:
        found = json.loads(text)
    except (TypeError, ValueError):
        found = None
    if not isinstance(found, list) or not found:
        raise edits.BrokenError("内容与修改记录不符")
    return found


def gone(key: str, heads: Iterable[str]) -> Row:
    """The row of a record that was dropped, or that was never added as far as is known."""
    return Row(key, None, None, None, None, None, None, None, edits.canonical(sorted(heads)), None)


def heading(key: str, state: Mapping[str, Any]) -> Heading:
    """The heading that a state spells out; the same as `tree.heading` of its record."""
    kind = state["kind"]
    return Heading(
        key,
        kind,
        key if kind == "unit" else state["unit"],
        state.get("year"),
        state.get("position", ""),
        state.get("code", ""),
        state.get("name", ""),
        state.get("funds/total"),
    )


def state_of(record: Record) -> State:
    """Every filled field by its path, with the kind of the record and its unit."""
    kind = fields.kind_of(record)
    owner = {} if kind == "unit" else {"unit": record.unit}  # type: ignore[union-attr]
    return {"kind": kind, **owner, **fields.state_of(record)}


def edited(old: Record, new: Record) -> State:
    """The fields of the edit that turns one record into another, as the difference of their states; {} for none."""
    if type(old) is not type(new):
        return difference(state_of(old), state_of(new))
    was, now = getattr(old, "unit", ""), getattr(new, "unit", "")
    return {**({"unit": now} if was != now else {}), **records.edited(old, new)}


def record_of(key: str, state: State) -> Record:
    """The record that a state describes; KeyError, TypeError or ValueError where it describes none."""
    return fields.build(state["kind"], key, state.get("unit", ""), state)


def outcome(key: str, log: list[Edit]) -> tuple[Row, Mapping[str, tuple[str, ...]]]:
    """What the edits of one record amount to: its row and its open conflicts."""
    if is_plain(log):
        return row(key, dict(log[0].fields), [log[0].id], alone=True), {}
    if (state := chained(log)) is not None and is_whole(state):
        return row(key, state, [log[-1].id]), {}
    return resolved_outcome(key, log, resolve(log))


def is_plain(log: list[Edit]) -> bool:
    """Whether there is nothing to resolve: a single edit that adds the record."""
    return len(log) == 1 and log[0].kind == "add" and not log[0].parents and not log[0].standing


def resolved_outcome(key: str, log: list[Edit], resolved: Resolved) -> tuple[Row, Mapping[str, tuple[str, ...]]]:
    """The same from what the edits were resolved to."""
    alone = len(log) == 1 and log[0].kind == "add" and not log[0].parents
    if alone and not resolved.gone and resolved.state == log[0].fields:
        return row(key, resolved.state, resolved.heads, alone=True), resolved.conflicts
    return settled(key, resolved), resolved.conflicts


def conflict_rows(key: str, conflicts: Mapping[str, tuple[str, ...]]) -> ConflictRows:
    """Open conflicts as rows, in order."""
    return tuple((key, path, edits.canonical(sorted(heads))) for path, heads in sorted(conflicts.items()))


def settled(key: str, resolved: Resolved) -> Row:
    """The row of a resolved record."""
    there = not resolved.gone and is_whole(resolved.state)
    return row(key, resolved.state, resolved.heads) if there else gone(key, resolved.heads)


def is_whole(state: Mapping[str, Any]) -> bool:
    """Whether it is known what the record is; its adding edit may be missing."""
    return isinstance(state.get("kind"), str) and (state["kind"] == "unit" or isinstance(state.get("unit"), str))


def rebuild(connection: sqlite3.Connection) -> None:
    """Make every row of the cache anew, inside the caller's transaction."""
    connection.execute("DELETE FROM record")
    connection.execute("DELETE FROM open_conflict")
    for (key,) in connection.execute("SELECT DISTINCT record FROM edit").fetchall():
        found, conflicts = outcome(key, log_of(connection, key))
        connection.execute(INSERT_RECORD, found)
        connection.executemany(INSERT_CONFLICT, conflict_rows(key, conflicts))


def log_of(connection: sqlite3.Connection, key: str) -> list[Edit]:
    """All edits of one record in order of arrival; BrokenError where one is damaged."""
    found = connection.execute("SELECT id, body FROM edit WHERE record = ? ORDER BY seq", (key,))
    return [edits.edit_of(row_id, edits.read(row_id, body, key)) for row_id, body in found]


def read_state(connection: sqlite3.Connection, key: str, text: str | None) -> State:
    """The state of a record that is there, from its row's `state` or its first edit."""
    if text is not None:
        return unsealed(text)
    first = "SELECT id, CAST(body AS BLOB) FROM edit WHERE record = ? ORDER BY seq LIMIT 1"
    found = connection.execute(first, (key,)).fetchone()
    if found is None:
        raise edits.BrokenError("没有修改记录")
    row_id, raw = found
    state: State = edits.read_raw(row_id, raw, key)["fields"]
    return state

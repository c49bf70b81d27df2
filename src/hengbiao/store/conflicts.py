"""Open conflicts: the fields where edits of several offices differ, and who says what."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from hengbiao.domain.merge import UNTOLD, Edit, State, base, resolve, values
from hengbiao.store import edits, standing


@dataclass(frozen=True, slots=True)
class Side:
    """What one head of a field says, and who made it when; of an edit of which nobody says that, who sent it on."""

    edit: str
    value: Any
    office: str
    author: str
    at: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field with differing heads, in order of their ids: the first is the one that shows.

    `path` () is the record itself and ("indicators", id) a row: there a side's value is None where it is dropped, else
    the content it has. `id` is the same wherever the same heads meet. `base` is the value before they parted.
    """

    id: str
    record: str
    path: tuple[str, ...]
    sides: tuple[Side, ...]
    base: Any

    @property
    def field(self) -> str:
        """The field as the log names it."""
        return "/".join(self.path)


def conflict_id(record: str, field: str, heads: Sequence[str]) -> str:
    """The name of a conflict: a hash of record, field and heads."""
    return sha256(edits.canonical([record, field, sorted(heads)]).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def found(connection: sqlite3.Connection, record: str | None = None) -> Iterator[Conflict]:
    """The open conflicts, of one record or all, in order of record and field; ValueError where an edit is damaged."""
    where, given = ("WHERE record = ?", (record,)) if record else ("", ())
    keys = connection.execute(f"SELECT DISTINCT record FROM open_conflict {where} ORDER BY record", given)  # noqa: S608
    for (key,) in keys.fetchall():
        rows = connection.execute("SELECT id, body FROM edit WHERE record = ? ORDER BY seq", (key,)).fetchall()
        contents = [edits.read(row_id, body, key) for row_id, body in rows]
        log = [edits.edit_of(row_id, content) for (row_id, _), content in zip(rows, contents, strict=True)]
        who = {edit.id: content for edit, content in zip(log, contents, strict=True)}
        yield from _of_record(key, log, who)


def counted(connection: sqlite3.Connection) -> dict[str, int]:
    """How many fields are open in each record that has any."""
    return dict(connection.execute("SELECT record, count(*) FROM open_conflict GROUP BY record"))


def _of_record(key: str, log: list[Edit], who: Mapping[str, Mapping[str, Any]]) -> Iterator[Conflict]:
    resolved = resolve(log)
    for field, heads in sorted(resolved.conflicts.items()):
        told = values(log, field)
        whole = _whole(field, resolved.state, resolved.buried)
        sides = tuple(_side(head, _content(told[head], whole), log, who) for head in heads)
        before = _content(base(log, field), whole)
        path = tuple(field.split("/", 2)) if field else ()
        yield Conflict(conflict_id(key, field, heads), key, path, sides, before)


def _whole(field: str, state: State, buried: Mapping[str, State]) -> State:
    """What stands for "it is there": the content of the record or row."""
    if not field:
        return state
    found: State = state.get(field) or buried.get(field) or {}
    return found


def _content(value: Any, whole: State) -> Any:
    return None if value is UNTOLD else whole if value == {} else value


def _side(head: str, value: Any, log: list[Edit], who: Mapping[str, Mapping[str, Any]]) -> Side:
    told = [content for content in who.values() if content.get("stands_for")]
    made = standing.maker(head, who, told)
    if made:
        return Side(head, value, *made)
    content = min(
        (who[edit.id] for edit in log if edit.standing and head in edit.standing.ids),
        key=lambda each: (each["at"], each["nonce"]),
    )
    return Side(head, value, content["office"], content["author"], content["at"])

"""Who changed what, when: the log told as entries."""

import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from hengbiao.domain.merge import Edit, State, apply, difference, resolve
from hengbiao.store import edits


class Entry(NamedTuple):
    """One value that changed; path () is the whole record, two parts starting with a list of rows a whole row.

    `old` and `new` are as stored (amounts in 分, targets and rows as JSON objects), None for what is not there;
    `source` names the file that it came from, "" where it was typed.
    """

    at: str
    office: str
    author: str
    label: str
    step: str
    edit: str
    record: str
    path: tuple[str, ...]
    old: Any
    new: Any
    source: str = ""


def entries(connection: sqlite3.Connection, record: str | None, path: tuple[str, ...]) -> Iterator[Entry]:
    """Entries in order of arrival, of one `record` and of what lies at or under or around `path` in it."""
    where, values = ("WHERE record = ?", (record,)) if record else ("", ())
    told: dict[str, _Told] = {}
    for key, row_id, body in connection.execute(f"SELECT record, id, body FROM edit {where} ORDER BY seq", values):  # noqa: S608
        content = edits.read(row_id, body)
        shared = {name: content[name] for name in ("at", "office", "author", "label", "step", "source")}
        edit, record_told = edits.edit_of(row_id, content), told.setdefault(key, _Told())
        before, after = record_told.next(edit)
        for at in _paths(_named(edit, before, after), path):
            old, new = _value(before, at), _value(after, at)
            if old != new:
                yield Entry(**shared, edit=edit.id, record=key, path=at, old=old, new=new)


class _Told:
    """A record while its log is being told."""

    def __init__(self) -> None:
        self._log: list[Edit] = []
        self._state: State | None = None

    def next(self, edit: Edit) -> tuple[State | None, State | None]:
        """The states before and after the next edit, None where the record is not there."""
        before = self._state
        self._log.append(edit)
        if edit.standing:
            found = resolve(self._log)
            self._state = None if found.gone else found.state
        elif edit.kind == "drop":
            self._state = None
        elif before is None or any(
            isinstance(value, dict) and path not in before for path, value in edit.fields.items()
        ):
            self._state = resolve(self._log).state  # something may come back from under a drop
        else:
            self._state = {key: dict(value) if isinstance(value, dict) else value for key, value in before.items()}
            apply(self._state, edit.fields)
        return before, self._state


def _named(edit: Edit, before: State | None, after: State | None) -> Edit:
    """The edit by what it changed; of one that stands for others only the states tell."""
    if not edit.standing or before is None or after is None:
        return edit
    return edit._replace(kind="put", fields=difference(before, after))


def _paths(edit: Edit, path: tuple[str, ...]) -> list[tuple[str, ...]]:
    if edit.kind != "put":
        return [path]
    touched = [tuple(name.split("/", 2)) for name in edit.fields]
    if not path:
        return touched
    return list(dict.fromkeys(one if _within(one, path) else path for one in touched if _meet(one, path)))


def _meet(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return _within(one, other) or _within(other, one)


def _within(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return one[: len(other)] == other


def _value(state: State | None, path: tuple[str, ...]) -> Any:
    if state is None or not path:
        return state
    whole = state.get("/".join(path[:2]))
    if len(path) == 3:
        return whole.get(path[2]) if isinstance(whole, dict) else None
    if whole is None and len(path) == 1:
        return {key: value for key, value in state.items() if key.startswith(f"{path[0]}/")} or None
    return whole

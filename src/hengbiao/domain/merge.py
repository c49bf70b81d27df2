"""What the edits of one record amount to: its fields, its heads, and where offices differ. Pure; order never matters.

A field is named by its path joined with "/". "rows/id" names a whole row: {…} puts the row there and sets the cells it
names, null drops it; "rows/id/cell" sets one cell. "" stands for the record itself. Any edit that touches a row or a
record keeps it alive against an older drop. Paths are understood by their shape alone, so that fields and rows of newer
programs merge too.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from typing import Any, Literal, NamedTuple

State = dict[str, Any]
Kind = Literal["add", "put", "drop"]
_Setters = dict[str, list[tuple[int, Any]]]


class Edit(NamedTuple):
    """One immutable edit of one record; `parents` are ids of the edits it was made upon."""

    id: str
    kind: Kind
    parents: tuple[str, ...]
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a record is: `state` (also where it is `gone`), heads, open conflicts by field, cells of dropped rows."""

    state: State
    gone: bool
    heads: tuple[str, ...]
    conflicts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    buried: Mapping[str, State] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


def resolve(edits: Iterable[Edit]) -> Resolved:
    """The one outcome of these edits of one record, in whatever order they come; an id that comes twice counts once."""
    known = {edit.id: edit for edit in edits}
    ordered = _ordered(known)
    setters = _setters(ordered)
    shown = {path: min(heads, key=lambda head: ordered[head[0]].id)[1] for path, heads in setters.items()}
    state, buried = _assembled(shown)
    gone = shown.get("") is None
    conflicts = {
        path: tuple(sorted(ordered[i].id for i, _ in heads))
        for path, heads in setters.items()
        if _differ(heads) and (not path or not (gone or _hidden(path, shown)))
    }
    missing = {parent for edit in ordered for parent in edit.parents} - known.keys()
    heads = tuple(sorted(ordered[i].id for i, _ in setters.get("", ())))
    return Resolved(state, gone, heads, conflicts, buried, tuple(sorted(missing)))


def apply(state: State, fields: Mapping[str, Any]) -> None:
    """Bring a state up to date, in place, with an edit made upon its only head: the same as resolving anew.

    But for rows that come back after a drop: what they held is not in the state, so there resolve.
    """
    for path, value in _settings(fields):
        row, cell = _row_and_cell(path)
        if cell:
            _set(state[row], cell, value)
        elif _is_row(path, value):
            state[path] = state[path] if isinstance(state.get(path), dict) else {}
        else:
            _set(state, path, value)


def difference(before: Mapping[str, Any], after: Mapping[str, Any], buried: Mapping[str, State] | None = None) -> State:
    """The fields of the edit that turns `before` into `after`; `buried` are dropped rows that may come back."""
    fields: State = {key: None for key in before if key not in after}
    for key, new in after.items():
        old = before.get(key)
        if old == new:
            continue
        if not _is_row(key, new):
            fields[key] = new
        elif old is None:
            fields[key] = _changed_cells((buried or {}).get(key, {}), new)
        else:
            fields.update((f"{key}/{cell}", value) for cell, value in _changed_cells(old, new).items())
    return fields


def _ordered(known: Mapping[str, Edit]) -> list[Edit]:
    """Parents before children, else by id; what hangs in a circle (no true hash does) comes last."""
    waiting = {key: sum(parent in known for parent in set(edit.parents)) for key, edit in known.items()}
    children: dict[str, list[str]] = {}
    for edit in known.values():
        for parent in set(edit.parents):
            children.setdefault(parent, []).append(edit.id)
    ready = [key for key, count in waiting.items() if not count]
    heapify(ready)
    ordered = []
    while ready:
        key = heappop(ready)
        ordered.append(known[key])
        del waiting[key]
        for child in children.get(key, ()):
            waiting[child] -= 1
            if not waiting[child]:
                heappush(ready, child)
    return ordered + [known[key] for key in sorted(waiting)]


def _setters(ordered: list[Edit]) -> _Setters:
    """The heads of every field: edits (by place in `ordered`) that set it and have no descendant that does."""
    places = {edit.id: i for i, edit in enumerate(ordered)}
    older: list[int] = []
    setters: _Setters = {}
    for i, edit in enumerate(ordered):
        mask = 1 << i
        for parent in edit.parents:
            place = places.get(parent, i)
            mask |= older[place] if place < i else 0
        older.append(mask)
        touched: list[tuple[str, Any]] = [("", None)] if edit.kind == "drop" else [("", {}), *_settings(edit.fields)]
        for path, value in touched:
            kept = [head for head in setters.get(path, ()) if not mask >> head[0] & 1]
            setters[path] = [*kept, (i, value)]
    return setters


def _settings(fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Single settings, rows before their cells; {} says that a row is there."""
    for path in sorted(fields):
        value = fields[path]
        row, cell = _row_and_cell(path)
        if cell:
            yield row, {}
            yield path, value
        elif _is_row(path, value):
            yield path, {}
            yield from ((f"{path}/{name}", value[name]) for name in sorted(value))
        else:
            yield path, value


def _assembled(shown: Mapping[str, Any]) -> tuple[State, dict[str, State]]:
    """The state that the shown values make, and the cells of rows that are dropped."""
    state: State = {key: {} if value == {} else value for key, value in shown.items() if key and _is_filled(key, value)}
    buried: dict[str, State] = {}
    for path, value in shown.items():
        row, cell = _row_and_cell(path)
        if cell and value is not None:
            place = buried if _hidden(path, shown) else state
            place.setdefault(row, {})[cell] = value
    return state, buried


def _is_filled(path: str, value: Any) -> bool:
    return value is not None and not _row_and_cell(path)[1]


def _hidden(path: str, shown: Mapping[str, Any]) -> bool:
    row, cell = _row_and_cell(path)
    return bool(cell) and shown.get(row) != {}


def _differ(heads: list[tuple[int, Any]]) -> bool:
    return any(value != heads[0][1] for _, value in heads[1:])


def _changed_cells(old: Mapping[str, Any], new: Mapping[str, Any]) -> State:
    return {cell: new.get(cell) for cell in {**old, **new} if old.get(cell) != new.get(cell)}


def _is_row(path: str, value: Any) -> bool:
    return isinstance(value, dict) and path.count("/") == 1


def _row_and_cell(path: str) -> tuple[str, str]:
    """("rows/id", "cell") for the path of a cell, else (path, "")."""
    parts = path.split("/", 2)
    return (f"{parts[0]}/{parts[1]}", parts[2]) if len(parts) == 3 else (path, "")


def _set(values: State, key: str, value: Any) -> None:
    if value is None:
        values.pop(key, None)
    else:
        values[key] = value

"""What the edits of one record amount to: its fields, its heads, and where offices differ. Pure; order never matters.

A field is named by its path joined with "/". "rows/id" names a whole row: {…} puts the row there and sets the cells it
names, null drops it; "rows/id/cell" sets one cell. "" stands for the record itself. Any edit that touches a row or a
record keeps it alive against an older drop. Paths are understood by their shape alone, so that fields and rows of newer
programs merge too.

An edit that stands for others says what they amount to, field by field with the ids of the edits that set it. It sets
nothing itself: merging it is the same as merging the edits that it stands for, as far as their values are told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from heapq import heapify, heappop, heappush
from typing import Any, Final, Literal, NamedTuple

State = dict[str, Any]
Kind = Literal["add", "put", "drop"]
_Heads = dict[str, dict[str, Any]]
"""By field, by id of the edit that set it: the value."""


class Untold(Enum):
    """The value of a field that nobody sees: it was set in a row or record that is gone."""

    VALUE = "untold"


UNTOLD: Final = Untold.VALUE


class Standing(NamedTuple):
    """The edits that an edit stands for, in order of id, and what they amount to: by field, by head, the value."""

    ids: tuple[str, ...]
    heads: Mapping[str, Mapping[str, Any]]


class Edit(NamedTuple):
    """One immutable edit of one record; `parents` are ids of the edits it was made upon."""

    id: str
    kind: Kind
    parents: tuple[str, ...]
    fields: Mapping[str, Any]
    standing: Standing | None = None


class Resolved(NamedTuple):
    """What a record is: `state` (also where it is `gone`), heads, open conflicts by field, cells of dropped rows.

    It is incomplete where edits it was made upon are `missing`, or came back with fields whose values are `untold`.
    """

    state: State
    gone: bool
    heads: tuple[str, ...]
    conflicts: Mapping[str, tuple[str, ...]]
    buried: Mapping[str, State]
    missing: tuple[str, ...]
    untold: tuple[str, ...]


def resolve(edits: Iterable[Edit]) -> Resolved:
    """The one outcome of these edits of one record, in whatever order they come; an id that comes twice counts once."""
    known = {edit.id: edit for edit in edits}
    if _is_chain(known.values()):
        return _last_said(tuple(known.values()))
    ordered = _ordered(known)
    places = _places(ordered)
    older = _older(ordered, places)
    fields = _heads(ordered, places, older)
    shown = {path: _shown(heads) for path, heads in fields.items()}
    state, buried = _assembled(shown)
    gone = shown.get("") is None
    seen = [path for path in fields if not path or not (gone or _hidden(path, shown))]
    conflicts = {path: tuple(sorted(fields[path])) for path in seen if _differ(fields[path])}
    missing = {parent for edit in ordered for parent in edit.parents if parent not in places}
    untold = tuple(sorted(path for path in seen if UNTOLD in fields[path].values()))
    return Resolved(state, gone, _last(ordered, older), conflicts, buried, tuple(sorted(missing)), untold)


def chained(log: Sequence[Edit]) -> State | None:
    """The state of a record that was added and then put to, each edit upon the one before it: that of `resolve`.

    None where the log is no such chain, or something comes back after a drop.
    """
    state: State = {}
    dropped: set[str] = set()
    parents: tuple[str, ...] = ()
    for edit in log:
        dropped |= {path for path, value in edit.fields.items() if value is None and path.count("/") == 1}
        wanted = "put" if parents else "add"
        if edit.kind != wanted or edit.parents != parents or edit.standing or _rows_in(edit.fields) & dropped:
            return None
        if parents or not (state := _plain(edit.fields)):
            apply(state, edit.fields)
        parents = (edit.id,)
    return state


def _is_chain(log: Iterable[Edit]) -> bool:
    """Whether each edit was made upon the one before it, and none stands for others."""
    parents: tuple[str, ...] = ()
    for edit in log:
        if edit.parents != parents or edit.standing:
            return False
        parents = (edit.id,)
    return bool(parents)


def _last_said(chain: Sequence[Edit]) -> Resolved:
    """What a chain comes to, in which no two edits can differ: the last word on each field."""
    shown = {path: value for edit in chain for path, value in _touched(edit)}
    state, buried = _assembled(shown)
    return Resolved(state, shown.get("") is None, (chain[-1].id,), {}, buried, (), ())


def _plain(fields: Mapping[str, Any]) -> State:
    """The state that fields of plain values and whole rows make by themselves; {} where they are not all such."""
    state: State = {}
    for path, value in fields.items():
        row = _is_row(path, value)
        if value is None or path.count("/") > 1 or (row and None in value.values()):
            return {}
        state[path] = dict(value) if row else value
    return state


def stand(edits: Iterable[Edit]) -> Standing:
    """What an edit says that stands for all these edits of a record: nothing of what is dropped, but in conflicts."""
    known = {edit.id: edit for edit in edits}
    ordered = _ordered(known)
    places = _places(ordered)
    fields = _heads(ordered, places, _older(ordered, places))
    gone = _is_settled(fields, "", None)
    told = {
        path: dict.fromkeys(heads, UNTOLD) if (gone and path) or _is_buried(path, fields) else heads
        for path, heads in fields.items()
    }
    return Standing(tuple(sorted(places)), told)


def values(edits: Iterable[Edit], path: str) -> dict[str, Any]:
    """The heads of one field: what each edit set that no later one has set anew."""
    ordered = _ordered({edit.id: edit for edit in edits})
    places = _places(ordered)
    return _heads(ordered, places, _older(ordered, places)).get(path, {})


def base(edits: Iterable[Edit], path: str) -> Any:
    """What a field was before its heads parted, as far as edits known to all of them say; None for blank or unknown."""
    ordered = _ordered({edit.id: edit for edit in edits})
    places = _places(ordered)
    older = _older(ordered, places)
    shared = -1
    for head in _heads(ordered, places, older).get(path, {}):
        shared &= _known_to(head, ordered, places, older)
    before = values((edit for edit in ordered if shared >> places[edit.id] & 1), path)
    return _shown(before)


def settings(fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Single settings that fields amount to, rows before their cells; {} says that a row is there."""
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


def apply(state: State, fields: Mapping[str, Any]) -> None:
    """Bring a state up to date, in place, with an edit made upon its only head: the same as resolving anew.

    But for rows that come back after a drop: what they held is not in the state, so there resolve.
    """
    for path, value in settings(fields):
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
    older = {key: known.keys() & _named(edit) for key, edit in known.items()}
    waiting = {key: len(parents) for key, parents in older.items()}
    children: dict[str, list[str]] = {}
    for key, parents in older.items():
        for parent in parents:
            children.setdefault(parent, []).append(key)
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


def _named(edit: Edit) -> set[str]:
    """The edits that an edit was made upon or stands for."""
    return {*edit.parents, *(edit.standing.ids if edit.standing else ())}


def _places(ordered: list[Edit]) -> dict[str, int]:
    """A number for every edit that is there or stood for."""
    places = {edit.id: i for i, edit in enumerate(ordered)}
    for edit in ordered:
        for key in edit.standing.ids if edit.standing else ():
            places.setdefault(key, len(places))
    return places


def _older(ordered: list[Edit], places: Mapping[str, int]) -> list[int]:
    """For every edit the ancestors known of it, as bits."""
    older: list[int] = []
    for i, edit in enumerate(ordered):
        mask = _bits(edit.standing.ids, places) if edit.standing else 0
        for parent in edit.parents:
            place = places.get(parent)
            if place is not None and place != i:
                mask |= 1 << place | (older[place] if place < i else 0)
        older.append(mask & ~(1 << i))
    return older


def _heads(ordered: list[Edit], places: Mapping[str, int], older: list[int]) -> _Heads:
    """The heads of every field: edits that set it and have no known descendant that does, each with its value.

    What is stood for and no head of a field there is outdated in it.
    """
    found: _Heads = {}
    outdated: dict[str, int] = {}
    for edit, mask in zip(ordered, older, strict=True):
        if edit.standing is None:
            for path, value in _touched(edit):
                found.setdefault(path, {})[edit.id] = value
                outdated[path] = outdated.get(path, 0) | mask
    standing = [edit.standing for edit in ordered if edit.standing]
    for each in standing:
        _add_told(each, found)
    for each in standing:
        mask = _bits(each.ids, places)
        for path in found:
            outdated[path] = outdated.get(path, 0) | mask & ~_bits(each.heads.get(path, ()), places)
    return {path: kept for path, heads in found.items() if (kept := _kept(heads, places, outdated.get(path, 0)))}


def _add_told(standing: Standing, found: _Heads) -> None:
    """Values that are told of edits which are not there themselves."""
    for path, heads in standing.heads.items():
        known = found.setdefault(path, {})
        for key, value in heads.items():
            if known.get(key, UNTOLD) is UNTOLD:
                known[key] = value


def _kept(heads: dict[str, Any], places: Mapping[str, int], outdated: int) -> dict[str, Any]:
    return {key: value for key, value in heads.items() if not outdated >> places[key] & 1}


def _bits(keys: Iterable[str], places: Mapping[str, int]) -> int:
    return sum(1 << places[key] for key in keys)


def _touched(edit: Edit) -> list[tuple[str, Any]]:
    return [("", None)] if edit.kind == "drop" else [("", {}), *settings(edit.fields)]


def _last(ordered: list[Edit], older: list[int]) -> tuple[str, ...]:
    """The edits that no other was made upon."""
    known = 0
    for mask in older:
        known |= mask
    return tuple(sorted(edit.id for i, edit in enumerate(ordered) if not known >> i & 1))


def _known_to(head: str, ordered: list[Edit], places: Mapping[str, int], older: list[int]) -> int:
    """What an edit was made upon; of one that is only stood for, at most what else is stood for."""
    place = places[head]
    if place < len(ordered):
        return older[place]
    standing = [edit.standing for edit in ordered if edit.standing and head in edit.standing.ids]
    mask = 0
    for each in standing:
        mask |= _bits(each.ids, places)
    return mask & ~(1 << place)


def _is_settled(fields: _Heads, path: str, value: Any) -> bool:
    """Whether all heads of a field say `value`."""
    return path in fields and all(each == value for each in fields[path].values())


def _is_buried(path: str, fields: _Heads) -> bool:
    row, cell = _row_and_cell(path)
    return bool(cell) and _is_settled(fields, row, None)


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


def _shown(heads: Mapping[str, Any]) -> Any:
    """The value of the head with the smallest id, of those that are told; None for blank."""
    return next((heads[key] for key in sorted(heads) if heads[key] is not UNTOLD), None)


def _differ(heads: Mapping[str, Any]) -> bool:
    told = [value for value in heads.values() if value is not UNTOLD]
    return any(value != told[0] for value in told[1:])


def _changed_cells(old: Mapping[str, Any], new: Mapping[str, Any]) -> State:
    return {cell: new.get(cell) for cell in {**old, **new} if old.get(cell) != new.get(cell)}


def _is_row(path: str, value: Any) -> bool:
    return isinstance(value, dict) and path.count("/") == 1


def _rows_in(fields: Mapping[str, Any]) -> set[str]:
    """The rows that fields put there or set cells of."""
    rows = (_row_and_cell(path)[0] for path, value in fields.items() if _is_row(path, value) or path.count("/") > 1)
    return set(rows)


def _row_and_cell(path: str) -> tuple[str, str]:
    """("rows/id", "cell") for the path of a cell, else (path, "")."""
    parts = path.split("/", 2)
    return (f"{parts[0]}/{parts[1]}", parts[2]) if len(parts) == 3 else (path, "")


def _set(values: State, key: str, value: Any) -> None:
    if value is None:
        values.pop(key, None)
    else:
        values[key] = value

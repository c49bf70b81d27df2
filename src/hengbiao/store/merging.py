"""Edits from elsewhere, and such as take sides: what they would make of the records they touch; then one step."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from hengbiao.domain.merge import UNTOLD, Edit, Kind, State, resolve, stand, values
from hengbiao.store import cache, edits, meta, shapes, standing
from hengbiao.store.appending import INSERT_EDIT, write_conflicts


class UnfitError(Exception):
    """Edits of which no record of known shape can be made; the message is Chinese."""


class Outcome(NamedTuple):
    """One record before and after, and the offices that made what is new; a state is None where it is not there."""

    id: str
    before: State | None
    state: State | None
    row: cache.Row
    conflicts: cache.ConflictRows
    old_conflicts: cache.ConflictRows
    incomplete: bool
    makers: frozenset[str]


class Prospect(NamedTuple):
    """What unknown edits amount to in a log of `edits` edits."""

    edits: int
    rows: tuple[edits.Row, ...]
    outcomes: tuple[Outcome, ...]


Earlier = Callable[[str], Sequence[edits.Row]]
"""By record the edits that will have come before, though the log does not hold them yet."""


def unknown(connection: sqlite3.Connection, rows: Iterable[edits.Row]) -> list[edits.Row]:
    """Those of the edits that the log does not hold."""
    return [row for row in rows if not connection.execute("SELECT 1 FROM edit WHERE id = ?", (row.id,)).fetchone()]


def prospect(connection: sqlite3.Connection, rows: Iterable[edits.Row], earlier: Earlier | None = None) -> Prospect:
    """What the unknown ones of these edits would change, also after `earlier` ones; UnfitError."""
    by_record: dict[str, dict[bytes, edits.Row]] = {}
    for row in unknown(connection, rows):
        by_record.setdefault(row.record, {})[row.id] = row
    outcomes: list[Outcome] = []
    new: list[edits.Row] = []
    for key, made in by_record.items():
        waiting = earlier(key) if earlier else ()
        for row in waiting:
            made.pop(row.id, None)
        if made:
            outcomes.append(_outcome(connection, key, made.values(), waiting))
            new += made.values()
    return Prospect(meta.read(connection).edits, tuple(new), tuple(outcomes))


def admit(connection: sqlite3.Connection, found: Prospect) -> None:
    """Write a prospect, inside the caller's transaction."""
    connection.executemany(INSERT_EDIT, found.rows)
    connection.executemany(cache.INSERT_RECORD, (one.row for one in found.outcomes))
    write_conflicts(connection, {one.id: one.conflicts for one in found.outcomes if one.conflicts or one.old_conflicts})
    meta.add(connection, (row.id for row in found.rows))


def standing_edits(connection: sqlite3.Connection, mark: edits.Stamp, keys: Iterable[str]) -> Iterator[edits.Row]:
    """An edit that stands for its whole log, for each record of which no edit does yet."""
    for key in keys:
        contents = {row[0]: edits.read(row[0], row[3], key) for row in connection.execute(_ROW, (key,))}
        log = [edits.edit_of(row_id, content) for row_id, content in contents.items()]
        if _all_saying(log):
            continue
        stood = stand(log)
        if len(stood.ids) <= standing.MOST:
            found = resolve(log)
            kind: Kind = "drop" if found.gone else "add"
            fields = {} if found.gone else found.state
            by = sorted({office for content in contents.values() for office in makers(content)})
            made = standing.makers(stood, contents.values(), {row_id.hex(): one for row_id, one in contents.items()})
            stated = {**standing.spelled(stood, fields), "by": by, "made": made}
            yield edits.write(mark, key, kind, (), fields, {"stands_for": stated})[0]


def sendable(connection: sqlite3.Connection, keys: Iterable[str], *, history: bool) -> list[edits.Row]:
    """The edits to send of each record: all, or the one that says all; it is there once `standing_edits` is admitted.

    Of a record with more edits than one may stand for all are sent.
    """
    found: list[edits.Row] = []
    for key in keys:
        rows = [edits.Row(*row) for row in connection.execute(_ROW, (key,))]
        if not history:
            log = [edits.edit_of(row.id, edits.read(row.id, row.body, key)) for row in rows]
            saying = _all_saying(log)
            rows = [row for row in rows if row.id.hex() == saying] or rows
        found += rows
    return found


def known(connection: sqlite3.Connection, keys: Iterable[str]) -> set[bytes]:
    """The ids of all edits of these records."""
    found: set[bytes] = set()
    for key in keys:
        found.update(row_id for (row_id,) in connection.execute("SELECT id FROM edit WHERE record = ?", (key,)))
        found.update(
            bytes.fromhex(old) for edit in cache.log_of(connection, key) if edit.standing for old in edit.standing.ids
        )
    return found


def is_ahead(connection: sqlite3.Connection, rows: Iterable[edits.Row]) -> bool:
    """Whether a record of these edits has heads that are not among them."""
    ids: dict[str, set[str]] = {}
    for row in rows:
        ids.setdefault(row.record, set()).add(row.id.hex())
    heads = ((key, connection.execute("SELECT heads FROM record WHERE id = ?", (key,)).fetchone()) for key in ids)
    return any(found and not ids[key].issuperset(cache.heads_of(found[0])) for key, found in heads)


def dropped(connection: sqlite3.Connection) -> list[str]:
    """The records that were there and are no more."""
    return [key for (key,) in connection.execute("SELECT id FROM record WHERE kind IS NULL ORDER BY id")]


def decisions(
    connection: sqlite3.Connection, mark: edits.Stamp, wanted: Mapping[str, Mapping[str, Any]]
) -> list[edits.Row]:
    """By record the fields to settle: edits upon all heads, that set the values even where they are shown already.

    The field "" settles whether the record is there: None drops it.
    """
    made = []
    for key, fields in wanted.items():
        dropped = fields.get("", {}) is None
        values = {} if dropped else {path: value for path, value in fields.items() if path}
        heads = resolve(cache.log_of(connection, key)).heads
        made.append(edits.write(mark, key, "drop" if dropped else "put", heads, values)[0])
    return made


def owner(connection: sqlite3.Connection, key: str) -> str:
    """The unit that a record belongs or belonged to, by the first edit that says so; "" where none does."""
    for edit in cache.log_of(connection, key):
        if edit.fields.get("kind") == "unit":
            return key
        if isinstance(unit := edit.fields.get("unit"), str):
            return unit
    return ""


def workers(connection: sqlite3.Connection, unit: str) -> set[str]:
    """The offices that have made edits in the forms of a unit."""
    found = connection.execute(
        "SELECT edit.id, body FROM edit JOIN record ON record.id = edit.record WHERE unit = ?", (unit,)
    )
    return {office for row_id, body in found for office in makers(edits.read(row_id, body))}


def works_elsewhere(connection: sqlite3.Connection, office: str, unit: str) -> bool:
    """Whether an office has made edits in the forms of another unit."""
    found = connection.execute(  # looking for a text takes a tenth of reading JSON
        "SELECT 1 FROM edit JOIN record ON record.id = edit.record WHERE unit <> ? AND instr(body, ?) LIMIT 1",
        (unit, edits.canonical(office)),
    )
    return found.fetchone() is not None


def makers(content: Mapping[str, Any]) -> tuple[str, ...]:
    """The offices that made an edit: of one that stands for others those that made these, not who handed it on."""
    by = (content.get("stands_for") or {}).get("by")
    told = by if isinstance(by, list) and by and all(isinstance(one, str) for one in by) else [content["office"]]
    return tuple(told)


_ROW = "SELECT id, record, step, body FROM edit WHERE record = ? ORDER BY seq"


def _all_saying(log: Sequence[Edit]) -> str:
    """The id of the edit that says all: the only one, or one that stands for all others; "" for none."""
    if len(log) == 1 and not log[0].parents:
        return log[0].id
    every = {edit.id for edit in log}
    saying = (edit.id for edit in log if edit.standing and every <= {edit.id, *edit.standing.ids})
    return min(saying, default="")


def _outcome(
    connection: sqlite3.Connection, key: str, made: Iterable[edits.Row], earlier: Sequence[edits.Row]
) -> Outcome:
    log = cache.log_of(connection, key)
    try:
        before, old = _before(connection, key, log, earlier)
        contents = {row.id: edits.read(row.id, row.body, key) for row in made}
        log += _edits(key, earlier) + [edits.edit_of(*each) for each in contents.items()]
        row, state, conflicts, lacking = _amount(key, log)
        fits = state is None or all(map(shapes.fits, (state, *_sides(state, log, conflicts))))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnfitError("修改记录的内容不合规定") from error
    if not fits:
        raise UnfitError(f"“{row.name or key}”的内容不合规定")
    by = frozenset(office for content in contents.values() for office in makers(content))
    return Outcome(key, before, state, row, cache.conflict_rows(key, conflicts), old, lacking, by)


def _before(
    connection: sqlite3.Connection, key: str, log: list[Edit], earlier: Sequence[edits.Row]
) -> tuple[State | None, cache.ConflictRows]:
    """What a record is, and what of it is 未决, once the earlier edits are in."""
    if earlier:
        _, state, conflicts, _ = _amount(key, [*log, *_edits(key, earlier)])
        return state, cache.conflict_rows(key, conflicts)
    old = connection.execute("SELECT * FROM open_conflict WHERE record = ? ORDER BY field", (key,)).fetchall()
    return _current(connection, key) if log else None, tuple(old)


def _edits(key: str, rows: Iterable[edits.Row]) -> list[Edit]:
    return [edits.edit_of(row.id, edits.read(row.id, row.body, key)) for row in rows]


def _sides(state: State, log: list[Edit], conflicts: Iterable[str]) -> Iterator[State]:
    """The states that the record may come to have once its conflicts are settled, each by one value."""
    for path in conflicts:
        row, _, cell = path.rpartition("/")
        for value in values(log, path).values():
            if value is UNTOLD or value is None or value == {}:
                continue
            yield (
                {**state, row: {**state.get(row, {}), cell: value}} if path.count("/") == 2 else {**state, path: value}
            )


def _amount(key: str, log: list[Edit]) -> tuple[cache.Row, State | None, Mapping[str, tuple[str, ...]], bool]:
    """What a log amounts to: row, state, open conflicts, whether something was never sent."""
    if cache.is_plain(log):
        row, conflicts = cache.outcome(key, log)
        return row, dict(log[0].fields), conflicts, False
    found = resolve(log)
    row, conflicts = cache.resolved_outcome(key, log, found)
    return row, None if row.kind is None else found.state, conflicts, bool(found.missing or found.untold)


def _current(connection: sqlite3.Connection, key: str) -> State | None:
    kind, text = connection.execute("SELECT kind, state FROM record WHERE id = ?", (key,)).fetchone()
    return None if kind is None else cache.read_state(connection, key, text)

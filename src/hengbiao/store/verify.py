"""Is a document what was written? Every edit against its hash, the log against its sum, the cache against the log."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from hengbiao.domain.merge import Edit
from hengbiao.store import cache, edits, meta, opening, schema, shapes

Progress = Callable[[int, int], None]
"""(records done, records in all); it stops the check by raising."""
_MOST = 100


def verify(path: str | Path, progress: Progress | None = None) -> list[str]:
    """What is wrong with a document, as Chinese sentences, [] for nothing; a refusal where it cannot be read at all."""
    opened = opening.to_read(Path(path))
    try:
        return problems(opened.connection, progress)
    finally:
        opened.close()


def quick(connection: sqlite3.Connection, size: int) -> list[str]:
    """What a glance finds, also in a large document: cut off, or edits lost or foreign."""
    try:
        (pages,), (each,) = (connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
        return ["文件不完整，末尾被截断"] if size < pages * each else meta.check(connection)
    except sqlite3.Error:
        return ["文件内部结构已损坏"]


def problems(connection: sqlite3.Connection, progress: Progress | None = None) -> list[str]:
    """Everything that is wrong, the log first; at most 100 sentences. What a newer program caches is not judged."""
    _, version = schema.stamp(connection)
    connection.text_factory = _text
    found: list[str] = []
    try:
        connection.execute("BEGIN")
        found += log_problems(connection)
        found += _records(connection, progress, judge_cache=version <= schema.VERSION)
        found += _structure(connection)
    except sqlite3.Error:
        found.append("文件内部结构已损坏")
    finally:
        connection.text_factory = str
        _end(connection)
    return list(dict.fromkeys(found))[:_MOST]


def log_problems(connection: sqlite3.Connection) -> list[str]:
    """Edits lost or foreign."""
    found = meta.check(connection)
    first, last, count = connection.execute("SELECT min(seq), max(seq), count(seq) FROM edit NOT INDEXED").fetchone()
    return found if not count or (first, last) == (1, count) else [*found, "修改记录的编号不连续"]


def _records(connection: sqlite3.Connection, progress: Progress | None, *, judge_cache: bool) -> Iterator[str]:
    rows = dict(_cached(connection))
    conflicts = _conflicts(connection)
    total = len(rows)
    log = connection.execute("SELECT record, seq, id, step, body FROM edit INDEXED BY edit_record ORDER BY record, seq")
    for done, (key, found) in enumerate(groupby(log, key=lambda row: row[0])):
        if progress and not done % 64:
            progress(done, total)
        history: list[Edit] = []
        damage = list(_read_all(found, history))
        yield from damage
        row, open_here = rows.pop(key, None), conflicts.pop(key, ())
        if not damage:
            yield from _record(key, history, row, open_here, judge_cache=judge_cache)
    if judge_cache and (rows or conflicts):
        yield "当前数据中有修改记录里没有的内容"


def _read_all(found: Iterator[tuple[str, int, bytes, str, str]], history: list[Edit]) -> Iterator[str]:
    for key, seq, row_id, step, body in found:
        try:
            content = edits.read(row_id, body)
        except ValueError as error:
            yield f"第 {seq} 条修改记录{error}"
            continue
        if (content["record"], content["step"]) != (key, step):
            yield f"第 {seq} 条修改记录的登记与内容不符"
        history.append(edits.edit_of(row_id, content))


def _record(
    key: str,
    history: list[Edit],
    row: cache.Row | None,
    open_here: cache.ConflictRows,
    *,
    judge_cache: bool,
) -> Iterator[str]:
    name = row.name if row and row.name else key
    known = {edit.id for edit in history}
    if any(parent not in known for edit in history for parent in edit.parents):
        yield f"“{name}”的修改记录不全"
    if not judge_cache:
        return
    try:
        expected, conflicts = cache.outcome(key, history)
        fits = (row, open_here) == (expected, cache.conflict_rows(key, conflicts))
        sound = expected.kind is None or shapes.fits(
            history[0].fields if expected.state is None else json.loads(expected.state)
        )
    except (KeyError, TypeError, ValueError):
        fits = sound = False
    if not sound:
        yield f"“{name}”的内容不合规定"
    elif not fits:
        yield f"“{name}”的当前数据与修改记录不符"


def _cached(connection: sqlite3.Connection) -> Iterator[tuple[str, cache.Row]]:
    for row in connection.execute("SELECT * FROM record NOT INDEXED"):
        yield row[0], cache.Row(*row[: len(cache.Row._fields)])


def _conflicts(connection: sqlite3.Connection) -> dict[str, cache.ConflictRows]:
    rows = connection.execute("SELECT record, field, heads FROM open_conflict NOT INDEXED").fetchall()
    return {key: tuple(found) for key, found in groupby(sorted(rows), key=lambda row: row[0])}


def _structure(connection: sqlite3.Connection) -> list[str]:
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
    return [] if found == ["ok"] else ["文件内部结构已损坏"]


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _end(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")

"""Is a document what was written? Every edit against its hash, the log against its sum, the cache against the log."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from hengbiao.domain.merge import Edit
from hengbiao.store import cache, edits, meta, opening, schema, shapes
from hengbiao.store.errors import UNREADABLE

Progress = Callable[[int, int], None]
"""(records done, records in all); it stops the check by raising."""
_MOST = 100
_AT_ONCE = 16  # records a read transaction: a commit of the window never waits long for the check


_DAMAGE = (*UNREADABLE, TypeError, ValueError, KeyError, AttributeError)  # in a broken page any type can stand anywhere


class Problem(NamedTuple):
    """What is wrong, in Chinese; `in_log` where rebuilding the cache does not mend it."""

    text: str
    in_log: bool = True


def verify(path: str | Path, progress: Progress | None = None, *, incomplete: bool = True) -> list[str]:
    """What is wrong with a document, as Chinese sentences, [] for nothing; a refusal where it cannot be read at all.

    Without `incomplete` what others never sent is passed over: that is no damage.
    """
    opened = opening.to_read(Path(path))
    try:
        found = problems(opened.connection, opened.file, progress)
        return [problem.text for problem in found + (lacking(opened.connection) if incomplete else [])]
    finally:
        opened.close()


def quick(connection: sqlite3.Connection, file: Path) -> list[Problem]:
    """What a glance finds, also in a large document: cut off, or edits lost or foreign."""
    try:
        with _snapshot(connection):
            names = ("page_count", "page_size")
            pages, each = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names)
            cut_off = file.stat().st_size < pages * each
            found = ["文件不完整，末尾被截断"] if cut_off else meta.check(connection)
    except _DAMAGE:
        return [_BROKEN]
    return [Problem(text) for text in found]


def problems(connection: sqlite3.Connection, file: Path, progress: Progress | None = None) -> list[Problem]:
    """Everything that is wrong, at most 100; what a newer program caches is not judged."""
    _, version = schema.stamp(connection)
    connection.text_factory = _text
    try:
        found = quick(connection, file)
        found += islice(_records(connection, progress, judge_cache=version <= schema.VERSION), _MOST)
        found += _structure(connection)
    except _DAMAGE:
        found = [_BROKEN]
    finally:
        connection.text_factory = str
    return list(dict.fromkeys(found))[:_MOST]


def lacking(connection: sqlite3.Connection) -> list[Problem]:
    """The records that lack earlier edits which others have, at most 100."""
    found: list[Problem] = []
    try:
        with _snapshot(connection):
            for (key,) in connection.execute("SELECT DISTINCT record FROM edit").fetchall():
                if len(found) < _MOST and _lacks(cache.log_of(connection, key)):
                    found.append(Problem(f"记录 {key} 缺少较早的修改记录"))
    except _DAMAGE:
        return []  # that is told already
    return found


def _lacks(log: list[Edit]) -> bool:
    if not any(edit.parents for edit in log):
        return False
    known = {edit.id for edit in log}.union(*(edit.standing.ids for edit in log if edit.standing))
    return any(parent not in known for edit in log for parent in edit.parents)


_BROKEN = Problem("文件内部结构已损坏")


def _records(connection: sqlite3.Connection, progress: Progress | None, *, judge_cache: bool) -> Iterator[Problem]:
    with _snapshot(connection):
        known = "SELECT record FROM edit UNION SELECT id FROM record UNION SELECT record FROM open_conflict"
        keys = [row[0] for row in connection.execute(known)]
    for start in range(0, len(keys), _AT_ONCE):
        if progress:
            progress(start, len(keys))
        with _snapshot(connection):
            covered = meta.covered(connection) if judge_cache else 0
            found = [p for key in keys[start : start + _AT_ONCE] for p in _record(connection, key, covered)]
        yield from found


def _record(connection: sqlite3.Connection, key: str, covered: int | None) -> Iterator[Problem]:
    """What is wrong with a record, and with its row where that says to know of every edit."""
    log: list[Edit] = []
    damage = [Problem(text) for text in _read_log(connection, key, log)]
    yield from damage
    if not damage and (covered is None or _last(connection, key) <= covered):
        yield from _cached(connection, key, log)


def _last(connection: sqlite3.Connection, key: str) -> int:
    found = connection.execute("SELECT seq FROM edit WHERE record = ? ORDER BY seq DESC LIMIT 1", (key,)).fetchone()
    return int(found[0]) if found else 0


def _read_log(connection: sqlite3.Connection, key: str, log: list[Edit]) -> Iterator[str]:
    """Fill `log`; what is wrong with its edits."""
    rows = connection.execute("SELECT seq, id, step, body FROM edit WHERE record = ? ORDER BY seq", (key,))
    for seq, row_id, step, body in rows.fetchall():
        try:
            content = edits.read(row_id, body)
        except ValueError as error:
            yield f"第 {seq} 条修改记录{error}"
            continue
        if (content["record"], content["step"]) != (key, step):
            yield f"第 {seq} 条修改记录的登记与内容不符"
        try:
            log.append(edits.edit_of(row_id, content))
        except ValueError as error:
            yield f"第 {seq} 条修改记录{error}"


def _cached(connection: sqlite3.Connection, key: str, log: list[Edit]) -> Iterator[Problem]:
    row = connection.execute("SELECT * FROM record WHERE id = ?", (key,)).fetchone()
    conflicts = connection.execute("SELECT * FROM open_conflict WHERE record = ? ORDER BY field", (key,)).fetchall()
    if not log:
        yield Problem(f"记录 {key} 没有修改记录", in_log=False)
        return
    try:
        expected, differing = cache.outcome(key, log)
        state = log[0].fields if expected.state is None else cache.unsealed(expected.state)
        if expected.kind is not None and not shapes.fits(state):
            yield Problem(f"“{expected.name}”的内容不合规定")
    except (KeyError, TypeError, ValueError):
        yield Problem(f"记录 {key} 的修改记录内容不合规定")
        return
    if row is None or tuple(row) != expected or tuple(map(tuple, conflicts)) != cache.conflict_rows(key, differing):
        yield Problem(f"“{expected.name or key}”的当前数据与修改记录不符", in_log=False)


def _structure(connection: sqlite3.Connection) -> list[Problem]:
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
    return [] if found == ["ok"] else [_BROKEN]


@contextmanager
def _snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")

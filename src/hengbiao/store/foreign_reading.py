"""Reading a document that someone else made, trusting nothing in it. Runs in a worker process, on a private copy."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote

from hengbiao.domain.refusal import Refusal, system_said
from hengbiao.store import connection as connections
from hengbiao.store import edits, meta, opening, schema, verify
from hengbiao.store.errors import UNREADABLE, Damaged

MOST_EDITS: Final = 500_000
MOST_OF_RECORD: Final = 20_000
MOST_BYTES: Final = 1 << 30
_LONGEST = 32 << 20  # bytes of one body
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: _LONGEST,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 10_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 100,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 50,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 5,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 50_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 8,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 100,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_HEAP = 256 << 20
_LOOKING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_TRANSACTION}
_FUNCTIONS = {"count", "min", "max"}
_PRAGMAS = {"application_id", "user_version", "page_count", "page_size", "integrity_check"}


class Found(NamedTuple):
    """What a foreign document says of itself; `version` as in user_version."""

    document: str
    version: int
    bodies: list[str]


def read(path: Path, folder: Path) -> Found:
    """Everything in the document at `path`, by way of a copy in `folder`; Refusal where it is not wholly right."""
    copy = _copied(path, folder)
    try:
        with closing(_opened(copy)) as connection:
            return _read(path, copy, connection)
    except Refusal as refusal:
        refusal.path = str(path)
        raise
    except UNREADABLE as error:
        raise connections.unreadable(path, error) from error
    finally:
        copy.unlink(missing_ok=True)


def _copied(path: Path, folder: Path) -> Path:
    path = opening.check_place(path)
    if path.stat().st_size > MOST_BYTES:
        raise Refusal(path, "", f"文件超过 {MOST_BYTES >> 20} MB", "请对方按预算单位分开上报")
    copy = folder / "foreign.hengbiao"
    try:
        shutil.copyfile(path, copy)
        journal = path.with_name(f"{path.name}-journal")
        if journal.exists() and journal.stat().st_size:
            shutil.copyfile(journal, copy.with_name(f"{copy.name}-journal"))
            connections.connect(copy, write=True).close()
    except OSError as error:
        raise Refusal(path, "", f"读不出来（{system_said(error)}）", "请检查存放它的磁盘或 U 盘，再收一次") from error
    except Refusal as refusal:
        refusal.path = str(path)
        raise
    copy.chmod(0o400)
    return copy


def _opened(copy: Path) -> sqlite3.Connection:
    place = quote(copy.absolute().as_posix())
    uri = f"file://{'' if place.startswith('/') else '/'}{place}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, cached_statements=32)
    try:
        for limit, most in _LIMITS.items():
            connection.setlimit(limit, most)
        connections.settle(connection, {"trusted_schema": 0, "cell_size_check": 1, "mmap_size": 0, "query_only": 1})
        connection.execute(f"PRAGMA hard_heap_limit = {_HEAP}").fetchall()
        connection.set_authorizer(_allowed)
    except BaseException:
        connection.close()
        raise
    return connection


def _allowed(action: int, first: str | None, second: str | None, _database: str | None, _inner: str | None) -> int:
    """SELECT and READ; and what the checks ask besides, none of which writes."""
    looking = (
        action in _LOOKING
        or (action == sqlite3.SQLITE_FUNCTION and second in _FUNCTIONS)
        or (action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS and (second is None or second == "5"))
    )
    return sqlite3.SQLITE_OK if looking else sqlite3.SQLITE_DENY


def _read(path: Path, copy: Path, connection: sqlite3.Connection) -> Found:
    connections.check_kind(path, connection)
    _check_size(path, connection)
    if meta.covered(connection) is not None:
        reason = "文件是在对方程序没有正常退出时复制出来的"
        raise Refusal(path, "", reason, "请对方用衡表打开一次、关闭以后重新发送")
    wrong = verify.problems(connection, copy)
    if wrong:
        raise Damaged(path, [problem.text for problem in wrong])
    connection.set_authorizer(_allowed)
    bodies = list(_bodies(path, connection))
    _, version = schema.stamp(connection)
    return Found(meta.read(connection).document, version, bodies)


def _check_size(path: Path, connection: sqlite3.Connection) -> None:
    (most,) = connection.execute("SELECT count(*) FROM edit").fetchone()
    if most > MOST_EDITS:
        raise Refusal(path, "", f"有 {most} 条修改记录，超过 {MOST_EDITS} 条", "请对方不带历史重新上报")
    found = connection.execute("SELECT count(*) FROM edit GROUP BY record ORDER BY 1 DESC LIMIT 1").fetchone()
    if found and found[0] > MOST_OF_RECORD:
        raise Refusal(path, "", f"一张表有 {found[0]} 条修改记录，超过 {MOST_OF_RECORD} 条", "请对方不带历史重新上报")


def _bodies(path: Path, connection: sqlite3.Connection) -> Iterator[str]:
    """Every body, byte for byte as its hash says, in the one spelling that edits have."""
    for seq, row_id, body in connection.execute("SELECT seq, id, body FROM edit NOT INDEXED ORDER BY seq"):
        if edits.canonical(edits.read(row_id, body)) != body:
            raise Damaged(path, (f"第 {seq} 条修改记录的写法不合规定",))
        yield body

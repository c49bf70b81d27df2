"""Connections to a document with every safety setting made and read back."""

import sqlite3
from pathlib import Path
from typing import Final
from urllib.parse import quote

from hengbiao.domain.refusal import Refusal
from hengbiao.store import schema
from hengbiao.store.errors import UNREADABLE, StoreError, not_read

_FIRST: Final[dict[str, int | str]] = {"trusted_schema": 0, "cell_size_check": 1, "mmap_size": 0, "foreign_keys": 1}
_WRITING: Final[dict[str, int | str]] = {"secure_delete": 1, "synchronous": 2, "journal_mode": "truncate"}
_WAIT = 5.0  # seconds for another process to finish its commit


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """A connection to the document at `path`; a refusal where it is none of ours, too new or not as declared."""
    try:
        connection = _connect(path, "rw" if write else "ro")
    except UNREADABLE as error:
        raise not_read(path, error) from error
    try:
        check_kind(path, connection)
        if write:
            settle(connection, _WRITING)
    except UNREADABLE as error:
        connection.close()
        raise unreadable(path, error) from error
    except BaseException:
        connection.close()
        raise
    return connection


def create(path: Path) -> sqlite3.Connection:
    """A connection to a new, empty database at `path`."""
    connection = _connect(path, "rwc")
    settle(connection, _WRITING)
    return connection


def glance(path: Path) -> None:
    """Refuse what is no document of ours without touching it: no lock taken, no journal played back."""
    try:
        connection = _connect(path, "ro&immutable=1")
    except UNREADABLE as error:
        raise not_read(path, error) from error
    try:
        check_kind(path, connection)
    except UNREADABLE as error:
        raise unreadable(path, error) from error
    finally:
        connection.close()


def settle(connection: sqlite3.Connection, settings: dict[str, int | str]) -> None:
    """Make settings and read each back; sqlite3.OperationalError where one does not hold."""
    for name, value in settings.items():
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
        found = connection.execute(f"PRAGMA {name}").fetchone()
        if found is not None and found[0] != value:  # no row: SQLite was built without it
            raise sqlite3.OperationalError(f"PRAGMA {name} stays {found[0]}")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    place = quote(path.absolute().as_posix())
    uri = f"file://{'' if place.startswith('/') else '/'}{place}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        settle(connection, _FIRST)
    except BaseException:
        connection.close()
        raise
    return connection


def check_kind(path: Path, connection: sqlite3.Connection) -> None:
    """Refuse what is no document of ours, too new or not as declared."""
    application, version = schema.stamp(connection)
    if application != schema.APPLICATION_ID:
        raise Refusal(path, "", "这是别的程序的数据库，不是衡表文件", "请选择扩展名为 .hengbiao 的文件")
    if version // 1000 > schema.MAJOR:
        raise Refusal(
            path,
            "",
            f"文件由更新的版本（{version // 1000}.{version % 1000}）建立，本程序只能读 {schema.MAJOR}.x",
            "请先升级程序",
        )
    wrong = schema.differences(connection, version) if version >= 1000 else ["版本号不对"]
    if wrong:
        raise StoreError(path, "文件结构", f"与衡表文件的规定不符：{wrong[0]}", "请用备份，或请对方重新发送一份")


def unreadable(path: Path, error: Exception) -> Refusal:
    """The refusal for what SQLite makes nothing of."""
    return _foreign(path) if _is_no_database(error) else not_read(path, error)


def _is_no_database(error: Exception) -> bool:
    return getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB"


def _foreign(path: Path) -> Refusal:
    return Refusal(
        path, "", "这不是衡表文件，或文件头已损坏", "请选择扩展名为 .hengbiao 的文件；确是衡表文件的，请用备份恢复"
    )

"""A closed document made of edits: built on this machine, then brought to its target whole or not at all."""

import shutil
import tempfile
from collections.abc import Iterable
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path

from hengbiao.store import cache, copying, edits, meta, schema
from hengbiao.store import connection as connections
from hengbiao.store.appending import INSERT_EDIT
from hengbiao.store.errors import UNREADABLE, Held, NotWritten, not_written
from hengbiao.store.lock import Holder, take


class ChangedError(Exception):
    """The target is no longer what it was when it was looked at."""


def digest(path: Path) -> bytes:
    """What is in a file, as a hash; b"" for none. OSError where it cannot be read."""
    try:
        return sha256(path.read_bytes()).digest()
    except FileNotFoundError:
        return b""


def write(target: Path, document: str, rows: Iterable[edits.Row], person: str, expected: bytes) -> None:
    """Make `target` the closed document that holds these edits, read back and checked.

    `expected` is the digest of the target as it is; ChangedError where it is another by now. Whatever fails, the
    target is as before.
    """
    copying.check_name(target)
    with tempfile.TemporaryDirectory(prefix="hengbiao-", ignore_cleanup_errors=True) as folder:
        built = Path(folder) / "closed.hengbiao"
        try:
            _build(built, document, rows)
        except (*UNREADABLE, OSError) as error:
            raise not_written(target, error) from error
        bring(built, target, expected, person)


def bring(built: Path, target: Path, expected: bytes, person: str) -> None:
    """Put a closed document in the place of `target` as `write` does; without a `person` the caller holds its lock."""
    try:
        lock = take(target, person) if person else None
    except OSError as error:
        raise not_written(target, error) from error
    if isinstance(lock, Holder):
        raise Held(target, lock)
    try:
        _bring(built, target, expected)
    finally:
        with suppress(OSError):  # the stick may be gone
            if lock:
                lock.release()


def _build(path: Path, document: str, rows: Iterable[edits.Row]) -> None:
    with closing(connections.create(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")  # a plug that is pulled leaves nothing here that anyone wants
        schema.create(connection)
        connection.execute("BEGIN")
        meta.begin(connection, document)
        ids = []
        for row in sorted(rows, key=lambda row: row.id):
            connection.execute(INSERT_EDIT, row)
            ids.append(row.id)
        meta.add(connection, ids)
        cache.rebuild(connection)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()


def _bring(built: Path, target: Path, expected: bytes) -> None:
    fresh = copying.beside(target)
    try:
        copying.sweep(target)
        shutil.copyfile(built, fresh)
        copying.sync_file(fresh)
        if digest(fresh) != digest(built):
            raise NotWritten(target, "", "写入后回读不一致", "请换一个磁盘或文件夹再试，原有文件没有改动")
        copying.read_back(target, fresh)
        if digest(target) != expected:
            raise ChangedError(target)
        copying.put_in_place(fresh, target)
    except (*UNREADABLE, OSError) as error:
        raise not_written(target, error) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)

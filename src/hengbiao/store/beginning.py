"""A new, empty document."""

import sqlite3
from contextlib import closing
from pathlib import Path

from hengbiao.store import connection as connections
from hengbiao.store import copying, meta, schema
from hengbiao.store.errors import Held, not_written
from hengbiao.store.lock import Holder, take


def begin(target: Path, person: str) -> None:
    """Make an empty document at `target`, whole or not at all; Held, NotWritten."""
    try:
        lock = take(target, person)
    except OSError as error:
        raise not_written(target, error) from error
    if isinstance(lock, Holder):
        raise Held(target, lock)
    fresh = copying.beside(target)
    try:
        copying.sweep(target)
        with closing(connections.create(fresh)) as connection:
            schema.create(connection)
            connection.execute("BEGIN")
            meta.begin(connection)
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
        copying.sync_file(fresh)
        copying.put_in_place(fresh, target)
    except (sqlite3.Error, OSError) as error:
        raise not_written(target, error) from error
    finally:
        fresh.unlink(missing_ok=True)
        lock.release()

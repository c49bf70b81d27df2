"""Edits that were read and checked and wait to be merged: on disk, in a private place, so that memory stays small."""

import sqlite3
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from hengbiao.store.edits import Row

_COLUMNS = "SELECT id, record, step, body FROM edit"


class Waiting:
    """Edits by the number of the source they came from; gone once closed."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="hengbiao-", ignore_cleanup_errors=True)
        place = Path(self._folder.name) / "waiting"
        self._connection = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = OFF").fetchall()
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("CREATE TABLE edit(source INTEGER, id BLOB, record TEXT, step TEXT, body BLOB)")
        self._connection.execute("CREATE INDEX edit_source ON edit(source)")
        self._connection.execute("CREATE INDEX edit_record ON edit(record)")

    def add(self, source: int, rows: Iterable[Row]) -> None:
        """Keep what a source holds."""
        packed = ((source, row.id, row.record, row.step, zlib.compress(row.body.encode(), 1)) for row in rows)
        self._connection.execute("BEGIN")
        self._connection.executemany("INSERT INTO edit VALUES (?, ?, ?, ?, ?)", packed)
        self._connection.execute("COMMIT")

    def of_source(self, source: int) -> tuple[Row, ...]:
        """The edits of a source, as they were added."""
        return tuple(self._found(f"{_COLUMNS} WHERE source = ? ORDER BY rowid", source))

    def of_record(self, record: str) -> tuple[Row, ...]:
        """The edits of a record, each once though several sources hold it."""
        return tuple(
            {row.id: row for row in self._found(f"{_COLUMNS} WHERE record = ? ORDER BY rowid", record)}.values()
        )

    def close(self) -> None:
        """Forget everything."""
        self._connection.close()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _found(self, question: str, value: int | str) -> Iterator[Row]:
        for row_id, record, step, body in self._connection.execute(question, (value,)):
            yield Row(row_id, record, step, zlib.decompress(body).decode())

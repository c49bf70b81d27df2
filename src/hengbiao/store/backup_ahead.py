"""A backup that is made while a document is read from elsewhere, and over before the first commit.

A large document is copied byte for byte, synced and read back by hash, which takes a tenth of checking every edit; such
a backup says so in its name, and thinning never lets it be the only one that is left.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Final

from hengbiao.domain.refusal import Refusal, system_said
from hengbiao.store import backup, copying, meta, places
from hengbiao.store.errors import NotWritten
from hengbiao.store.store import Store

_SMALL: Final = 8_000_000  # bytes: up to here checking everything takes a tenth of a second
_PIECE: Final = 4 << 20


class Ahead:
    """One backup: `begin` it once nobody else can write, wait for it with `done`."""

    def __init__(self, path: Path, reason: str, source: int | None) -> None:
        self._path, self._reason, self._source = path, reason, source
        self._thread: Thread | None = None
        self._fault = ""

    def begin(self, store: Store) -> None:
        """Start; what cannot be copied by its bytes is copied and checked now."""
        if self._source is None:
            self._try(lambda: backup.back_up(store, self._reason))
            return
        stated = store.look(meta.read)
        self._thread = Thread(target=self._try, args=(lambda: self._copied(stated),))
        self._thread.start()

    def done(self) -> str:
        """Wait until it is over; a Chinese sentence where it failed, told once, else ""."""
        if self._thread:
            self._thread.join()
        told, self._fault = self._fault, ""
        return told

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Refusal as refusal:
            self._fault = f"未能备份 {self._path.name}：{refusal.reason}"
        except OSError as error:
            self._fault = f"未能备份 {self._path.name}：{system_said(error)}"

    def _copied(self, stated: meta.Meta) -> None:
        now = datetime.now().astimezone()
        file = backup.place_for(self._path, stated, now, self._reason, copied=True)
        if file is None:
            return
        fresh = copying.beside(file)
        try:
            assert self._source is not None  # noqa: S101 - begin saw to it
            wanted = _pour(self._source, fresh)
            copying.sync_file(fresh)
            if _hashed(fresh) != wanted:
                raise NotWritten(file, "", "备份写入后回读不一致", "请检查存放备份的磁盘")
            copying.put_in_place(fresh, file)
        finally:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
        backup.thin(file.parent, now)


@contextmanager
def ahead(path: Path, reason: str) -> Iterator[Ahead]:
    """A backup of the document at `path`, which is not open here yet and closed again before this ends.

    Its bytes are read through a handle that outlives the open document: closing one would drop the locks SQLite holds.
    """
    source = _opened(path)
    made = Ahead(path, reason, source)
    try:
        yield made
    finally:
        made.done()
        if source is not None:
            os.close(source)


def _opened(path: Path) -> int | None:
    """A handle on a large document at rest on a disk that stays; None for others."""
    journal = path.with_name(f"{path.name}-journal")
    try:
        if path.stat().st_size <= _SMALL or places.kind(path) or (journal.exists() and journal.stat().st_size):
            return None
        return os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return None


def _pour(source: int, fresh: Path) -> bytes:
    """Write all that is behind a handle into a new file; the hash of what was read."""
    found = sha256()
    with fresh.open("xb") as target, os.fdopen(os.dup(source), "rb") as stream:
        stream.seek(0)
        while piece := stream.read(_PIECE):
            found.update(piece)
            target.write(piece)
    return found.digest()


def _hashed(file: Path) -> bytes:
    found = sha256()
    with file.open("rb") as stream:
        while piece := stream.read(_PIECE):
            found.update(piece)
    return found.digest()

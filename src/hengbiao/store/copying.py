"""A copy of a document, whole or not at all: written beside its target, read back, then put in its place."""

import errno
import os
import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path
from secrets import token_hex

from hengbiao.domain.refusal import Refusal
from hengbiao.store import connection as connections
from hengbiao.store import lagging, verify
from hengbiao.store.errors import UNREADABLE, Held, NotWritten, not_written
from hengbiao.store.lock import Holder, take

_NOT_FOR_FOLDERS = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EBADF})
_LONGEST = 220  # bytes of a file name that leave room for the journal and temporary names

_PAGES = 2048  # copied between two looks at whether to go on


def copy(source: sqlite3.Connection, target: Path, person: str, progress: verify.Progress | None = None) -> None:
    """Make `target` the document that `source` is connected to, and check it; on failure `target` is as before.

    What `progress` raises breaks it off.
    """
    check_name(target)
    try:
        lock = take(target, person)
    except OSError as error:
        raise not_written(target, error) from error
    if isinstance(lock, Holder):
        raise Held(target, lock)
    fresh = beside(target)
    try:
        sweep(target)
        _write(source, fresh, progress)
        read_back(target, fresh, progress)
        put_in_place(fresh, target)
    except (*UNREADABLE, OSError) as error:
        raise not_written(target, error) from error
    finally:
        for left in (fresh, fresh.with_name(f"{fresh.name}-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)
        lock.release()


def check_name(target: Path) -> None:
    """Refuse a name that cannot carry a document."""
    if len(os.fsencode(target.name)) > _LONGEST:
        raise Refusal(target, "", "文件名太长", "请改用 70 个汉字以内的文件名")
    if target.is_dir():
        raise Refusal(target, "", "这是文件夹，不是文件", "请在其中另起一个文件名")
    if not target.parent.is_dir():
        raise Refusal(target, "", "所在的文件夹不存在", "请先建立文件夹，或换一个位置")


def beside(target: Path) -> Path:
    """A fresh temporary name in the folder of `target`."""
    return target.with_name(f".~{target.name}.{token_hex(4)}")


def sweep(target: Path) -> None:
    """Remove what killed processes left on their way to `target`, whose lock is held."""
    for file in target.parent.iterdir():
        if file.name.startswith(f".~{target.name}."):
            file.unlink(missing_ok=True)


def put_in_place(fresh: Path, target: Path) -> None:
    """Let `fresh`, written and on the disk, take the place of `target` at once."""
    fresh.replace(target)
    sync_folder(target.parent)


def sync_file(path: Path) -> None:
    """Bring a file to the disk, and forget what the system remembers of it, so that reading asks the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
        if sys.platform == "linux":
            with suppress(OSError):  # some shares take no advice
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk; Windows does so by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NOT_FOR_FOLDERS:  # shares keep the names in their folders themselves
            raise
    finally:
        os.close(descriptor)


def _write(source: sqlite3.Connection, fresh: Path, progress: verify.Progress | None) -> None:
    def follow(_status: int, remaining: int, total: int) -> None:
        if progress:
            progress(total - remaining, total)

    with closing(connections.create(fresh)) as target:
        source.backup(target, pages=_PAGES if progress else -1, progress=follow, sleep=0)
        lagging.catch_up(target)
        target.execute("PRAGMA journal_mode = DELETE").fetchall()
    sync_file(fresh)


def read_back(target: Path, fresh: Path, progress: verify.Progress | None = None) -> None:
    """Check what was written on its way to `target`; NotWritten."""
    with closing(connections.connect(fresh, write=False)) as copied:
        wrong = verify.problems(copied, fresh, progress)
    if wrong:
        raise NotWritten(target, "", f"写入后回读不一致：{wrong[0].text}", "请换一个磁盘或文件夹再试，原有文件没有改动")

"""One writer at a time: an advisory lock of the operating system on a side file that names who holds it.

The system frees the lock when its process ends, however it ends, so a lock never goes stale; only its file may stay.
"""

import errno
import json
import os
import sys
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOCKLESS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
_FAR = 1 << 30  # Windows locks bytes against reading too: lock one that is never written


class Holder(NamedTuple):
    """Who has a document open, on which machine, since when (local time)."""

    person: str
    machine: str
    since: str = ""
    pid: int = 0

    def __str__(self) -> str:
        """As it stands in a sentence."""
        return f"“{self.person}”在“{self.machine}”上" if self.person else "别处"


class Lock(NamedTuple):
    """A held lock; `release` it once."""

    file: Path
    descriptor: int

    def release(self) -> None:
        """Give the document free and remove the side file, if the system lets us."""
        if sys.platform != "win32":  # while still locked, else a lock just taken by another would lose its file
            _forget(self.file)
        os.close(self.descriptor)
        if sys.platform == "win32":
            _forget(self.file)


def take(document: Path, person: str) -> Lock | Holder:
    """Lock `document`, or tell who holds it; OSError where no file can be made beside it."""
    file = side_file(document)
    while True:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        if not _locked(descriptor):
            os.close(descriptor)
            return _read(file)
        if _still(file, descriptor):
            lock = Lock(file, descriptor)
            try:
                _write(descriptor, person)
            except OSError:  # a descriptor that stays open would hold the document until the program ends
                lock.release()
                raise
            return lock
        os.close(descriptor)


def side_file(document: Path) -> Path:
    """Where the lock of a document lies; a name too long for it is shortened by its hash."""
    name = f".~lock.{document.name}#"
    if len(os.fsencode(name)) > 250:
        name = f".~lock.{sha256(document.name.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}#"
    return document.with_name(name)


def _locked(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        if error.errno in _LOCKLESS:  # a share on which nobody can be kept out: what others write there is merged
            return True
        os.close(descriptor)
        raise
    return True


def _still(file: Path, descriptor: int) -> bool:
    """Whether `file` is what was locked, not one that the holder before has removed."""
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except FileNotFoundError:
        return False


def _write(descriptor: int, person: str) -> None:
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    text = json.dumps({"person": person, "machine": _machine(), "since": since, "pid": os.getpid()}, ensure_ascii=False)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.ftruncate(descriptor, 0)
    os.write(descriptor, text.encode("utf-8", "replace"))


def _machine() -> str:
    """The name of this machine; `platform` and `socket` know it too, but take a while to load."""
    return os.environ.get("COMPUTERNAME", "") if sys.platform == "win32" else os.uname().nodename


def _read(file: Path) -> Holder:
    try:
        found = json.loads(file.read_bytes()[:10_000])
        return Holder(str(found["person"])[:60], str(found["machine"])[:60], str(found["since"]), int(found["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Holder("", "")


def _forget(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError:  # the next holder has it open already, or the disk is gone: a file that stays locks nothing
        return

"""Working copies: a document on a stick or a share is edited in a copy on this machine and brought back whole.

A copy that was not brought back stays where it is, and is found on the next start or when the document is opened again.
"""

import json
import shutil
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from hengbiao import paths
from hengbiao.domain.refusal import Refusal
from hengbiao.store import closed, copying, places
from hengbiao.store.errors import StoreError, not_written
from hengbiao.store.lock import Holder, Lock, take

_FILE = "document.hengbiao"
_ORIGIN = "origin.json"


class Left(NamedTuple):
    """Work that was not brought back: the document it belongs to, the copy that holds it, when it was last changed."""

    target: Path
    file: Path
    at: datetime


class Working(NamedTuple):
    """The copy `file` of the document at `target`; whoever made it holds the `lock` of the copy."""

    target: Path
    file: Path
    kind: places.Kind
    lock: Lock
    share: Lock | None = None

    @property
    def changed(self) -> bool:
        """Whether the copy holds something that the target was not given; so too where that cannot be read."""
        try:
            return closed.digest(self.file).hex() != _origin(self.file.parent)["ours"]
        except OSError:
            return True

    @property
    def known(self) -> bytes:
        """The digest of the target as it was when the two were the same."""
        return bytes.fromhex(_origin(self.file.parent)["target"])

    def bring(self, expected: bytes, person: str) -> None:
        """Put the copy in the place of the target, whole and read back; ChangedError where that is not `expected`."""
        try:
            brought = closed.digest(self.file)
        except OSError as error:
            raise not_written(self.target, error) from error
        closed.bring(self.file, self.target, expected, "" if self.share else person)
        with suppress(OSError):  # it counts as not brought back then, and is brought once more
            _note(self.file.parent, self.target, brought, brought)

    def release(self) -> None:
        """Give the copy free; it is removed unless it holds what the target does not."""
        with suppress(OSError):
            if not self.changed:
                shutil.rmtree(self.file.parent, ignore_errors=True)
        for lock in (self.lock, self.share):
            if lock:
                with suppress(OSError):  # the share may be gone
                    lock.release()


def begin(target: Path, person: str, kind: places.Kind) -> Working | Holder:
    """A copy of the document at `target` to work on, that of last time where it was not brought back; OSError.

    A Holder where somebody works on it: here, or where the place is a share, anywhere.
    """
    folder = _folder(target)
    folder.mkdir(parents=True, exist_ok=True)
    lock = take(folder / _FILE, person)
    if isinstance(lock, Holder):
        return lock
    share: Lock | Holder | None = None
    try:
        share = take(target, person) if kind == "network" else None
        if isinstance(share, Holder):
            lock.release()
            return share
        working = Working(target, folder / _FILE, kind, lock, share)
        if not _is_left(folder):
            _copy(working)
    except BaseException:
        lock.release()
        if isinstance(share, Lock):
            share.release()
        raise
    return working


def left(target: Path) -> Path | None:
    """The copy with work for the document at `target` that was not brought back."""
    folder = _folder(target.absolute())
    return folder / _FILE if _is_left(folder) else None


def leftovers() -> list[Left]:
    """All work that was not brought back and nobody is at, last changed first."""
    folders = [folder for folder in (paths.data_folder() / "working").glob("*") if _is_left(folder)]
    free = [folder for folder in folders if _is_free(folder / _FILE)]
    return sorted(map(_told, free), key=lambda one: one.at, reverse=True)


def forget(found: Left) -> None:
    """Remove work that nobody wants any more; Refusal where somebody is at it."""
    if not _is_free(found.file):
        raise StoreError(found.target, "", "这份副本正在使用中", "请关闭后再删除")
    shutil.rmtree(found.file.parent, ignore_errors=True)


def _folder(target: Path) -> Path:
    name = sha256(str(target).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return paths.data_folder() / "working" / name


def _copy(working: Working) -> None:
    """Take the target over, with the journal of a program that was killed there."""
    target, file = working.target, working.file
    fresh = file.with_name("fresh")
    journal = target.with_name(f"{target.name}-journal")
    shutil.copyfile(target, fresh)
    copying.sync_file(fresh)
    for old in (file, file.with_name(f"{_FILE}-journal")):  # else a kill here would leave it as work of ours
        old.unlink(missing_ok=True)
    if journal.exists() and journal.stat().st_size:
        shutil.copyfile(journal, file.with_name(f"{_FILE}-journal"))
    there = closed.digest(fresh)
    _note(file.parent, target, there, there)
    copying.put_in_place(fresh, file)


def _note(folder: Path, target: Path, ours: bytes, theirs: bytes) -> None:
    """Keep what copy and target were when they were the same."""
    fresh = folder / f"{_ORIGIN}.new"
    stated = {"place": str(target), "ours": ours.hex(), "target": theirs.hex()}
    fresh.write_text(json.dumps(stated, ensure_ascii=True), "ascii")
    copying.sync_file(fresh)
    copying.put_in_place(fresh, folder / _ORIGIN)


def _origin(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / _ORIGIN).read_text("ascii"))
        return {name: str(found[name]) for name in ("place", "ours", "target")}
    except (OSError, ValueError, KeyError, TypeError):
        return {"place": "", "ours": "", "target": ""}


def _is_left(folder: Path) -> bool:
    """Whether a copy holds what its target was not given; one of which it is not known counts as such."""
    file = folder / _FILE
    try:
        return file.is_file() and closed.digest(file).hex() != _origin(folder)["ours"]
    except OSError:
        return True


def _is_free(file: Path) -> bool:
    try:
        lock = take(file, "")
    except OSError:
        return False
    if isinstance(lock, Holder):
        return False
    lock.release()
    return True


def _told(folder: Path) -> Left:
    file = folder / _FILE
    at = datetime.fromtimestamp(file.stat().st_mtime).astimezone()
    return Left(Path(_origin(folder)["place"]), file, at)


def vanished(target: Path) -> Refusal:
    """The refusal where the stick or share is not there."""
    reason = "存放它的 U 盘或网络文件夹现在连不上"
    return Refusal(target, "", reason, "修改都保存在本机；请插好或连上后再保存一次，不要另外重做")

"""Backups: checked copies of a document outside its own and the program's folder, thinned by age, to restore from."""

import re
import shutil
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hengbiao import paths
from hengbiao.domain.refusal import Refusal, system_said
from hengbiao.store import connection as connections
from hengbiao.store import copying, meta
from hengbiao.store.errors import UNREADABLE, Damaged, Held, not_written
from hengbiao.store.identity import identity
from hengbiao.store.lock import Holder, take
from hengbiao.store.store import Store, verify
from hengbiao.store.verify import Progress

REASONS: Final = MappingProxyType(
    {
        "exit": "关闭时",
        "import": "导入前",
        "receive": "收表前",
        "upgrade": "升级前",
        "year": "套用上年前",
        "restore": "恢复前",
    }
)
"""When backups are made, and what people read of it."""

_ALL: Final = timedelta(days=2)
_DAILY: Final = timedelta(days=14)
_WEEKLY: Final = timedelta(days=70)
_MONTHLY: Final = timedelta(days=5 * 366)
_NAME: Final = re.compile(r"(\d{8}-\d{6})-([a-z]+)(?:-\d+)?(-copied)?\.hengbiao")
_COPIED: Final = "-copied"
_STAMP: Final = "%Y%m%d-%H%M%S"
_BROKEN: Final = (*UNREADABLE, OSError, ValueError, KeyError, TypeError, Refusal)


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: where it lies, when (local time) and on what occasion it was made, its bytes, whether it was checked.

    One that was not is a true copy of a document of which nobody had looked at every edit.
    """

    file: Path
    at: datetime
    reason: str
    size: int
    checked: bool = True

    def __str__(self) -> str:
        """As it stands in a list."""
        return f"{self.at:%Y-%m-%d %H:%M:%S}　{REASONS.get(self.reason, self.reason)}"


def back_up(store: Store, reason: str, now: datetime | None = None, progress: Progress | None = None) -> Backup | None:
    """Copy an open document for one of REASONS; None where its last backup holds the same.

    Older backups are thinned once the new one is written and checked. StoreError where the document is damaged or the
    disk refuses; then every backup is as it was, and so where `progress` raises.
    """
    at = now or datetime.now().astimezone()
    file = place_for(store.path, store.look(meta.read), at, reason)
    if file is None:
        return None
    store.save_copy(file, progress)
    thin(file.parent, at)
    return _backup(file)


def place_for(path: Path, stated: meta.Meta, at: datetime, reason: str, *, copied: bool = False) -> Path | None:
    """Where a new backup of a document belongs, in a folder that is there; None where the last one holds the same.

    One that was `copied` by its bytes says so in its name. StoreError where no folder can be made.
    """
    folder = paths.backup_folder() / stated.document / _folder_name(path)
    made = _in(folder)
    if made and _same(made[0].file, stated):
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(folder, error) from error
    return _free(folder, at, reason, _COPIED if copied else "")


def attempt(path: Path, reason: str) -> str:
    """Back up the document at `path`, where there is one; a Chinese sentence where that failed, else ""."""
    if not path.exists():
        return ""
    try:
        with Store.open(path, read_only=True) as store:
            back_up(store, reason)
    except Refusal as refusal:
        return f"未能备份 {path.name}：{refusal.reason}"
    except OSError as error:
        return f"未能备份 {path.name}：{system_said(error)}"
    return ""


def backups(path: Path) -> list[Backup]:
    """The backups of a document, newest first: those made at its place, and of the same document elsewhere."""
    place = path.resolve()
    root = paths.backup_folder()
    folders = set(root.glob(f"*/{_folder_name(place)}"))
    with suppress(*_BROKEN), Store.open(place, read_only=True) as store:
        folders.update(found for found in (root / store.document).glob("*") if found.is_dir())
    made = [backup for folder in folders for backup in _in(folder)]
    return sorted(made, key=lambda one: (one.at, one.file.name), reverse=True)


def restore(path: Path, backup: Path, progress: Progress | None = None) -> Path | None:
    """Put a backup in the place of the document at `path`, whole or not at all.

    What was there is backed up first; what is damaged is set aside, and that place is returned. Refusal where the
    backup is damaged, or somebody has the document open. What `progress` raises breaks it off before that.
    """
    target = path.resolve()
    if wrong := verify(backup, progress):
        raise Damaged(backup, wrong)
    aside = _secured(target)
    extract(backup, target, progress)
    return aside


def extract(backup: Path, target: Path, progress: Progress | None = None) -> None:
    """Write a backup as a document of its own, whole or not at all; Refusal where it is damaged or the disk refuses.

    What `progress` raises breaks it off.
    """
    if wrong := verify(backup, progress):
        raise Damaged(backup, wrong)
    with closing(connections.connect(backup, write=False)) as source:
        copying.copy(source, target.resolve(), identity().author, progress)


def thin(folder: Path, now: datetime) -> None:
    """Remove the backups in a folder that are too many for their age, never the last that was checked."""
    made = _in(folder)
    checked = [one.at for one in made if one.checked]
    kept = {*thinned([one.at for one in made], now), *checked[:1]}  # damage that nobody saw may lie in the others
    for backup in made:
        if backup.at not in kept:
            with suppress(OSError):  # it goes another time
                backup.file.unlink()


def thinned(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which to keep: all of two days, then the last of each day for two weeks, week for ten, and month for five years.

    The last of all stays however old, and what a wrong clock dates after `now`.
    """
    newest = sorted(set(times), reverse=True)
    kept = {at for at in newest if now - at <= _ALL} | set(newest[:1])
    kept |= _last_of_each(newest, now, _DAILY, lambda at: at.date())
    kept |= _last_of_each(newest, now, _WEEKLY, lambda at: at.isocalendar()[:2])
    return kept | _last_of_each(newest, now, _MONTHLY, lambda at: (at.year, at.month))


def _last_of_each(
    newest: Sequence[datetime], now: datetime, within: timedelta, span: Callable[[datetime], Hashable]
) -> set[datetime]:
    found: dict[Hashable, datetime] = {}
    for at in newest:
        if now - at <= within:
            found.setdefault(span(at), at)
    return set(found.values())


def _secured(target: Path) -> Path | None:
    """Back up what is at `target`; where it is damaged, copy it beside: the place of that copy."""
    if not target.exists():
        return None
    try:
        with Store.open(target, read_only=True) as store:
            back_up(store, "restore")
    except Refusal:
        return _set_aside(target)
    return None


def _set_aside(target: Path) -> Path:
    aside = target.with_name(f"{target.stem}（损坏，{datetime.now().astimezone():%Y%m%d-%H%M%S}）{target.suffix}")
    journal = target.with_name(f"{target.name}-journal")
    with _alone(target):
        shutil.copyfile(target, aside)
        if journal.exists():  # it belongs to the damaged file and would be played back into the restored one
            journal.replace(aside.with_name(f"{aside.name}-journal"))
    return aside


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Nobody has the document open meanwhile; Held where somebody has."""
    try:
        lock = take(target, identity().author)
        if isinstance(lock, Holder):
            raise Held(target, lock)
        try:
            yield
        finally:
            lock.release()
    except OSError as error:
        raise not_written(target, error) from error


def _folder_name(path: Path) -> str:
    stem = path.stem.encode()[:90].decode("utf-8", "ignore")
    return f"{stem}-{sha256(str(path).encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def _in(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first; other files are none of ours."""
    found = folder.iterdir() if folder.is_dir() else iter(())
    return sorted(_read(found), key=lambda one: (one.at, one.file.name), reverse=True)


def _read(files: Iterable[Path]) -> Iterator[Backup]:
    for file in files:
        if _NAME.fullmatch(file.name):
            with suppress(ValueError, OSError):
                yield _backup(file)


def _backup(file: Path) -> Backup:
    found = _NAME.fullmatch(file.name)
    if found is None:
        raise ValueError(file.name)
    at = datetime.strptime(found[1], _STAMP).astimezone()
    return Backup(file, at, found[2], file.stat().st_size, checked=not found[3])


def _free(folder: Path, at: datetime, reason: str, mark: str) -> Path:
    stem, number = f"{at:{_STAMP}}-{reason}", 2
    file = folder / f"{stem}{mark}.hengbiao"
    while file.exists():
        file, number = folder / f"{stem}-{number}{mark}.hengbiao", number + 1
    return file


def _same(file: Path, stated: meta.Meta) -> bool:
    try:
        with closing(connections.connect(file, write=False)) as connection:
            return meta.read(connection) == stated
    except _BROKEN:
        return False

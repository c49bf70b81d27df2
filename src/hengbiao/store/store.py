"""A document on disk: opened, loaded, appended to step by step, copied whole."""

import gc
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, Self, TypeVar

from hengbiao.domain.change import Change, Record
from hengbiao.domain.fields import KINDS
from hengbiao.domain.merge import State
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Heading, Records, Tree
from hengbiao.domain.uncollected import uncollected
from hengbiao.store import (
    beginning,
    cache,
    closed,
    copying,
    edits,
    history,
    lagging,
    merging,
    meta,
    opening,
    places,
    working,
)
from hengbiao.store import connection as connections
from hengbiao.store import verify as checks
from hengbiao.store.errors import UNREADABLE, Damaged, Held, ReadOnly, StoreError, not_read, not_written
from hengbiao.store.identity import identity
from hengbiao.store.lock import Holder
from hengbiao.store.verify import verify

__all__ = ["Store", "decode_all", "rebuild", "verify"]

Answer = TypeVar("Answer")

_CHECKED_AT_ONCE = 8_000_000  # bytes: up to here every hash is checked on opening, in about 0.1 s


class Store:
    """One open document; made by `create` and `open`. Its methods may be called from any thread."""

    def __init__(self, opened: opening.Opened, author: str | None = None) -> None:
        self._opened = opened
        self._connection = opened.connection
        self._closed = False
        self._mutex = RLock()
        self._place = opened.file.stat()
        self._version = self._data_version()
        self._behind: lagging.Heads | None = None
        self.identity = identity(author)

    @classmethod
    def create(cls, path: str | Path, *, author: str | None = None) -> Self:
        """Make an empty document at `path` and open it; refused where a file is there already."""
        target = Path(path)
        copying.check_name(target)
        if target.exists():
            raise Refusal(target, "", "已有同名文件", "请换一个文件名，或先移走原有文件")
        person = identity(author).author
        beginning.begin(target.resolve(), person)
        return cls.open(target, author=author)

    @classmethod
    def open(cls, path: str | Path, read_only: bool = False, *, author: str | None = None) -> Self:  # noqa: FBT001, FBT002
        """Open a document; refused where it is none, is damaged or of a newer major version.

        It opens read-only, with a `notice`, where it is held, cannot be written or is of a newer minor version. Up to
        8 MB everything is checked; of larger ones the count and sum of edits, the rest by `verify` in the background.
        """
        who = identity(author).author
        opened = opening.to_read(Path(path)) if read_only else opening.to_write(Path(path), who)
        try:
            _check(opened)
            opened = _caught_up(opened)
            store = cls(opened, author)
            store._catch_up_after_crash()
        except BaseException:
            opened.close()
            raise
        return store

    @property
    def path(self) -> Path:
        """Where the document lies, also while a private copy of it is open."""
        return self._opened.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be appended."""
        return self._opened.lock is None

    @property
    def holder(self) -> Holder | None:
        """Who else has the document open to write."""
        return self._opened.holder

    @property
    def notice(self) -> str:
        """Why the document is read-only, for people; "" where that was asked for or it is not so."""
        return self._opened.notice

    @property
    def away(self) -> str:
        """Where the document lies that is worked on in a copy, in Chinese: a stick, a share; "" for here."""
        return places.NAMES[self._opened.working.kind] if self._opened.working else ""

    @property
    def pending(self) -> bool:
        """Whether the copy that is worked on holds what the document at its place was not given."""
        with self._mutex:
            return self._opened.working is not None and self._opened.working.changed

    def strayed(self) -> bytes | None:
        """What lies at the place of the document, as a digest, where that was changed meanwhile; Refusal where gone.

        None where it is what this is a copy of, or this is no copy, or there is no file any more.
        """
        found = self._opened.working
        if found is None:
            return None
        if not places.kind(self.path):  # the stick is gone, and what is left is the bare folder it was mounted on
            raise working.vanished(self.path)
        try:
            self.path.parent.stat()
            there = closed.digest(self.path)
        except OSError as error:
            raise working.vanished(self.path) from error
        return there if there not in (found.known, b"") else None

    def bring_back(self, expected: bytes | None) -> None:
        """Put what is worked on in the place of the document, checked; ChangedError where that is not as `expected`.

        None stands for what this is a copy of. A refusal leaves the place as it was and the work here.
        """
        found = self._opened.working
        if found is None:
            return
        with self._mutex:
            self.catch_up()
            known = expected if expected is not None else found.known
            found.bring(known if self.path.exists() else b"", self.identity.author)

    @property
    def document(self) -> str:
        """The id of the document; its copies share it."""
        with self._reading():
            return meta.read(self._connection).document

    @property
    def edits(self) -> int:
        """How many edits the log holds."""
        with self._reading():
            return meta.read(self._connection).edits

    @property
    def open_conflicts(self) -> int:
        """How many fields are 未决."""
        with self._reading():
            found = self._connection.execute("SELECT count(*) FROM open_conflict").fetchone()
        return int(found[0])

    def check_writable(self) -> None:
        """Raise Held or ReadOnly where nothing can be appended."""
        if self._closed:
            raise ReadOnly(self.path, "", "文件已经关闭", "请重新打开")
        if self.holder:
            raise Held(self.path, self.holder)
        if self.read_only:
            raise ReadOnly(self.path, "", self.notice or "文件以只读方式打开", "请另存一份副本后修改")

    def load(self) -> Tree:
        """The current tree: all headings; each record is read when first asked for, also after `close`."""
        headings: dict[str, Heading] = {}
        pending: dict[str, tuple[Heading, str | None]] = {}
        with self._mutex:
            self.catch_up()
            with self._reading(), uncollected():
                for key, *rest, state in self._connection.execute(
                    "SELECT id, kind, unit, year, position, code, name, total, state FROM record"
                    " WHERE kind IS NOT NULL",
                ):
                    if rest[0] in KINDS:
                        headings[key] = self._heading(key, *rest)
                        pending[key] = headings[key], state
        return Tree(Records({}, pending, self._decode), headings)

    def append(self, label: str, changes: Sequence[Change], before: Tree, after: Tree, source: str = "") -> None:
        """Make one step durable; StoreError where that fails, and then nothing has changed."""
        mark = edits.stamp(label, self.identity, source)
        with self._mutex:
            with self._writing() as connection:
                behind = lagging.append(connection, mark, changes, before, after, self._behind)
            self._behind = behind

    @property
    def behind(self) -> bool:
        """Whether a large step left rows of the cache behind the log, which `catch_up` has to bring up to date."""
        return self._behind is not None

    def catch_up(self, most: int | None = None) -> bool:
        """Bring rows that are behind the log up to date, `most` or all; whether some are left. StoreError."""
        with self._mutex:
            if self._behind is not None:
                with self._writing() as connection:
                    behind = lagging.caught_up(connection, self._behind, most)
                self._behind = behind
            return self._behind is not None

    def history(self, record: str | None = None, path: tuple[str, ...] = ()) -> list[history.Entry]:
        """Who changed what, when: in the whole document, one record, or at one field path of it."""
        return self.look(lambda connection: list(history.entries(connection, record, path)), log=True)

    def look(self, question: Callable[[sqlite3.Connection], Answer], *, log: bool = False) -> Answer:
        """What a question of this package finds in the document; a refusal where the document is damaged.

        With `log` it is about edits and conflicts alone, which never wait for a large step.
        """
        with self._mutex:
            if not log:
                self.catch_up()
            with self._reading():
                try:
                    return question(self._connection)
                except ValueError as error:
                    raise Damaged(self.path, (f"修改记录{error}",)) from error

    def admit(self, found: merging.Prospect) -> None:
        """Make a prospect durable as one step; StoreError where that fails or the document has changed since."""
        self.catch_up()
        with self._writing() as connection:
            if meta.read(connection).edits != found.edits:
                raise StoreError(self.path, "", "文件在此期间有了别的修改", "请重试")
            merging.admit(connection, found)

    def save_copy(self, target: str | Path, progress: checks.Progress | None = None) -> None:
        """Write a checked copy to `target`, whole or not at all; what `progress` raises breaks it off."""
        place = Path(target).resolve()
        if place == self.path or (place.exists() and place.samefile(self.path)):
            raise Refusal(place, "", "这就是正在打开的文件", "请换一个文件名")
        with self._mutex:
            self.catch_up()
            copying.copy(self._connection, place, self.identity.author, progress)

    def close(self) -> None:
        """Close the document and give it free; closing twice does nothing."""
        with self._mutex:
            if not self._closed:
                with suppress(StoreError):  # every edit is in the log: opening brings up to date what is left behind
                    self.catch_up()
                self._closed = True
                self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _catch_up_after_crash(self) -> None:
        if not self.read_only:
            self._behind = self.look(lagging.behind, log=True)
            self.catch_up()

    def _heading(self, *columns: Any) -> Heading:
        found = Heading(*columns)
        if not all(isinstance(text, str) for text in (found.id, found.unit, found.position, found.code, found.name)):
            raise Damaged(self.path, ("目录中有不合规定的内容",), repairable=True)
        return found

    def _decode(self, key: str, pending: tuple[Heading, str | None]) -> Record:
        heading, text = pending
        with self._reading():
            try:
                state = self._state(key, text)
                record = cache.record_of(key, state)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise self._damaged(heading) from error
        if cache.heading(key, state) != heading:
            raise self._damaged(heading)
        return record

    def _damaged(self, heading: Heading) -> Damaged:
        return Damaged(self.path, (f"“{heading.name or heading.id}”的内容与校验码不符",))

    def _state(self, key: str, state: str | None) -> State:
        if not self._closed or state is not None:
            return cache.read_state(self._connection, key, state)
        file = self._opened.file if self._opened.file.exists() else self.path
        with closing(connections.connect(file, write=False)) as again:
            return cache.read_state(again, key, state)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._mutex:
            try:
                yield
            except UNREADABLE as error:
                raise not_read(self.path, error) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed durably at the end, or rolled back and told as a refusal."""
        with self._mutex:
            self.check_writable()
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                self._check_alone()
                yield self._connection
                self._connection.execute("COMMIT")
            except edits.BrokenError as error:
                self._roll_back()
                raise Damaged(self.path, (f"要改的内容{error}",)) from error
            except (*UNREADABLE, OSError, UnicodeEncodeError) as error:
                self._roll_back()
                raise not_written(self.path, error) from error
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        with suppress(sqlite3.Error):  # the first cause is told, not this one
            self._connection.execute("ROLLBACK")

    def _check_alone(self) -> None:
        """Refuse to write where the file was replaced, or written by a program that does not heed the lock."""
        found = self._opened.file.stat()
        if (found.st_dev, found.st_ino) != (
            self._place.st_dev,
            self._place.st_ino,
        ) or self._data_version() != self._version:
            raise StoreError(self.path, "", "文件在打开期间被别的程序改动或替换", "请另存一份副本，再重新打开核对")

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])


def decode_all(tree: Tree) -> None:
    """Read every record of a tree now, without pauses for garbage in between."""
    with uncollected():
        for key in tree.records:
            tree.records[key]
        gc.freeze()  # before collecting goes on: else the first collection walks through all that was read


def rebuild(path: str | Path, progress: checks.Progress | None = None) -> None:
    """Make the cache of a document anew from its log, at its place too; refused where the log itself is damaged.

    What `progress` raises while the log is read breaks it off.
    """
    opened = opening.to_write(Path(path), identity().author)
    store = Store(opened)
    try:
        store.check_writable()
        wrong = [
            problem.text for problem in checks.problems(opened.connection, opened.file, progress) if problem.in_log
        ]
        if wrong:
            raise Damaged(store.path, wrong)
        with store._writing() as connection:  # noqa: SLF001 - of this module
            cache.rebuild(connection)
            lagging.finish(connection)
        if store.pending:
            store.bring_back(None)
    finally:
        store.close()


def _caught_up(opened: opening.Opened) -> opening.Opened:
    try:
        return opening.caught_up(opened)
    except edits.BrokenError as error:
        raise Damaged(opened.path, (f"修改记录{error}",)) from error
    except (*UNREADABLE, OSError) as error:
        raise not_read(opened.path, error) from error


def _check(opened: opening.Opened) -> None:
    small = opened.file.stat().st_size <= _CHECKED_AT_ONCE
    found = (checks.problems if small else checks.quick)(opened.connection, opened.file)
    if found:
        repairable = not any(problem.in_log for problem in found)
        raise Damaged(opened.path, [problem.text for problem in found], repairable=repairable)

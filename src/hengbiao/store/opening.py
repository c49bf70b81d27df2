"""Opening a document: what kind of place it lies in, who holds it, and in which way it can be had."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from hengbiao.domain.refusal import Refusal, system_said
from hengbiao.store import connection as connections
from hengbiao.store import lagging, places, schema, working
from hengbiao.store.errors import StoreError
from hengbiao.store.lock import Holder, Lock, take
from hengbiao.store.working import Working


class Opened(NamedTuple):
    """A connection to a document; `notice` says in Chinese why it is read-only against what was asked for."""

    path: Path
    file: Path
    connection: sqlite3.Connection
    lock: Lock | None = None
    holder: Holder | None = None
    notice: str = ""
    folder: Path | None = None
    working: Working | None = None

    def close(self) -> None:
        """Close the connection, give the lock free, remove a private copy."""
        if self.lock:
            self._drop_journal()
        self.connection.close()
        if self.working:
            self.working.release()
        elif self.lock:
            self.lock.release()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _drop_journal(self) -> None:
        try:  # else the emptied journal file stays beside the document
            self.connection.execute("PRAGMA journal_mode = DELETE").fetchall()
        except sqlite3.Error:
            return


def to_write(path: Path, person: str) -> Opened:
    """Open to write; only to read where someone holds it, the place is read-only or the version newer."""
    path = check_place(path)
    if not _journal(path):
        connections.glance(path)
    if (kind := places.kind(path)) and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return _worked_on(path, person, kind)
    try:
        lock = take(path, person) if os.access(path, os.W_OK) else None
    except OSError:
        lock = None
    if lock is None:
        return _copied(path)
    if isinstance(lock, Holder):
        notice = f"文件正由{lock}打开，这里只能查看"
        return Opened(path, path, connections.connect(path, write=False), holder=lock, notice=notice)
    try:
        return _locked(path, lock)
    except BaseException:
        lock.release()
        raise


def _worked_on(path: Path, person: str, kind: places.Kind) -> Opened:
    """Open a copy on this machine of what lies on a stick or a share."""
    try:
        found = working.begin(path, person, kind)
    except OSError as error:
        raise StoreError(path, "", f"打不开（{_told(error)}）", "请把文件复制到本机后再打开") from error
    if isinstance(found, Holder):
        notice = f"文件正由{found}打开，这里只能查看"
        return _copied(path, notice)._replace(holder=found)
    try:
        opened = _locked(found.file, found.lock)
        if opened.lock:
            return opened._replace(path=path, working=found)
        opened.connection.close()
    except BaseException as error:
        found.release()
        if isinstance(error, Refusal):
            error.path = str(path)
        raise
    found.release()
    return _copied(path, opened.notice)


def to_read(path: Path) -> Opened:
    """Open to read; a commit that a killed process left half-done is first played back, in a copy where need be."""
    path = check_place(path)
    if not _journal(path):
        connections.glance(path)
    elif not _recovered(path):
        return _copied(path, "")
    return Opened(path, path, connections.connect(path, write=False))


def caught_up(opened: Opened) -> Opened:
    """A document opened to read with every row of its cache up to date: by way of a private copy where some are not."""
    if opened.lock or lagging.behind(opened.connection) is None:
        return opened
    folder = opened.folder or Path(tempfile.mkdtemp(prefix="hengbiao-"))
    try:
        file = folder / "caught-up.hengbiao"
        with closing(connections.create(file)) as copy:
            opened.connection.backup(copy)
            lagging.catch_up(copy)
        connection = connections.connect(file, write=False)
    except BaseException:
        if folder != opened.folder:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    opened.connection.close()
    return opened._replace(file=file, connection=connection, folder=folder)


def check_place(path: Path) -> Path:
    """The true path of an existing, readable, non-empty file; a refusal for anything else."""
    try:
        path = path.resolve()
        size = path.stat().st_size
    except FileNotFoundError:
        next_step = "请检查文件名和所在文件夹"
        if found := working.left(path):
            next_step += f"；上次没有写回去的修改在本机副本 {found}"
        raise Refusal(path, "", "找不到这个文件", next_step) from None
    except (OSError, RuntimeError) as error:
        raise Refusal(path, "", f"打不开（{_told(error)}）", "请检查文件名，以及是否有权限读取") from error
    if path.is_dir():
        raise Refusal(path, "", "这是文件夹，不是文件", "请选择其中扩展名为 .hengbiao 的文件")
    if not path.is_file():
        raise Refusal(path, "", "这不是普通文件", "请选择扩展名为 .hengbiao 的文件")
    if not os.access(path, os.R_OK):
        raise Refusal(path, "", "没有读取权限", "请向文件的所有者要求权限，或请对方另发一份")
    if not size:
        raise Refusal(path, "", "文件是空的（0 字节），可能复制时中断", "请重新复制一份，或用备份恢复")
    return path


def _locked(path: Path, lock: Lock) -> Opened:
    connection = connections.connect(path, write=True)
    _, version = schema.stamp(connection)
    if version <= schema.VERSION:
        return Opened(path, path, connection, lock=lock)
    connection.close()
    lock.release()
    notice = f"文件由较新的版本（{version // 1000}.{version % 1000}）建立，这里只能查看；升级程序后可以修改"
    return Opened(path, path, connections.connect(path, write=False), notice=notice)


def _copied(
    path: Path, notice: str = "文件所在位置不能写入，打开的是一份临时副本，只能查看；要修改请另存到别处"
) -> Opened:
    folder = Path(tempfile.mkdtemp(prefix="hengbiao-"))
    try:
        file = folder / "copy.hengbiao"
        shutil.copyfile(path, file)
        if _journal(path):
            shutil.copyfile(_journal_file(path), _journal_file(file))
        connection = _connected(path, file)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise StoreError(path, "", f"打不开（{_told(error)}）", "请把文件复制到本机后再打开") from error
        raise
    return Opened(path, file, connection, notice=notice, folder=folder)


def _connected(path: Path, file: Path) -> sqlite3.Connection:
    """Connect to a private copy, telling what is wrong by the name of the document."""
    try:
        if _journal(file):
            connections.connect(file, write=True).close()
        return connections.connect(file, write=False)
    except Refusal as refusal:
        refusal.path = str(path)
        raise


def _recovered(path: Path) -> bool:
    """Play back a journal that nobody is writing just now; False where nothing can be written here."""
    try:
        lock = take(path, "")
    except OSError:
        return False
    if isinstance(lock, Holder):
        return True  # it is no leftover: its writer lives
    try:
        opened = _locked(path, lock)
    except BaseException:
        lock.release()
        raise
    opened.close()
    return True


def _journal(path: Path) -> bool:
    try:
        return _journal_file(path).stat().st_size > 0
    except OSError:
        return False


def _journal_file(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _told(error: Exception) -> str:
    return system_said(error) if isinstance(error, OSError) else str(error)

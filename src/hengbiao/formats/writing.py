"""Writing a file whole or not at all: beside the target, forced to the disk, then put in its place in one step."""

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hengbiao.domain.refusal import Refusal
from hengbiao.formats.unlike import Readback


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: where, how many forms and pages (0 where a file has none), and texts that were altered.

    `readback` is what reading the file again found; None where nobody did.
    """

    path: Path
    forms: int
    pages: int = 0
    notes: tuple[str, ...] = ()
    readback: Readback | None = None


_REASONS: Final = MappingProxyType(
    {
        errno.ENOSPC: ("磁盘已满", "请清理磁盘空间，或换一个位置导出"),
        errno.EDQUOT: ("磁盘配额已用完", "请清理磁盘空间，或换一个位置导出"),
        errno.EROFS: ("所在磁盘是只读的", "请换一个可以写入的位置导出"),
        errno.EACCES: ("没有写入权限，或文件正被其他程序（如 WPS、Excel）打开", "请关闭该文件，或换一个位置导出"),
        errno.EPERM: ("没有写入权限，或文件正被其他程序（如 WPS、Excel）打开", "请关闭该文件，或换一个位置导出"),
        errno.EBUSY: ("文件正被其他程序（如 WPS、Excel）打开", "请关闭该文件后再导出"),
        errno.ENOENT: ("文件夹不存在", "请换一个已有的文件夹导出"),
        errno.ENOTDIR: ("文件夹不存在", "请换一个已有的文件夹导出"),
        errno.EISDIR: ("这是一个文件夹，不能当作文件写入", "请换一个文件名导出"),
        errno.ENAMETOOLONG: ("文件名太长", "请换一个短些的文件名导出"),
        errno.EIO: ("磁盘读写出错", "请检查磁盘或 U 盘，或换一个位置导出"),
    }
)


@contextlib.contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """Give an empty file beside `path` to write; it takes the place of `path` when the block ends well.

    Otherwise, and where the disk refuses, `path` is as it was; an OSError comes out as a Refusal.
    """
    target = Path(os.path.realpath(path))
    try:
        with _beside(target) as new:
            yield new
            _settle(new, target)
    except OSError as error:
        raise refused(path, error) from error


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    untaken(target)
    new = target.with_name(f".hengbiao-{secrets.token_hex(8)}.tmp")
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    try:
        yield new
    finally:
        new.unlink(missing_ok=True)


def untaken(target: Path) -> None:
    """OSError where the file is there and cannot be written, or is held by another program."""
    if target.exists():
        target.open("r+b").close()


def _settle(new: Path, target: Path) -> None:
    if target.exists():
        shutil.copymode(target, new)
    _force(new)
    new.replace(target)
    if os.name == "posix":
        _force(target.parent)


def _force(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def refused(path: str | Path, error: OSError) -> Refusal:
    """What a person is told of a file that could not be written."""
    unknown = (f"写入时系统报错（{error.strerror or error}）", "请换一个位置导出")
    reason, next_step = _REASONS.get(error.errno or 0, unknown)
    return Refusal(path, "", f"未能写入，{reason}", f"{next_step}，原有文件没有改动")

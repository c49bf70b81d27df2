"""What a document on disk can refuse, each with its sentence for people."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hengbiao.domain.refusal import Refusal, system_said
from hengbiao.store.lock import Holder

UNREADABLE: Final = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite raises on files that it cannot read; the second where it quotes their broken text in a message."""


class StoreError(Refusal):
    """A document that cannot be read or written; nothing has changed."""


class Held(StoreError):
    """Another person has the document open; `holder` says who and where."""

    def __init__(self, path: Path, holder: Holder) -> None:
        super().__init__(path, "", f"文件正由{holder}打开，现在不能修改", "请等对方关闭后再试，或另存一份副本")
        self.holder = holder


class ReadOnly(StoreError):
    """The document is open for reading only."""


class NotWritten(StoreError):
    """The disk or SQLite refused a step; the document is as it was before."""


class Damaged(StoreError):
    """The file is not what was written; `problems` are sentences, `repairable` where the log itself is whole."""

    def __init__(self, path: Path, problems: Sequence[str], *, repairable: bool = False) -> None:
        more = f"（共 {len(problems)} 处）" if len(problems) > 1 else ""
        next_step = "修改记录完好，可以用“修复文件”重建" if repairable else "请用备份，或请对方重新发送一份"
        super().__init__(path, "", f"文件已损坏：{problems[0]}{more}", f"{next_step}，原文件没有改动")
        self.problems = tuple(problems)
        self.repairable = repairable


_CAUSES: Final = {
    "SQLITE_FULL": ("磁盘空间不足", "请清理出空间后重试"),
    "SQLITE_BUSY": ("文件正被另一个程序占用", "请关闭占用它的程序后重试"),
    "SQLITE_READONLY": ("文件或文件夹不允许写入", "请另存到能写入的位置"),
    "SQLITE_CANTOPEN": ("文件或文件夹不允许读写", "请另存到能写入的位置"),
    "SQLITE_CORRUPT": ("文件已损坏", "请用备份恢复"),
    "SQLITE_NOTADB": ("文件已损坏", "请用备份恢复"),
    "SQLITE_IOERR": ("磁盘读写出错，磁盘可能已满或已拔出", "请检查磁盘后重试"),
}


def not_written(path: Path, error: Exception) -> NotWritten:
    """The refusal for a write that failed."""
    reason, next_step = _cause(error)
    return NotWritten(path, "", f"没有保存成功，{reason}", f"{next_step}；文件内容和原来一样")


def not_read(path: Path, error: Exception) -> StoreError:
    """The refusal for a document that SQLite cannot read."""
    name = _name(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_CANTOPEN", "SQLITE_READONLY")):
        reason, next_step = _cause(error)
        return StoreError(path, "", f"打不开，{reason}", next_step)
    return Damaged(path, ("文件不完整，或内容已被改动",))


def _cause(error: Exception) -> tuple[str, str]:
    if isinstance(error, UnicodeEncodeError):
        return "文字里有无法保存的字符（不成对的代理码）", "请删去刚输入的特殊字符后重试"
    if isinstance(error, OSError):
        return system_said(error), "请检查磁盘空间和权限后重试"
    name = _name(error)
    return next((told for key, told in _CAUSES.items() if name.startswith(key)), (f"数据库提示“{error}”", "请重试"))


def _name(error: Exception) -> str:
    return str(getattr(error, "sqlite_errorname", ""))

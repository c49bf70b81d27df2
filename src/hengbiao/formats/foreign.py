"""Office files of others, looked at before any parser sees them: too big, too dense, or holding more than a form."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from hengbiao.domain.refusal import Refusal

ENTRIES: Final = 2_000
TOTAL: Final = 100 << 20
RATIO: Final = 100
_SMALL: Final = 1 << 16
"""Bytes that an entry may have whatever it was packed into."""

_CHUNK: Final = 1 << 18
_ESCAPING: Final = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\x00")
_ACTIVE: Final = re.compile(r"vbaproject|vbadata|/activex/|/embeddings/|oleobject|\.bin$|macrosheets", re.IGNORECASE)
_HARMLESS: Final = re.compile(r"printerSettings\d*\.bin$", re.IGNORECASE)
_CELL: Final = re.compile(
    rb'<(?:\w+:)?(?:c [^>]*?\br|mergeCell [^>]*?\bref)="(?:[A-Z]{1,3}[0-9]{1,7}:)?([A-Z]{1,3})([0-9]{1,7})"'
)
_ROWS: Final = 65_536
_COLUMN: Final = 2
"""Most letters of the last column of a sheet: 702 columns."""

_RETRY: Final = "请用 WPS 或 Office 打开，另存为不带宏的 .xlsx 或 .docx 后再试"


def check_office(path: Path) -> None:
    """Refusal unless the file at `path` is a sound zip of modest size without doctypes, macros and embedded objects.

    Sizes are counted while unpacking, whatever the file says of itself.
    """
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
            _check_names(path, entries)
            _check_contents(path, archive, entries)
    except (BadZipFile, LargeZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Refusal(
            path, "", "文件已损坏，或不是 .xlsx、.docx 文件", "请用 WPS 或 Office 打开并另存后再试"
        ) from error
    except OSError as error:
        raise Refusal(
            path, "", f"打不开文件（{error.strerror or error}）", "请确认文件存在、没有被其他程序占用"
        ) from error


def _check_names(path: Path, entries: list[ZipInfo]) -> None:
    names = [entry.filename.casefold().replace("\\", "/") for entry in entries]
    if len(entries) > ENTRIES:
        raise Refusal(path, "", f"内含 {len(entries):,} 个部分，超过 {ENTRIES:,} 个", _RETRY)
    if len(set(names)) < len(names):
        raise Refusal(path, "", "文件内有同名的部分，可能被改动过", _RETRY)
    if any(_ESCAPING.search(entry.filename) for entry in entries):
        raise Refusal(path, "", "文件内有指向别处的路径，可能被改动过", _RETRY)
    if any(_ACTIVE.search(name) and not _HARMLESS.search(name) for name in names):
        raise Refusal(path, "", "文件带有宏或嵌入的对象", _RETRY)


def _check_contents(path: Path, archive: ZipFile, entries: list[ZipInfo]) -> None:
    total = 0
    for entry in entries:
        unpacked = 0
        for chunk in _unpacked(archive, entry):
            unpacked += len(chunk)
            total += len(chunk)
            if total > TOTAL:
                raise Refusal(path, entry.filename, f"解压后超过 {TOTAL >> 20} MB", "请分成几个文件后再试")
            if unpacked > _SMALL and unpacked > RATIO * max(entry.compress_size, 1):
                raise Refusal(path, entry.filename, f"压缩比超过 {RATIO} 倍，不像正常的表格", _RETRY)
            if b"<!DOCTYPE" in chunk or b"<!\x00D\x00O\x00C\x00T" in chunk or b"<!ENTITY" in chunk:
                raise Refusal(path, entry.filename, "含有 DOCTYPE 声明，不像正常的表格", _RETRY)
            if "worksheets/" in entry.filename and _far(chunk):
                raise Refusal(path, entry.filename, f"工作表超过 {_ROWS:,} 行或 702 列", "请删去表外的内容后再试")


def _far(chunk: bytes) -> bool:
    """Whether a cell lies so far out that laying the sheet out would fill the memory."""
    return any(len(column) > _COLUMN or int(row) > _ROWS for column, row in _CELL.findall(chunk))


def _unpacked(archive: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    """The content of an entry in chunks that overlap a little, so that nothing hides at an edge."""
    with archive.open(entry) as part:
        tail = b""
        while chunk := part.read(_CHUNK):
            yield tail + chunk
            tail = chunk[-200:]

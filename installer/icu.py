"""Makes Qt's library of Unicode data smaller: of 3,900 tables in it, 32 MB, a Chinese program uses few."""

import re
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_LOCALE: Final = re.compile(r"[a-z]{2,3}(_\w+)*\.res")
_OURS: Final = re.compile(r"(en|zh)(_\w+)*\.res")
_ELSEWHERE: Final = {"brkitr", "confusables.cfu", "curr", "lang", "region", "translit", "unames.icu", "unit"}
"""Folders and files for what Qt does by itself, names of currencies and line breaks among it, or not at all."""

_ALIGNED: Final = 16
_MARK: Final = b"CmnD"
_BEFORE_MARK: Final = 12

_SOURCE: Final = """
.section .rodata
.balign 4096
.globl {symbol}
.type {symbol}, @object
{symbol}:
.incbin "{data}"
.size {symbol}, . - {symbol}
.section .note.GNU-stack, "", @progbits
"""


def kept(name: str) -> bool:
    """Whether a table ("icudt73l/coll/zh.res") stays: ours by language, and all that belongs to none."""
    _, *folder, file = name.split("/")
    if _ELSEWHERE.intersection((*folder, file)):
        return False
    if file.endswith(".cnv"):
        return file == "gb18030.cnv"
    return bool(_OURS.fullmatch(file)) or not _LOCALE.fullmatch(file)


def tables(package: bytes) -> Iterator[tuple[str, bytes]]:
    """The tables of an ICU data package (ICU's udata.h and ucmndata.h), in order."""
    base = struct.unpack_from("<H", package)[0]
    (count,) = struct.unpack_from("<I", package, base)
    entries = [struct.unpack_from("<II", package, base + 4 + 8 * number) for number in range(count)]
    ends = [at for _, at in entries[1:]] + [len(package) - base]
    for (name, at), end in zip(entries, ends, strict=True):
        start = base + name
        yield package[start : package.index(b"\0", start)].decode("ascii"), package[base + at : base + end]


def packed(head: bytes, chosen: list[tuple[str, bytes]]) -> bytes:
    """A data package of some tables under the header of the one they came from."""
    names = b"".join(name.encode("ascii") + b"\0" for name, _ in chosen)
    contents = struct.pack("<I", len(chosen))
    name_at = 4 + 8 * len(chosen)
    data_at = _round(name_at + len(names))
    body = bytes(data_at - name_at - len(names))
    for name, data in chosen:
        contents += struct.pack("<II", name_at, data_at)
        padded = data + bytes(_round(len(data)) - len(data))
        body += padded
        name_at, data_at = name_at + len(name) + 1, data_at + len(padded)
    return head + contents + names + body


def shrink(library: Path) -> None:
    """Replace a libicudata.so.N by one that holds only what is kept; needs the assembler and linker of binutils."""
    data = library.read_bytes()
    start = data.index(_MARK) - _BEFORE_MARK
    head = data[start : start + struct.unpack_from("<H", data, start)[0]]
    chosen = [(name, table) for name, table in tables(data[start:]) if kept(name)]
    number = library.name.rpartition(".")[2]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "icu.dat").write_bytes(packed(head, chosen))
        (place / "icu.s").write_text(_SOURCE.format(symbol=f"icudt{number}_dat", data=place / "icu.dat"), "utf-8")
        subprocess.run(["as", "-o", place / "icu.o", place / "icu.s"], check=True)
        made: list[str | Path] = [
            "ld",
            "-shared",
            "-z",
            "noexecstack",
            "-soname",
            library.name,
            "-o",
            library,
            place / "icu.o",
        ]
        subprocess.run(made, check=True)


def _round(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED

"""What a Linux program or library needs: other libraries and versions of theirs, read from its ELF headers."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_SYMBOLS: Final = 2
_DYNAMIC: Final = 6
_VERSIONS_NEEDED: Final = 0x6FFFFFFE
_NEEDED: Final = 1
_SECTION: Final = struct.Struct("<IIQQQQIIQQ")


@dataclass(frozen=True, slots=True)
class Needs:
    """Names of libraries ("libc.so.6") and of versions ("GLIBC_2.28") without which a file does not load."""

    libraries: tuple[str, ...]
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    kind: int
    offset: int
    size: int
    link: int


def is_elf(path: Path) -> bool:
    """Whether `path` is a 64-bit little-endian ELF file, as all of ours are."""
    with path.open("rb") as file:
        return file.read(6) == b"\x7fELF\x02\x01"


def needs(path: Path) -> Needs:
    """What the ELF file at `path` needs; nothing where it is linked statically."""
    data = path.read_bytes()
    sections = list(_sections(data))
    libraries = [
        _text(data, sections[section.link], value)
        for section in sections
        if section.kind == _DYNAMIC
        for tag, value in struct.iter_unpack("<QQ", data[section.offset : section.offset + section.size])
        if tag == _NEEDED
    ]
    versions = {
        _text(data, sections[section.link], name)
        for section in sections
        if section.kind == _VERSIONS_NEEDED
        for name in _version_names(data, section.offset)
    }
    return Needs(tuple(libraries), tuple(sorted(versions)))


def has_symbols(path: Path) -> bool:
    """Whether the ELF file at `path` carries symbols that only debuggers and linkers read."""
    return is_elf(path) and any(section.kind == _SYMBOLS for section in _sections(path.read_bytes()))


def rank(version: str) -> tuple[int, ...]:
    """The order of versions of one name: GLIBC_2.9 stands before GLIBC_2.28; what has no number stands first."""
    digits = version.partition("_")[2].split(".")
    return tuple(int(digit) for digit in digits) if all(digit.isdigit() for digit in digits) else ()


def _sections(data: bytes) -> Iterator[_Section]:
    (table,) = struct.unpack_from("<Q", data, 0x28)
    size, count = struct.unpack_from("<HH", data, 0x3A)
    for number in range(count):
        _, kind, _, _, offset, length, link, _, _, _ = _SECTION.unpack_from(data, table + number * size)
        yield _Section(kind, offset, length, link)


def _version_names(data: bytes, offset: int) -> Iterator[int]:
    """Places of the names in the chain of chains that .gnu.version_r is."""
    while True:
        _, _, _, first, following = struct.unpack_from("<HHIII", data, offset)
        at = offset + first
        while True:
            _, _, _, name, further = struct.unpack_from("<IHHII", data, at)
            yield name
            if not further:
                break
            at += further
        if not following:
            return
        offset += following


def _text(data: bytes, strings: _Section, at: int) -> str:
    start = strings.offset + at
    return data[start : data.index(b"\0", start)].decode()

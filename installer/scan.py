"""What a Linux bundle asks of the system it runs on, read from every ELF file in it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import contents
import elf


def read(folder: Path) -> dict[str, elf.Needs]:
    """What each ELF file below `folder` needs, by its path there."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): elf.needs(path) for path in files if elf.is_elf(path)}


def highest(found: Mapping[str, elf.Needs], name: str) -> tuple[str, str]:
    """The highest version of `name` (GLIBC, GLIBCXX) that is needed, and the first file that does; "" for none."""
    asked = [(version, file) for file, needs in found.items() for version in _of(needs, name)]
    if not asked:
        return "", ""
    top = max((version for version, _ in asked), key=elf.rank)
    return top, next(file for version, file in asked if version == top)


def above(found: Mapping[str, elf.Needs], version: str) -> dict[str, str]:
    """The files that need a higher version of the same name than `version`, and which."""
    name, limit = version.partition("_")[0], elf.rank(version)
    tops = {file: max(_of(needs, name), key=elf.rank, default="") for file, needs in found.items()}
    return {file: top for file, top in tops.items() if elf.rank(top) > limit}


def missing(found: Mapping[str, elf.Needs]) -> list[str]:
    """Libraries that neither the bundle holds nor every supported system has: "file needs library"."""
    held = {Path(file).name for file in found}
    return [
        f"{file} needs {library}"
        for file, needs in found.items()
        for library in needs.libraries
        if library not in held and contents.stem(library) not in contents.SYSTEM_LIBRARIES
    ]


def _of(needs: elf.Needs, name: str) -> Iterator[str]:
    return (version for version in needs.versions if version.startswith(f"{name}_"))

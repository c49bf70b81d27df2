"""The licence list of a bundle: every distribution, the interpreter and every library of the system in it."""

import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution, packages_distributions, version
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
KEPT: Final = Path(__file__).with_name("licences")
"""Texts for what carries none along: NAME.txt."""

_PAPER: Final = re.compile(r"(?i)(^|/)(licen[cs]es?/.+|(licen[cs]e|copying|notice|authors)[^/]*)$")
_QT: Final = ("PySide6_Essentials", "shiboken6")
_OF_QT: Final = ("LGPL-3.0.txt", "GPL-3.0.txt")


class MissingLicenceError(Exception):
    """A part of the bundle has no licence text; the message says where to put it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bundle under one licence: what its maker calls it, and the files of the texts."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]


def parts(modules: Iterable[str], libraries: Mapping[str, str]) -> list[Part]:
    """All parts: `modules` are top-level names of the bundle, `libraries` maps its files of the system to sources."""
    known = packages_distributions()
    names = {name for module in set(modules) for name in known.get(module, ())} - {"hengbiao"}
    found = [_ours(), _interpreter(), _bootloader(), *map(_distributed, names), *_from_system(libraries)]
    return sorted(found, key=lambda part: part.name.casefold())


def write(folder: Path, found: Sequence[Part]) -> None:
    """Write LIST.txt and a folder of texts a part; MissingLicenceError where a part has none."""
    for part in found:
        if not part.texts:
            raise MissingLicenceError(f"no licence text of {part.name}: put it into {KEPT / part.name}.txt")
        for text in part.texts:
            target = folder / part.name / _flat(text)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(text, target)
    head = (KEPT / "HEAD.txt").read_text(encoding="utf-8")
    lines = [f"{part.name}\t{part.version}\t{part.licence}\n" for part in found]
    (folder / "LIST.txt").write_text(head + "".join(lines), encoding="utf-8")


def _distributed(name: str) -> Part:
    found = distribution(name)
    if name in _QT:
        return Part(found.name, found.version, "LGPL-3.0-only", tuple(KEPT / text for text in _OF_QT))
    licence = _said(found, "License-Expression") or _classified(found) or _said(found, "License") or "?"
    return Part(found.name, found.version, licence.splitlines()[0], tuple(_papers(found)) or _kept(found.name))


def _said(found: Distribution, key: str) -> str:
    return str(found.metadata[key]) if key in found.metadata else ""


def _classified(found: Distribution) -> str:
    """The licence by its classifier, "MIT License" of "License :: OSI Approved :: MIT License"."""
    lines = found.metadata.get_all("Classifier") or []
    return "、".join(line.split(" :: ")[-1] for line in lines if line.startswith("License ::"))


def _papers(found: Distribution) -> Iterator[Path]:
    for file in found.files or ():
        path = Path(str(found.locate_file(file)))
        if ".dist-info/" in file.as_posix() and _PAPER.search(file.as_posix()) and path.is_file():
            yield path


def _kept(name: str) -> tuple[Path, ...]:
    own = KEPT / f"{name}.txt"
    return (own,) if own.is_file() else ()


def _ours() -> Part:
    fonts = sorted((ROOT / "resources" / "fonts").glob("*.txt"))
    return Part("hengbiao", version("hengbiao"), "Apache-2.0; fonts: OFL-1.1", (ROOT / "LICENSE", *fonts))


def _interpreter() -> Part:
    short = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places = (
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        *(Path("/usr/share/doc") / name / "copyright" for name in (f"{short}-minimal", f"lib{short}-minimal", short)),
    )
    return Part("Python", platform.python_version(), "PSF-2.0", tuple(place for place in places if place.is_file())[:1])


def _bootloader() -> Part:
    found = _distributed("pyinstaller")
    return Part("PyInstaller-bootloader", found.version, "GPL-2.0-or-later WITH Bootloader-exception", found.texts)


def _from_system(libraries: Mapping[str, str]) -> Iterator[Part]:
    owners = {_owner(source) or name.partition(".so")[0] for name, source in libraries.items()}
    for owner in sorted(owners):
        paper = Path("/usr/share/doc") / owner / "copyright"
        yield Part(owner, _version(owner), "见原文", (paper,) if paper.is_file() else _kept(owner))


def _owner(source: str) -> str:
    """The Debian package a library is of, "" where there is none."""
    spelled = {source, str(Path(source).resolve()), f"/usr{source}", str(Path(source).resolve()).removeprefix("/usr")}
    for path in sorted(spelled):
        owner = _asked("dpkg-query", "-S", path).partition(":")[0]
        if owner:
            return owner
    return ""


def _version(package: str) -> str:
    return _asked("dpkg-query", "-W", "-f", "${Version}", package) or "?"


def _asked(*command: str) -> str:
    if not shutil.which(command[0]):
        return ""
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    return done.stdout.strip() if done.returncode == 0 else ""


def _flat(text: Path) -> str:
    """A name without folders that differs for texts of one distribution: those below licenses/ keep their folders."""
    parts = text.parts
    below = [number for number, part in enumerate(parts) if part.endswith(".dist-info")]
    return "-".join(parts[below[-1] + 1 :]).removeprefix("licenses-") if below else text.name

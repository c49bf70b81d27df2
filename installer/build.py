"""Builds the program as a folder that runs without installing, proves it, and packs it: `make package`."""

import argparse
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeVar

import archive
import contents
import deb
import elf
import icons
import icu
import licences
import scan

ROOT: Final = Path(__file__).resolve().parent.parent
MADE: Final = ROOT / "build" / "package"
DIST: Final = ROOT / "dist"
BUNDLE: Final = DIST / "hengbiao"
WINDOWS: Final = sys.platform == "win32"

Result = TypeVar("Result")

_MEGABYTE: Final = 1_000_000
_LARGEST: Final = 200 * _MEGABYTE
_LARGEST_PACKED: Final = 75 * _MEGABYTE


def main() -> int:
    """Build, check and pack; 1 and a sentence where the bundle is not fit to be given away."""
    given = _arguments()
    _need_tools()
    started = time.monotonic()
    _told("图标", lambda: icons.draw(MADE / "icons", deb.ICON_SIZES))
    _told("打包", lambda: bundle(BUNDLE))
    faults = check(BUNDLE)
    _told("自检", lambda: self_test(BUNDLE))
    if given.twice:
        faults += same_again(BUNDLE)
    if not given.folder_only and not faults:
        faults += pack(BUNDLE)
    print(f"{time.monotonic() - started:.0f} s, {BUNDLE.relative_to(ROOT)}: {archive.size(BUNDLE) / _MEGABYTE:.1f} MB")
    for fault in faults:
        print(f"✗ {fault}", file=sys.stderr)
    return 1 if faults else 0


def bundle(target: Path) -> None:
    """Make the bundle in `target`: PyInstaller's folder, made smaller, with licences and a word to its user."""
    work = MADE / "work"
    for folder in (work, MADE / "made", target):
        shutil.rmtree(folder, ignore_errors=True)
    if WINDOWS:
        (MADE / "version.txt").write_text(_version_resource(), encoding="utf-8")
    command: list[str | Path] = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    places: list[str | Path] = ["--workpath", work, "--distpath", MADE / "made", ROOT / "installer" / "hengbiao.spec"]
    subprocess.run([*command, *places], check=True, cwd=ROOT, env=_same_each_time())
    _shrink(MADE / "made" / "hengbiao")
    target.parent.mkdir(exist_ok=True)
    shutil.move(MADE / "made" / "hengbiao", target)
    parts = json.loads((MADE / "parts.json").read_text(encoding="utf-8"))
    licences.write(target / "licences", licences.parts(parts["modules"], parts["system"]))
    if not WINDOWS:
        _for_linux(target)


def check(folder: Path) -> list[str]:
    """What is wrong with the bundle; prints what it asks of a system."""
    files = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    faults = [f"GPL-only part of Qt: {name}" for name in contents.gpl_only(files)]
    if archive.size(folder) > _LARGEST:
        faults.append(f"larger than {_LARGEST // _MEGABYTE} MB")
    return faults if WINDOWS else faults + _asks(folder)


def self_test(folder: Path) -> None:
    """Run the bundle's own test away from this user's settings; CalledProcessError where it fails."""
    program = folder / ("hengbiao-cli.exe" if WINDOWS else "hengbiao")
    subprocess.run([program, "--self-test"], check=True, cwd=folder, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})


def same_again(folder: Path) -> list[str]:
    """Build once more; the files that came out different."""
    again = MADE / "again"
    _told("再打包一次", lambda: bundle(again))
    found = archive.different(archive.hashes(folder), archive.hashes(again))
    print(f"两次打包：{len(archive.hashes(folder))} 个文件，{len(found)} 个不同")
    shutil.rmtree(again)
    return [f"differs from build to build: {name}" for name in found]


def pack(folder: Path) -> list[str]:
    """Pack the bundle for its system into dist/; what is wrong with the packages."""
    version = importlib.metadata.version("hengbiao")
    made = list(_for_windows_users(folder, version) if WINDOWS else _for_linux_users(folder, version))
    for file in made:
        print(f"{file.relative_to(ROOT)}: {file.stat().st_size / _MEGABYTE:.1f} MB")
    return [f"{file.name} is larger than 75 MB" for file in made if file.stat().st_size > _LARGEST_PACKED]


def _for_linux_users(folder: Path, version: str) -> Iterator[Path]:
    name = f"hengbiao-{version}-linux-x86_64"
    packed = DIST / f"{name}.tar.gz"
    _told("tar.gz", lambda: archive.tar_gz(folder, packed, name, _moment()))
    yield packed
    if shutil.which("dpkg-deb"):
        glibc = scan.highest(scan.read(folder), "GLIBC")[0].partition("_")[2]
        yield _told("deb", lambda: deb.build(folder, MADE / "icons", DIST, version, glibc, _moment()))


def _for_windows_users(folder: Path, version: str) -> Iterator[Path]:
    name = DIST / f"hengbiao-{version}-windows-x64"
    yield Path(shutil.make_archive(str(name), "zip", DIST, folder.name))
    if not shutil.which("makensis"):
        print("no makensis on the PATH: no installer is made")
        return
    setup = DIST / f"{name.name}-setup.exe"
    given = {"VERSION": version, "BUNDLE": folder, "ICON": MADE / "icons" / "hengbiao.ico", "OUT": setup}
    defined = [f"-D{key}={value}" for key, value in (*given.items(), ("KILOBYTES", archive.size(folder) // 1024))]
    script = ROOT / "installer" / "windows" / "hengbiao.nsi"
    subprocess.run(["makensis", "-V2", "-INPUTCHARSET", "UTF8", *defined, script], check=True)
    yield setup


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder-only", action="store_true", help="make no archives")
    parser.add_argument("--twice", action="store_true", help="build twice and compare")
    return parser.parse_args()


def _need_tools() -> None:
    """PyInstaller reads libraries with objdump and needs the interpreter as a library: Debian has both apart."""
    if WINDOWS:
        return
    short = f"libpython{sys.version_info.major}.{sys.version_info.minor}"
    places = [Path(sysconfig.get_config_var(name) or "/") for name in ("LIBDIR", "LIBPL")]
    places.append(places[0] / (sysconfig.get_config_var("MULTIARCH") or ""))
    missing = [] if any(list(place.glob(f"{short}*.so*")) for place in places) else [short]
    missing += [] if all(map(shutil.which, ("objdump", "strip", "as", "ld"))) else ["binutils"]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "-qq", "install", "-y", "--no-install-recommends", *missing], check=True)
    elif missing:
        sys.exit(f"Missing to build a package. As root: apt-get install {' '.join(missing)}")


def _shrink(folder: Path) -> None:
    """Take off what nobody here uses: symbols for debuggers, 30 MB, and Unicode data of other languages, 26 MB."""
    if WINDOWS:
        return
    inner = folder / "_internal"
    for library in inner.glob("PySide6/Qt/lib/libicudata.so.*"):
        icu.shrink(library)
    files = (path for path in inner.rglob("*.so*") if path.is_file() and not path.is_symlink())
    subprocess.run(["strip", "--strip-unneeded", *filter(elf.has_symbols, files)], check=True)


def _for_linux(target: Path) -> None:
    for name in ("README.txt", "register.sh"):
        shutil.copy(ROOT / "installer" / "linux" / name, target / name)
    (target / "desktop").mkdir()
    for name in ("fonts.conf", "hengbiao.desktop", "hengbiao.xml"):
        shutil.copy(ROOT / "installer" / "linux" / name, target / "desktop" / name)


def _asks(folder: Path) -> list[str]:
    found = scan.read(folder)
    for name in ("GLIBC", "GLIBCXX"):
        version, file = scan.highest(found, name)
        print(f"{version} needed by {file}")
    more = scan.above(found, "GLIBC_2.28")
    if more:
        print(f"{len(more)} of {len(found)} files need more than GLIBC_2.28; see docs/packaging.md")
    (MADE / "glibc.json").write_text(json.dumps(more, indent=1), encoding="utf-8")
    return scan.missing(found)


def _same_each_time() -> dict[str, str]:
    return {**os.environ, "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(_moment())}


def _moment() -> int:
    """When the commit was made that is being built; 2026-01-01 where git does not know."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told:
        return int(told)
    asked = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, check=False, capture_output=True, text=True)
    return int(asked.stdout) if asked.returncode == 0 else 1_767_225_600


def _version_resource() -> str:
    """What Windows shows as the properties of the program."""
    version = importlib.metadata.version("hengbiao")
    numbers = tuple(int(part) for part in (*version.split("."), "0", "0", "0")[:4])
    text = (ROOT / "installer" / "windows" / "version.txt").read_text(encoding="utf-8")
    return text.replace("@NUMBERS@", repr(numbers)).replace("@VERSION@", version)


def _told(what: str, step: Callable[[], Result]) -> Result:
    started = time.monotonic()
    result = step()
    print(f"{what}: {time.monotonic() - started:.1f} s", flush=True)
    return result


if __name__ == "__main__":
    sys.exit(main())

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="ELF is what Linux has")


@pytest.fixture
def elf():
    import elf

    return elf


def libraries():
    """Real libraries of many makers: those of this environment."""
    import PySide6

    return [*sorted(Path(PySide6.__file__).parent.glob("Qt*.so"))[:4], Path(sys.executable).resolve()]


@pytest.mark.skipif(not shutil.which("objdump"), reason="needs binutils to compare with")
@pytest.mark.parametrize("path", libraries(), ids=lambda path: path.name)
def test_needs_are_those_that_objdump_finds(elf, path):
    told = subprocess.run(["objdump", "-p", path], check=True, capture_output=True, encoding="utf-8").stdout
    found = elf.needs(path)
    assert list(found.libraries) == re.findall(r"NEEDED +(\S+)", told)
    _, _, references = told.partition("Version References:")
    assert list(found.versions) == sorted(set(re.findall(r"0x\w+ 0x\w+ \d+ (\S+)", references)))
    assert found.versions


def test_other_files_are_no_elf_files(elf, tmp_path):
    (tmp_path / "a.so").write_bytes(b"\x7fELF\x01\x01 32 bits")
    (tmp_path / "b.so").write_bytes(b"")
    assert not elf.is_elf(tmp_path / "a.so")
    assert not elf.is_elf(tmp_path / "b.so")
    assert elf.is_elf(Path(sys.executable).resolve())


@pytest.mark.skipif(not shutil.which("strip"), reason="needs binutils")
def test_symbols_for_debuggers_are_noticed(elf, tmp_path):
    import _cffi_backend

    stripped = tmp_path / "stripped.so"
    subprocess.run(["strip", "--strip-unneeded", "-o", stripped, _cffi_backend.__file__], check=True)
    assert elf.has_symbols(Path(_cffi_backend.__file__))
    assert not elf.has_symbols(stripped)
    assert elf.needs(stripped) == elf.needs(Path(_cffi_backend.__file__))


def test_versions_are_ordered_as_numbers(elf):
    names = ["GLIBC_2.28", "GLIBC_2.9", "GLIBC_PRIVATE", "GLIBC_2.2.5", "GLIBC_2.36"]
    assert sorted(names, key=elf.rank) == ["GLIBC_PRIVATE", "GLIBC_2.2.5", "GLIBC_2.9", "GLIBC_2.28", "GLIBC_2.36"]


def test_a_scan_names_the_highest_and_whose_it_is(elf):
    import scan

    found = {
        "a.so": elf.Needs(("libc.so.6", "b.so"), ("GLIBCXX_3.4.21", "GLIBC_2.28")),
        "b.so": elf.Needs(("libgtk-3.so.0",), ("GLIBC_2.36", "GLIBC_2.4")),
        "c.so": elf.Needs((), ()),
    }
    assert scan.highest(found, "GLIBC") == ("GLIBC_2.36", "b.so")
    assert scan.highest(found, "GLIBCXX") == ("GLIBCXX_3.4.21", "a.so")
    assert scan.highest(found, "OPENSSL") == ("", "")
    assert scan.above(found, "GLIBC_2.28") == {"b.so": "GLIBC_2.36"}
    assert scan.missing(found) == ["b.so needs libgtk-3.so.0"]

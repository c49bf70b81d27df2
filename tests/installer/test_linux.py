import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="packages for Linux")
LINUX = Path(__file__).parents[2] / "installer" / "linux"
ICON = LINUX.parents[1] / "resources" / "icons" / "hengbiao.svg"


@pytest.fixture
def bundle(tmp_path):
    """A folder laid out as the bundle, in a place with everything a shell may stumble over."""
    made = tmp_path / "优 盘 $HOME `x` 50%" / "衡表"
    (made / "desktop").mkdir(parents=True)
    inner = made / "_internal" / "hengbiao" / "resources" / "icons"
    inner.mkdir(parents=True)
    shutil.copy(ICON, inner)
    for name in ("hengbiao.desktop", "hengbiao.xml"):
        shutil.copy(LINUX / name, made / "desktop")
    shutil.copy(LINUX / "register.sh", made)
    (made / "hengbiao").write_text("#!/bin/sh\n")
    (made / "hengbiao").chmod(0o755)
    return made


def register(bundle, home, *arguments):
    command = ["sh", bundle / "register.sh", *arguments]
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, check=True, env=environment, capture_output=True, encoding="utf-8")


def unquoted(value):
    """A quoted argument of Exec, read as the Desktop Entry Specification says."""
    text = value.replace("\\\\", "\\")
    assert text.startswith('"')
    assert text.endswith('" %f')
    read, rest = "", text[1:-4]
    while rest:
        if rest[0] == "\\":
            rest = rest[1:]
        read, rest = read + rest[0], rest[1:]
    return read.replace("%%", "%")


def test_registering_names_the_program_wherever_it_lies(bundle, tmp_path):
    home = tmp_path / "家"
    register(bundle, home)
    lines = (home / ".local/share/applications/org.hengbiao.app.desktop").read_text("utf-8").splitlines()
    entry = dict(line.split("=", 1) for line in lines if "=" in line)
    assert unquoted(entry["Exec"]) == str(bundle / "hengbiao")
    assert entry["TryExec"] == str(bundle / "hengbiao")
    assert entry["Icon"] == "org.hengbiao.app"
    assert entry["Name[zh_CN]"] == "衡表"
    assert "@" not in "".join(lines)


def test_registering_can_be_undone(bundle, tmp_path):
    home = tmp_path / "家"
    register(bundle, home)
    assert [path for path in home.rglob("*hengbiao*") if path.is_file()]
    register(bundle, home, "--remove")
    assert [path for path in home.rglob("*hengbiao*") if path.is_file()] == []


def test_the_file_type_is_told_by_name_and_by_content():
    from hengbiao.store.schema import APPLICATION_ID

    tree = ET.parse(LINUX / "hengbiao.xml")
    names = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    assert tree.find(".//m:glob", names).get("pattern") == "*.hengbiao"
    inner = tree.find(".//m:match/m:match", names)
    assert (inner.get("offset"), int(inner.get("value"), 16)) == ("68", APPLICATION_ID)


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="needs desktop-file-utils")
def test_the_desktop_entry_is_valid(bundle, tmp_path):
    register(bundle, tmp_path)
    entry = tmp_path / ".local/share/applications/org.hengbiao.app.desktop"
    done = subprocess.run(["desktop-file-validate", entry], check=False, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout) == (0, "")


@pytest.fixture
def package(bundle, tmp_path):
    if not shutil.which("dpkg-deb"):
        pytest.skip("needs dpkg-deb")
    import deb
    import icons

    icons.draw(tmp_path / "made" / "icons", deb.ICON_SIZES)
    return deb.build(bundle, tmp_path / "made" / "icons", tmp_path, "1.2.3", "2.28", 1_700_000_000)


def dpkg(*arguments):
    return subprocess.run(["dpkg-deb", *arguments], check=True, capture_output=True, encoding="utf-8").stdout


def test_the_debian_package_is_laid_out_for_uos(package, tmp_path):
    assert package.name == "org.hengbiao.app_1.2.3_amd64.deb"
    dpkg("-x", package, tmp_path / "root")
    home = tmp_path / "root" / "opt" / "apps" / "org.hengbiao.app"
    assert sorted(path.name for path in home.iterdir()) == ["entries", "files", "info"]
    assert (home / "files" / "hengbiao").stat().st_mode & 0o777 == 0o755
    assert (home / "entries/icons/hicolor/48x48/apps/org.hengbiao.app.png").read_bytes().startswith(b"\x89PNG")
    entry = (home / "entries/applications/org.hengbiao.app.desktop").read_text("utf-8")
    assert "Exec=/opt/apps/org.hengbiao.app/files/hengbiao %f\n" in entry
    links = [path for path in (tmp_path / "root" / "usr").rglob("*") if path.is_symlink()]
    assert links
    for link in links:
        assert (tmp_path / "root" / str(link.readlink())[1:]).exists()


def test_the_debian_package_runs_no_scripts(package, tmp_path):
    dpkg("-e", package, tmp_path / "control")
    assert [path.name for path in (tmp_path / "control").iterdir()] == ["control"]
    fields = dpkg("-f", package)
    assert "Version: 1.2.3\n" in fields
    assert "libc6 (>= 2.28), libegl1, libgl1" in fields
    assert {line.split()[1] for line in dpkg("-c", package).splitlines()} == {"root/root"}

"""The Debian package as UOS and Kylin want it: everything in /opt/apps/ID, no maintainer scripts."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

ID: Final = "org.hengbiao.app"
LINUX: Final = Path(__file__).with_name("linux")
ICON_SIZES: Final = (16, 24, 32, 48, 64, 128, 256)

_DEPENDS: Final = "libegl1, libgl1, libx11-6, libx11-xcb1, libxcb1, libstdc++6, libsystemd0"


def build(bundle: Path, icons: Path, target: Path, version: str, glibc: str, moment: int) -> Path:
    """Make target/ID_VERSION_amd64.deb of a bundle and icons (NAME-SIZE.png, NAME.svg), dated `moment`."""
    root = icons.parent / "deb"
    shutil.rmtree(root, ignore_errors=True)
    home = root / "opt" / "apps" / ID
    shutil.copytree(bundle, home / "files", symlinks=True)
    _entries(home / "entries", icons)
    (home / "info").write_text(_info(version), encoding="utf-8")
    _links(root)
    _control(root, version, glibc)
    _plain_modes(root)
    dated = {**os.environ, "SOURCE_DATE_EPOCH": str(moment)}
    made = target / f"{ID}_{version}_amd64.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zxz", "-z2", "--build", root, made], check=True, env=dated)
    shutil.rmtree(root)
    return made


def desktop_entry(program: str, icon: str) -> str:
    """The entry for the start menu that opens documents with `program`."""
    text = (LINUX / "hengbiao.desktop").read_text(encoding="utf-8")
    return text.replace("@PROGRAM@", program).replace("@ICON@", icon)


def _entries(folder: Path, icons: Path) -> None:
    _write(folder / "applications" / f"{ID}.desktop", desktop_entry(f"/opt/apps/{ID}/files/hengbiao", ID))
    kind = (LINUX / "hengbiao.xml").read_text(encoding="utf-8").replace("@ICON@", ID)
    _write(folder / "mime" / "packages" / f"{ID}.xml", kind)
    for size in ICON_SIZES:
        _copy(icons / f"hengbiao-{size}.png", folder / _icon(f"{size}x{size}", "png"))
    _copy(icons / "hengbiao.svg", folder / _icon("scalable", "svg"))


def _icon(size: str, suffix: str) -> Path:
    return Path("icons") / "hicolor" / size / "apps" / f"{ID}.{suffix}"


def _info(version: str) -> str:
    """What the UOS shop wants to know; the program asks for none of its permissions."""
    asked = ("autostart", "notification", "trayicon", "clipboard", "account", "bluetooth", "camera", "audio_record")
    return json.dumps(
        {
            "appid": ID,
            "name": "衡表",
            "version": version,
            "arch": ["amd64"],
            "permissions": {**dict.fromkeys((*asked, "installed_apps"), False), "clipboard": True},
        },
        ensure_ascii=False,
        indent=4,
    )


def _links(root: Path) -> None:
    """Systems that know nothing of /opt/apps find the entries where everybody looks."""
    entries = Path("/opt/apps") / ID / "entries"
    places = [Path("applications") / f"{ID}.desktop", Path("mime") / "packages" / f"{ID}.xml"]
    places += [_icon(f"{size}x{size}", "png") for size in ICON_SIZES] + [_icon("scalable", "svg")]
    for place in places:
        _link(root / "usr" / "share" / place, entries / place)
    _link(root / "usr" / "bin" / "hengbiao", Path("/opt/apps") / ID / "files" / "hengbiao")


def _control(root: Path, version: str, glibc: str) -> None:
    installed = sum(path.lstat().st_size for path in root.rglob("*") if not path.is_dir()) // 1024
    lines = {
        "Package": ID,
        "Version": version,
        "Architecture": "amd64",
        "Maintainer": "Hengbiao maintainers <maintainers@hengbiao.invalid>",
        "Installed-Size": str(installed),
        "Depends": f"libc6 (>= {glibc}), {_DEPENDS}",
        "Recommends": "libcups2",
        "Section": "utils",
        "Priority": "optional",
        "Description": "衡表：预算绩效目标申报表\n 离线填报、核对、打印和上报预算绩效目标申报表。",
    }
    _write(root / "DEBIAN" / "control", "".join(f"{key}: {value}\n" for key, value in lines.items()))


def _plain_modes(root: Path) -> None:
    """What dpkg expects whatever the umask of the one who builds."""
    for path in root.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _link(place: Path, target: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target)

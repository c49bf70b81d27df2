"""What kind of place a file lies in: sticks and shares may vanish at any moment, and nothing is edited there."""

import os
import re
import sys
from pathlib import Path
from typing import Final, Literal, NamedTuple

Kind = Literal["", "removable", "network"]

NAMES: Final[dict[Kind, str]] = {"": "本机磁盘", "removable": "U 盘或移动硬盘", "network": "网络文件夹"}
"""What people call each kind of place; "" is a disk that stays."""


class Place(NamedTuple):
    """A folder as it was when it was chosen: the device it lay on (0 where that is not known), the kind of place."""

    folder: Path
    device: int
    kind: Kind

    @property
    def is_gone(self) -> bool:
        """Whether what it lay on has been taken away; the bare folder of a mount may be left, on this machine."""
        now = stand(self.folder)
        swapped = 0 not in (self.device, now.device) and self.device != now.device
        return not now.kind and (bool(self.kind) or swapped)


def stand(folder: Path) -> Place:
    """Where a folder lies now."""
    try:
        device = folder.stat().st_dev
    except OSError:
        device = 0
    return Place(folder, device, kind(folder / "x"))


_NETWORK: Final = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "afs",
    "ncp",
    "davfs",
    "fuse.sshfs",
    "fuse.gvfs",
    "fuse.dav",
    "fuse.rclone",
)
_ESCAPED: Final = re.compile(r"\\([0-7]{3})")
_PLUGGED: Final = ("/media/", "/run/media/")


if sys.platform == "win32":

    def kind(path: Path) -> Kind:
        """The kind of place that a file, there or not, lies in; "" where the system does not say."""
        import ctypes

        drive = path.absolute().drive
        if drive.startswith("\\\\"):
            return "network"
        kinds: dict[int, Kind] = {2: "removable", 4: "network"}
        return kinds.get(ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\"), "")

else:

    def kind(path: Path) -> Kind:
        """The kind of place that a file, there or not, lies in; "" where the system does not say."""
        return _on_linux(path)


def _on_linux(path: Path) -> Kind:
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    place = os.path.realpath(path)
    found = [mount for line in mounts if (mount := _mount(line)) and _within(place, mount[0])]
    point, system, device = max(found, key=lambda mount: len(mount[0]), default=("/", "", ""))
    if point == "/":
        return ""
    if system.startswith(_NETWORK):
        return "network"
    return "removable" if point.startswith(_PLUGGED) or _is_plugged(device) else ""


def _mount(line: str) -> tuple[str, str, str] | None:
    """Mount point, file system and device of a line of mountinfo."""
    left, dash, right = line.partition(" - ")
    before, after = left.split(" "), right.split(" ")
    if not dash or len(before) < 5 or len(after) < 2:
        return None
    point = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), before[4])
    return point, after[0], after[1]


def _within(place: str, point: str) -> bool:
    return place == point or place.startswith(point.rstrip("/") + "/")


def _is_plugged(device: str) -> bool:
    """Whether the block device hangs on USB or says that it can be removed."""
    try:
        node = Path(f"/sys/class/block/{Path(device).name}").resolve(strict=True)
    except OSError:
        return False
    flags = [folder / "removable" for folder in (node, node.parent)]
    return "/usb" in node.as_posix() or any(_says_yes(flag) for flag in flags)


def _says_yes(flag: Path) -> bool:
    try:
        return flag.read_text("ascii").strip() == "1"
    except OSError:
        return False

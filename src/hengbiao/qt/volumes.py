"""Where files can be put to be handed on: sticks and shares that are there now."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QStorageInfo

from hengbiao.store import places


class Volume(NamedTuple):
    """A stick or share: its folder, and what it is called with the room that is left."""

    folder: Path
    name: str


def volumes() -> list[Volume]:
    """The sticks and shares on which something can be written."""
    found = []
    for one in QStorageInfo.mountedVolumes():
        folder = Path(one.rootPath())
        kind = places.kind(folder / "x") if one.isValid() and one.isReady() and not one.isReadOnly() else ""
        if kind:
            room = f"{one.bytesAvailable() / 1e9:.1f} GB"
            found.append(Volume(folder, f"{places.NAMES[kind]} {one.displayName()}（剩余 {room}）"))
    return found

"""What a window has room for, measured in lines of type: never in pixels, so that it holds at every scale."""

from typing import Final, NamedTuple

from PySide6.QtCore import QSize

from hengbiao.qt import style

_LOW: Final = 170
"""Fifths of a line: a lower window is short of lines for the form."""
_NARROW: Final = 220
"""Fifths of a line: a narrower window has no room for the tree beside the form."""
_WIDE: Final = 400
"""Fifths of a line from which on the inspector stands beside both."""


class Room(NamedTuple):
    """`low`: rows of tools share a line; `narrow`: the tree lies over the form; `wide`: the inspector stands open."""

    low: bool = False
    narrow: bool = False
    wide: bool = False


def room_of(size: QSize) -> Room:
    """What a window of this size, in logical pixels, has room for."""
    return Room(
        low=size.height() < style.space(_LOW),
        narrow=size.width() < style.space(_NARROW),
        wide=size.width() >= style.space(_WIDE),
    )

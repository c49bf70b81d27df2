"""The program's icon in the forms that systems want, drawn from its one SVG file."""

import shutil
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).resolve().parent.parent / "resources" / "icons" / "hengbiao.svg"

_IN_ICO: Final = (16, 24, 32, 48, 64, 256)
_DIRECTORY: Final = struct.Struct("<HHH")
_ENTRY: Final = struct.Struct("<BBBBHHII")


def draw(folder: Path, sizes: Sequence[int]) -> None:
    """Write hengbiao.svg, hengbiao-SIZE.png and hengbiao.ico into `folder`; a picture needs no application."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    folder.mkdir(parents=True, exist_ok=True)
    renderer = QSvgRenderer(str(SOURCE))
    for size in sorted({*sizes, *_IN_ICO}):
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        image.save(str(folder / f"hengbiao-{size}.png"))
    (folder / "hengbiao.ico").write_bytes(ico([(folder / f"hengbiao-{size}.png", size) for size in _IN_ICO]))
    shutil.copyfile(SOURCE, folder / "hengbiao.svg")


def ico(pictures: Sequence[tuple[Path, int]]) -> bytes:
    """A Windows icon that holds PNG pictures of the sizes given (256 is written as 0)."""
    data = [path.read_bytes() for path, _ in pictures]
    at = _DIRECTORY.size + _ENTRY.size * len(data)
    head = _DIRECTORY.pack(0, 1, len(data))
    for (_, size), picture in zip(pictures, data, strict=True):
        head += _ENTRY.pack(size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return head + b"".join(data)

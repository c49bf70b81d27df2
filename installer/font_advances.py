"""Writes resources/fonts/advances.json, from which text is measured without parsing a font at run time."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
TARGET = FONTS / "advances.json"


def runs(advances: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Pairs (code point, advance) in ascending order as [first, last, advance], a run for consecutive equals."""
    found: list[list[int]] = []
    for point, advance in advances:
        if found and found[-1][1] == point - 1 and found[-1][2] == advance:
            found[-1][1] = point
        else:
            found.append([point, point, advance])
    return found


def measure(path: Path) -> dict[str, Any]:
    """What one font says about itself, in font units; a code point in no run has no glyph, and gets `missing`."""
    with TTFont(path, lazy=True) as font:
        widths, glyphs = font["hmtx"], font.getBestCmap()
        return {
            "unitsPerEm": font["head"].unitsPerEm,
            "ascent": font["hhea"].ascent,
            "descent": font["hhea"].descent,
            "missing": widths[".notdef"][0],
            "advances": runs((point, widths[glyphs[point]][0]) for point in sorted(glyphs)),
        }


def measure_all() -> dict[str, dict[str, Any]]:
    """Every shipped font by the stem of its file name."""
    return {path.stem: measure(path) for path in sorted(FONTS.glob("*.ttf"))}


def main() -> None:
    """Write the file, a line a font."""
    lines = [f"{json.dumps(name)}: {json.dumps(font, separators=(',', ':'))}" for name, font in measure_all().items()]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()

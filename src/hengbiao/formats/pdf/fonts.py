"""The bundled fonts in reportlab, and which characters they can draw."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from hengbiao.forms import text
from hengbiao.paths import resource

SUBSTITUTE: Final = "〓"
"""What is drawn for a character the fonts lack: the typesetter's mark for a missing sort."""

_BLOCK: Final = 100
"""Most entries of a bfchar block that the PDF standard allows."""

_LAID_OUT: Final = {"\n": "\n", "\t": text.TAB}


@cache
def registered(face: str) -> str:
    """`face` known to reportlab under its own name; only the characters used are embedded."""
    ttfonts.makeToUnicodeCMap = _to_unicode
    rl_config.useA85 = 0  # wrapping compressed pages in ASCII takes a fifth of the time and of the file
    pdfmetrics.registerFont(ttfonts.TTFont(face, str(resource("fonts", f"{face}.ttf"))))
    return face


@cache
def drawable(face: str) -> Mapping[int, Any]:
    """The code points that `face` has a glyph for."""
    font: Any = pdfmetrics.getFont(registered(face))
    glyphs: Mapping[int, Any] = font.face.charToGlyph
    return glyphs


Runs = tuple[tuple[str, str], ...]
"""A text in parts: the name of an embedded font in the file, and the codes of its glyphs as a PDF string has them."""


def runs_of(line: str, face: str, canvas: Canvas) -> Runs:
    """`line` set in `face` on this canvas; its characters are embedded when the canvas is saved."""
    inside: Any = canvas  # the document is not public, and TrueType fonts ask for it
    font: Any = pdfmetrics.getFont(registered(face))
    document, escape = inside._doc, inside._escape  # noqa: SLF001
    return tuple(
        (font.getSubsetInternalName(subset, document), escape(codes))
        for subset, codes in font.splitString(line, document)
    )


def lacking(line: str, face: str) -> set[str]:
    """The characters of `line` that `face` cannot draw; line breaks and tabs are laid out, not drawn."""
    known = drawable(face)
    return {character for character in set(line) if ord(character) not in known and character not in _LAID_OUT}


def substituted(line: str, face: str) -> str:
    """`line` with a visible mark for each character that `face` cannot draw."""
    missing = lacking(line, face)
    return line.translate({ord(character): SUBSTITUTE for character in missing}) if missing else line


def _to_unicode(fontname: str, subset: Sequence[int]) -> str:
    """The map from codes back to characters, in UTF-16 as the standard asks; reportlab's breaks beyond U+FFFF."""
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({fontname}) /Ordering ({fontname}) /Supplement 0 >> def",
            f"/CMapName /{fontname} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{max(len(subset) - 1, 0):02X}>",
            "endcodespacerange",
            *_blocks(subset),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        )
    )


def _blocks(subset: Sequence[int]) -> Iterator[str]:
    entries = [f"<{code:02X}> <{_utf16(point)}>" for code, point in enumerate(subset)]
    for start in range(0, len(entries), _BLOCK):
        block = entries[start : start + _BLOCK]
        yield f"{len(block)} beginbfchar"
        yield from block
        yield "endbfchar"


def _utf16(point: int) -> str:
    return chr(point).encode("utf-16-be", "surrogatepass").hex().upper()

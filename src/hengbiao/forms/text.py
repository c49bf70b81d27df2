"""Measuring text and breaking it into lines with the advances of the bundled fonts, by Chinese rules."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any, Final

from hengbiao.domain.target import KNOWN_UNITS
from hengbiao.forms.grid import Style
from hengbiao.paths import resource

SERIF: Final = "NotoSerifSC-Regular"
SANS: Final = "NotoSansSC-Regular"
SANS_BOLD: Final = "NotoSansSC-Bold"

LEADING: Final = 1.35
"""Distance of baselines, in font sizes."""

BASELINE: Final = 1.02
"""Baseline below the top of a line, in font sizes."""

TAB: Final = "    "
"""What a tab is drawn as."""

NOT_FIRST: Final = frozenset("，。、；：？！”’）》】〉」』〕｝…—～·,.;:?!)]}%％‰℃°")
"""What may not begin a line (避头)."""

NOT_LAST: Final = frozenset("“‘（《【〈「『〔｛([{￥¥$№#")
"""What may not end a line (避尾)."""

_UNITS: Final = "|".join(sorted((re.escape(unit) for unit in KNOWN_UNITS), key=len, reverse=True))
_TOGETHER: Final = re.compile(
    r"指标|满意度|服务对象"
    rf"|(?:[≥≤≧≦=＝><＞＜]\s?)?\d[\d.,:/-]*(?:\s?\(?[万亿千百]?(?:{_UNITS})(?:/(?:{_UNITS}))?\)?)?"
    r"|[A-Za-z0-9_@&+'’./-]{2,}"
)
_FITTING: Final = 0.01


class Advances(dict[str, float]):
    """Advance of each character in font sizes, found in the runs of the font on first use."""

    def __init__(self, font: dict[str, Any]) -> None:
        super().__init__()
        self._em = font["unitsPerEm"]
        self._missing = font["missing"]
        self._runs = font["advances"]
        self._firsts = [first for first, _, _ in self._runs]

    def __missing__(self, character: str) -> float:
        point = ord(character)
        at = bisect_right(self._firsts, point) - 1
        known = at >= 0 and point <= self._runs[at][1]
        units = self._runs[at][2] if known else self._missing
        self[character] = units / self._em
        return self[character]


@cache
def advances(face: str) -> Advances:
    """The advances of a bundled font by the stem of its file."""
    return Advances(_fonts()[face])


@cache
def face(font: str, *, bold: bool = False) -> str:
    """The bundled font that draws a prescribed one: 宋体, 仿宋 and 小标宋 by the serif, 黑体 by the sans."""
    if font == "hei":
        return SANS_BOLD if bold else SANS
    return SERIF


def face_of(style: Style) -> str:
    """The bundled font that draws a style."""
    return face(style.font, bold=style.bold)


def width(text: str, font: str, size: float) -> float:
    """Width of one line in the bundled font `font`, in the unit of `size`."""
    return size * sum(map(advances(font).__getitem__, text.replace("\t", TAB)))


@lru_cache(maxsize=16384)
def lines(text: str, room: float, font: str, size: float) -> tuple[str, ...]:
    """`text` as the lines it takes in `room`; at least one.

    Joined they give the text again, but for newlines and with tabs as spaces. A word, and a number with its sign and
    unit, stays whole where a line can hold it; spaces at a break hang over the end of the line.
    """
    ems = (room + _FITTING) / size
    paragraphs = text.replace("\t", TAB).split("\n")
    return tuple(line for paragraph in paragraphs for line in _broken(paragraph, ems, advances(font)))


def _broken(paragraph: str, room: float, known: Advances) -> Iterator[str]:
    ends = list(accumulate(map(known.__getitem__, paragraph)))
    if not ends or ends[-1] <= room:
        yield paragraph
        return
    inner = _inside(paragraph)
    start, before = 0, 0.0
    while ends[-1] - before > room:
        fits = bisect_right(ends, before + room)
        stop = _break(paragraph, start, max(fits, start + 1), inner)
        if stop >= len(paragraph):
            break
        yield paragraph[start:stop]
        start, before = stop, ends[stop - 1]
    yield paragraph[start:]


def _inside(paragraph: str) -> set[int]:
    """Where a break would part a word, or a number from its unit."""
    return {at for found in _TOGETHER.finditer(paragraph) for at in range(found.start() + 1, found.end())}


def _break(text: str, start: int, fits: int, inner: set[int]) -> int:
    """Where the line from `start`, that holds all before `fits`, ends."""
    end = len(text)
    while fits < end and text[fits] == " ":
        fits += 1
    for at in range(fits, start, -1):
        if at >= end or (at not in inner and text[at] not in NOT_FIRST and text[at - 1] not in NOT_LAST):
            return at
    return fits


@cache
def _fonts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resource("fonts", "advances.json").read_text("utf-8"))
    return found

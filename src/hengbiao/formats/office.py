"""What Excel and Word files have in common: the fonts that forms prescribe, and the characters their XML can hold."""

import re
from types import MappingProxyType
from typing import Final

FONTS: Final = MappingProxyType(
    {"song": "宋体", "fangsong": "仿宋_GB2312", "hei": "黑体", "xiaobiaosong": "方正小标宋简体"},
)
"""The prescribed fonts, named only: they are not ours to embed."""

REPLACED: Final = "\N{REPLACEMENT CHARACTER}"
"""What is written for a character that XML cannot hold."""

NOT_XML: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that XML cannot hold."""


def codes(found: list[str]) -> str:
    """The first few of some characters, by their code points."""
    return "、".join(f"U+{ord(character):04X}" for character in sorted(set(found))[:5])

"""Pinyin initials of Chinese names for the filter box: tjs finds 天津市, and both cq and zq find 重庆."""

import unicodedata
from collections.abc import Callable, Iterable
from functools import cache


def matcher(text: str) -> Callable[[str], bool]:
    """Whether a name contains `text`, or its initials do where `text` is plain letters and digits."""
    wanted = unicodedata.normalize("NFKC", text).strip().casefold()
    if not (wanted.isascii() and wanted.isalnum()) or wanted.isdigit():
        return lambda name: wanted in name.casefold()
    return lambda name: wanted in _heard(name)


def ready() -> bool:
    """Whether the readings are loaded, which takes a quarter of a second."""
    return _tables.cache_info().currsize > 0


def prepare(names: Iterable[str]) -> None:
    """Work the initials of `names` out before they are asked for."""
    for name in names:
        _heard(name)


@cache
def _heard(name: str) -> str:
    """A name as it is written and as it is abbreviated, in one text: one look-up a line at 10,000 lines."""
    return f"{name.casefold()}\n{initials(name)}"


@cache
def initials(name: str) -> str:
    """A name's initials by the usual readings, then by the second ones; punctuation is left out, digits stay."""
    first, second = _tables()
    plain = "".join(filter(str.isalnum, name.casefold()))
    return f"{plain.translate(first)} {plain.translate(second)}"


@cache
def _tables() -> tuple[dict[int, str], dict[int, str]]:
    """The first letter of each character's usual reading, and of its next reading that begins differently."""
    from pypinyin.pinyin_dict import pinyin_dict

    first: dict[int, str] = {}
    second: dict[int, str] = {}
    for code, readings in pinyin_dict.items():
        letters = dict.fromkeys(unicodedata.normalize("NFD", reading)[:1] for reading in readings.split(","))
        first[code], *others = letters
        second[code] = others[0] if others else first[code]
    return first, second

"""Pinyin initials of Chinese names for the filter box: tjs finds 天津市, and both cq and zq find 重庆."""

import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache


class Matcher:
    """Whether a name contains a text, or its initials do where the text is plain letters and digits."""

    def __init__(self, text: str) -> None:
        self._wanted = wanted = unicodedata.normalize("NFKC", text).strip().casefold()
        self._by_initials = wanted.isascii() and wanted.isalnum() and not wanted.isdigit()

    def __call__(self, name: str) -> bool:
        """Whether one name does."""
        return self._wanted in (_heard(name) if self._by_initials else name.casefold())

    def among(self, names: tuple[str, ...]) -> list[bool]:
        """The same of many names that are asked about again and again, in a tenth of the time."""
        wanted = self._wanted
        return [wanted in text for text in (_all_heard(names) if self._by_initials else _all_folded(names))]


def matcher(text: str) -> Matcher:
    """What passes `text` in a filter box."""
    return Matcher(text)


@lru_cache(maxsize=8192)
def _all_heard(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_heard, names))


@lru_cache(maxsize=8192)
def _all_folded(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.casefold() for name in names)


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

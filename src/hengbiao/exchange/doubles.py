"""Projects that look as if they were entered twice under different ids: suggested to a person, never linked here."""

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from hengbiao.domain.tree import Heading, Tree
from hengbiao.domain.twins import judged

_LEAST: Final = 85.0  # per cent of a name that agree, where the amounts are equal
_SURE: Final = 93.0  # the same where one of them has no amount yet
_CROWD: Final = 60  # projects of a block up to which each is held against each
_NEAR: Final = 12  # in larger ones: each against so many that follow it by name
_NOISE: Final = re.compile(r"[\W_]+")
_NUMBERS: Final = re.compile(r"[0-9一二三四五六七八九十百千两]+")


class Suggestion(NamedTuple):
    """Two projects that may be one, likeliest first; `alike` is per cent of their names, `why` in Chinese."""

    first: Heading
    second: Heading
    alike: int
    why: tuple[str, ...]


class _Known(NamedTuple):
    item: Heading
    name: str
    numbers: tuple[str, ...]


def suggestions(tree: Tree) -> list[Suggestion]:
    """Pairs of projects of one 预算单位 and year, also where the unit itself stands twice; none that was judged.

    Two that both have codes, and different ones, are two. So are names that differ in their numbers (一期, 二期).
    """
    told = {frozenset((one.counts.id, one.other.id)) for one in judged(tree)}
    found: dict[frozenset[str], Suggestion] = {}
    for group in _groups(tree):
        for one, other in _met(group):
            pair = frozenset((one.item.id, other.item.id))
            if pair not in told and pair not in found and (made := _compared(one, other)):
                found[pair] = made
    return sorted(found.values(), key=lambda one: (-one.alike, one.first.name, one.first.id, one.second.id))


def _groups(tree: Tree) -> Iterable[list[_Known]]:
    """The counted projects of each unit in each year; a unit is the same by code, else by name."""
    found: dict[Hashable, list[_Known]] = {}
    for unit in tree.units:
        year = tree.unit_year(unit.id)
        for item in tree.projects(unit.id):
            key = (unit.code or unit.name or unit.id, item.year if item.year is not None else year)
            found.setdefault(key, []).append(_known(item))
    return found.values()


def _known(item: Heading) -> _Known:
    plain = unicodedata.normalize("NFKC", item.name)
    return _Known(item, _NOISE.sub("", plain).lower(), tuple(_NUMBERS.findall(plain)))


_BLOCKS: Final[tuple[Callable[[_Known], Hashable], ...]] = (
    lambda one: one.item.code,
    lambda one: one.item.total,
    lambda one: one.name[:3],
    lambda one: one.name[-3:],
)
"""Two that may be one agree in one of these."""


def _met(group: Sequence[_Known]) -> Iterator[tuple[_Known, _Known]]:
    """The pairs that are worth a look."""
    for key in _BLOCKS:
        blocks: dict[Hashable, list[_Known]] = {}
        for one in group:
            if key(one) not in (None, ""):
                blocks.setdefault(key(one), []).append(one)
        for block in blocks.values():
            yield from _near(block)


def _near(block: list[_Known]) -> Iterator[tuple[_Known, _Known]]:
    if len(block) <= _CROWD:
        yield from combinations(block, 2)
        return
    ordered = sorted(block, key=lambda one: one.name)
    for place, one in enumerate(ordered):
        yield from ((one, other) for other in ordered[place + 1 : place + 1 + _NEAR])


def _compared(one: _Known, other: _Known) -> Suggestion | None:
    from rapidfuzz.fuzz import ratio

    codes = {one.item.code, other.item.code} - {""}
    if len(codes) == 2:
        return None
    same_code = bool(one.item.code and other.item.code)
    alike = ratio(one.name, other.name)
    if not (same_code or (one.name and one.numbers == other.numbers and _is_close(one.item, other.item, alike))):
        return None
    first, second = sorted((one.item, other.item), key=lambda item: (item.position, item.id))
    return Suggestion(first, second, round(alike), tuple(_why(first, second, alike, same_code=same_code)))


def _is_close(one: Heading, other: Heading, alike: float) -> bool:
    if one.total is not None and one.total == other.total:
        return alike >= _LEAST
    return alike >= (_SURE if None in (one.total, other.total) else 100)


def _why(one: Heading, other: Heading, alike: float, *, same_code: bool) -> Iterator[str]:
    if same_code:
        yield "项目编码相同"
    yield "项目名称相同" if alike >= 100 else f"项目名称 {alike:.0f}% 相近"
    if one.total is not None and one.total == other.total:
        yield "预算数相同"

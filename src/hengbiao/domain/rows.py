"""Which row of a list is which, between a list as it stands and one that comes in (contract.md), and the changes."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from operator import attrgetter
from typing import Any

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.fields import kinds
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.position import spread, spread_between

Pairs = dict[int, int]
"""Index of the incoming row → index of the standing row that it is."""


def paired(old: Sequence[Any], new: Sequence[Any]) -> Pairs:
    """Equal rows first, then rows of the same name, then those at the same place; each row once, in order."""
    pairs: Pairs = {}
    for key in _ways(old) if old and new else ():
        _pair(old, new, pairs, key)
    taken = set(pairs.values())
    for at in range(min(len(old), len(new))):
        if at not in pairs and at not in taken:
            pairs[at] = at
    return pairs


def row_changes(record: str, rows: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    """What turns the rows `old` of a field into `new`; ids of `new` count only for rows that are added."""
    if len(old) == len(new) and _contents(old) == _contents(new):
        return
    pairs = paired(old, new)
    positions = _positions(old, pairs, len(new))
    kept = set(pairs.values())
    for at, row in enumerate(old):
        if at not in kept:
            yield Change(Ref(record, (rows, row.id)), row, None)
    for at, row in enumerate(new):
        placed = replace(row, position=positions[at])
        if at in pairs:
            yield from field_changes(record, (rows, old[pairs[at]].id), old[pairs[at]], placed)
        else:
            yield Change(Ref(record, (rows, row.id)), None, placed)


def field_changes(record: str, prefix: tuple[str, ...], old: Any, new: Any) -> Iterator[Change]:
    """A put for each field of a row or group that differs."""
    for name in kinds(type(old)):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield Change(Ref(record, (*prefix, name)), was, now)


def _contents(rows: Sequence[Any]) -> list[Hashable]:
    return list(map(_ways(rows)[0], rows)) if rows else []


def _ways(rows: Sequence[Any]) -> tuple[Callable[[Any], Hashable], ...]:
    owner: type = type(rows[0])
    return _keys(owner)


@cache
def _keys(owner: type) -> tuple[Callable[[Any], Hashable], ...]:
    """What rows are known by, surest first."""
    names = [name for name in kinds(owner) if name != "position"]
    content = attrgetter(*names)
    if owner is Indicator:
        return content, attrgetter("level1", "level2", "name", "description"), attrgetter("level1", "level2", "name")
    return content, attrgetter(names[0])


def _pair(old: Sequence[Any], new: Sequence[Any], pairs: Pairs, key: Callable[[Any], Hashable]) -> None:
    taken = set(pairs.values())
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for at in reversed(range(len(old))):
        if at not in taken:
            waiting[key(old[at])].append(at)
    for at, row in enumerate(new):
        if at not in pairs and (same := waiting.get(key(row))):
            pairs[at] = same.pop()


def _positions(old: Sequence[Any], pairs: Pairs, count: int) -> list[str]:
    """The positions of the incoming rows: as many as possible stay, the others lie between them."""
    stays = _longest_rise({at: pairs[at] for at in sorted(pairs)})
    made = [""] * count
    gap, before = 0, ""
    for at in (*stays, count):
        after = old[pairs[at]].position if at < count else ""
        if at > gap and after and before >= after:
            return spread(count)  # rows share a position (a merge): nothing lies between them
        made[gap:at] = spread_between(before, after, at - gap)
        if at < count:
            made[at], gap, before = after, at + 1, after
    return made


def _longest_rise(pairs: Pairs) -> list[int]:
    """The incoming rows that need not move: the longest run whose standing rows are in order."""
    ends: list[int] = []
    tails: list[int] = []
    previous: dict[int, int | None] = {}
    for at, was in pairs.items():
        place = bisect_left(ends, was)
        previous[at] = tails[place - 1] if place else None
        ends[place : place + 1] = [was]
        tails[place : place + 1] = [at]
    kept: list[int] = []
    step = tails[-1] if tails else None
    while step is not None:
        kept.append(step)
        step = previous[step]
    return kept[::-1]

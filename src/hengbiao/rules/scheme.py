"""Which level 2 belongs to which level 1, by the shipped indicator schemes."""

import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, Final

from hengbiao.paths import resource

Pair = tuple[str, str]

_KEPT: Final = frozenset({("效益指标", "可持续影响指标")})
"""What offices keep of the older scheme in forms of the newer one (domain.md b.1)."""


@cache
def allowed() -> tuple[frozenset[Pair], ...]:
    """The pairs of official (level 1, level 2) names of each scheme."""
    schemes = _vocabulary()["schemes"]
    return tuple(
        frozenset((level["level1"], level2) for level in scheme["levels"] for level2 in level["level2"]) | _KEPT
        for scheme in schemes
    )


def official(name: str) -> str:
    """The official name of a level."""
    aliases: dict[str, str] = _vocabulary()["aliases"]
    return aliases.get(name.strip(), name.strip())


def misplaced(pairs: Iterable[Pair]) -> frozenset[Pair]:
    """The pairs as written that the scheme fitting the form best does not have; filled ones only."""
    return _misplaced(frozenset(pairs))


@lru_cache(maxsize=512)
def _misplaced(pairs: frozenset[Pair]) -> frozenset[Pair]:
    written = {pair: (official(pair[0]), official(pair[1])) for pair in pairs if all(pair)}
    outside = [frozenset(pair for pair, plain in written.items() if plain not in scheme) for scheme in allowed()]
    return min(outside, key=len)


@cache
def _vocabulary() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(resource("vocabulary", "schemes.toml").read_text("utf-8"))
    return found

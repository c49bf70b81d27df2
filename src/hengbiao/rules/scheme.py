"""Which level 2 belongs to which level 1: by the shipped schemes, and for names of regions by what they say."""

import re
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
    """The filled pairs that no scheme has and whose names say that they do not belong together."""
    return _misplaced(frozenset(pairs))


@lru_cache(maxsize=512)
def _misplaced(pairs: frozenset[Pair]) -> frozenset[Pair]:
    written = {pair: (official(pair[0]), official(pair[1])) for pair in pairs if all(pair)}
    known = frozenset().union(*allowed())
    return frozenset(pair for pair, plain in written.items() if plain not in known and not _fits(*plain))


def _fits(level1: str, level2: str) -> bool:
    """Whether the names may belong together; those that say nothing of their kind may."""
    above = next((kind for kind, words in _ABOVE.items() if words.search(level1)), "")
    below = next((kinds for words, kinds in _BELOW if words.search(level2)), frozenset({above}))
    return not above or above in below


_ABOVE: Final = {
    "满意": re.compile("满意"),
    "成本": re.compile("成本"),
    "产出": re.compile("产出|完成"),
    "效益": re.compile("效益|效果|影响"),
}
_BELOW: Final = (
    (re.compile("满意"), frozenset({"满意", "效益"})),
    (re.compile("(?:经济|社会|生态|环境).*成本"), frozenset({"成本"})),
    (re.compile("成本"), frozenset({"成本", "产出"})),
    (re.compile("数量|质量|时效|进度"), frozenset({"产出"})),
    (re.compile("效益|影响|效果"), frozenset({"效益"})),
)
"""What level 2 says, and which kinds of level 1 it may stand under: some regions have 满意度 under 效益."""


@cache
def _vocabulary() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(resource("vocabulary", "schemes.toml").read_text("utf-8"))
    return found

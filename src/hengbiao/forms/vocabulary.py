"""Vocabulary of the forms: indicator schemes in their official order, codes, choices and the names of fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from hengbiao.domain.fields import KINDS, ROW_TYPES
from hengbiao.forms.strict_toml import Node, read
from hengbiao.paths import resource

CHOICES: Final = ("nature", "category", "property", "basis", "by", "comparator", "unit")
"""Fields for which values are offered."""


@dataclass(frozen=True)
class Scheme:
    """Levels 1 and 2 in their official order; `printed` what a form of this scheme prints for an official name."""

    id: str
    name: str
    levels: tuple[tuple[str, str], ...]
    printed: Mapping[str, str]
    aliases: Mapping[str, str]

    @cached_property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """Pairs of a level as stored and as printed; the official name stands first for each printed one."""
        names = dict.fromkeys(name for pair in self.levels for name in pair)
        official = [(name, self.printed.get(name, name)) for name in names]
        others = [(alias, self.printed.get(name, name)) for alias, name in self.aliases.items() if name in names]
        return (*official, *others)

    @cached_property
    def order(self) -> Mapping[tuple[str, str], int]:
        """The official place of each (level 1, level 2)."""
        return {pair: place for place, pair in enumerate(self.levels)}

    def official(self, name: str) -> str:
        """The official name of a level, or `name` itself where it is none."""
        return self.aliases.get(name, name)


@cache
def schemes() -> Mapping[str, Scheme]:
    """The shipped schemes by id."""
    return read_schemes(resource("vocabulary", "schemes.toml"))


@cache
def codes() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Pairs of value and printed code, by the field that prints codes."""
    top = read(resource("vocabulary", "codes.toml"))
    found = {name: tuple(top.mapping(name).items()) for name in ("comparator", "property")}
    top.done()
    return found


@cache
def choices() -> Mapping[str, tuple[str, ...]]:
    """The values offered for a field; others may be written too."""
    top = read(resource("vocabulary", "choices.toml"))
    found = {name: top.texts(name) for name in CHOICES}
    top.done()
    return found


@cache
def regions() -> Mapping[str, str]:
    """The name of each region of layouts and units by its id, in their order."""
    top = read(resource("vocabulary", "regions.toml"))
    found = top.mapping("regions")
    top.done()
    return found


@cache
def field_names() -> Mapping[str, Mapping[str, str]]:
    """The Chinese name of each field, by kind of record or name of table."""
    top = read(resource("vocabulary", "names.toml"))
    found = {owner: top.mapping(owner) for owner in (*KINDS, *ROW_TYPES) if owner != "unit"}
    top.done()
    return found


def field_name(owner: str, path: str) -> str:
    """What people call a field of a project, a department or a row of a table; an extra goes by its label."""
    return path.removeprefix("extra/") if path.startswith("extra/") else field_names()[owner][path]


def read_schemes(path: Path) -> Mapping[str, Scheme]:
    """The schemes of a file; LayoutError where it is not right."""
    top = read(path)
    aliases = top.mapping("aliases")
    found = {scheme.id: scheme for scheme in (_scheme(node, aliases) for node in top.nodes("schemes"))}
    top.done()
    return found


def _scheme(node: Node, aliases: Mapping[str, str]) -> Scheme:
    levels = [pair for level in node.nodes("levels") for pair in _pairs(level)]
    scheme = Scheme(node.take("id", str), node.take("name", str), tuple(levels), node.mapping("printed"), aliases)
    node.done()
    return scheme


def _pairs(node: Node) -> list[tuple[str, str]]:
    level1 = node.take("level1", str)
    pairs = [(level1, level2) for level2 in node.texts("level2")]
    node.done()
    return pairs

"""Files on disk: the kinds that are read into trees. Each is imported when first needed."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hengbiao.domain.tree import Tree

FORMATS: Final[Mapping[str, str]] = MappingProxyType({".json": "hengbiao.formats.interchange"})
"""The module that reads files of each suffix; its `read(path)` gives a Tree or raises Refusal."""


def reader(suffix: str) -> Callable[[Path], Tree] | None:
    """What reads files named *`suffix` (".json", any case); None for a kind that is not read."""
    module = FORMATS.get(suffix.lower())
    return import_module(module).read if module else None

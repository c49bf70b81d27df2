"""Forms that nobody has written on yet: the window does not reproach them with what they lack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hengbiao.domain.fields import state_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hengbiao.domain.tree import Tree

_BORN_WITH: Final = frozenset({"position", "year"})


def unwritten(tree: Tree, key: str) -> bool:
    """Whether a form holds nothing but what it was made with."""
    item = tree.headings.get(key)
    if item is None or item.kind == "unit" or item.name or item.code or item.total is not None:
        return False
    return state_of(tree.records[key]).keys() <= _BORN_WITH


class Spared:
    """The unwritten ones among the forms that have findings, until all findings are asked for."""

    def __init__(self) -> None:
        self._keys: frozenset[str] = frozenset()
        self._insisting = False

    def begin(self) -> None:
        """Another document: nothing is known of it, nothing was asked for."""
        self._keys, self._insisting = frozenset(), False

    def insist(self) -> None:
        """From now on every finding is wanted."""
        self._keys, self._insisting = frozenset(), True

    def follow(self, tree: Tree, keys: Iterable[str]) -> bool:
        """Look again at the forms `keys`; whether others are spared than before."""
        before, looked_at = self._keys, frozenset(keys)
        if not self._insisting:
            self._keys = (before - looked_at) | {key for key in looked_at if unwritten(tree, key)}
        return self._keys != before

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def keys(self) -> frozenset[str]:
        """The forms spared."""
        return self._keys

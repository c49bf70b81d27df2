"""Findings as the lines of a list: under headings by form, by rule or by class, kept in order as lines come and go."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from hengbiao.rules.subject import Finding

GROUPINGS: Final = {"form": "按表", "rule": "按规则", "severity": "按级别"}
RANK: Final = {"error": 0, "warning": 1, "info": 2}
EXPLAINED: Final = "explained"
_LAST: Final = len(RANK)
_HEADING: Final = (-1, (), "")

Key = tuple[Any, int, tuple[Any, ...], str]
"""Group, form, place within the form and rule: what a line stands by."""


class Heading(NamedTuple):
    """The line above a group: `key` is a record, a rule or a class, `size` its findings, `open` whether they show."""

    key: str
    size: int
    open: bool


class Asked(NamedTuple):
    """What the list shows: `severity` a class or EXPLAINED ("" for all), `text` that form or message must have."""

    by: str = "form"
    severity: str = ""
    text: str = ""


class Lines:
    """The lines and their order; what is folded or not asked for is left out. `ranks` is the place of each form."""

    def __init__(self, asked: Asked, ranks: Mapping[str, int], *, headed: bool) -> None:
        self.asked, self.ranks, self.headed = asked, ranks, headed
        self.rows: list[Finding | Heading] = []
        self.sizes: Counter[str] = Counter()
        self._keys: list[Key] = []

    def fill(self, findings: Iterable[Finding], folded: Iterable[str]) -> None:
        """Start over with these findings, already `wanted`."""
        hidden, keyed = frozenset(folded), sorted(((self.key(one), one) for one in findings), key=lambda pair: pair[0])
        self.sizes = Counter(self.group(one) for _, one in keyed)
        self._keys, self.rows = [], []
        for key, one in keyed:
            group = self.group(one)
            if self.headed and (not self._keys or self._keys[-1][0] != key[0]):
                self._append((key[0], *_HEADING), Heading(group, self.sizes[group], group not in hidden))
            if group not in hidden:
                self._append(key, one)

    def group(self, one: Finding) -> str:
        """The group that a finding stands in."""
        if self.asked.by == "form":
            return one.ref.record
        if self.asked.by == "rule":
            return one.rule
        return EXPLAINED if one.explained else one.severity

    def key(self, one: Finding) -> Key:
        """What a finding stands by."""
        form = self.ranks.get(one.ref.record, -1)
        worst = _LAST if one.explained else RANK[one.severity]
        group = {"form": form, "rule": one.rule, "severity": worst}[self.asked.by]
        return (group, form, (one.explained, worst), one.rule)

    def at(self, key: Key) -> int:
        """The line of a key, or where it would stand."""
        return bisect_left(self._keys, key)

    def find(self, one: Finding) -> int:
        """The line of a finding; −1 where it does not show."""
        row = self.at(self.key(one))
        return row if row < len(self._keys) and self._keys[row] == self.key(one) else -1

    def heading(self, one: Finding) -> tuple[int, bool]:
        """The line of the heading of its group, or where it would stand; whether it is there."""
        key = (self.key(one)[0], *_HEADING)
        row = self.at(key)
        return row, row < len(self._keys) and self._keys[row] == key

    def insert(self, row: int, key: Key, line: Finding | Heading) -> None:
        """Put a line at its place."""
        self._keys.insert(row, key)
        self.rows.insert(row, line)

    def remove(self, row: int) -> None:
        """Take a line out."""
        del self._keys[row], self.rows[row]

    def heading_key(self, one: Finding) -> Key:
        """What the heading of its group stands by."""
        return (self.key(one)[0], *_HEADING)

    def _append(self, key: Key, line: Finding | Heading) -> None:
        self._keys.append(key)
        self.rows.append(line)


def wanted(one: Finding, asked: Asked, form: Callable[[Finding], str]) -> bool:
    """Whether the list is asked to show a finding; `form` names the form it is on."""
    if asked.severity and asked.severity != (EXPLAINED if one.explained else one.severity):
        return False
    text = asked.text.strip().casefold()
    return not text or any(text in part.casefold() for part in (one.rule, one.message, one.explanation, form(one)))

"""同一项目: two projects of a document that are one, entered twice; what people judged is a mark on a unit.

The one that counts stands for all that were linked to it. Nothing is merged or dropped, so a link can be undone.
"""

from typing import NamedTuple

from hengbiao.domain.change import Change, Ref, row_of
from hengbiao.domain.marks import APART, FIRST, SAME, SECOND, Pairing
from hengbiao.domain.tree import Heading, Tree


class Judged(NamedTuple):
    """Two projects that are there and what was said of them: `counts` is counted, `other` is not where the same."""

    counts: Heading
    other: Heading
    verdict: str


def link(tree: Tree, counts: str, other: str) -> list[Change]:
    """The changes that make `other` the same project as `counts`, which alone is counted from now on."""
    return _judge(tree, counts, other, SAME)


def keep_apart(tree: Tree, one: str, other: str) -> list[Change]:
    """The changes that say that two projects are not the same, also where they were linked."""
    return _judge(tree, one, other, APART)


def unlink(tree: Tree, one: str, other: str) -> list[Change]:
    """The changes that take back what was said of two projects; none where nothing was."""
    ref = _ref(tree, one, other)
    found = row_of(tree.records[ref.record], *ref.path)
    return [] if found is None else [Change(ref, found, None)]


def judged(tree: Tree) -> list[Judged]:
    """What was said of projects that are both there, in the order of the document."""
    return [one for unit in tree.units for pairing in tree.unit(unit.id).pairings if (one := _told(tree, pairing))]


def _judge(tree: Tree, counts: str, other: str, verdict: str) -> list[Change]:
    ref = _ref(tree, counts, other)
    found = row_of(tree.records[ref.record], *ref.path)
    side = FIRST if counts < other else SECOND
    if found is None:
        return [Change(ref, None, Pairing(id=ref.path[1], verdict=verdict, counts=side))]
    cells = (("verdict", verdict), ("counts", side))
    return [
        Change(Ref(ref.record, (*ref.path, name)), getattr(found, name), new)
        for name, new in cells
        if getattr(found, name) != new
    ]


def _ref(tree: Tree, one: str, other: str) -> Ref:
    """Where it is noted: offices that judge the same two projects write into the same row."""
    first, second = sorted((one, other))
    return Ref(tree.headings[first].unit, ("pairings", f"{first}+{second}"))


def _told(tree: Tree, pairing: Pairing) -> Judged | None:
    first, _, second = pairing.id.partition("+")
    if not (first in tree.headings and second in tree.headings):
        return None
    counts, other = (second, first) if pairing.counts == SECOND else (first, second)
    return Judged(tree.headings[counts], tree.headings[other], pairing.verdict)

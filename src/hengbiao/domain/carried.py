"""沿用上年（未核对）: values that came over from last year, until somebody looks at each."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hengbiao.domain.change import Change, Record, Ref
from hengbiao.domain.marks import Carried, path_of, place_of
from hengbiao.domain.tree import Tree
from hengbiao.domain.unit import Unit


class Unconfirmed(NamedTuple):
    """A place with a value that nobody has confirmed, and how it came over (marks.Origin)."""

    ref: Ref
    origin: str


def unconfirmed(tree: Tree, record: str) -> tuple[Unconfirmed, ...]:
    """The unconfirmed places of a project or department form; none for a unit."""
    return tuple(Unconfirmed(Ref(record, path_of(mark.id)), mark.origin) for mark in _marks(tree.records[record]))


def confirm(tree: Tree, refs: Iterable[Ref]) -> list[Change]:
    """The changes that confirm these places; a row stands for its cells and () for the whole form."""
    wanted: dict[str, list[tuple[str, ...]]] = {}
    for ref in refs:
        wanted.setdefault(ref.record, []).append(ref.path)
    found = ((key, tree.records.get(key), paths) for key, paths in wanted.items())
    return [change for key, record, paths in found if record is not None for change in _drops(key, record, paths)]


def settled(tree: Tree, changes: Sequence[Change]) -> list[Change]:
    """`changes`, and with them the confirmation of what they alter: who types over a value has looked at it."""
    altered = (change.ref for change in changes if change.ref.path and change.ref.path[0] != "carried")
    confirmed = confirm(tree, altered)
    known = {change.ref for change in changes} if confirmed else set()
    return [*changes, *(change for change in confirmed if change.ref not in known)]


def _marks(record: Record) -> tuple[Carried, ...]:
    return () if isinstance(record, Unit) else record.carried


def _drops(key: str, record: Record, paths: Sequence[tuple[str, ...]]) -> list[Change]:
    marks = _marks(record)
    places = {place_of(path) for path in paths} if marks else set()
    return [
        Change(Ref(key, ("carried", mark.id)), mark, None) for mark in marks if not places.isdisjoint(_around(mark.id))
    ]


def _around(place: str) -> list[str]:
    """A place and all that it lies in: "" for the form, a row, a cell."""
    parts = place.split(".")
    return ["", *(".".join(parts[:count]) for count in range(1, len(parts) + 1))]

"""Prospects of the store as changes of a tree, committed through the one door."""

from collections.abc import Iterator

from hengbiao.domain.change import Change, Record, Ref, value_at
from hengbiao.domain.document import Document, Step
from hengbiao.domain.fields import KINDS
from hengbiao.domain.merge import State, difference
from hengbiao.domain.tree import Tree
from hengbiao.store import cache
from hengbiao.store.merging import Outcome, Prospect
from hengbiao.store.store import Store


def commit(document: Document, store: Store, label: str, found: Prospect) -> Step | None:
    """Make a prospect durable and current as one step; None where nothing that shows differs."""
    changes = [change for one in found.outcomes for change in _changes(document.tree, one)]
    return document.commit(label, changes, append=lambda *_: store.admit(found))


def _changes(tree: Tree, one: Outcome) -> Iterator[Change]:
    old, new = tree.records.get(one.id), _record(one)
    if old is None or new is None or type(old) is not type(new):
        if old is not new:
            yield Change(Ref(one.id), old, new)
        return
    for path in difference(_known(old), _known(new)):
        place = tuple(path.split("/"))
        yield Change(Ref(one.id, place), value_at(old, place), value_at(new, place))


def _record(one: Outcome) -> Record | None:
    return cache.record_of(one.id, one.state) if one.state and one.state["kind"] in KINDS else None


def _known(record: Record) -> State:
    return cache.state_of(record)

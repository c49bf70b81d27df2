"""收表 off the window's thread: merged beside the open document, which catches up with what has become durable."""

from collections.abc import Sequence
from pathlib import Path

from hengbiao.domain.document import Document, Event
from hengbiao.domain.tree import Tree
from hengbiao.exchange.receive import Receipt, receive
from hengbiao.qt.jobs import Report
from hengbiao.store.store import Store


class Receiving:
    """The work of a job: `events` are the steps that became durable, one a sender, also where it was cut short."""

    def __init__(self, store: Store, tree: Tree, sources: Sequence[Path]) -> None:
        self.events: list[Event] = []
        self._store, self._tree, self._sources = store, tree, sources

    def __call__(self, report: Report) -> Receipt:
        """Receive every source; what `report` raises stops it between two."""
        document = Document(self._tree, self._store.append)
        document.subscribe(self.events.append)
        return receive(self._store, self._sources, document, report)

    def units_of(self, path: Path) -> list[str]:
        """The units whose forms the document at `path` has changed here."""
        named = [event for event in self.events if event.label.endswith(f" {path.name}")]
        found = {
            item.unit: None
            for event in named
            for change in event.changes
            for tree in (event.after, event.before)
            if (item := tree.headings.get(change.ref.record))
        }
        return list(found)

"""收表 off the window's thread: looked at, then merged beside the open document, which catches up afterwards."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from hengbiao.domain.document import Document, Event, Step
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Tree
from hengbiao.exchange.receive import Plan, Receipt, Tick, apply, plan
from hengbiao.qt.jobs import Report
from hengbiao.store.backup import back_up
from hengbiao.store.store import Store


class Looking:
    """The work of a job: what documents would change, nothing written."""

    def __init__(self, store: Store, sources: Sequence[Path]) -> None:
        self._store, self._sources = store, tuple(sources)

    def __call__(self, report: Report) -> Plan:
        """Look at every source; what `report` raises stops it between two."""
        return plan(self._store, self._sources, report)


class Receiving:
    """The work of a job: `steps` are those that became durable, one a sender, also where it was cut short.

    `finished` is how many of the ticked sources were gone through, also those after which it was stopped.

    `fault` says why the backup before it could not be made; that stops nothing.
    """

    def __init__(self, store: Store, tree: Tree, planned: Plan, ticks: Mapping[int, Tick]) -> None:
        self.steps: list[Step] = []
        self.fault = ""
        self.finished = 0
        self._store, self._tree, self._planned, self._ticks = store, tree, planned, dict(ticks)

    def __call__(self, report: Report) -> Receipt:
        """Receive every source that is ticked; what `report` raises stops it between two."""
        report(0, len(self._ticks))
        self._back_up()
        document = Document(self._tree, self._store.append)
        document.subscribe(self._note)

        def told(done: int, total: int) -> None:
            self.finished = done
            report(done, total)

        return apply(self._store, self._planned, self._ticks, document, told)

    def _note(self, event: Event) -> None:
        """Keep the changes, not the trees: thousands of those have no room."""
        self.steps.append(Step(event.label, event.changes))

    def _back_up(self) -> None:
        try:
            back_up(self._store, "receive")
        except (Refusal, OSError) as error:
            self.fault = f"收表前未能备份（{getattr(error, 'reason', error)}）"

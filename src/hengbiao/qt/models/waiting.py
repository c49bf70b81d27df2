"""The draft rows that one form holds on screen."""

from dataclasses import replace

from hengbiao.domain.change import Record
from hengbiao.domain.indicator import Indicator
from hengbiao.forms.vocabulary import Scheme
from hengbiao.qt.models import drafts


class Waiting:
    """Draft rows of one record: those a new form begins with, and those added by hand.

    A draft leaves when something is typed into it, since its id then names a row of the record; if that is undone it
    waits again.
    """

    def __init__(self) -> None:
        self._standing: list[Indicator] = []
        self._added: list[Indicator] = []

    def begin(self, record: Record | None, scheme: Scheme | None) -> None:
        """Forget all; a record without indicators begins with one draft for each level 2."""
        fresh = record is not None and scheme is not None and not indicators(record)
        self._standing = drafts.for_scheme((), scheme) if fresh and scheme else []
        self._added = []

    def line(self, record: Record, scheme: Scheme) -> list[Indicator]:
        """The indicators of the record with the waiting drafts among them."""
        rows = indicators(record)
        known, full = {row.id for row in rows}, {drafts.levels(row) for row in rows}
        standing = [row for row in self._standing if row.id not in known and drafts.levels(row) not in full]
        added = [row for row in self._added if row.id not in known]
        return drafts.placed(rows, [*standing, *added], scheme.levels)

    def unsaved(self, committed: Record | None, scheme: Scheme | None) -> dict[str, Indicator]:
        """The rows on show, by id, that the committed record does not have, as they are before anything is typed."""
        if committed is None or scheme is None:
            return {}
        known = {row.id for row in indicators(committed)}
        return {row.id: row for row in self.line(committed, scheme) if row.id not in known}

    def add(self, levels: drafts.Levels, after: str = "") -> str:
        """Add a draft behind the row `after`, else at the end of its group; its id."""
        row = replace(drafts.draft(*levels), position=after)
        self._added.append(row)
        return row.id

    def adopt(self, row: Indicator, after: str) -> None:
        """Keep a draft made elsewhere, behind the row `after`."""
        self._added.append(replace(row, position=after))

    def added(self) -> set[str]:
        """The ids of drafts added by hand."""
        return {row.id for row in self._added}

    def drop(self, ids: set[str]) -> None:
        """Give up drafts; the others stay where they are."""
        self._standing = [row for row in self._standing if row.id not in ids]
        self._added = [row for row in self._added if row.id not in ids]


def indicators(record: Record) -> tuple[Indicator, ...]:
    """The indicators of a project or department form; none of a unit."""
    found: tuple[Indicator, ...] = getattr(record, "indicators", ())
    return found

"""The draft rows that one form holds on screen."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from hengbiao.domain.change import Record
from hengbiao.forms.vocabulary import Scheme
from hengbiao.qt.models import drafts

Rows = tuple[Any, ...]


class Waiting:
    """Draft rows of one record by table: those a new form begins with, and those added by hand.

    A draft leaves when something is typed into it, since its id then names a row of the record; if that is undone it
    waits again.
    """

    def __init__(self) -> None:
        self._scheme: Scheme | None = None
        self._standing: dict[str, list[Any]] = {}
        self._added: dict[str, list[Any]] = {}

    def begin(self, record: Record | None, scheme: Scheme | None, places: Mapping[str, int] | None = None) -> None:
        """Forget all; a record without indicators begins with one draft for each level 2.

        Each other table of `places` begins with its own drafts; the number says how many stand abreast.
        """
        self._scheme, self._added, self._standing = scheme, {}, {}
        if record is None:
            return
        for table, abreast in (places or {}).items():
            if table != "indicators":
                self._standing[table] = drafts.standing(table, rows_of(record, table), abreast)
        if scheme is not None and not rows_of(record, "indicators"):
            self._standing["indicators"] = list(drafts.for_scheme((), scheme))

    def line(self, record: Record, table: str = "indicators") -> list[Any]:
        """The rows of a table of the record with the waiting drafts among them."""
        rows = rows_of(record, table)
        known, full = {row.id for row in rows}, {drafts.levels(row) for row in rows}
        standing = [row for row in self._standing.get(table, ()) if row.id not in known]
        waiting = [row for row in standing if drafts.levels(row) not in full]
        added = [row for row in self._added.get(table, ()) if row.id not in known]
        born = drafts.born(table, self._standing.get(table, ()))
        return drafts.placed(rows, [*waiting, *added], drafts.order_of(table, self._scheme), born)

    def unsaved(self, committed: Record | None, tables: Iterable[str] = ("indicators",)) -> dict[str, Any]:
        """The rows on show, by id, that the committed record does not have, as they are before anything is typed."""
        if committed is None:
            return {}
        found = {}
        for table in tables:
            known = {row.id for row in rows_of(committed, table)}
            found.update({row.id: row for row in self.line(committed, table) if row.id not in known})
        return found

    def add(self, table: str, levels: drafts.Levels = ("", ""), after: str = "") -> str:
        """Add a draft behind the row `after`, else at the end of its group; its id."""
        return self.adopt(table, drafts.fresh(table, levels), after)

    def adopt(self, table: str, row: Any, after: str) -> str:
        """Keep a draft made elsewhere, behind the row `after`; its id."""
        self._added.setdefault(table, []).append(replace(row, position=after))
        return str(row.id)

    def added(self) -> set[str]:
        """The ids of drafts added by hand."""
        return {row.id for rows in self._added.values() for row in rows}

    def drop(self, ids: set[str]) -> None:
        """Give up drafts; the others stay where they are."""
        for kept in (self._standing, self._added):
            for table, rows in kept.items():
                kept[table] = [row for row in rows if row.id not in ids]


def rows_of(record: Record | None, table: str) -> Rows:
    """The rows of a table of a record; none where it has no such table."""
    found: Rows = getattr(record, table, ()) if table and record is not None else ()
    return found

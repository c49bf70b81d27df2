"""From texts typed into a sheet to changes of the document: the one way the views write."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hengbiao.domain import refusal
from hengbiao.domain.change import Change, Record, Ref, value_at
from hengbiao.domain.document import Document, Step
from hengbiao.domain.fields import kind_of
from hengbiao.forms.grid import Slot
from hengbiao.forms.vocabulary import field_name
from hengbiao.qt.models.entering import EntryError, entered
from hengbiao.qt.models.following import following
from hengbiao.qt.models.sheet import Refusal, Sheet
from hengbiao.qt.models.tidying import tidy_changes

Texts = Mapping[Slot, str]


@dataclass(frozen=True)
class Reading:
    """What typed texts come to: changes, and the texts that could not be taken."""

    changes: tuple[Change, ...]
    refusals: Mapping[Slot, Refusal]


def read(records: Mapping[str, Record], sheet: Sheet, texts: Texts, *, settled: bool = True) -> Reading:
    """The changes that `texts` mean; a draft row that is written to is added whole, with all that follows from it.

    While it is still being typed, not `settled`, no row goes to another group.
    """
    refusals: dict[Slot, Refusal] = {}
    values: dict[Ref, Any] = {}
    for slot, text in texts.items():
        ref = sheet.refs[slot]
        record = records[ref.record]
        try:
            current = values.get(ref, _current(record, sheet, ref))
            values[ref] = entered(record, sheet.grid.by_slot[slot], current, text)
        except EntryError as error:
            refusals[slot] = Refusal(text, str(error))
    changes = tuple(_changes(records, sheet, values))
    return Reading((*changes, *following(records, changes, values.keys(), sheet.scheme if settled else None)), refusals)


class Writer:
    """Writes what is typed into sheets to a document, by `commit` where somebody else guards its commits.

    `why_not` is given by the owner: why nothing can be written at all, "" where it can.
    """

    def __init__(self, document: Document, commit: Callable[..., Step | None] | None = None) -> None:
        self.document = document
        self._commit = commit or document.commit
        self.why_not: Callable[[], str] = str

    def preview(self, sheet: Sheet, texts: Texts) -> Mapping[Slot, Refusal]:
        """Show `texts` to whoever listens without committing them; what could not be taken."""
        reading = read(self.document.tree.records, sheet, texts, settled=False)
        self.document.preview(reading.changes)
        return reading.refusals

    def end_preview(self) -> None:
        """Show what is committed."""
        if self.document.shown is not self.document.tree:
            self.document.preview(())

    def write(
        self, sheet: Sheet, label: str, texts: Texts, onto: Step | None = None
    ) -> tuple[Step | None, Mapping[Slot, Refusal]]:
        """Commit what `texts` mean as one step; the step, and what could not be taken.

        Where the store refuses, nothing is changed and all the texts come back with its reason.
        """
        reading = read(self.document.tree.records, sheet, texts)
        try:
            return self._commit(label, reading.changes, onto=onto), reading.refusals
        except refusal.Refusal as error:
            return None, {slot: Refusal(text, str(error)) for slot, text in texts.items()}

    def take_back(self, step: Step) -> str:
        """Undo a step where nothing was done since; why the store refused, "" where it did not."""
        try:
            if self.document.ends_with(step):
                self.document.undo()
        except refusal.Refusal as error:
            return str(error)
        return ""

    def tidy(self, sheet: Sheet, slots: Iterable[Slot]) -> int:
        """Put slips of the keyboard in cells just written right, as a step of its own; how many there were.

        Undo brings back what was typed, once more what was there before.
        """
        refs = [sheet.refs[slot] for slot in slots]
        changes = tidy_changes(self.document.tree, refs)
        return len(changes) if changes and not self.commit("整理空格和全角字符", changes) else 0

    def commit(self, label: str, changes: Iterable[Change]) -> str:
        """Commit changes to rows as one step; why the store refused, "" where it did not."""
        try:
            self._commit(label, tuple(changes))
        except refusal.Refusal as error:
            return str(error)
        return ""

    def label(self, sheet: Sheet, slot: Slot) -> str:
        """What writing to one cell is called, such as “改指标值”."""
        owner = slot.table or kind_of(self.document.tree.records[sheet.refs[slot].record])
        name = field_name(owner, slot.field.partition("/")[0] if slot.table else slot.field)
        return f"改{name}"


def _changes(records: Mapping[str, Record], sheet: Sheet, values: Mapping[Ref, Any]) -> Iterator[Change]:
    added: dict[Ref, Any] = {}
    there = {ref.record: _row_ids(records[ref.record], ref) for ref in values if len(ref.path) == 3}
    for ref, new in values.items():
        owner = Ref(ref.record, ref.path[:2])
        draft = sheet.drafts.get(owner.path[1]) if len(ref.path) == 3 else None
        if draft is not None and owner.path[1] not in there[ref.record]:
            row = added.get(owner, draft)
            if new != getattr(row, ref.path[2]):
                added[owner] = replace(row, **{ref.path[2]: new})
        else:
            yield Change(ref, value_at(records[ref.record], ref.path), new)
    yield from (Change(owner, None, row) for owner, row in added.items())


def _row_ids(record: Record, ref: Ref) -> frozenset[str]:
    return frozenset(row.id for row in getattr(record, ref.path[0]))


def _current(record: Record, sheet: Sheet, ref: Ref) -> Any:
    if len(ref.path) == 3 and value_at(record, ref.path[:2]) is None:
        return getattr(sheet.drafts[ref.path[1]], ref.path[2])
    return value_at(record, ref.path)

"""The one way to alter data: Document.commit. Undo and redo commit inverses."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from hengbiao.domain.carried import settled
from hengbiao.domain.change import Change, ChangeError, Record, put_all, value_at
from hengbiao.domain.tree import Tree
from hengbiao.domain.uncollected import uncollected

Append = Callable[[str, Sequence[Change], Tree, Tree], None]
"""(label, changes, before, after): makes one step durable, or raises and nothing has happened."""


class Step(NamedTuple):
    """One user action: what it is called and what it changed."""

    label: str
    changes: tuple[Change, ...]


class Event(NamedTuple):
    """What listeners are told: the trees before and after; `preview` where nothing was committed."""

    label: str
    changes: tuple[Change, ...]
    before: Tree
    after: Tree
    preview: bool = False


class Undone(NamedTuple):
    """What an undo or redo changed; `skipped` are changes whose value someone else has changed since."""

    label: str
    skipped: tuple[Change, ...]
    changes: tuple[Change, ...] = ()


class Reversal(NamedTuple):
    """What an undo, or redo where not `back`, comes to; `event` has no changes where nothing stands as it was left."""

    step: Step
    event: Event
    skipped: tuple[Change, ...]
    back: bool


class Document:
    """A tree that changes by committed steps only."""

    def __init__(self, tree: Tree, append: Append | None = None) -> None:
        self._tree = tree
        self._shown = tree
        self._append = append
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._listeners: list[Callable[[Event], None]] = []

    @property
    def tree(self) -> Tree:
        """The committed tree."""
        return self._tree

    @property
    def shown(self) -> Tree:
        """The tree with the pending keystrokes of an open cell; else the committed one."""
        return self._shown

    @property
    def undo_label(self) -> str:
        """The label of the step that undo would take back; "" for none."""
        return self._undo[-1].label if self._undo else ""

    def ends_with(self, step: Step) -> bool:
        """Whether `step` is the one that undo would take back."""
        return bool(self._undo) and self._undo[-1] is step

    def weight(self, *, back: bool) -> int:
        """How many changes undo, or redo where not `back`, would go through."""
        steps = self._undo if back else self._redo
        return len(steps[-1].changes) if steps else 0

    @property
    def redo_label(self) -> str:
        """The label of the step that redo would make again; "" for none."""
        return self._redo[-1].label if self._redo else ""

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call `listener` after each commit and preview; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def commit(
        self, label: str, changes: Iterable[Change], onto: Step | None = None, append: Append | None = None
    ) -> Step | None:
        """Make `changes` durable and current as one step; None where nothing differs.

        Where `onto` is the step done last, both are undone as the one step that is returned. Raises what the store
        raises; then nothing has changed. Carried-over values that are altered count as confirmed. Edits of others are
        written by `append`, also where nothing shown differs.
        """
        made = [change for change in changes if change.old != change.new]
        event = self._make(label, made if append else settled(self._tree, made), append)
        if event is None:
            return None
        if not event.changes:
            self._tell(event)
            return None
        step = Step(label, event.changes)
        if onto is not None and self._undo and self._undo[-1] is onto:
            self._undo.pop()
            step = Step(onto.label, onto.changes + step.changes)
        self._undo.append(step)
        self._redo.clear()
        self._tell(event)
        return step

    def preview(self, changes: Iterable[Change]) -> None:
        """Show `changes` to listeners without committing them; an empty preview ends it."""
        made = tuple(changes)
        before, self._shown = self._shown, self._tree.changed(made) if made else self._tree
        self._tell(Event("", made, before, self._shown, preview=True))

    def adopt(self, event: Event) -> None:
        """Take over a step that was made durable elsewhere; ChangeError where it was not made upon this tree."""
        self._swap(event)
        self._undo.append(Step(event.label, event.changes))
        self._redo.clear()
        self._tell(event)

    def undo(self) -> Undone | None:
        """Take the last step back where its values still stand, as a new durable step."""
        return self._back(back=True)

    def redo(self) -> Undone | None:
        """Make the step last undone again."""
        return self._back(back=False)

    def reversal(self, *, back: bool) -> Reversal | None:
        """What undo, or redo where not `back`, would come to; None where there is no step. Changes nothing."""
        steps = self._undo if back else self._redo
        if not steps:
            return None
        with uncollected():
            kept, skipped = self._revertible(steps[-1])
            changes = tuple(change for change in kept if change.old != change.new)
            event = Event(steps[-1].label, changes, self._tree, self._tree.changed(changes))
        return Reversal(steps[-1], event, skipped, back)

    def revert(self, found: Reversal) -> Undone:
        """Take over a reversal that was made durable; ChangeError where the document went on meanwhile."""
        source, target = (self._undo, self._redo) if found.back else (self._redo, self._undo)
        if not source or source[-1] is not found.step:
            raise ChangeError("another step was made meanwhile")
        self._swap(found.event)
        source.pop()
        if found.event.changes:
            target.append(Step(found.event.label, found.event.changes))
            self._tell(found.event)
        else:
            self.preview(())
        return Undone(found.step.label, found.skipped, found.event.changes)

    def _make(self, label: str, changes: Iterable[Change], append: Append | None = None) -> Event | None:
        """Append and swap; the event is told by the caller once undo and redo know of the step."""
        made = tuple(changes)
        if not made and append is None:
            self.preview(())
            return None
        with uncollected():
            after = self._tree.changed(made)
            write = append or self._append
            if write:
                write(label, made, self._tree, after)
        before, self._tree, self._shown = self._tree, after, after
        return Event(label, made, before, after)

    def _back(self, *, back: bool) -> Undone | None:
        found = self.reversal(back=back)
        if found is None:
            return None
        event = found.event
        if event.changes and self._append:
            self._append(event.label, event.changes, event.before, event.after)
        return self.revert(found)

    def _swap(self, event: Event) -> None:
        if event.before is not self._tree:
            raise ChangeError("the step was made upon another tree")
        self._tree = self._shown = event.after

    def _revertible(self, step: Step) -> tuple[list[Change], tuple[Change, ...]]:
        """Inverses, last change first, of what still stands as the step left it."""
        kept, skipped = [], []
        now: dict[str, Record | None] = {}
        entangled = _entangled(step.changes)
        for change in reversed(step.changes):
            key, inverse = change.ref.record, change.inverse()
            record = now[key] if key in now else self._tree.records.get(key)
            if _current(record, change) == change.new:
                kept.append(inverse)
                if key in entangled:
                    now[key] = put_all(record, (inverse,)) if record and change.ref.path else inverse.new
            else:
                skipped.append(change)
        return kept, tuple(skipped)

    def _tell(self, event: Event) -> None:
        for listener in tuple(self._listeners):
            listener(event)


def _entangled(changes: Iterable[Change]) -> set[str]:
    """The records in which a change touches what another one does, or what it lies in."""
    by_record: dict[str, list[tuple[str, ...]]] = {}
    for change in changes:
        by_record.setdefault(change.ref.record, []).append(change.ref.path)
    return {key for key, paths in by_record.items() if len(paths) > 1 and _meet(paths)}


def _meet(paths: Sequence[tuple[str, ...]]) -> bool:
    known = set(paths)
    return len(known) < len(paths) or any(path[:length] in known for path in paths for length in range(len(path)))


def _current(record: Record | None, change: Change) -> object:
    if record is None or not change.ref.path:
        return record
    return value_at(record, change.ref.path)

"""The state mark of each form, computed when it is first looked at and again when the form has changed."""

from collections.abc import Iterable, Iterator

from hengbiao.domain.balance import Equation, State, equations
from hengbiao.domain.document import Event
from hengbiao.domain.tree import Tree


def state_of(made: Iterable[Equation]) -> State:
    """The state of a form: unbalanced if any equation is, open if any is or none concerns it, else balanced."""
    states = {equation.state for equation in made}
    if "unbalanced" in states:
        return "unbalanced"
    return "open" if "open" in states or "balanced" not in states else "balanced"


class FormStates:
    """States by record id; `of` is cheap for what was seen before."""

    def __init__(self) -> None:
        self._known: dict[str, State] = {}
        self._previewed: set[str] = set()

    def of(self, tree: Tree, record: str) -> State:
        """The state of one form."""
        if record not in self._known:
            self._known[record] = state_of(equations(tree, record))
        return self._known[record]

    def of_unit(self, tree: Tree, unit: str) -> State | None:
        """The worst state among a unit's forms; None while some were not looked at yet."""
        found = {self._known.get(item.id) for item in tree.parts(unit)}
        if not found or None in found:
            return None
        return next(state for state in ("unbalanced", "open", "balanced") if state in found)

    def forget(self, event: Event) -> list[str]:
        """Drop what `event` makes stale; the ids concerned, those of a preview that it ends among them.

        A department form follows its projects on commit only.
        """
        touched = {change.ref.record for change in event.changes}
        stale = touched | self._previewed
        self._previewed = touched if event.preview else set()
        if not event.preview:
            found = (event.after.headings.get(key) or event.before.headings.get(key) for key in stale)
            units = {item.unit for item in found if item}
            stale |= {item.id for unit in units for item in event.after.parts(unit)[:1] if item.kind == "department"}
        for key in stale:
            self._known.pop(key, None)
        return sorted(stale)

    def warm(self, tree: Tree) -> Iterator[None]:
        """Look at every form, one a step: work for idle time."""
        for unit in tree.units:
            for item in tree.parts(unit.id):
                self.of(tree, item.id)
                yield

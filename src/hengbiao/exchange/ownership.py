"""Whose forms they are: an office that changes what it never worked on, and another office does, is told of."""

from functools import partial

from hengbiao.store import merging
from hengbiao.store.merging import Outcome, Prospect
from hengbiao.store.store import Store


class Known:
    """Which offices work on which unit, looked up when first asked for and added to as documents come in."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._logged: dict[str, set[str]] = {}
        self._seen: dict[str, set[str]] = {}
        self._elsewhere: dict[tuple[str, str], bool] = {}

    def others(self, found: Prospect) -> tuple[str, ...]:
        """The records we have that a prospect changes though its office works elsewhere, and another one on these."""
        changed = {one.id: one for one in found.outcomes if one.before is not None and _differs(one)}
        if not changed:
            return ()
        coming = {(office, unit) for one in found.outcomes if (unit := unit_of(one)) for office in one.makers}
        return tuple(
            key
            for key, one in changed.items()
            if any(self._is_strange(office, unit_of(one), coming) for office in one.makers)
        )

    def add(self, found: Prospect) -> None:
        """Take what was merged into account."""
        for one in found.outcomes:
            if unit := unit_of(one):
                self._seen.setdefault(unit, set()).update(one.makers)

    def _is_strange(self, office: str, unit: str, coming: set[tuple[str, str]]) -> bool:
        """Whether it is not ours and never worked on the unit, while another does and it has one of its own."""
        ours, workers = self._store.identity.office, self._workers(unit)
        if office in workers | {ours} or not workers - {ours}:
            return False
        return any(who == office and where != unit for who, where in coming) or self._has_another(office, unit)

    def _workers(self, unit: str) -> set[str]:
        if unit not in self._logged:
            self._logged[unit] = self._store.look(partial(merging.workers, unit=unit))
        return self._logged[unit] | self._seen.get(unit, set())

    def _has_another(self, office: str, unit: str) -> bool:
        if any(office in who for where, who in self._seen.items() if where != unit):
            return True
        if (office, unit) not in self._elsewhere:
            asked = partial(merging.works_elsewhere, office=office, unit=unit)
            self._elsewhere[office, unit] = self._store.look(asked)
        return self._elsewhere[office, unit]


def unit_of(one: Outcome) -> str:
    """The unit of a record, "" where it is not known."""
    state = one.state or one.before or {}
    return one.id if state.get("kind") == "unit" else str(state.get("unit", ""))


def _differs(one: Outcome) -> bool:
    return one.before != one.state or one.conflicts != one.old_conflicts

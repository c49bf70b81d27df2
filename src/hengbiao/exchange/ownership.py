"""Who changes whose forms: an office that mostly works on one unit, and changes what another has, is told of."""

from collections import Counter
from collections.abc import Iterator

from hengbiao.store import edits, merging
from hengbiao.store.merging import Outcome, Prospect
from hengbiao.store.store import Store


class Known:
    """How much each office has done in the forms of each unit, looked up when first asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._counts: Counter[tuple[str, str]] | None = None

    def others(self, found: Prospect) -> tuple[str, ...]:
        """The records we have that a prospect changes though their unit is another than its office works on."""
        changed = {one.id: one for one in found.outcomes if one.before is not None and one.before != one.state}
        if not changed:
            return ()
        counts = self._known() + _counted(found)
        offices = _offices(found)
        return tuple(key for key, one in changed.items() if self._is_strange(counts, offices[key], _unit(one)))

    def add(self, found: Prospect) -> None:
        """Take what was merged into account."""
        if self._counts is not None:
            self._counts += _counted(found)

    def _known(self) -> Counter[tuple[str, str]]:
        if self._counts is None:
            self._counts = self._store.look(merging.authorship)
        return self._counts

    def _is_strange(self, counts: Counter[tuple[str, str]], offices: set[str], unit: str) -> bool:
        """Whether one of the offices, other than ours, has worked more on another unit."""
        return any(
            counts[office, unit] < max(count for (who, _), count in counts.items() if who == office)
            for office in offices - {self._store.identity.office}
        )


def _counted(found: Prospect) -> Counter[tuple[str, str]]:
    """By office and unit the records that a prospect adds or changes."""
    offices = _offices(found)
    return Counter(
        (office, _unit(one)) for one in found.outcomes if one.before != one.state for office in offices[one.id]
    )


def _offices(found: Prospect) -> dict[str, set[str]]:
    made: dict[str, set[str]] = {}
    for row, office in _authors(found):
        made.setdefault(row, set()).add(office)
    return made


def _authors(found: Prospect) -> Iterator[tuple[str, str]]:
    return ((row.record, str(edits.read(row.id, row.body)["office"])) for row in found.rows)


def _unit(one: Outcome) -> str:
    state = one.state or one.before or {}
    return one.id if state.get("kind") == "unit" else str(state.get("unit", ""))

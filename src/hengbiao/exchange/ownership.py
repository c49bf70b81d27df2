"""Who changes whose forms: an office that mostly works on one unit, and changes what another has, is told of."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Final

from hengbiao.store import edits, merging
from hengbiao.store.merging import Outcome, Prospect
from hengbiao.store.store import Store

_FEW: Final = 4


class Known:
    """How much each office has done in the forms of each unit, looked up when first asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._counts: Counter[tuple[str, str]] = Counter()
        self._offices: set[str] = set()
        self._everyone = False

    def others(self, found: Prospect) -> tuple[str, ...]:
        """The records we have that a prospect changes though their unit is another than its office works on."""
        changed = {one.id: one for one in found.outcomes if one.before is not None and one.before != one.state}
        if not changed:
            return ()
        offices = _offices(found)
        self._look_up({office for key in changed for office in offices[key]})
        counts = self._counts + _counted(found)
        return tuple(key for key, one in changed.items() if self._is_strange(counts, offices[key], _unit(one)))

    def add(self, found: Prospect) -> None:
        """Take what was merged into account."""
        for (office, unit), count in _counted(found).items():
            if self._everyone or office in self._offices:
                self._counts[office, unit] += count

    def _look_up(self, offices: set[str]) -> None:
        """Count what these have done; where many are asked for, what all have, at once."""
        if self._everyone or offices <= self._offices:
            return
        self._everyone = len(offices | self._offices) > _FEW
        if self._everyone:
            self._counts = self._store.look(merging.authorship)
        for office in offices - self._offices if not self._everyone else ():
            self._counts += self._store.look(partial(merging.authorship, office=office))
        self._offices |= offices

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

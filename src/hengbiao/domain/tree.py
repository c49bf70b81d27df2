"""The immutable tree of one document: units, each with its department form and projects."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from hengbiao.domain.change import Change, ChangeError, Record, put_all
from hengbiao.domain.department import Department
from hengbiao.domain.marks import counted_under
from hengbiao.domain.project import Project
from hengbiao.domain.unit import Unit


class Heading(NamedTuple):
    """What the tree shows of a record without its content; `kind` is unit, department or project."""

    id: str
    kind: str
    unit: str
    year: int | None
    position: str
    code: str
    name: str
    total: int | None


def heading(record: Record) -> Heading:
    """The heading of a record; a unit is its own `unit`."""
    if isinstance(record, Unit):
        return Heading(record.id, "unit", record.id, record.year, record.position, record.code, record.name, None)
    if isinstance(record, Department):
        return Heading(record.id, "department", record.unit, record.year, "", "", "", record.funds.total)
    return Heading(
        record.id,
        "project",
        record.unit,
        record.year,
        record.position,
        record.code,
        record.name,
        record.funds.total,
    )


class Records(Mapping[str, Record]):
    """Records by id; those in `pending` are made by `decode` when first asked for, so a large file opens at once."""

    def __init__(
        self,
        ready: dict[str, Record],
        pending: dict[str, Any] | None = None,
        decode: Callable[[str, Any], Record] | None = None,
    ) -> None:
        self._ready = ready
        self._pending = pending or {}
        self._decode = decode

    def __getitem__(self, key: str) -> Record:
        found = self._ready.get(key)
        if found is None:
            if self._decode is None or key not in self._pending:
                raise KeyError(key)
            found = self._ready[key] = self._decode(key, self._pending[key])
        return found

    def __iter__(self) -> Iterator[str]:
        yield from self._ready
        yield from (key for key in self._pending if key not in self._ready)

    def __len__(self) -> int:
        return len(self._ready.keys() | self._pending.keys())

    def __contains__(self, key: object) -> bool:
        return key in self._ready or key in self._pending

    def with_changes(self, updates: Mapping[str, Record], dropped: Iterable[str]) -> "Records":
        """A copy with `updates` set and `dropped` gone."""
        ready, pending = {**self._ready, **updates}, self._pending
        gone = set(dropped)
        if gone:
            ready = {key: value for key, value in ready.items() if key not in gone}
            pending = {key: value for key, value in pending.items() if key not in gone}
        return Records(ready, pending, self._decode)


@dataclass(frozen=True)
class Tree:
    """All records of a document and their headings; order is by (position, id) among siblings."""

    records: Records
    headings: Mapping[str, Heading]

    @cached_property
    def units(self) -> tuple[Heading, ...]:
        """The units in order."""
        return tuple(sorted((h for h in self.headings.values() if h.kind == "unit"), key=_place))

    @cached_property
    def _parts(self) -> dict[str, list[Heading]]:
        parts: dict[str, list[Heading]] = {}
        for item in self.headings.values():
            if item.kind != "unit":
                parts.setdefault(item.unit, []).append(item)
        for siblings in parts.values():
            siblings.sort(key=_place)
        return parts

    @cached_property
    def twins(self) -> Mapping[str, str]:
        """By project that is the same as another one (同一项目): the one that is counted in its place."""
        pairings = (one for unit in self.units for one in self.unit(unit.id).pairings)
        return counted_under(pairings, self.headings.__contains__)

    def parts(self, unit: str) -> tuple[Heading, ...]:
        """The department form, if any, then the projects of a unit, in order, also those counted elsewhere."""
        return tuple(self._parts.get(unit, ()))

    def counted(self, unit: str) -> tuple[Heading, ...]:
        """The same without what is counted elsewhere: the forms that are printed and carried over."""
        return tuple(item for item in self._parts.get(unit, ()) if item.id not in self.twins)

    def projects(self, unit: str) -> tuple[Heading, ...]:
        """The projects of a unit in order; what was entered twice stands here once, as the one that is counted."""
        return tuple(item for item in self.counted(unit) if item.kind == "project")

    def all_projects(self) -> tuple[Heading, ...]:
        """Every project, through the units in order: what forms are numbered by."""
        return tuple(item for unit in self.units for item in self.projects(unit.id))

    def department(self, unit: str) -> Department | None:
        """The department form of a unit."""
        first = next((item for item in self._parts.get(unit, ()) if item.kind == "department"), None)
        found = self.records[first.id] if first else None
        return found if isinstance(found, Department) else None

    def unit(self, key: str) -> Unit:
        """The unit record with this id; KeyError where there is none."""
        found = self.records[key]
        if not isinstance(found, Unit):
            raise KeyError(key)
        return found

    def project(self, key: str) -> Project:
        """The project with this id; KeyError where there is none."""
        found = self.records[key]
        if not isinstance(found, Project):
            raise KeyError(key)
        return found

    def unit_year(self, unit: str) -> int | None:
        """The year of a unit: its own, else the first that its forms state."""
        own = self.headings[unit].year
        return own if own is not None else next((p.year for p in self.parts(unit) if p.year is not None), None)

    def changed(self, changes: Iterable[Change]) -> "Tree":
        """The tree with `changes` made; a change to a record that is not there raises ChangeError."""
        by_record: dict[str, list[Change]] = {}
        for change in changes:
            by_record.setdefault(change.ref.record, []).append(change)
        made = {key: _apply(self.records.get(key), mine) for key, mine in by_record.items()}
        updates = {key: record for key, record in made.items() if record is not None}
        dropped = [key for key, record in made.items() if record is None]
        headings = {**self.headings, **{key: heading(record) for key, record in updates.items()}}
        for key in dropped:
            headings.pop(key, None)
        tree = Tree(self.records.with_changes(updates, dropped), headings)
        self._hand_on(tree, made)
        return tree

    def _hand_on(self, tree: "Tree", touched: Collection[str]) -> None:
        """Give `tree` what is known here of the order of siblings: finding it anew costs 10 ms at 10,000 projects."""
        items = {item for one in (self, tree) for key in touched if (item := one.headings.get(key))}
        if "units" in self.__dict__ and not any(item.kind == "unit" for item in items):
            tree.__dict__["units"] = self.units
            if "twins" in self.__dict__ and all((key in self.headings) == (key in tree.headings) for key in touched):
                tree.__dict__["twins"] = self.twins
        if "_parts" in self.__dict__:
            touched_in: dict[str, list[Heading]] = {}
            for item in items:
                touched_in.setdefault(item.unit, []).append(item)
            changed = {unit: self._parts_after(tree, unit, mine) for unit, mine in touched_in.items()}
            tree.__dict__["_parts"] = {unit: parts for unit, parts in {**self._parts, **changed}.items() if parts}

    def _parts_after(self, tree: "Tree", unit: str, touched: Iterable[Heading]) -> list[Heading]:
        keys = {item.id for item in self._parts.get(unit, ())} | {item.id for item in touched}
        found = (tree.headings.get(key) for key in keys)
        return sorted((item for item in found if item and item.unit == unit and item.kind != "unit"), key=_place)


def empty() -> Tree:
    """A tree without records."""
    return Tree(Records({}), {})


def _place(item: Heading) -> tuple[int, str, str]:
    return (item.kind == "project", item.position, item.id)


def _apply(record: Record | None, changes: list[Change]) -> Record | None:
    """The record after changes to it; those up to the next that adds or drops it whole are made at once."""
    waiting: list[Change] = []
    for change in changes:
        if not change.ref.path:
            record, waiting = change.new, []
        elif record is None:
            raise ChangeError(f"no record {change.ref.record} to change")
        else:
            waiting.append(change)
    return put_all(record, waiting) if record is not None and waiting else record

"""What changes when another tree comes in: the same unit, form and project are found again, only what differs changes.

Forms come whole: what an incoming project or department form leaves blank becomes blank. Units come in part: what an
incoming unit leaves blank stays, and its custom fields are added to. Nothing that is not mentioned is dropped.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from hengbiao.domain.change import Change, Record, Ref
from hengbiao.domain.fields import kinds
from hengbiao.domain.position import spread_between
from hengbiao.domain.rows import field_changes, row_changes
from hengbiao.domain.tree import Heading, Tree
from hengbiao.domain.unit import Extra, Unit


class SameUnitTwiceError(ValueError):
    """Two incoming units are one and the same in one year; the message is a Chinese sentence, `index` the second."""

    def __init__(self, message: str, index: int) -> None:
        super().__init__(message)
        self.index = index


def tree_changes(tree: Tree, incoming: Tree) -> list[Change]:
    """The changes that bring `incoming` into `tree`; none where it is there already.

    A unit is the same by code, else by name, in the same year; a project by code, else by name. Two that both have
    codes are never the same by name. Raises SameUnitTwiceError.
    """
    found = _units(tree, incoming)
    added = [unit for unit in incoming.units if unit.id not in found]
    places = dict(zip((u.id for u in added), _after(tree.units, len(added)), strict=True))
    changes: list[Change] = []
    for unit in incoming.units:
        if unit.id in found:
            changes += _unit_changes(tree, found[unit.id], incoming, unit.id)
        else:
            changes.append(_addition(replace(incoming.unit(unit.id), position=places[unit.id])))
            changes += (_addition(incoming.records[part.id]) for part in incoming.parts(unit.id))
    return changes


def record_changes(old: Record, new: Record) -> Iterator[Change]:
    """What makes the fields of `old` those of `new`, a record of the same type.

    Identity and place of `old` stay, and its year where `new` states none.
    """
    for name, kind in kinds(type(old)).items():
        was, now = getattr(old, name), getattr(new, name)
        if kind == "rows":
            yield from row_changes(old.id, name, was, now)
        elif kind == "group":
            yield from field_changes(old.id, (name,), was, now)
        elif was != now and name != "position" and not (kind == "year" and now is None):
            yield Change(Ref(old.id, (name,)), was, now)


def _units(tree: Tree, incoming: Tree) -> dict[str, str]:
    """The standing unit of each incoming one that has one."""
    known = _Known((unit, tree.unit_year(unit.id)) for unit in tree.units)
    seen = _Known(())
    found: dict[str, str] = {}
    for index, unit in enumerate(incoming.units):
        year = incoming.unit_year(unit.id)
        if seen.take(unit, year):
            told = " ".join(part for part in (unit.code, unit.name) if part)
            raise SameUnitTwiceError(f"预算单位“{told}”（{year or '未写年度'}）在同一文件里出现两次", index)
        seen.add(unit, year)
        same = known.take(unit, year)
        if same:
            found[unit.id] = same
    return found


class _Known:
    """Units or projects by what they are known by. Each is found once: twins are matched one by one, in order."""

    def __init__(self, items: Iterable[tuple[Heading, int | None]]) -> None:
        self._by: dict[tuple[str, int | None, str], deque[str]] = defaultdict(deque)
        self._taken: set[str] = set()
        for item, year in items:
            self.add(item, year)

    def add(self, item: Heading, year: int | None) -> None:
        """Know one more."""
        if item.code:
            self._by["code", year, item.code].append(item.id)
        else:
            self._by["uncoded", year, item.name].append(item.id)
        self._by["name", year, item.name].append(item.id)

    def take(self, item: Heading, year: int | None) -> str:
        """The id of what `item` is, never to be found again; "" for none. What states no year is of any year."""
        ways = (("code", item.code), ("uncoded", item.name)) if item.code else (("name", item.name),)
        found = next((key for at in (year, None) for way, text in ways if (key := self._first((way, at, text)))), "")
        self._taken.add(found)
        return found

    def _first(self, at: tuple[str, int | None, str]) -> str:
        waiting = self._by.get(at)
        while waiting and waiting[0] in self._taken:
            waiting.popleft()
        return waiting[0] if waiting else ""


def _unit_changes(tree: Tree, key: str, incoming: Tree, other: str) -> Iterator[Change]:
    yield from _filled_in(tree.unit(key), incoming.unit(other), tree.unit_year(key))
    form, coming = tree.department(key), incoming.department(other)
    if form and coming:
        yield from record_changes(form, coming)
    elif coming:
        yield _addition(replace(coming, unit=key))
    yield from _project_changes(tree, key, incoming, other)


def _filled_in(old: Unit, new: Unit, year: int | None) -> Iterator[Change]:
    whole = replace(
        new,
        year=new.year if year is None else old.year,
        code=new.code or old.code,
        name=new.name or old.name,
        region=new.region or old.region,
        extra=_extras(old.extra, new.extra),
    )
    yield from record_changes(old, whole)


def _extras(old: Sequence[Extra], new: Sequence[Extra]) -> tuple[Extra, ...]:
    coming: Mapping[str, Extra] = {row.label: row for row in new}
    labels = {row.label for row in old}
    kept = (replace(row, text=coming[row.label].text) if row.label in coming else row for row in old)
    return (*kept, *(row for row in new if row.label not in labels))


def _project_changes(tree: Tree, key: str, incoming: Tree, other: str) -> Iterator[Change]:
    same = _same_projects(tree, key, incoming, other)
    added = [item.id for item in incoming.projects(other) if item.id not in same]
    places = dict(zip(added, _after(tree.projects(key), len(added)), strict=True))
    for item in incoming.projects(other):
        project = incoming.project(item.id)
        if item.id in same:
            yield from record_changes(tree.project(same[item.id]), project)
        else:
            yield _addition(replace(project, unit=key, position=places[item.id]))


def _same_projects(tree: Tree, key: str, incoming: Tree, other: str) -> dict[str, str]:
    """The standing project of each incoming one that has one; those with codes choose first."""
    year, coming = tree.unit_year(key), incoming.unit_year(other)
    known = _Known((item, item.year if item.year is not None else year) for item in tree.projects(key))
    choosing = sorted(incoming.projects(other), key=lambda item: not item.code)
    found = ((item.id, known.take(item, item.year if item.year is not None else coming)) for item in choosing)
    return {item: same for item, same in found if same}


def _after(siblings: Sequence[Heading], count: int) -> list[str]:
    return spread_between(siblings[-1].position if siblings else "", "", count)


def _addition(record: Record) -> Change:
    return Change(Ref(record.id), None, record)

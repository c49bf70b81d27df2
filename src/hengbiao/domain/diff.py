"""What changes when another tree comes in: the same unit, form and project are found again, only what differs changes.

Forms come whole: what an incoming project or department form leaves blank becomes blank. Units come in part: what an
incoming unit leaves blank stays, and its custom fields are added to. Nothing that is not mentioned is dropped.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from hengbiao.domain.change import Change, Record, Ref
from hengbiao.domain.fields import kinds
from hengbiao.domain.position import spread_between
from hengbiao.domain.rows import field_changes, row_changes
from hengbiao.domain.tree import Heading, Tree
from hengbiao.domain.unit import Extra, Unit

Dated = tuple[Heading, int | None]
"""A unit or project and the year it is of."""


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
    coming = [(unit, incoming.unit_year(unit.id)) for unit in incoming.units]
    _check_once(coming)
    return _same([(unit, tree.unit_year(unit.id)) for unit in tree.units], coming)


def _check_once(coming: Sequence[Dated]) -> None:
    codes: set[Hashable] = set()
    names: dict[Hashable, bool] = {}
    """Names by year; whether one of them stands without a code."""
    for index, (unit, year) in enumerate(coming):
        named = (year, unit.name)
        if (unit.code and (year, unit.code) in codes) or (named in names and (not unit.code or names[named])):
            told = " ".join(part for part in (unit.code, unit.name) if part)
            raise SameUnitTwiceError(f"预算单位“{told}”（{year or '未写年度'}）在同一文件里出现两次", index)
        codes.add((year, unit.code))
        names[named] = names.get(named, False) or not unit.code


def _same(standing: Sequence[Dated], coming: Sequence[Dated]) -> dict[str, str]:
    """The standing unit or project that each incoming one is, surest ways first; twins one by one, in order."""
    found: dict[str, str] = {}
    for way in _WAYS:
        taken = set(found.values())
        waiting: dict[Hashable, deque[str]] = defaultdict(deque)
        for item, year in standing:
            if item.id not in taken and (key := way.standing(item, year)):
                waiting[key].append(item.id)
        for item, year in coming:
            if item.id not in found and (key := way.coming(item, year)) and (same := waiting.get(key)):
                found[item.id] = same.popleft()
    return found


class _Way(NamedTuple):
    """One way to know units or projects: they are the same where both keys are, and none is None."""

    standing: Callable[[Heading, int | None], Hashable]
    coming: Callable[[Heading, int | None], Hashable]


def _ways(year_of: Callable[[int | None], int | None]) -> tuple[_Way, ...]:
    """By code and name, by code, by name where either has no code; `year_of` is the year to look in."""
    return (
        _Way(lambda i, y: (y, i.code, i.name), lambda i, y: (year_of(y), i.code, i.name)),
        _Way(lambda i, y: i.code and (y, i.code), lambda i, y: i.code and (year_of(y), i.code)),
        _Way(lambda i, y: (y, i.name), lambda i, y: not i.code and (year_of(y), i.name)),
        _Way(lambda i, y: not i.code and (y, i.name), lambda i, y: (year_of(y), i.name)),
    )


_WAYS: Final = (*_ways(lambda year: year), *_ways(lambda _: None))
"""What states no year is of any year."""


def _unit_changes(tree: Tree, key: str, incoming: Tree, other: str) -> Iterator[Change]:
    old = tree.unit(key)
    year = incoming.unit_year(other) if tree.unit_year(key) is None else old.year
    yield from _filled_in(old, replace(incoming.unit(other), year=year))
    form, coming = tree.department(key), incoming.department(other)
    if form and coming:
        yield from record_changes(form, coming)
    elif coming:
        yield _addition(replace(coming, unit=key))
    yield from _project_changes(tree, key, incoming, other)


def _filled_in(old: Unit, new: Unit) -> Iterator[Change]:
    whole = replace(
        new,
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
    """The standing project of each incoming one that has one."""
    return _same(_dated(tree, key), _dated(incoming, other))


def _dated(tree: Tree, key: str) -> list[Dated]:
    year = tree.unit_year(key)
    items = [*tree.projects(key), *(item for item in tree.parts(key) if item.id in tree.twins)]
    return [(item, item.year if item.year is not None else year) for item in items]


def _after(siblings: Sequence[Heading], count: int) -> list[str]:
    return spread_between(siblings[-1].position if siblings else "", "", count)


def _addition(record: Record) -> Change:
    return Change(Ref(record.id), None, record)

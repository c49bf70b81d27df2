"""套用上年: the forms of one year as a start for another, whole units or one project; what came over is marked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final

from hengbiao.domain.arrange import in_order
from hengbiao.domain.change import Change, Ref, put
from hengbiao.domain.department import Department
from hengbiao.domain.fields import kinds
from hengbiao.domain.marks import Carried, Origin, place_of
from hengbiao.domain.position import between, new_id
from hengbiao.domain.project import Project
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.target import Target
from hengbiao.domain.tree import Heading, Tree
from hengbiao.domain.unit import Unit
from hengbiao.exchange.rollover_years import Moved, Where, moved

_NAMES: Final = frozenset({"name", "indicators/name", "tasks/name", "functions/task", "functions/project"})
_DATES: Final = frozenset({"indicators/target", "payments/by"})
_RUN: Final = frozenset({"start", "end"})
_OF_ONE_YEAR: Final = frozenset({"code", "period"})
"""What belongs to one year in a way that cannot be moved: it stays and is told."""

_UNMARKED: Final = frozenset({"position", "year", "level1", "level2", "property", "label"})
_ANY_YEAR: Final = re.compile(r"(?:19|20|21)\d\d")

Path = tuple[str, ...]
Form = Project | Department


@dataclass(frozen=True, slots=True)
class Came:
    """A value that was moved, or needs looking at: where it is now, from what to what, and what of it is unclear."""

    ref: Ref
    origin: Origin
    old: Any
    new: Any
    unclear: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rollover:
    """The changes that bring in the other year, what was moved or needs looking at, and how many values are marked.

    `skipped` are names of forms that are there already.
    """

    changes: tuple[Change, ...]
    came: tuple[Came, ...]
    marked: int
    skipped: tuple[str, ...] = ()

    def of(self, origin: Origin) -> tuple[Came, ...]:
        """What came over in one way."""
        return tuple(one for one in self.came if one.origin == origin)


def rollover(path: object, tree: Tree, year: int) -> Rollover:
    """The changes that make an empty document hold the units of `tree` in `year`, each from its last year before.

    Amounts and targets come as they are. Refusal naming `path` where no unit has a year before.
    """
    units = _sources(tree, year)
    if not units:
        raise Refusal(path, "", f"没有早于 {year} 年度的预算单位可以套用", "请检查年度，或先导入上年的表")
    changes: list[Change] = []
    came: list[Came] = []
    for unit in units:
        made = _unit(tree, unit.id, year)
        changes.append(made)
        for part in tree.counted(unit.id):
            form, told = _form(tree, part.id, made.ref.record, year)
            changes.append(form)
            came += told
    return _rollover(changes, came)


def bring(path: object, source: Tree, keys: Iterable[str], tree: Tree, year: int) -> Rollover:
    """The changes that bring forms of `source`, perhaps of the document itself, into `year` of `tree`.

    A unit stands for all of its forms. They come last in their unit of that year, which is made where it is not there.
    `skipped` are those of that year themselves, and those that stand there already: brought over before, or with the
    same code or name. Refusal naming `path` where nothing is left.
    """
    changes: list[Change] = []
    came: list[Came] = []
    skipped: list[str] = []
    for unit, forms in _by_unit(source, keys).items():
        key, added = _unit_of(source, unit, tree.changed(changes), year)
        after = tree.changed([*changes, *added])
        made = []
        for form in forms:
            change, told = _form(source, form.id, key, year)
            if _year(source, form) == year or _stands(after, key, change.new):
                skipped.append(form.name or "部门整体")
                continue
            made.append(_placed_last(after, change))
            after = after.changed([made[-1]])
            came += told
        changes += [*added, *made] if made else []
    if not changes:
        raise Refusal(path, "", f"所选的表在 {year} 年度都已经有了", "不用再套用；要重来，请先删除那一年的表")
    return replace(_rollover(changes, came), skipped=tuple(skipped))


def _by_unit(source: Tree, keys: Iterable[str]) -> dict[str, list[Heading]]:
    found: dict[str, list[Heading]] = {}
    for key in in_order(source, keys):
        item = source.headings[key]
        forms = source.counted(key) if item.kind == "unit" else (item,)
        for form in forms:
            found.setdefault(form.unit, []).append(form)
    return found


def _unit_of(source: Tree, unit: str, tree: Tree, year: int) -> tuple[str, list[Change]]:
    """The unit of that year, and the change that adds it where it is not there."""
    found = _counterpart(tree, source.headings[unit], year)
    if found:
        return found.id, []
    made = _unit(source, unit, year)
    return made.ref.record, [_last(tree, made)]


def _stands(tree: Tree, unit: str, form: Form) -> bool:
    if form.id in tree.headings:
        return True
    if isinstance(form, Department):
        return tree.department(unit) is not None
    named = {"code": form.code, "name": form.name}
    standing = tree.projects(unit)
    return any(value and any(getattr(item, name) == value for item in standing) for name, value in named.items())


def _placed_last(tree: Tree, added: Change) -> Change:
    if isinstance(added.new, Department):
        return added
    siblings = tree.projects(added.new.unit)
    last = siblings[-1].position if siblings else ""
    return Change(added.ref, None, replace(added.new, position=between(last, "")))


def rollover_unit(path: object, tree: Tree, unit: str, year: int) -> Rollover:
    """The changes that bring a unit with its forms over into `year` within its document, after the last unit.

    Refusal where the unit of that year is there already.
    """
    if in_year(tree, unit, year):
        name = tree.headings[unit].name or tree.headings[unit].code
        raise Refusal(path, name, f"文件里已有这个预算单位 {year} 年度的表", "请直接填写那一份，或写明另一个年度")
    made = _last(tree, _unit(tree, unit, year))
    forms = [_form(tree, part.id, made.ref.record, year) for part in tree.counted(unit)]
    return _rollover([made, *(form for form, _ in forms)], [one for _, came in forms for one in came])


def _rollover(changes: Sequence[Change], came: Sequence[Came]) -> Rollover:
    marked = sum(len(getattr(change.new, "carried", ())) for change in changes)
    return Rollover(tuple(changes), tuple(came), marked)


def _sources(tree: Tree, year: int) -> list[Heading]:
    """Of each unit the one of its last year before `year`; one that states no year counts as the last."""
    found: dict[str, Heading] = {}
    for unit in tree.units:
        own = tree.unit_year(unit.id)
        before = found.get(unit.code or unit.name)
        if own is None or own < year:
            last = (tree.unit_year(before.id) or year) if before else 0
            if (own or year) > last:
                found[unit.code or unit.name] = unit
    return [unit for unit in tree.units if unit in found.values()]


def in_year(tree: Tree, unit: str, year: int) -> Heading | None:
    """The same unit, by code, else by name, in a year."""
    return _counterpart(tree, tree.headings[unit], year)


def _counterpart(tree: Tree, unit: Heading, year: int) -> Heading | None:
    same = (one for one in tree.units if (one.code == unit.code if unit.code else one.name == unit.name))
    return next((one for one in same if tree.unit_year(one.id) == year), None)


def _unit(tree: Tree, source: str, year: int) -> Change:
    key = _identity(tree, source, year)
    return Change(Ref(key), None, replace(tree.unit(source), id=key, year=year, remarks=(), versions=(), pairings=()))


def _last(tree: Tree, added: Change) -> Change:
    last = max((one.position for one in tree.units), default="")
    return Change(added.ref, None, replace(added.new, position=between(last, "")))


def _identity(tree: Tree, source: str, year: int) -> str:
    """An id that two offices give alike, so that what both make of one record is one record."""
    found = sha256(f"{source}/{year}".encode()).hexdigest()[:16]
    return new_id() if found in tree.headings else found


def _year(tree: Tree, item: Heading) -> int | None:
    return item.year if item.year is not None else tree.unit_year(item.unit)


def _form(tree: Tree, source: str, unit: str, year: int) -> tuple[Change, list[Came]]:
    """The form in the new year with its marks, and what of it was moved or needs looking at."""
    old = _year(tree, tree.headings[source])
    form = tree.records[source]
    if isinstance(form, Unit):
        raise KeyError(source)
    key = _identity(tree, source, year)
    made: Form = replace(form, id=key, unit=unit, year=year, remarks=(), carried=(), statuses=())
    came: list[Came] = []
    marks: list[Carried] = []
    for path, value in _cells(form):
        one = _came(form, path, value, old, year)
        made = put(made, path, one.new) if one.new != value else made
        marks.append(Carried(id=place_of(path), origin=one.origin))
        came += [replace(one, ref=Ref(key, path))] if one.origin != "kept" else []
    marks.sort(key=lambda mark: mark.id)
    return Change(Ref(key), None, replace(made, carried=tuple(marks))), came


def _cells(form: Form) -> Iterator[tuple[Path, Any]]:
    """Every filled value that is a person's to confirm."""
    for name, kind in kinds(type(form)).items():
        value = getattr(form, name)
        if kind == "rows":
            yield from (((name, row.id, *path), cell) for row in value for path, cell in _filled(row))
        elif kind == "group":
            yield from (((name, *path), cell) for path, cell in _filled(value))
        elif name not in _UNMARKED and value not in (None, ""):
            yield (name,), value


def _filled(owner: Any) -> Iterable[tuple[Path, Any]]:
    found = ((name, getattr(owner, name)) for name in kinds(type(owner)) if name not in _UNMARKED)
    return [((name,), value) for name, value in found if value not in (None, "", Target())]


def _came(form: Form, path: Path, value: Any, old: int | None, year: int) -> Came:
    text = value.text if isinstance(value, Target) else value
    result = _moved(form, path, text, old, year) if isinstance(text, str) else Moved("")
    new = value if not isinstance(text, str) or not text else result.text
    if isinstance(value, Target):
        new = replace(value, text=result.text) if value.text else value
    origin: Origin = "look" if result.unclear else "shifted" if new != value else "kept"
    return Came(Ref("", path), origin, value, new, result.unclear)


def _moved(form: Form, path: Path, text: str, old: int | None, year: int) -> Moved:
    name = "/".join((path[0], path[-1])) if len(path) == 3 else "/".join(path)
    if name in _OF_ONE_YEAR or (name in _RUN and not _within(form, old)):
        return Moved(text, (text,)) if name == "code" or _ANY_YEAR.search(text) else Moved(text)
    where: Where = "name" if name in _NAMES else "date" if name in _DATES | _RUN else "text"
    return moved(text, old, year, where)


def _within(form: Form, year: int | None) -> bool:
    """Whether a project begins and ends in the one year; one that runs on keeps its dates."""
    stated = {
        found for text in (getattr(form, "start", ""), getattr(form, "end", "")) for found in _ANY_YEAR.findall(text)
    }
    return stated <= {str(year)}

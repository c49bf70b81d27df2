"""Whole projects and units moved and copied, many at once; what makes no sense is told in a sentence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.position import new_id, spread, spread_between
from hengbiao.domain.project import Project
from hengbiao.domain.tree import Heading, Tree


class MisplacedError(ValueError):
    """What cannot stand where it is wanted; the message is a Chinese sentence."""


def relocate(tree: Tree, keys: Iterable[str], unit: str, before: str = "") -> list[Change]:
    """The projects `keys`, in the order they stand, moved into `unit` before its project `before`, "" for the end.

    They keep their identity. MisplacedError where that makes no sense; no changes where they stand there already.
    """
    moved = _movable(tree, keys, "project")
    _check_years(tree, moved, unit)
    siblings = _projects(tree, unit)
    order = _inserted(siblings, moved, before)
    places = _positions(order, moved) if siblings != order else {}
    puts = [Change(Ref(item.id, ("unit",)), item.unit, unit) for item in moved if item.unit != unit]
    return [*puts, *_placed(order, places)]


def relocate_units(tree: Tree, keys: Iterable[str], before: str = "") -> list[Change]:
    """The units `keys`, in the order they stand, moved before the unit `before` of the same year, "" for the end."""
    moved = _movable(tree, keys, "unit")
    if before and any(tree.unit_year(item.id) != tree.unit_year(before) for item in moved):
        raise MisplacedError("不同年度的预算单位不能排在一起")
    order = _inserted(tree.units, moved, before)
    return list(_placed(order, _positions(order, moved))) if list(tree.units) != order else []


def stepped(tree: Tree, keys: Iterable[str], step: int) -> list[Change]:
    """Siblings `keys` together one place up (`step` −1) or down (+1); nothing at either end, nor for others."""
    moved = [tree.headings[key] for key in in_order(tree, keys)]
    kinds = {(item.kind, item.unit if item.kind == "project" else "") for item in moved}
    if len(kinds) != 1 or moved[0].kind == "department":
        return []
    siblings = list(tree.units) if moved[0].kind == "unit" else _projects(tree, moved[0].unit)
    at = siblings.index(moved[0]) - 1 if step < 0 else siblings.index(moved[-1]) + 2
    if at < 0 or at > len(siblings):
        return []
    order = _inserted(siblings, moved, siblings[at].id if at < len(siblings) else "")
    return list(_placed(order, _positions(order, moved)))


def copies(tree: Tree, projects: Sequence[Project], unit: str, before: str = "") -> list[Change]:
    """Copies of `projects` with identities of their own, put into `unit` before its project `before`, "" for the end.

    A name that stands there already is told apart, a code that is taken is left out; 退回意见, 说明 and 状态 stay with
    the original. The copies are of the year of the unit.
    """
    if unit not in tree.headings:
        raise MisplacedError("请先选一个预算单位，再粘贴")
    year = tree.unit_year(unit)
    names = {item.name for item in _projects(tree, unit)}
    codes = {item.code for item in tree.headings.values() if item.kind == "project" and item.year == year}
    made: list[Project] = []
    for project in projects:
        name, code = _free(project.name, names), "" if project.code in codes else project.code
        names.add(name)
        codes.add(code)
        made.append(_fresh(project, unit, year if year is not None else project.year, name, code))
    order = _inserted(_projects(tree, unit), (), before)
    below = order.index(tree.headings[before]) if before else len(order)
    return _among(order, below, made)


def in_order(tree: Tree, keys: Iterable[str]) -> list[str]:
    """Records as they stand in the tree; what lies under a unit that is among them is left out."""
    wanted = {key for key in keys if key in tree.headings}
    concerned = {tree.headings[key].unit for key in wanted}
    units = [unit.id for unit in tree.units if unit.id in concerned] if len(concerned) > 1 else list(concerned)
    found: list[str] = []
    for unit in units:
        found += [unit] if unit in wanted else [item.id for item in tree.parts(unit) if item.id in wanted]
    return found


def _projects(tree: Tree, unit: str) -> list[Heading]:
    """Every project of a unit in order, what was entered twice as well."""
    return [item for item in tree.parts(unit) if item.kind == "project"]


def _movable(tree: Tree, keys: Iterable[str], kind: str) -> list[Heading]:
    found = [tree.headings[key] for key in in_order(tree, keys)]
    if any(item.kind == "department" for item in found):
        raise MisplacedError("部门整体属于它的预算单位，不能单独移动")
    if not found or any(item.kind != kind for item in found):
        raise MisplacedError("预算单位只能排在预算单位之间，项目只能放在预算单位之下")
    return found


def _check_years(tree: Tree, moved: Iterable[Heading], unit: str) -> None:
    year = tree.unit_year(unit)
    for item in moved:
        own = item.year if item.year is not None else tree.unit_year(item.unit)
        if item.unit != unit and own is not None and year is not None and own != year:
            raise MisplacedError(
                f"“{item.name or '未命名项目'}”是 {own} 年度的，不能移到 {year} 年度；请用“套用上年”或复制"
            )


def _inserted(siblings: Sequence[Heading], moved: Sequence[Heading], before: str) -> list[Heading]:
    """The siblings in their new order."""
    keys = {item.id for item in moved}
    at = next((place for place, item in enumerate(siblings) if item.id == before), len(siblings))
    ahead = [item for item in siblings[:at] if item.id not in keys]
    return [*ahead, *moved, *(item for item in siblings[at:] if item.id not in keys)]


def _positions(order: Sequence[Heading], moved: Sequence[Heading]) -> dict[str, str]:
    """New positions by id: of the moved alone, or of all where some share one (a merge left no room between them)."""
    keys = {item.id for item in moved}
    standing = [item.position for item in order if item.id not in keys]
    if any(one >= other for one, other in pairwise(standing)):
        return dict(zip((item.id for item in order), spread(len(order)), strict=True))
    at = order.index(moved[0])
    below = order[at - 1].position if at else ""
    above = order[at + len(moved)].position if at + len(moved) < len(order) else ""
    return dict(zip((item.id for item in moved), spread_between(below, above, len(moved)), strict=True))


def _placed(order: Iterable[Heading], places: dict[str, str]) -> Iterator[Change]:
    for item in order:
        if (new := places.get(item.id, item.position)) != item.position:
            yield Change(Ref(item.id, ("position",)), item.position, new)


def _among(order: Sequence[Heading], at: int, made: Sequence[Project]) -> list[Change]:
    """New projects at the place `at` among their siblings, which move where they share positions."""
    below = order[at - 1].position if at else ""
    above = order[at].position if at < len(order) else ""
    moves: list[Change] = []
    places = spread_between(below, above, len(made))
    if above and below >= above:
        all_places = spread(len(order) + len(made))
        places = all_places[at : at + len(made)]
        stay = dict(zip((item.id for item in order), all_places[:at] + all_places[at + len(made) :], strict=True))
        moves = list(_placed(order, stay))
    added = (replace(project, position=place) for project, place in zip(made, places, strict=True))
    return [*moves, *(Change(Ref(project.id), None, project) for project in added)]


def _fresh(project: Project, unit: str, year: int | None, name: str, code: str) -> Project:
    bare = replace(project, remarks=(), explanations=(), statuses=())
    return replace(bare, id=new_id(), unit=unit, year=year, name=name, code=code)


def _free(name: str, taken: set[str]) -> str:
    """`name`, or the first of 名称（副本）, 名称（副本2） … that is not taken."""
    if not name or name not in taken:
        return name
    number = 1
    while (found := f"{name}（副本{number if number > 1 else ''}）") in taken:
        number += 1
    return found

"""Changes to the shape of a document: units, department forms and projects come, go and move."""

from typing import NamedTuple

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.department import Department
from hengbiao.domain.position import between, new_id
from hengbiao.domain.project import Project
from hengbiao.domain.tree import Tree
from hengbiao.domain.unit import Unit


class Added(NamedTuple):
    """A new record's id and the changes that make it."""

    record: str
    changes: list[Change]


def add_unit(tree: Tree, *, code: str, name: str, region: str, year: int | None) -> Added:
    """A 预算单位 after the last one."""
    last = tree.units[-1].position if tree.units else ""
    unit = Unit(id=new_id(), position=between(last, ""), code=code, name=name, region=region, year=year)
    return Added(unit.id, [Change(Ref(unit.id), None, unit)])


def add_project(tree: Tree, unit: str, after: str = "", name: str = "") -> Added:
    """An empty project of `unit`, behind the project `after` or else at the end."""
    siblings = tree.projects(unit)
    place = next((i for i, item in enumerate(siblings) if item.id == after), len(siblings) - 1)
    below = siblings[place].position if siblings else ""
    above = siblings[place + 1].position if place + 1 < len(siblings) else ""
    made = Project(id=new_id(), unit=unit, position=between(below, above), year=tree.unit_year(unit), name=name)
    return Added(made.id, [Change(Ref(made.id), None, made)])


def add_department(tree: Tree, unit: str) -> Added:
    """An empty department form of `unit`, which must have none yet."""
    made = Department(id=new_id(), unit=unit, year=tree.unit_year(unit))
    return Added(made.id, [Change(Ref(made.id), None, made)])


def drop(tree: Tree, record: str) -> list[Change]:
    """The record gone; a unit with all its forms, the forms first."""
    parts = [item.id for item in tree.parts(record)] if tree.headings[record].kind == "unit" else []
    return [Change(Ref(key), tree.records[key], None) for key in (*parts, record)]

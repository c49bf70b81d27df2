"""汇总: the money of a document by unit, year, nature and source, exact in 分."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hengbiao.domain.project import Funds, Project
from hengbiao.domain.tree import Tree
from hengbiao.exchange.naming import unit_name
from hengbiao.forms.grid import Grid
from hengbiao.forms.listing import Item, listed, listing

SOURCES: Final[Mapping[str, str]] = {"fiscal": "财政资金", "carryover": "上年结转资金", "other": "其他资金"}
"""The sources of the money of a project by field."""

UNSAID: Final = "（未填）"
"""What stands for a blank nature or year."""


@dataclass(frozen=True, slots=True)
class Sums:
    """How many projects, and their amounts in 分; None where every one is blank."""

    projects: int
    funds: Funds


@dataclass(frozen=True, slots=True)
class Rollup:
    """Sums by unit record, by year and by nature, in the order of the document, and of all; `open` fields are 未决.

    `departments` is the total of the department form of each unit that has one.
    """

    units: Mapping[str, Sums]
    years: Mapping[int | None, Sums]
    natures: Mapping[str, Sums]
    total: Sums
    departments: Mapping[str, int | None]
    open: int = 0


def rollup(tree: Tree, conflicts: int = 0) -> Rollup:
    """The sums of a document with so many unresolved conflicts; a unit without projects has sums of none."""
    projects = [(unit.id, tree.project(item.id)) for unit in tree.units for item in tree.projects(unit.id)]
    years: dict[int | None, list[Project]] = {}
    natures: dict[str, list[Project]] = {}
    units: dict[str, list[Project]] = {unit.id: [] for unit in tree.units}
    for unit, project in projects:
        units[unit].append(project)
        years.setdefault(project.year if project.year is not None else tree.unit_year(unit), []).append(project)
        natures.setdefault(project.nature, []).append(project)
    forms = ((unit.id, tree.department(unit.id)) for unit in tree.units)
    return Rollup(
        units={key: sums(found) for key, found in units.items()},
        years={key: sums(years[key]) for key in sorted(years, key=lambda year: year or 0)},
        natures={key: sums(found) for key, found in natures.items()},
        total=sums(project for _, project in projects),
        departments={key: form.funds.total for key, form in forms if form},
        open=conflicts,
    )


def sums(projects: Iterable[Project]) -> Sums:
    """The sums of some projects."""
    found = [project.funds for project in projects]
    amounts = {name: _sum(getattr(funds, name) for funds in found) for name in ("total", *SOURCES)}
    return Sums(len(found), Funds(**amounts))


def grid(found: Rollup, tree: Tree) -> Grid:
    """The 汇总表."""
    years = [year for year in found.years if year]
    only = next(iter(found.units)) if len(found.units) == 1 else ""
    words = {
        "period": f"{years[0]}年度" if len(found.years) == len(years) == 1 else "",
        "office": unit_name(tree, only) if only else f"共 {len(found.units)} 个预算单位",
        "open": f"未决 {found.open} 处　" if found.open else "",
    }
    return listed(listing("rollup"), words, rollup_items(found, tree))


def rollup_items(found: Rollup, tree: Tree) -> list[Item]:
    """Its rows: by what and which, how many projects, the amounts in 分; by source each source alone, then all."""
    return [
        *(_item("按预算单位", _dated(tree, unit, len(found.years) > 1), one) for unit, one in found.units.items()),
        *(_item("按年度", f"{year} 年度" if year else UNSAID, one) for year, one in found.years.items()),
        *(_item("按项目性质", nature or UNSAID, one) for nature, one in found.natures.items()),
        *(
            {"by": "按资金来源", "name": name, "projects": "", "total": getattr(found.total.funds, field)}
            for field, name in SOURCES.items()
        ),
        _item("合计", "", found.total),
    ]


def _dated(tree: Tree, unit: str, several: bool) -> str:  # noqa: FBT001
    year = tree.unit_year(unit)
    return f"{unit_name(tree, unit)}（{year} 年度）" if several and year else unit_name(tree, unit)


def _item(by: str, name: str, one: Sums) -> Item:
    amounts = {field: getattr(one.funds, field) for field in ("total", *SOURCES)}
    return {"by": by, "name": name, "projects": str(one.projects), **amounts}


def _sum(amounts: Iterable[int | None]) -> int | None:
    found = [amount for amount in amounts if amount is not None]
    return sum(found) if found else None

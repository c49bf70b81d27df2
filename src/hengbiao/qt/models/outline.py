"""What the project tree shows, as plain nodes: years (where there are several), units, department forms, projects."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from hengbiao.domain.tree import Heading, Tree

Matches = Callable[[str], bool]
"""Whether a name or code passes the filter box."""

DEPARTMENT = "部门整体"
UNNAMED = {"project": "（未命名项目）", "unit": "（未命名单位）"}


@dataclass(slots=True, eq=False)
class Node:
    """One line of the tree; `key` is a record id or "year:2025"."""

    key: str
    kind: str
    text: str
    children: list["Node"] = field(default_factory=list)
    parent: "Node | None" = None
    row: int = 0

    def renumber(self) -> None:
        """Tell the children their rows and their parent."""
        for row, child in enumerate(self.children):
            child.row, child.parent = row, self


def outline(tree: Tree, matches: Matches | None = None) -> Node:
    """The root over all lines that pass; a unit whose name passes keeps all of its forms."""
    units = [node for unit in tree.units if (node := _unit(tree, unit, matches))]
    years = {tree.unit_year(node.key) for node in units}
    root = Node("", "root", "", units if len(years) < 2 else _by_year(tree, units))
    root.renumber()
    return root


def branch(tree: Tree, unit: str) -> Node:
    """The line of one unit over all of its forms."""
    return _over(tree.headings[unit], tree.parts(unit))


def label(item: Heading) -> str:
    """How a record is called in the tree."""
    if item.kind == "department":
        return DEPARTMENT
    return " ".join((item.name or item.code or UNNAMED[item.kind]).split())


def _unit(tree: Tree, unit: Heading, matches: Matches | None) -> Node | None:
    whole = matches is None or matches(label(unit)) or matches(unit.code)
    parts = tree.parts(unit.id)
    if not whole and matches:
        parts = tuple(item for item in parts if matches(label(item)) or matches(item.code))
        if not parts:
            return None
    return _over(unit, parts)


def _over(unit: Heading, parts: Iterable[Heading]) -> Node:
    node = Node(unit.id, "unit", label(unit), [Node(item.id, item.kind, label(item)) for item in parts])
    node.renumber()
    return node


def _by_year(tree: Tree, units: Iterable[Node]) -> list[Node]:
    years: dict[int | None, list[Node]] = {}
    for node in units:
        years.setdefault(tree.unit_year(node.key), []).append(node)
    made = []
    for year in sorted(years, key=lambda one: one or 0, reverse=True):
        made.append(Node(f"year:{year}", "year", f"{year} 年" if year else "未定年度", years[year]))
        made[-1].renumber()
    return made

"""What the project tree shows, as plain nodes: years (where there are several), units, department forms, projects."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from itertools import compress

from hengbiao.domain.tree import Heading, Tree

Matches = Callable[[str], bool]
"""Whether a name or code passes the filter box."""

DEPARTMENT = "部门整体"
UNNAMED = {"project": "（未命名项目）", "unit": "（未命名单位）"}


class Node:
    """One line of the tree; `key` is a record id or "year:2025"; `number` is for whoever shows it.

    The lines under a unit are made of its `items` when they are first asked for: most units stay closed.
    """

    __slots__ = ("_children", "items", "key", "kind", "number", "parent", "row", "text")

    def __init__(
        self,
        key: str,
        kind: str,
        text: str,
        children: "list[Node] | None" = None,
        items: Sequence[Heading] = (),
    ) -> None:
        self.key, self.kind, self.text = key, kind, text
        self.items = items
        self.parent: Node | None = None
        self.row, self.number = 0, 0
        self._children = children
        if children:
            self.renumber()

    @property
    def children(self) -> "list[Node]":
        """The lines under this one."""
        if self._children is None:
            self._children = [Node(item.id, item.kind, label(item)) for item in self.items]
            self.renumber()
        return self._children

    def follow(self, items: Sequence[Heading]) -> None:
        """Go on to other items; the lines are made of the old ones first, or nobody would hear what comes and goes."""
        _ = self.children
        self.items = items

    @property
    def count(self) -> int:
        """How many lines there are under this one."""
        return len(self.items) if self._children is None else len(self._children)

    def renumber(self) -> None:
        """Tell the children their rows and their parent."""
        for row, child in enumerate(self._children or ()):
            child.row, child.parent = row, self


def outline(tree: Tree, matches: Matches | None = None) -> Node:
    """The root over all lines that pass; a unit whose name passes keeps all of its forms."""
    units = [node for unit in tree.units if (node := _unit(tree, unit, matches))]
    years = {tree.unit_year(node.key) for node in units}
    return Node("", "root", "", units if len(years) < 2 else _by_year(tree, units))


def branch(tree: Tree, unit: str) -> Node:
    """The line of one unit over all of its forms."""
    return _over(tree.headings[unit], tree.parts(unit))


def nearest(before: Tree, after: Tree, key: str) -> str:
    """Where to go from a record that went: what stood behind or before it, else its unit, "" for nowhere."""
    gone = before.headings[key]
    siblings = before.units if gone.kind == "unit" else before.projects(gone.unit)
    at = next((i for i, item in enumerate(siblings) if item.id == gone.id), 0)
    near = [item.id for item in (*siblings[at + 1 :], *reversed(siblings[:at]))] + [gone.unit]
    return next((one for one in near if one in after.headings), "")


def label(item: Heading) -> str:
    """How a record is called in the tree."""
    return DEPARTMENT if item.kind == "department" else _named(item.kind, item.name or item.code)


@cache
def _named(kind: str, name: str) -> str:
    return " ".join((name or UNNAMED[kind]).split())


def searched(tree: Tree) -> list[str]:
    """What the filter looks through, of every line."""
    return [_searched(item.kind, item.name, item.code) for item in tree.headings.values()]


@cache
def _searched(kind: str, name: str, code: str) -> str:
    """What the filter looks through of one line: its name and its code, on lines of their own."""
    return f"{DEPARTMENT if kind == 'department' else _named(kind, name or code)}\n{code}"


def _unit(tree: Tree, unit: Heading, matches: Matches | None) -> Node | None:
    parts: Sequence[Heading] = tree.parts(unit.id)
    if matches is not None and not _passes(unit, matches):
        parts = _passing(tuple(parts), matches)
        if not parts:
            return None
    return _over(unit, parts)


def _passing(parts: tuple[Heading, ...], matches: Matches) -> list[Heading]:
    names = _texts(parts)
    among = getattr(matches, "among", None)
    return list(compress(parts, among(names) if among else map(matches, names)))


@lru_cache(maxsize=8192)
def _texts(parts: tuple[Heading, ...]) -> tuple[str, ...]:
    return tuple(_searched(item.kind, item.name, item.code) for item in parts)


def _passes(item: Heading, matches: Matches) -> bool:
    return matches(_searched(item.kind, item.name, item.code))


def _over(unit: Heading, parts: Sequence[Heading]) -> Node:
    return Node(unit.id, "unit", label(unit), items=parts)


def _by_year(tree: Tree, units: Iterable[Node]) -> list[Node]:
    years: dict[int | None, list[Node]] = {}
    for node in units:
        years.setdefault(tree.unit_year(node.key), []).append(node)
    latest_first = sorted(years, key=lambda one: one or 0, reverse=True)
    return [
        Node(f"year:{year}", "year", f"{year} 年" if year else "未定年度", children=years[year])
        for year in latest_first
    ]

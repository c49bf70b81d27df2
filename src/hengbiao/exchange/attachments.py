"""附件 of a form: the 测算明细 of a project as a table that stands behind it."""

from collections.abc import Iterator

from hengbiao.domain.project import Project
from hengbiao.domain.tree import Tree
from hengbiao.exchange.naming import record_name, unit_name
from hengbiao.forms.grid import Grid
from hengbiao.forms.listing import Item, listed, listing


def has_estimates(tree: Tree, records: tuple[str, ...]) -> bool:
    """Whether one of these forms has a 测算明细 to attach."""
    return any(_project(tree, record) for record in records)


def estimates_table(tree: Tree, record: str) -> Grid | None:
    """The 测算明细 of a project line by line with its sum; None for a form without any."""
    project = _project(tree, record)
    if project is None:
        return None
    item = tree.headings[record]
    words = {"project": record_name(item), "office": unit_name(tree, project.unit)}
    return listed(listing("estimates"), words, list(_lines(project)))


def _project(tree: Tree, record: str) -> Project | None:
    if tree.headings[record].kind != "project":
        return None
    found = tree.project(record)
    return found if found.estimates else None


def _lines(project: Project) -> Iterator[Item]:
    for number, line in enumerate(project.estimates, 1):
        cells = {name: getattr(line, name) for name in ("content", "quantity", "unit", "price", "amount", "basis")}
        yield {"number": str(number), **cells}
    known = [line.amount for line in project.estimates if line.amount is not None]
    yield {"content": "合计", "amount": sum(known) if known else None}

"""What the projects of a document come to, by unit and year and in the whole, in 分."""

from collections.abc import Iterable
from typing import NamedTuple

from hengbiao.domain.tree import Tree


class Total(NamedTuple):
    """What the projects of a unit, or with `unit` "" of all units, come to in a year (分; None where all are blank)."""

    unit: str
    year: int | None
    projects: int
    total: int | None


def totals(tree: Tree) -> tuple[Total, ...]:
    """Σ projects by unit and year, then by year: R71 for those above the units."""
    by_unit = [
        (unit.id, item.year if item.year is not None else tree.unit_year(unit.id), item.total)
        for unit in tree.units
        for item in tree.projects(unit.id)
    ]
    whole = [("", year, total) for _, year, total in sorted(by_unit, key=lambda row: row[1] or 0)]
    return (*_totalled(by_unit), *_totalled(whole))


def _totalled(rows: Iterable[tuple[str, int | None, int | None]]) -> Iterable[Total]:
    found: dict[tuple[str, int | None], list[int | None]] = {}
    for unit, year, total in rows:
        found.setdefault((unit, year), []).append(total)
    for (unit, year), amounts in found.items():
        known = [amount for amount in amounts if amount is not None]
        yield Total(unit, year, len(amounts), sum(known) if known else None)

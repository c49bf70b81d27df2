"""Draft rows: empty indicators that stand on the form to be typed into and are no data until then."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hengbiao.domain.indicator import Indicator
from hengbiao.domain.position import between, new_row_id
from hengbiao.domain.target import Target
from hengbiao.forms.vocabulary import Scheme

Levels = tuple[str, str]


def levels(row: Indicator) -> Levels:
    """Level 1 and level 2 of a row: what stands together on a form."""
    return row.level1, row.level2


def is_empty(row: Indicator) -> bool:
    """Whether nothing but its place and its levels is known of a row."""
    return row == Indicator(id=row.id, position=row.position, level1=row.level1, level2=row.level2, target=Target())


def draft(level1: str = "", level2: str = "") -> Indicator:
    """A fresh draft row, not placed yet."""
    return Indicator(id=new_row_id(), level1=level1, level2=level2)


def for_scheme(rows: Sequence[Indicator], scheme: Scheme) -> list[Indicator]:
    """A draft for each level 2 of the scheme that none of `rows` has, by whatever name."""
    present = {(scheme.official(row.level1), scheme.official(row.level2)) for row in rows}
    return [draft(*pair) for pair in scheme.levels if pair not in present]


def placed(rows: Sequence[Indicator], drafts: Iterable[Indicator], order: Sequence[Levels]) -> list[Indicator]:
    """`rows` and `drafts` together: each draft after the last row of its group, else where `order` has its group.

    A draft that follows a certain row (its `position` names that row's id) stands right behind it.
    """
    rank = {pair: at for at, pair in enumerate(order)}
    line = list(rows)
    for row in drafts:
        at = _behind(line, row, rank)
        before, after = (line[at - 1].position if at else ""), (line[at].position if at < len(line) else "")
        line.insert(at, replace(row, position=between(before, after)))
    return line


def _behind(line: list[Indicator], row: Indicator, rank: dict[Levels, int]) -> int:
    named = next((at for at, other in enumerate(line) if row.position and other.id == row.position), None)
    if named is not None:
        return named + 1
    mates = [at for at, other in enumerate(line) if levels(other) == levels(row)]
    if mates:
        return mates[-1] + 1
    mine = rank.get(levels(row), len(rank))
    later = (at for at, other in enumerate(line) if rank.get(levels(other), len(rank)) > mine)
    return next(later, len(line))

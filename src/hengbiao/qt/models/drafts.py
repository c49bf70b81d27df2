"""Draft rows: empty rows that stand on the form to be typed into and are no data until then."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from hengbiao.domain.fields import ROW_TYPES
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.position import between, new_row_id
from hengbiao.forms.vocabulary import Scheme, choices

Levels = tuple[str, str]

_GROUPED: Final = {"indicators": ("level1", "level2"), "payments": ("by",)}
"""The fields that rows of one group of a table share, and that a draft is born with."""


def levels(row: Any) -> Levels:
    """What stands together on a form: level 1 and 2 of an indicator, the time of a payment, nothing of other rows."""
    if isinstance(row, Indicator):
        return row.level1, row.level2
    return getattr(row, "by", ""), ""


def draft(level1: str = "", level2: str = "") -> Indicator:
    """A fresh draft indicator, not placed yet."""
    return Indicator(id=new_row_id(), level1=level1, level2=level2)


def fresh(table: str, group: Levels = ("", "")) -> Any:
    """A fresh draft row of any table, in a group where the table has groups."""
    named = dict(zip(_GROUPED.get(table, ()), group, strict=False))
    return ROW_TYPES[table](id=new_row_id(), **named)


def for_scheme(rows: Sequence[Indicator], scheme: Scheme) -> list[Indicator]:
    """A draft for each level 2 of the scheme that none of `rows` has, by whatever name."""
    present = {(scheme.official(row.level1), scheme.official(row.level2)) for row in rows}
    return [draft(*pair) for pair in scheme.levels if pair not in present]


def for_table(table: str, places: int) -> list[Any]:
    """What an empty table begins with: one row, or where rows stand side by side one for each place of the form."""
    if table != "payments":
        return [fresh(table)]
    return [fresh(table, (by, "")) for by in choices()["by"][: max(1, places)]]


def standing(table: str, rows: Sequence[Any], places: int) -> list[Any]:
    """The drafts a table stands with beside its `rows`: of a plan by the usual times the rest of it."""
    offered = for_table(table, places)
    if not rows:
        return offered
    usual, taken = {levels(row) for row in offered}, {levels(row) for row in rows}
    return [row for row in offered if levels(row) not in taken] if table == "payments" and taken <= usual else []


def born(table: str, drafts: Iterable[Any]) -> dict[str, Levels]:
    """The group that each row keeps its place by, whatever is typed over it: the time a payment was offered for."""
    return {row.id: levels(row) for row in drafts} if table == "payments" else {}


def order_of(table: str, scheme: Scheme | None) -> Sequence[Levels]:
    """The official order of the groups of a table; () where there is none."""
    if table == "indicators":
        return scheme.levels if scheme else ()
    return [(by, "") for by in choices()["by"]] if table == "payments" else ()


def placed(
    rows: Sequence[Any], drafts: Iterable[Any], order: Sequence[Levels], known: Mapping[str, Levels] | None = None
) -> list[Any]:
    """`rows` and `drafts` together: each draft after the last row of its group, else where `order` has its group.

    A draft that follows a certain row (its `position` names that row's id) stands right behind it. `known` names the
    groups of rows, by id, that are not those of their own fields.
    """
    rank = {pair: at for at, pair in enumerate(order)}
    line = list(rows)
    for row in drafts:
        at = _behind(line, row, rank, known or {})
        before, after = (line[at - 1].position if at else ""), (line[at].position if at < len(line) else "")
        line.insert(at, replace(row, position=between(before, after)))
    return line


def _behind(line: list[Any], row: Any, rank: dict[Levels, int], known: Mapping[str, Levels]) -> int:
    named = next((at for at, other in enumerate(line) if row.position and other.id == row.position), None)
    if named is not None:
        return named + 1
    groups = [known.get(other.id) or levels(other) for other in line]
    mates = [at for at, group in enumerate(groups) if group == levels(row)]
    if mates:
        return mates[-1] + 1
    mine = rank.get(levels(row), len(rank))
    later = (at for at, group in enumerate(groups) if rank.get(group, len(rank)) > mine)
    return next(later, len(line))

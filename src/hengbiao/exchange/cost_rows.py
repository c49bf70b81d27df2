"""Cost indicators made of 测算明细, where the 表样 has cost: what there is to decide, told before it is done."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from hengbiao.domain import money
from hengbiao.domain.change import Change
from hengbiao.domain.costs import is_cost
from hengbiao.domain.document import Event
from hengbiao.domain.estimates import cost_rows, linked, outdated
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Project
from hengbiao.domain.target import Target
from hengbiao.forms.vocabulary import schemes

_TOLD: Final = 8


class Offer(NamedTuple):
    """What making cost indicators would do: `changes`, told in `lines`, and the cost rows there beside them."""

    changes: tuple[Change, ...]
    lines: tuple[str, ...]
    beside: tuple[Indicator, ...]
    total: int


def offer(project: Project, scheme: str, unit: str) -> Offer:
    """What there is to make or bring up to date, as a form of this scheme has cost, amounts in the 金额单位 `unit`."""
    changes = cost_rows(project, unit, _levels(scheme))
    made = {row.id for row in linked(project)}
    beside = tuple(row for row in project.indicators if is_cost(row) and row.id not in made)
    total = sum(line.amount for line in project.estimates if line.amount is not None)
    return Offer(tuple(changes), tuple(_lines(project, changes)), beside, total)


def replacing(project: Project, scheme: str, unit: str) -> list[Change]:
    """The same, and the cost rows that were there go."""
    beside = offer(project, scheme, unit).beside
    return cost_rows(project, unit, _levels(scheme), [row.id for row in beside])


def to_follow(event: Event) -> Project | None:
    """The project whose 测算明细 a step has just taken away from the rows made of it; None for none, or for many."""
    keys = {change.ref.record for change in event.changes if change.ref.path[:1] == ("estimates",)}
    found = [project for key in keys if (project := _left_behind(event, key))]
    return found[0] if len(found) == 1 else None


def shortened(lines: Sequence[str]) -> str:
    """The first of these lines, and how many more there are."""
    more = [f"……共 {len(lines)} 处"] if len(lines) > _TOLD else []
    return "\n".join([*lines[:_TOLD], *more])


def _left_behind(event: Event, key: str) -> Project | None:
    before, after = event.before.records.get(key), event.after.records.get(key)
    if not isinstance(before, Project) or not isinstance(after, Project):
        return None
    return after if outdated(after) and not outdated(before) else None


def _levels(scheme: str) -> tuple[str, str]:
    return next(pair for pair in schemes()[scheme].levels if "成本" in pair[1])


def _lines(project: Project, changes: Iterable[Change]) -> Iterable[str]:
    names = {row.id: row.name for row in project.indicators}
    for change in changes:
        row = change.new or change.old
        if isinstance(row, Indicator):
            yield f"{'新增' if change.new else '删除'}：{row.name} {row.target}"
        elif isinstance(change.new, Target):
            yield f"改：{names[change.ref.path[1]]} {change.old} → {change.new}"


def told_total(made: Offer, unit: str) -> str:
    """What the lines come to, as people read it."""
    return f"{money.tell(made.total, unit)} {unit}"

"""Where a value lives (Ref) and what happens to it (Change); putting changes onto a record."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, Final, NamedTuple

from hengbiao.domain.department import Department
from hengbiao.domain.marks import MARKS
from hengbiao.domain.project import Project
from hengbiao.domain.unit import Unit

Record = Unit | Department | Project
"""What is stored and merged on its own; indicators and other rows are fields of their record."""

ROWS: Final = frozenset(
    {"indicators", "estimates", "payments", "functions", "tasks", "sections", "measures", "extra", *MARKS},
)
"""Names of the fields that hold rows with an identity of their own."""


_place = attrgetter("position", "id")


class Ref(NamedTuple):
    """A record, a field ("name",), an inner field ("funds", "total"), a row ("indicators", id) or a row's field."""

    record: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """The value at `ref` goes from `old` to `new`.

    For a whole record or row None means that it is not there: (None, row) adds and (row, None) drops. Moving is a
    put of its `position`.
    """

    ref: Ref
    old: Any
    new: Any

    def inverse(self) -> "Change":
        """The change that takes this one back."""
        return Change(self.ref, self.new, self.old)


class ChangeError(ValueError):
    """A change that does not fit the record it names (a bug of ours, never the user's)."""


def is_row(path: tuple[str, ...]) -> bool:
    """Whether `path` names a whole row."""
    return len(path) == 2 and path[0] in ROWS


def value_at(record: Record, path: tuple[str, ...]) -> Any:
    """The value at `path`; None for a row that is not there."""
    if path[0] in ROWS and len(path) > 1:
        row = row_of(record, path[0], path[1])
        return row if len(path) == 2 or row is None else getattr(row, path[2])
    value: Any = record
    for name in path:
        value = getattr(value, name)
    return value


def row_of(record: Record, rows: str, row_id: str) -> Any:
    """The row with `row_id`, or None."""
    return next((row for row in getattr(record, rows) if row.id == row_id), None)


def put(record: Any, path: tuple[str, ...], new: Any) -> Any:
    """`record` with the value at `path` set to `new`; rows stay in order of (position, id)."""
    head, *rest = path
    if head in ROWS and rest:
        return replace(record, **{head: _put_row(getattr(record, head), rest, new)})
    if not rest:
        return replace(record, **{head: new})
    return replace(record, **{head: replace(getattr(record, head), **{rest[0]: new})})


def put_all(record: Record, changes: Iterable[Change]) -> Record:
    """`record` with the changes to its fields made, in their order."""
    for change in changes:
        record = put(record, change.ref.path, change.new)
    return record


def in_order(rows: Iterable[Any]) -> tuple[Any, ...]:
    """Rows sorted as they stand on the form."""
    return tuple(sorted(rows, key=_place))


def _put_row(rows: tuple[Any, ...], rest: list[str], new: Any) -> tuple[Any, ...]:
    row_id, field = rest[0], rest[1] if len(rest) > 1 else None
    if field is None:
        others = tuple(row for row in rows if row.id != row_id)
        return others if new is None else in_order((*others, new))
    if not any(row.id == row_id for row in rows):
        raise ChangeError(f"no row {row_id} to put {field} into")
    changed = tuple(replace(row, **{field: new}) if row.id == row_id else row for row in rows)
    return in_order(changed) if field == "position" else changed

"""Getting back what was: a value, a form, a deleted project, the state at opening. Always as changes to commit anew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hengbiao.domain.change import ROWS, Change, Record, Ref, row_of, value_at
from hengbiao.domain.department import Department
from hengbiao.domain.differences import form_differences, tree_differences
from hengbiao.domain.fields import decode_row, kind_at
from hengbiao.domain.target import Target
from hengbiao.domain.tree import Tree
from hengbiao.domain.unit import Unit
from hengbiao.store import past
from hengbiao.store.history import Entry
from hengbiao.store.past import Dropped
from hengbiao.store.store import Store


class GoneError(LookupError):
    """What is to be put back has no place any more; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """A record in the 回收站: what it was, its unit's name, who deleted it when (local time), with how many forms."""

    record: Record
    unit: str
    at: str
    author: str
    forms: int = 0


def history_of_person(store: Store, author: str, office: str = "") -> list[Entry]:
    """Everything one person changed, in order of arrival; `office` tells namesakes apart."""
    return [one for one in store.history() if one.author == author and office in ("", one.office)]


def value_changes(tree: Tree, ref: Ref, stored: Any) -> list[Change]:
    """The changes that put a value of the history (as stored) back at `ref`; none where it stands there.

    A row that is gone comes back whole. GoneError where the record, or the row of a cell, is not there.
    """
    record = tree.records.get(ref.record)
    if record is None:
        raise GoneError("这张表已经删除，请先从回收站恢复")
    old, new = _present(record, ref.path), _decoded(type(record), ref.path, stored)
    return [Change(ref, old, new)] if old != new else []


def form_changes(store: Store, tree: Tree, record: str, edit: str) -> list[Change]:
    """The changes that bring a form back to what it was right after an edit of its history; marks stay.

    GoneError where the form is deleted, or came without that history.
    """
    if record not in tree.headings:
        raise GoneError("这张表已经删除，请先从回收站恢复")
    try:
        was = past.tree(store, {record: (edit,)}).records.get(record)
    except past.MissingError:
        raise GoneError("这一版的内容不在文件里：文件发来时未带历史") from None
    if was is None:
        raise GoneError("这张表在那一步是删除的")
    return list(form_differences(tree.records[record], was))


def recycled(store: Store) -> list[Deleted]:
    """The units, projects and department forms that were deleted, last deleted first."""
    found = past.dropped(store)
    names = {unit.id: unit.name for unit in store.load().units} | {
        one.record.id: one.record.name for one in found if isinstance(one.record, Unit)
    }
    return [_deleted(one, names, len(_along(found, one))) for one in found]


def recycle_changes(store: Store, tree: Tree, record: str) -> list[Change]:
    """The changes that bring a deleted record back with its identity and history.

    A unit comes with the forms that went with it, a form with its unit where that is gone too. GoneError where it was
    not deleted, or stands already.
    """
    gone = {one.record.id: one for one in past.dropped(store)}
    found = gone.get(record)
    if found is None or record in tree.headings:
        raise GoneError("回收站里没有这张表")
    made = [found.record]
    if isinstance(found.record, Unit):
        made += [one.record for one in _along(gone.values(), found)]
    elif found.record.unit not in tree.headings:
        unit = gone.get(found.record.unit)
        if unit is None:
            raise GoneError("它所属的预算单位不在文件里，不能恢复")
        made.insert(0, unit.record)
    elif isinstance(found.record, Department) and tree.department(found.record.unit):
        raise GoneError("这个预算单位已另有部门整体表，请先删除现有的")
    return [Change(Ref(one.id), None, one) for one in made]


def discard_changes(tree: Tree, opened: Tree) -> list[Change]:
    """放弃本次修改: the changes from the present tree back to the one at opening."""
    return tree_differences(tree, opened)


def _along(found: Iterable[Dropped], unit: Dropped) -> list[Dropped]:
    """The forms of a dropped unit that went in the same step."""
    key = unit.record.id
    return [one for one in found if one.step and one.step == unit.step and getattr(one.record, "unit", "") == key]


def _deleted(one: Dropped, names: Mapping[str, str], forms: int) -> Deleted:
    unit = getattr(one.record, "unit", one.record.id)
    return Deleted(one.record, names.get(unit, ""), one.at, one.author, forms)


def _present(record: Record, path: tuple[str, ...]) -> Any:
    if len(path) == 3 and path[0] in ROWS and row_of(record, path[0], path[1]) is None:
        raise GoneError("这一行已经删除，请先恢复整行")
    return value_at(record, path)


def _decoded(owner: type, path: tuple[str, ...], stored: Any) -> Any:
    """A stored value as the record holds it."""
    if len(path) == 2 and path[0] in ROWS:
        return None if stored is None else decode_row(path[0], path[1], stored)
    kind = kind_at(owner, path)
    if kind == "target":
        return Target(**stored) if stored else Target()
    if stored is None:
        return None if kind in ("amount", "year") else ""
    return stored

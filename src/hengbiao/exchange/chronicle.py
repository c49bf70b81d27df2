"""The history in words: who changed which field of which form when, from what to what."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hengbiao.domain.change import ROWS, Ref, is_row, row_of
from hengbiao.domain.fields import ALL_ROW_TYPES, KINDS, decode_row, kind_at
from hengbiao.domain.target import Target
from hengbiao.domain.tree import Tree
from hengbiao.exchange.naming import field_called, record_name, row_called, unit_name, value_called
from hengbiao.forms.vocabulary import field_name
from hengbiao.store.history import Entry

_ROW: Final = "（已删除的一行）"
_QUIET: Final = frozenset({"position", "heads", "rests_on"})
"""Cells that tell a person nothing."""


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the log in words: unit and form as they are called now or were last, the field, both values.

    `gone` where the form is not in the document any more.
    """

    entry: Entry
    unit: str
    form: str
    field: str
    old: str
    new: str
    gone: bool


def told(tree: Tree, entries: Iterable[Entry]) -> list[Told]:
    """The entries in words, last first; moves among siblings are left out."""
    found = list(entries)
    lost = _last_states(tree, found)
    return [_told(tree, one, lost) for one in reversed(found) if not one.path or one.path[-1] not in _QUIET]


def _told(tree: Tree, entry: Entry, lost: Mapping[str, Mapping[str, Any]]) -> Told:
    item = tree.headings.get(entry.record)
    state = lost.get(entry.record, {})
    kind = item.kind if item else str(state.get("kind", "project"))
    unit = item.unit if item else str(state.get("unit", entry.record))
    old, new = (_value(kind, entry.path, value) for value in (entry.old, entry.new))
    return Told(
        entry,
        unit_name(tree, unit) if unit in tree.headings else "",
        record_name(item) if item else str(state.get("name", "")) or "（已删除的表）",
        _field(tree, kind, entry),
        old,
        new,
        gone=item is None,
    )


def _last_states(tree: Tree, entries: Iterable[Entry]) -> Mapping[str, Mapping[str, Any]]:
    """What is known of records that are gone: the state in which each was added or dropped."""
    whole = (one for one in entries if not one.path and one.record not in tree.headings)
    return {one.record: one.old or one.new for one in whole if isinstance(one.old or one.new, dict)}


def _field(tree: Tree, kind: str, entry: Entry) -> str:
    if not entry.path:
        return "删除整张表" if entry.new is None else "新建整张表" if entry.old is None else "整张表"
    record = tree.records.get(entry.record) if entry.record in tree.headings else None
    if record is not None and (entry.path[0] not in ROWS or row_of(record, *entry.path[:2]) is not None):
        return field_called(tree, Ref(entry.record, entry.path))
    return _of_gone(kind, entry.path)


def _of_gone(kind: str, path: tuple[str, ...]) -> str:
    try:
        if path[0] in ROWS and len(path) > 1:
            inner = f"的{field_name(path[0], path[2])}" if len(path) > 2 else ""
            return f"{field_name(kind, path[0])}{_ROW}{inner}"
        return field_name(kind, "/".join(path))
    except KeyError:
        return "/".join(path[:1])


def _value(kind: str, path: tuple[str, ...], value: Any) -> str:
    if value is None:
        return ""
    if not path:
        return str(value.get("name", "")) or "（未命名）"
    if is_row(path) and isinstance(value, dict):
        return row_called(decode_row(path[0], path[1], value)) or "（空行）" if path[0] in ALL_ROW_TYPES else "（行）"
    if isinstance(value, dict):
        return str(Target(**value)) if _is_target(kind, path) else "、".join(_texts(value))
    return value_called(KINDS[kind], path, value)


def _is_target(kind: str, path: tuple[str, ...]) -> bool:
    try:
        return kind_at(KINDS[kind], path) == "target"
    except (KeyError, IndexError):
        return False


def _texts(value: Mapping[str, Any]) -> Iterator[str]:
    return (text for text in value.values() if isinstance(text, str))

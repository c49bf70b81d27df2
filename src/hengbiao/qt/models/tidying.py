"""Slips of the keyboard put right: full-width digits and letters, stray spaces; and what a figure was taken for."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from hengbiao.domain import target
from hengbiao.domain.change import Change, Record, Ref, value_at
from hengbiao.domain.fields import KINDS, kind_at, kind_of
from hengbiao.domain.target import Target
from hengbiao.domain.tree import Tree
from hengbiao.forms.grid import Cell, shown

_WIDE: Final = {
    code: code - 0xFEE0 for run in ("０９", "ＡＺ", "ａｚ") for code in range(ord(run[0]), ord(run[1]) + 1)
} | {ord("％"): ord("%")}
_POINT: Final = re.compile(r"(?<=\d)[．。](?=\d)")
_HAN: Final = r"\u2e80-\u303f\u3400-\u9fff\uff00-\uff60\U00020000-\U0003ffff“”‘’"
_BETWEEN: Final = re.compile(rf"(?<=[{_HAN}])[ \u00a0]+(?=[{_HAN}])")
_MANY: Final = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_ENDS: Final = re.compile(r"[ \t\u00a0]+(?=\n|\Z)")


def tidied(text: str) -> str:
    """`text` with digits, Latin letters and % in half width, and without spaces that nobody meant.

    Spaces between Chinese characters and at line ends go, several become one; those that indent a line stay.
    """
    narrow = _POINT.sub(".", text.translate(_WIDE)).replace("\t", " ")
    return _MANY.sub(" ", _BETWEEN.sub("", _ENDS.sub("", narrow)))


def tidy_changes(tree: Tree, refs: Iterable[Ref]) -> list[Change]:
    """What puts the texts at `refs` right."""
    places = list(refs)
    tables = {(ref.record, ref.path[0]) for ref in places if len(ref.path) == 3}
    rows = {(key, row.id): row for key, table in tables for row in getattr(tree.records[key], table)}
    found = ((ref, _value(tree, rows, ref)) for ref in places)
    pairs = ((ref, old, _tidy(tree.records[ref.record], ref, old)) for ref, old in found if old)
    return [Change(ref, old, new) for ref, old, new in pairs if new != old]


def taken_for(cell: Cell, text: str, value: Any) -> str:
    """What a figure that was typed in other words was taken for; "" where it stands as it was typed."""
    plain, show = text.strip(), cell.style.show
    if show.kind == "amount" and isinstance(value, int):
        same = re.fullmatch(r"[+-]?[0-9]+(?:\.[0-9]*)?", plain)
        return "" if same else f"“{plain[:20]}”记为 {shown(value, show)} {show.unit}"
    if isinstance(value, Target) and value.value and str(value) != plain:
        return f"“{plain[:20]}”记为 {value}"
    return ""


def value_of(tree: Tree, ref: Ref) -> Any:
    """The value at a ref; None in a row that is not there."""
    record = tree.records[ref.record]
    row_gone = len(ref.path) == 3 and value_at(record, ref.path[:2]) is None
    return None if row_gone else value_at(record, ref.path)


def _value(tree: Tree, rows: Mapping[tuple[str, str], Any], ref: Ref) -> Any:
    if len(ref.path) != 3:
        return value_at(tree.records[ref.record], ref.path)
    row = rows.get((ref.record, ref.path[1]))
    return None if row is None else getattr(row, ref.path[2])


def _tidy(record: Record, ref: Ref, old: Any) -> Any:
    kind = kind_at(KINDS[kind_of(record)], ref.path)
    if kind == "target":
        return target.parse(tidied(old.text)) if old.text else old
    return tidied(old) if kind == "text" else old

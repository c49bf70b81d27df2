"""Where a form stands on its way, as somebody noted by hand: 在填, 待签, 已盖章, 已上报, 已退回, 已审定.

Each note is kept, so the notes are the form's history. A note also says what the form held then, so that what was
edited after the seal is told of; undoing the edit takes that back.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from hengbiao.domain.change import Change, Record, Ref
from hengbiao.domain.fields import state_of
from hengbiao.domain.marks import MARKS, Status
from hengbiao.domain.position import between, new_row_id
from hengbiao.domain.tree import Tree

STATES: Final = MappingProxyType(
    {
        "filling": "在填",
        "signing": "待签",
        "sealed": "已盖章",
        "sent": "已上报",
        "returned": "已退回",
        "approved": "已审定",
    }
)
"""What people call each state, in the order of the year; a form without a note is `filling`."""

FINAL: Final = frozenset({"sealed", "sent", "approved"})
"""States in which the paper is out of the house: an edit makes the form differ from it."""


def status(record: Record) -> Status | None:
    """The note made last; None where nobody made one, and for a unit."""
    rows: Sequence[Status] = getattr(record, "statuses", ())
    return rows[-1] if rows else None


def state(record: Record) -> str:
    """The key in STATES of where the form stands; a state of a newer program counts as `filling`."""
    found = status(record)
    return found.state if found and found.state in STATES else "filling"


def edited_since(record: Record) -> bool:
    """Whether a form that is out of the house holds something else than when that was noted."""
    found = status(record)
    return bool(found and found.state in FINAL and found.held and found.held != digest(record))


def noted(tree: Tree, keys: Iterable[str], note: Status) -> list[Change]:
    """The changes that add a note like `note` to each of these forms; a unit stands for all of its forms."""
    forms = dict.fromkeys(form for key in keys for form in _forms(tree, key))
    return [_added(tree.records[key], note) for key in forms]


def told(note: Status) -> str:
    """A note in one line: 已盖章 2026-10-20，交财政局 2 份."""
    words = " ".join(part for part in (STATES.get(note.state, note.state), note.on) if part)
    return f"{words}，{note.note}" if note.note else words


def digest(record: Record) -> str:
    """One short text for what stands on the form; marks and the place in the tree do not count."""
    held = {path: value for path, value in state_of(record).items() if path.partition("/")[0] not in _APART}
    text = json.dumps(held, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


_APART: Final = frozenset({*MARKS, "position"})


def _forms(tree: Tree, key: str) -> list[str]:
    return [item.id for item in tree.parts(key)] if tree.headings[key].kind == "unit" else [key]


def _added(record: Record, note: Status) -> Change:
    rows: Sequence[Status] = getattr(record, "statuses", ())
    place = between(rows[-1].position if rows else "", "")
    made = replace(note, id=new_row_id(), position=place, held=digest(record))
    return Change(Ref(record.id, ("statuses", made.id)), None, made)

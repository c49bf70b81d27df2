"""The last changes of one field as lines for people: when, who, from what to what."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Final

from hengbiao.domain import money
from hengbiao.domain.change import Ref
from hengbiao.domain.fields import kind_at
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.target import Target
from hengbiao.qt.session import Session
from hengbiao.store.history import Entry

_MOST: Final = 8
_LONGEST: Final = 40


def lines(session: Session, ref: Ref, money_unit: str) -> list[str]:
    """Newest first, at most eight; what a reading error hides is left out (verify tells of it)."""
    try:
        entries = session.store.history(ref.record, ref.path)
    except Refusal:
        return []
    kind = _kind(session, ref)
    return [_line(entry, kind, money_unit) for entry in islice(reversed(entries), _MOST)]


def _line(entry: Entry, kind: str, money_unit: str) -> str:
    old, new = (_said(value, kind, money_unit) or "（空）" for value in (entry.old, entry.new))
    return f"{_time(entry.at)}  {entry.author}\n{old} → {new}"


def _kind(session: Session, ref: Ref) -> str:
    try:
        return kind_at(type(session.tree.records[ref.record]), ref.path)
    except (KeyError, IndexError):
        return "text"


def _time(at: str) -> str:
    """11-22 14:02, as the person's clock showed it."""
    return f"{datetime.fromisoformat(at):%m-%d %H:%M}"


def _said(value: Any, kind: str, money_unit: str) -> str:
    if kind == "amount" and isinstance(value, int):
        return money.tell(value, money_unit)
    if kind == "target" and isinstance(value, Mapping):
        return _short(str(Target(**value)))
    if isinstance(value, Mapping):
        return _short(str(value.get("name") or value.get("content") or ""))
    return "" if value is None else _short(str(value))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"

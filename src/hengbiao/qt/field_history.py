"""What became of one field: who set it when from what to what, and where its value comes from, in words for people."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Final, NamedTuple

from hengbiao.domain import money
from hengbiao.domain.change import Ref
from hengbiao.domain.fields import kind_at
from hengbiao.domain.marks import place_of
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.target import Target
from hengbiao.qt.session import Session
from hengbiao.store.history import Entry

_MOST: Final = 8
_LONGEST: Final = 40
_BLANK: Final = "（空）"


class Moment(NamedTuple):
    """One change of the field: `head` says when, who and by what; `stored` is the old value, to be put back at `ref`.

    `differs` says whether putting it back would change anything.
    """

    head: str
    old: str
    new: str
    ref: Ref
    stored: Any
    differs: bool


class Past(NamedTuple):
    """The last changes, newest first, how many there were before them, and a sentence on where the value comes from."""

    moments: tuple[Moment, ...] = ()
    earlier: int = 0
    source: str = ""


def past(session: Session, ref: Ref, money_unit: str) -> Past:
    """The past of the field at `ref`; what a reading error hides is left out (verify tells of it)."""
    try:
        entries = session.store.history(ref.record, ref.path)
    except Refusal:
        return Past()
    kind = _kind(session, ref)
    made = (_moment(session, ref, entry, kind, money_unit) for entry in islice(reversed(entries), _MOST))
    return Past(tuple(made), max(0, len(entries) - _MOST), _source(session, ref, entries))


def _moment(session: Session, ref: Ref, entry: Entry, kind: str, money_unit: str) -> Moment:
    old, new = (said(value, kind, money_unit) for value in (entry.old, entry.new))
    who = "　".join(filter(None, (_time(entry.at), entry.author, entry.label)))
    return Moment(who, old or _BLANK, new or _BLANK, ref, entry.old, _differs(session, ref, entry.old))


def _differs(session: Session, ref: Ref, stored: Any) -> bool:
    from hengbiao.exchange.recall import GoneError, value_changes

    try:
        return bool(value_changes(session.tree, ref, stored))
    except GoneError:
        return False


def _source(session: Session, ref: Ref, entries: list[Entry]) -> str:
    """Typed here, read from a file, received from another office, or carried over from last year."""
    record = session.tree.records[ref.record]
    if any(row.id == place_of(ref.path) for row in getattr(record, "carried", ())):
        return "沿用上年（未核对）：按 Ctrl+K 核对或改写以后，这个记号就去掉"
    if not entries:
        return ""
    last = entries[-1]
    when = f"{_time(last.at)}，{last.author or '没有署名'}"
    if last.office != session.store.identity.office:
        return f"别处填写后收进来的：{when}"
    if last.source:
        return f"取自文件“{last.source}”：{when}，{last.label}"
    return f"在本机填写：{when}，{last.label}"


def _kind(session: Session, ref: Ref) -> str:
    try:
        return kind_at(type(session.tree.records[ref.record]), ref.path)
    except (KeyError, IndexError):
        return "text"


def _time(at: str) -> str:
    """11-22 14:02, as the person's clock showed it; with the year where it is another one."""
    moment = datetime.fromisoformat(at)
    near = moment.year == datetime.now(moment.tzinfo).year
    return f"{moment:%m-%d %H:%M}" if near else f"{moment:%Y-%m-%d %H:%M}"


def said(value: Any, kind: str, money_unit: str) -> str:
    """A stored value as people read it, cut where it is long; "" for none."""
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

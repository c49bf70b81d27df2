"""Finding and replacing text in the forms of a document: in every field that people type, as it stands there."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, Final, NamedTuple

from hengbiao.domain import money, target
from hengbiao.domain.change import Change, Record, Ref, value_at
from hengbiao.domain.fields import KINDS, ROW_TYPES, Kind, kind_at, kind_of, kinds
from hengbiao.domain.money import MoneyError
from hengbiao.domain.target import Target
from hengbiao.domain.tree import Tree
from hengbiao.domain.uncollected import uncollected
from hengbiao.forms.form import paths
from hengbiao.forms.match import cleaned

_NUMERAL: Final = re.compile(r"-?\d{1,15}(?:\.\d{1,12})?")
_FIGURE: Final = re.compile(r"[0-9][0-9,]*(?:\.[0-9]*)?")
_SPLIT: Final = "\0"
_REPORTED: Final = 200
"""Places from one word about progress to the next."""
_FIXED: Final = frozenset({"position", "level1", "level2"})
"""What is no text of the person: replacing 成本 must not rename 成本指标, the level."""

Matches = Callable[[str], bool]


class Hit(NamedTuple):
    """A field that holds what is looked for, and its text."""

    ref: Ref
    text: str


class Left(NamedTuple):
    """A field that could not be replaced in, what it would have become, and why it was left."""

    ref: Ref
    text: str
    why: str


class Replaced(NamedTuple):
    """The changes of a replacement, and what it leaves alone."""

    changes: tuple[Change, ...]
    left: tuple[Left, ...]


def pattern(wanted: str) -> re.Pattern[str]:
    """What finds a text: literally, Latin letters of either case.

    Full-width letters and >= find what the form shows for them, figures with thousands separators those without.
    """
    plain = unicodedata.normalize("NFKC", wanted).replace(">=", "≥").replace("<=", "≤")
    ways = dict.fromkeys(map(_as_found, (wanted, plain)))
    return re.compile("|".join(ways), re.IGNORECASE if wanted.lower() != wanted.upper() else 0)


def _as_found(wanted: str) -> str:
    """A regular expression for one way of writing a text."""
    digits = wanted.replace(",", "")
    if _FIGURE.fullmatch(wanted) and len(digits) > 3:
        return ",?".join(map(re.escape, digits))
    return re.escape(wanted)


def hits(records: Iterable[Record], wanted: re.Pattern[str], money_unit: str) -> Iterator[tuple[Hit, ...]]:
    """For each record the fields that hold a text, in their order."""
    for record in records:
        yield tuple(_hits(record, wanted, money_unit))


def replaced(
    tree: Tree,
    found: Sequence[Hit],
    wanted: re.Pattern[str],
    new: str,
    money_unit: str,
    report: Callable[[int, int], None] | None = None,
) -> Replaced:
    """What replacing in the fields found comes to; figures change only where the result is a figure again.

    What `report` raises breaks it off.
    """
    changes: list[Change] = []
    left: list[Left] = []
    clean = cleaned(new)
    with uncollected():
        for at, hit in enumerate(found):
            if report and at % _REPORTED == 0:
                report(at, len(found))
            record = tree.records[hit.ref.record]
            text = wanted.sub(lambda _: clean, hit.text)
            old = value_at(record, hit.ref.path)
            try:
                changes.append(Change(hit.ref, old, _read(record, hit.ref, old, text, money_unit)))
            except ValueError as error:
                left.append(Left(hit.ref, text, str(error)))
    return Replaced(tuple(changes), tuple(left))


def text_at(record: Record, path: tuple[str, ...], money_unit: str) -> str:
    """The text of one field, as it is searched."""
    return _shown(value_at(record, path), money_unit)


def _hits(record: Record, wanted: re.Pattern[str], money_unit: str) -> Iterator[Hit]:
    for path in _single(kind_of(record)):
        text = _shown(value_at(record, path), money_unit)
        if text and wanted.search(text):
            yield Hit(Ref(record.id, path), text)
    for table in _tables(kind_of(record)):
        columns = _columns(table)
        for row in getattr(record, table):
            joined = _SPLIT.join(columns.texts(row))
            figures = [_shown(getattr(row, name), money_unit) for name in columns.figures]
            if wanted.search(joined) or any(map(wanted.search, figures)):
                yield from _hits_of_row(record.id, table, row, wanted, money_unit)


def _hits_of_row(record: str, table: str, row: Any, wanted: re.Pattern[str], money_unit: str) -> Iterator[Hit]:
    for name in _columns(table).names:
        text = _shown(getattr(row, name), money_unit)
        if wanted.search(text):
            yield Hit(Ref(record, (table, row.id, name)), text)


def _shown(value: Any, money_unit: str) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return money.show(value, money_unit) if isinstance(value, int) else str(value)


def _read(record: Record, ref: Ref, old: Any, text: str, money_unit: str) -> Any:
    """The value that `text` is for a field; ValueError, a Chinese sentence, where it is none."""
    kind = _kind(kind_of(record), ref.path[0], ref.path[-1], len(ref.path))
    if kind == "text":
        return text
    if kind == "amount":
        return _amount(text, money_unit)
    if kind == "target":
        return _target(old, text)
    if kind == "numeral" and text and not _NUMERAL.fullmatch(text):
        raise ValueError(f"“{text[:20]}”不是数")
    return text


@cache
def _kind(record: str, first: str, last: str, parts: int) -> Kind:
    """The kind of a field, a field in a group or a cell of a row."""
    return kind_at(KINDS[record], {1: (first,), 2: (first, last), 3: (first, "", last)}[parts])


def _amount(text: str, money_unit: str) -> int | None:
    try:
        return money.parse(text, money_unit)
    except MoneyError as error:
        raise ValueError(str(error)) from None


def _target(old: Target, text: str) -> Target:
    made = target.parse(text)
    if old.value and made.text:
        raise ValueError(f"“{text[:20]}”不再是带数值的指标值")
    return made


@cache
def _single(kind: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(path.split("/")) for path in paths(kind) if path != "year")


@cache
def _tables(kind: str) -> tuple[str, ...]:
    return tuple(name for name, what in kinds(KINDS[kind]).items() if what == "rows")


class _Columns(NamedTuple):
    """What is searched of the rows of a table: all columns, the texts at once, the figures one by one."""

    names: tuple[str, ...]
    texts: Callable[[Any], tuple[str, ...]]
    figures: tuple[str, ...]


@cache
def _columns(table: str) -> _Columns:
    found = {name: kind for name, kind in kinds(ROW_TYPES[table]).items() if name not in _FIXED}
    texts = [name for name, kind in found.items() if kind in {"text", "numeral"}]
    return _Columns(tuple(found), attrgetter(*texts), tuple(name for name in found if name not in texts))

"""What a text typed into a cell means."""

import re
import unicodedata
from dataclasses import replace
from typing import Any, Final

from hengbiao.domain import target
from hengbiao.domain.change import Record
from hengbiao.domain.fields import kind_of
from hengbiao.domain.money import MoneyError
from hengbiao.domain.target import Target
from hengbiao.forms.form import field_kind, stored
from hengbiao.forms.grid import Cell
from hengbiao.forms.match import parse_cell

_NUMERAL: Final = re.compile(r"-?\d{1,15}(?:\.\d{1,12})?")


class EntryError(ValueError):
    """A text that the cell cannot take; the message is a sentence for the person who typed it."""


def entered(record: Record, cell: Cell, current: Any, text: str) -> Any:
    """The value of the cell's field as the record keeps it; EntryError where `text` is none."""
    assert cell.slot is not None  # noqa: S101 - only bound cells are written to
    owner, path, table = kind_of(record), cell.slot.field, cell.slot.table
    kind = field_kind(owner, path, table)
    if kind == "year":
        return _year(text)
    if kind == "numeral":
        return _numeral(text)
    try:
        value = parse_cell(cell.style.show, text)
    except MoneyError as error:
        raise EntryError(str(error)) from None
    head, _, part = path.partition("/")
    if table and head == "target" and part:
        return _part(current, part, str(value or ""))
    return stored(owner, path, value, table)


def _year(text: str) -> int | None:
    plain = re.sub(r"\s|年度?$", "", unicodedata.normalize("NFKC", text))
    if plain and not re.fullmatch(r"(?:19|20|21)\d\d", plain):
        raise EntryError(f"“{text[:20]}”不是年度，请填四位数，例如 2025")
    return int(plain) if plain else None


def _numeral(text: str) -> str:
    plain = re.sub(r"[\s,，%]", "", unicodedata.normalize("NFKC", text))
    if plain and not _NUMERAL.fullmatch(plain):
        raise EntryError(f"“{text[:20]}”不是数，请填数字，例如 30")
    return plain


def _part(current: Any, part: str, text: str) -> Target:
    """A target with one of its parts written anew; words in the place of the number become the whole target."""
    old = current if isinstance(current, Target) else Target()
    if part != "value":
        return replace(old, **{part: text}) if not old.text else old
    read = target.parse(text)
    if read.text:
        return Target(text=read.text)
    unit, comparator = read.unit or old.unit, read.comparator or old.comparator
    return Target(comparator, read.value, unit)

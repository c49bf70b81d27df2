"""Years in texts that go over into another year: moved where it is certain what they mean, else told."""

import re
from dataclasses import dataclass
from typing import Final, Literal

Where = Literal["name", "date", "text"]
"""Where a text stands: a name, a due date or 指标值, or running text."""

_YEAR: Final = re.compile(r"(?<![\d.])((?:19|20|21)\d\d)(?!\d)")
_AS_YEAR: Final = re.compile(r"\s*年|([-./])\d{1,2}\1\d{1,2}(?!\d)|-\d\d(?![\d-])")
_RANGE: Final = re.compile(r"\s*年?\s*[-—–~～至到]\s*(?:19|20|21)\d\d(?!\d)")
_AFTER_RANGE: Final = re.compile(r"(?:19|20|21)\d\d\s*年?\s*[-—–~～至到]\s*$")
_BRACKET: Final = re.compile(r"[〔\[［【(（]\s*$")
_CLOSED: Final = re.compile(r"\s*[〕\]］】)）]")
_PAST_BEFORE: Final = re.compile(r"(?:比|较|自|从|截至|截止|根据|按照|依据|按|以|同期)\s*$")
_PAST_AFTER: Final = re.compile(
    r"\s*年?(?:度|底|末|初)?(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?)?\s*"
    r"(?:以来|起|印发|发布|修订|制定|颁布|实际|决算|已|同期|基数|水平|相比|完成了|第\s*\d)"
)
_DUE: Final = re.compile(
    r"\s*年(?:度|底|末|\s*\d{1,2}\s*月\s*(?:\d{1,2}\s*[日号]|底|末|[上中下]旬)?\s*(?:以?前|之前|完成|底|末))"
    r"|[-./]\d{1,2}[-./]\d{1,2}"
)
_LEAP_DAY: Final = re.compile(r"\s*(?:[-./]|年\s*)0?2\s*(?:[-./]|月\s*)29(?!\d)")
_AROUND: Final = 8


@dataclass(frozen=True, slots=True)
class Moved:
    """A text after its years were moved; `unclear` are the places, with some words around, where they were not."""

    text: str
    unclear: tuple[str, ...] = ()


def moved(text: str, old: int | None, new: int, where: Where) -> Moved:
    """`text` of the year `old` (None: unknown) for the year `new`.

    Certain is the year `old` itself in a name (…2025年) or a date, and in running text a due date (2025年11月底前).
    Ranges, document numbers (〔2025〕3号), other years and what speaks of the past stay and are told.
    """
    parts: list[str] = []
    unclear: list[str] = []
    at = 0
    for found in _YEAR.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if not _is_year(before, after):
            continue
        if old is not None and int(found[1]) == old and _is_certain(before, after, where, new):
            parts += [text[at : found.start()], str(new)]
            at = found.end()
        else:
            unclear.append(_around(text, found))
    return Moved("".join((*parts, text[at:])), tuple(unclear))


def is_leap(year: int) -> bool:
    """Whether the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _is_year(before: str, after: str) -> bool:
    if _AS_YEAR.match(after) or _RANGE.match(after) or _AFTER_RANGE.search(before[-16:]):
        return True
    return bool(_BRACKET.search(before[-3:]) and _CLOSED.match(after))


def _is_certain(before: str, after: str, where: Where, new: int) -> bool:
    if not _AS_YEAR.match(after) or _RANGE.match(after) or _AFTER_RANGE.search(before[-16:]):
        return False
    if _PAST_BEFORE.search(before[-6:]) or _PAST_AFTER.match(after[:30]):
        return False
    if _LEAP_DAY.match(after) and not is_leap(new):
        return False
    return where != "text" or bool(_DUE.match(after))


def _around(text: str, found: re.Match[str]) -> str:
    start, end = max(0, found.start() - _AROUND), found.end() + _AROUND
    told = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{told}{'…' if end < len(text) else ''}"

"""Marks: what offices note on a record besides its form. They travel and merge as fields do; no form prints them.

A place names a field of the record: its path joined with "." ("funds.total", "indicators.<id>.target"), "" for all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

MARKS: Final = ("remarks", "carried", "explanations", "statuses", "versions", "pairings")
"""Names of the fields that hold marks; interchange files, imports and forms do not know them."""

Origin = Literal["kept", "shifted", "look"]
"""How a value came over from last year: as it was, with its year moved, or as it was with a year that is unclear."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """退回意见: `text` pinned to `place` by the person `by` at `at` (local time); `answer` is the unit's."""

    id: str
    position: str = ""
    place: str = ""
    text: str = ""
    by: str = ""
    at: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """沿用上年（未核对）: the value at the place that is this row's `id` was carried over, confirmed by nobody yet."""

    id: str
    position: str = ""
    origin: str = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """说明: why the finding of `rule` on this form may stand; it holds while the finding rests on the same values.

    `rests_on` is their digest, as `rules.explaining.digest` makes it.
    """

    id: str
    position: str = ""
    rule: str = ""
    text: str = ""
    rests_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """状态: where the form stood (a key of status.STATES) on a day (ISO), noted `by` whom `at` what time.

    `held` is the digest of what stood on the form then.
    """

    id: str
    position: str = ""
    state: str = ""
    on: str = ""
    note: str = ""
    by: str = ""
    at: str = ""
    held: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """留存稿: the records of a unit as they stood when it was kept; `heads` is made and read by `heads_text`."""

    id: str
    position: str = ""
    label: str = ""
    by: str = ""
    at: str = ""
    heads: str = ""


SAME: Final = "同一项目"
APART: Final = "不是同一项目"
FIRST: Final = "前者"
SECOND: Final = "后者"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """同一项目: whether the two projects that this row's `id` names ("a+b", a < b) are one: SAME or APART.

    Which of them `counts`, FIRST or SECOND, is counted where they are the same. Stored are the words that people read.
    """

    id: str
    position: str = ""
    verdict: str = ""
    counts: str = ""


def counted_under(pairings: Iterable[Pairing], there: Callable[[str], bool]) -> dict[str, str]:
    """By project that is linked to another one: the one counted in its place, the same in whatever order they come.

    Of projects linked in a circle the one with the smallest id is counted. What is not `there` links nothing.
    """
    groups: dict[str, set[str]] = {}
    losing: set[str] = set()
    for pairing in pairings:
        first, _, second = pairing.id.partition("+")
        if pairing.verdict == SAME and there(first) and there(second):
            losing.add(first if pairing.counts == SECOND else second)
            joined = groups.get(first, {first}) | groups.get(second, {second})
            groups.update(dict.fromkeys(joined, joined))
    found = {}
    for key, group in groups.items():
        counted = min(group - losing or group)
        if key != counted:
            found[key] = counted
    return found


def place_of(path: tuple[str, ...]) -> str:
    """The place that a field path is."""
    return ".".join(path)


def path_of(place: str) -> tuple[str, ...]:
    """The field path of a place; () for the whole record."""
    return tuple(place.split(".")) if place else ()


def heads_text(heads: dict[str, tuple[str, ...]]) -> str:
    """Edits by record, as one text: "record:edit,edit record:edit"."""
    return " ".join(f"{record}:{','.join(sorted(found))}" for record, found in sorted(heads.items()))


def heads_of(text: str) -> dict[str, tuple[str, ...]]:
    """The edits by record of such a text; what is no such part is passed over."""
    parts = (part.partition(":") for part in text.split())
    return {record: tuple(found.split(",")) for record, _, found in parts if record and found}

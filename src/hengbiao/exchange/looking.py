"""A foreign document held against ours: what it would change, whose forms these are, which units it reports."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Tree
from hengbiao.exchange.ownership import Known, unit_of
from hengbiao.exchange.receipt import Received, Reported, Tick, unticked
from hengbiao.store import merging as prospects
from hengbiao.store import schema
from hengbiao.store.edits import Row
from hengbiao.store.foreign import Foreign
from hengbiao.store.store import Store


class Seen(NamedTuple):
    """What is told of a document, and what there is to merge; None where it is refused."""

    told: Received
    found: prospects.Prospect | None


class Look:
    """Holds documents against a store one after the other, each as if those before it had come in."""

    def __init__(self, store: Store, earlier: prospects.Earlier | None = None) -> None:
        self._store, self._earlier = store, earlier
        self._known = Known(store)
        self._named: dict[str, tuple[str, str]] = {}
        self._placed: dict[str, tuple[str, int | None]] = {}
        self._was: dict[str, int | None] = {}  # the year of a record before one of these documents changed it
        self._typed: dict[bytes, int | None] = {}  # by edit the year that it changed to

    def at(self, answer: Foreign | Refusal, tree: Tree) -> Seen:
        """What a document would change; a refusal as such."""
        if isinstance(answer, Refusal):
            return _refused(Path(answer.path), answer)
        if answer.path.resolve() == self._store.path:
            refusal = Refusal(answer.path, "", "这就是正在打开的文件", "请选择别人上报的文件")
            return _refused(answer.path, refusal)
        try:
            found = self._prospect(answer.rows)
        except prospects.UnfitError as error:
            refusal = Refusal(answer.path, "", str(error), "请对方重新发送一份，原文件没有改动")
            return _refused(answer.path, refusal)
        told = replace(self._told(answer, found), units=self._units(answer, found, tree))
        return Seen(replace(told, others=self._known.others(found)), found)

    def agreed(self, answer: Foreign, seen: Seen, tick: Tick) -> Seen:
        """The same without what nobody agreed to; refused where nothing is left."""
        told, found = seen
        left = self._left_out(told, found.outcomes if found else (), tick)
        if not left or found is None:
            return seen
        rest = self._prospect(row for row in answer.rows if row.record not in left)
        if not rest.rows:
            return Seen(_marked(_refused(told.path, unticked(told)).told, told, left), None)
        return Seen(_marked(self._told(answer, rest), told, left), rest)

    def add(self, found: prospects.Prospect) -> None:
        """Take what came in into account."""
        self._known.add(found)

    def _prospect(self, rows: Iterable[Row]) -> prospects.Prospect:
        return self._store.look(partial(prospects.prospect, rows=rows, earlier=self._earlier))

    def _told(self, answer: Foreign, found: prospects.Prospect) -> Received:
        counts = Counter(_fate(one) for one in found.outcomes)
        made = sum(len(set(one.conflicts) - set(one.old_conflicts)) for one in found.outcomes)
        settled = any(set(one.old_conflicts) - set(one.conflicts) for one in found.outcomes)
        new = any(counts[fate] for fate in ("added", "changed", "deleted")) or made or settled
        return Received(
            answer.path,
            "merged" if new else "nothing_new",
            counts["added"],
            counts["changed"],
            counts["deleted"],
            made,
            older=not new and self._store.look(partial(prospects.is_ahead, rows=answer.rows)),
            newer=answer.version > schema.VERSION,
            incomplete=sum(one.incomplete for one in found.outcomes),
            overtyped=tuple(one.id for one in found.outcomes if _is_overtyped(one)),
        )

    @staticmethod
    def _left_out(told: Received, outcomes: Sequence[prospects.Outcome], tick: Tick) -> tuple[str, ...]:
        others = () if tick.others else told.others
        years = () if tick.overtyped else told.overtyped
        return tuple(one.id for one in outcomes if one.id in (*others, *years) or unit_of(one) in years)

    def _units(self, answer: Foreign, found: prospects.Prospect, tree: Tree) -> tuple[Reported, ...]:
        """The units of which the document holds records, by code and name."""
        for one in found.outcomes:
            self._place(one)
            self._note_typed(one, found.rows)
        years: dict[str, set[int]] = {}
        typed = {row.record: self._typed[row.id] for row in answer.rows if row.id in self._typed}
        for key in dict.fromkeys(row.record for row in answer.rows):
            unit, year = self._placed.get(key) or _standing(key, tree)
            year = typed.get(key, self._was.get(key, year))
            if unit:
                years.setdefault(unit, set()).update(() if year is None else (year,))
        reported = (self._reported(unit, years[unit], tree) for unit in years)
        return tuple(sorted(reported, key=lambda one: (one.code, one.name, one.unit)))

    def _place(self, one: prospects.Outcome) -> None:
        """Note what a record that comes in belongs to."""
        if state := one.state or one.before:
            self._placed[one.id] = unit_of(one), state.get("year")
            if state.get("kind") == "unit":
                self._named[one.id] = str(state.get("code", "")), str(state.get("name", ""))

    def _note_typed(self, one: prospects.Outcome, rows: Iterable[Row]) -> None:
        """Note what changed a year: a document without it still reports the year that was there."""
        if one.before and one.state and (year := one.state.get("year")) != (was := one.before.get("year")):
            self._was.setdefault(one.id, was)
            self._typed.update((row.id, year) for row in rows if row.record == one.id)

    def _reported(self, unit: str, years: set[int], tree: Tree) -> Reported:
        standing = tree.headings.get(unit)
        code, name = self._named.get(unit) or ((standing.code, standing.name) if standing else ("", ""))
        return Reported(unit, code, name, tuple(sorted(years)))


def _standing(key: str, tree: Tree) -> tuple[str, int | None]:
    found = tree.headings.get(key)
    return (found.unit, found.year) if found else ("", None)


def _refused(path: Path, refusal: Refusal) -> Seen:
    return Seen(Received(path, "refused", refusal=refusal), None)


def _marked(rest: Received, whole: Received, left: tuple[str, ...]) -> Received:
    """What became of the rest of a document, with what is true of the whole."""
    return replace(rest, others=whole.others, overtyped=whole.overtyped, units=whole.units, left_out=left)


def _is_overtyped(one: prospects.Outcome) -> bool:
    before, after = one.before or {}, one.state or {}
    return None not in (before.get("year"), after.get("year")) and before["year"] != after["year"]


def _fate(one: prospects.Outcome) -> str:
    if one.before is None:
        return "" if one.state is None else "added"
    if one.state is None:
        return "deleted"
    return "" if one.before == one.state else "changed"


Progress = Callable[[int, int], None]
"""(documents done, documents in all); it stops, between two documents, by raising."""

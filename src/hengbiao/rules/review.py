"""A review of a whole document that goes on with it: after a change only what the change can touch is asked again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hengbiao.domain.change import Change
from hengbiao.domain.marks import MARKS
from hengbiao.domain.tree import Tree
from hengbiao.rules.catalog import Rulebook, rulebook
from hengbiao.rules.rule import check_record
from hengbiao.rules.subject import Finding
from hengbiao.rules.survey import Survey

Again = dict[str, frozenset[str]]
"""Forms to ask again, each with the rules to ask; none for all rules."""

_ALL: Final[frozenset[str]] = frozenset()
_UNIQUE: Final = frozenset({"R69"})
_DATES: Final = frozenset({"R36"})
_ROLLED_UP: Final = frozenset({"R71"})
_UNIT_FIELDS: Final = {
    "name": frozenset({"R01", "R58"}),
    "code": frozenset({"R01"}),
    "extra": frozenset({"R75", "R76"}),
    "region": _ALL,
    "year": _ALL,
}
"""The rules that read a field of the unit, where the same rules hold for it as before."""
_SILENT: Final = frozenset(MARKS) - {"explanations"}


@dataclass(frozen=True)
class Review:
    """The findings of a document by form, forms without any left out, and what they were found with."""

    tree: Tree
    survey: Survey
    book: Rulebook
    findings: Mapping[str, tuple[Finding, ...]]

    def after(self, tree: Tree, changes: Iterable[Change]) -> tuple["Review", frozenset[str]]:
        """The review of `tree`, made from this one's by `changes`, and the forms whose findings differ."""
        made = tuple(changes)
        touched = frozenset(change.ref.record for change in made)
        survey = self.survey.after(tree, touched)
        again = _again(self.survey, survey, made, self.book)
        answers = {key: self._answer(tree, survey, key, numbers) for key, numbers in again.items()}
        answers.update(dict.fromkeys(touched - tree.headings.keys(), ()))
        differ = {key: found for key, found in answers.items() if found != self.findings.get(key, ())}
        findings = {**self.findings, **differ}
        for key in [key for key, found in differ.items() if not found]:
            del findings[key]
        return Review(tree, survey, self.book, findings), frozenset(differ)

    def _answer(self, tree: Tree, survey: Survey, key: str, numbers: frozenset[str]) -> tuple[Finding, ...]:
        """What the form has now, where only the rules `numbers` (none: all) may answer otherwise than before."""
        if key not in tree.headings:
            return ()
        found = check_record(tree, key, survey, self.book, numbers)
        kept = [one for one in self.findings.get(key, ()) if numbers and one.rule not in numbers]
        return tuple(sorted((*kept, *found), key=lambda one: one.rule))

    def in_order(self) -> Iterator[Finding]:
        """The findings in the order of the forms."""
        for unit in self.tree.units:
            for part in self.tree.parts(unit.id):
                yield from self.findings.get(part.id, ())


def review(tree: Tree, book: Rulebook | None = None) -> Review:
    """Ask everything of every form."""
    survey, chosen = Survey(tree), book or rulebook()
    forms = (part.id for unit in tree.units for part in tree.parts(unit.id))
    found = ((key, check_record(tree, key, survey, chosen)) for key in forms)
    return Review(tree, survey, chosen, {key: many for key, many in found if many})


def _again(old: Survey, new: Survey, changes: Iterable[Change], book: Rulebook) -> Again:
    """What depends on the changes: the forms themselves, and others through names, codes, dates and sums."""
    again: Again = {}
    for change in changes:
        head = change.ref.path[:1]
        if head and head[0] in _SILENT:
            continue
        item = new.tree.headings.get(change.ref.record) or old.tree.headings.get(change.ref.record)
        if item is None:  # it came and went between two looks
            continue
        if item.kind == "unit":
            if not head or head[0] in _UNIT_FIELDS:
                numbers = _of_unit(old.tree, new.tree, change, book)
                _add(again, (part.id for part in new.tree.parts(change.ref.record)), numbers)
        elif head != ("position",):
            _add(again, (change.ref.record,), _ALL)
    for key in {change.ref.record for change in changes}:
        _depending(again, old, new, key)
    return again


def _of_unit(old: Tree, new: Tree, change: Change, book: Rulebook) -> frozenset[str]:
    """The rules to ask again of the forms of a unit that has changed; none for all."""
    key = change.ref.record
    if not change.ref.path or key not in old.headings or key not in new.headings:
        return _ALL
    same = book.rules_for(old.unit(key)) is book.rules_for(new.unit(key))
    return _UNIT_FIELDS[change.ref.path[0]] if same else _ALL


def _depending(again: Again, old: Survey, new: Survey, key: str) -> None:
    was, now = old.tree.headings.get(key), new.tree.headings.get(key)
    for unit in {item.unit for item in (was, now) if item and item.kind != "unit"}:
        parts = [part.id for part in new.tree.parts(unit)]
        if (
            unit in old.tree.headings
            and unit in new.tree.headings
            and old.tree.unit_year(unit) != new.tree.unit_year(unit)
        ):
            _add(again, parts, _ALL)
        if was != now:
            _add(again, parts[:1], _ROLLED_UP)
            _add(again, _namesakes(new, unit, {item.name for item in (was, now) if item}), _UNIQUE)
        if old.date_form(unit) != new.date_form(unit):
            _add(again, parts, _DATES)
    codes = {(item.year, item.code) for item in (was, now) if item and item.code} if was != now else ()
    for code in codes:
        _add(again, old.codes.get(code, _ALL) | new.codes.get(code, _ALL), _UNIQUE)


def _namesakes(survey: Survey, unit: str, names: set[str]) -> Iterator[str]:
    return (item.id for item in survey.tree.projects(unit) if item.name in names)


def _add(again: Again, keys: Iterable[str], numbers: frozenset[str]) -> None:
    for key in keys:
        known = again.get(key)
        if numbers and known is not None:
            again[key] = known | numbers if known else _ALL
        else:
            again[key] = numbers

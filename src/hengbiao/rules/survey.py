"""What checks need to know of the whole document, gathered once for all forms of one review."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from hengbiao.domain.tree import Heading, Tree
from hengbiao.rules.reading import moments

_DOCUMENT: Final = re.compile(r"《([^《》]{4,60})》\s?[(（]([^()（）\s]{2,16}[〔\[]\d{4}[〕\]]\s?\d+\s?号)[)）]")

Code = tuple[int | None, str]


class Survey:
    """Facts across forms; each is gathered when first asked for, and outlives a change that does not touch it."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._names: dict[str, Counter[tuple[int | None, str]]] = {}
        self._date_forms: dict[str, str] = {}

    def names(self, unit: str) -> Mapping[tuple[int | None, str], int]:
        """How often each project name stands in a unit, by year."""
        if unit not in self._names:
            self._names[unit] = Counter((item.year, item.name) for item in self.tree.projects(unit) if item.name)
        return self._names[unit]

    @cached_property
    def codes(self) -> Mapping[Code, frozenset[str]]:
        """The projects of each 项目编码 in a year."""
        found: dict[Code, list[str]] = {}
        for item in self.tree.headings.values():
            if key := _code(item):
                found.setdefault(key, []).append(item.id)
        return {key: frozenset(ids) for key, ids in found.items()}

    def date_form(self, unit: str) -> str:
        """How the first 时效 date of a unit is written; "" for none."""
        if unit not in self._date_forms:
            self._date_forms[unit] = self._first_date_form(unit)
        return self._date_forms[unit]

    def after(self, tree: Tree, touched: Iterable[str]) -> "Survey":
        """The survey of `tree`, in which only the records `touched` differ; what is known of others is kept."""
        made = Survey(tree)
        keys = set(touched)
        pairs = [(self.tree.headings.get(key), tree.headings.get(key)) for key in keys]
        units = {item.unit for pair in pairs for item in pair if item}
        made._names = {unit: found for unit, found in self._names.items() if unit not in units}
        made._date_forms = {unit: found for unit, found in self._date_forms.items() if unit not in units}
        if "codes" in self.__dict__:
            made.__dict__["codes"] = _codes_after(self.codes, pairs)
        return made

    def _first_date_form(self, unit: str) -> str:
        for part in self.tree.parts(unit):
            for row in getattr(self.tree.records[part.id], "indicators", ()):
                if "时效" in row.level2 and (found := moments(row.target.text)):
                    return found[0].form
        return ""


def documents(text: str) -> list[tuple[str, str]]:
    """Each 《title》（文号） cited in a text."""
    return [(match[1], re.sub(r"\s", "", match[2])) for match in _DOCUMENT.finditer(text)]


def _code(item: Heading | None) -> Code | None:
    return (item.year, item.code) if item and item.kind == "project" and item.code else None


def _codes_after(
    codes: Mapping[Code, frozenset[str]], pairs: Iterable[tuple[Heading | None, Heading | None]]
) -> Mapping[Code, frozenset[str]]:
    moved = [(old, new) for old, new in pairs if _code(old) != _code(new)]
    if not moved:
        return codes
    made = dict(codes)
    for old, new in moved:
        if old and (was := _code(old)):
            made[was] = made[was] - {old.id}
        if new and (now := _code(new)):
            made[now] = made.get(now, frozenset()) | {new.id}
    return made

"""What checks need to know of the whole document, gathered once for all forms of one review."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from hengbiao.domain.tree import Tree
from hengbiao.rules.reading import moments

_DOCUMENT: Final = re.compile(r"《([^《》]{4,60})》\s?[(（]([^()（）\s]{2,16}[〔\[]\d{4}[〕\]]\s?\d+\s?号)[)）]")


@dataclass(frozen=True)
class Survey:
    """Facts across forms; each is gathered when first asked for."""

    tree: Tree

    @cached_property
    def names(self) -> Counter[tuple[str, int | None, str]]:
        """How often each project name stands in a unit and year."""
        return Counter((item.unit, item.year, item.name) for item in self._projects if item.name)

    @cached_property
    def codes(self) -> Counter[tuple[int | None, str]]:
        """How often each 项目编码 stands in a year."""
        return Counter((item.year, item.code) for item in self._projects if item.code)

    @cached_property
    def _projects(self) -> list[Any]:
        return [item for item in self.tree.headings.values() if item.kind == "project"]

    @cached_property
    def date_forms(self) -> dict[str, str]:
        """How the first 时效 date of each unit is written."""
        return {unit.id: self._first_date_form(unit.id) for unit in self.tree.units}

    def _first_date_form(self, unit: str) -> str:
        for part in self.tree.parts(unit):
            for row in getattr(self.tree.records[part.id], "indicators", ()):
                for moment in moments(row.target.text) if "时效" in row.level2 else ():
                    return moment.form
        return ""


def documents(text: str) -> list[tuple[str, str]]:
    """Each 《title》（文号） cited in a text."""
    return [(match[1], re.sub(r"\s", "", match[2])) for match in _DOCUMENT.finditer(text)]

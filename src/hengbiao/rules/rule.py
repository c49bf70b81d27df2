"""审核 of forms: the rules as data, and the one function that asks every question of a record."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from hengbiao.domain.change import Ref
from hengbiao.domain.tree import Tree
from hengbiao.paths import resource
from hengbiao.rules import money
from hengbiao.rules.subject import Check, Finding, Rule, Subject

CHECKS: Final[Mapping[str, Check]] = MappingProxyType({**money.CHECKS})
"""Every question by rule number; a family adds its own table here."""


@cache
def rules() -> Mapping[str, Rule]:
    """The shipped rules by number."""
    found: dict[str, Rule] = {}
    for path in sorted(resource("rules").glob("*.toml")):
        table = tomllib.loads(path.read_text("utf-8"))
        found.update({number: Rule(number, **entry) for number, entry in table.items()})
    return MappingProxyType(found)


def check_record(tree: Tree, record: str) -> tuple[Finding, ...]:
    """Every finding on one form, at most one for each rule."""
    subject = Subject(tree, tree.records[record])
    asked = ((rule, CHECKS[number](subject)) for number, rule in rules().items())
    return tuple(
        Finding(rule.number, rule.severity, Ref(record, hit[0]), f"{hit[1]}。{rule.advice}")
        for rule, hit in asked
        if hit
    )


def check(tree: Tree) -> Iterable[Finding]:
    """Every finding of a document, form by form."""
    for unit in tree.units:
        for part in tree.parts(unit.id):
            yield from check_record(tree, part.id)

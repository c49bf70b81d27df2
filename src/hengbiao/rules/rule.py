"""审核 of forms: the rules as data, and the one function that asks every question of a record."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from hengbiao.domain.change import Ref
from hengbiao.domain.tree import Tree
from hengbiao.paths import resource
from hengbiao.rules import completeness, money, targets, texts
from hengbiao.rules.subject import Check, Finding, Rule, Subject
from hengbiao.rules.survey import Survey

CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {**completeness.CHECKS, **money.CHECKS, **targets.CHECKS, **texts.CHECKS},
)
"""Every question by rule number; a family adds its own table here."""


@cache
def rules() -> Mapping[str, Rule]:
    """The shipped rules by number."""
    found: dict[str, Rule] = {}
    for path in sorted(resource("rules").glob("*.toml")):
        found.update(read_rules(path))
    return MappingProxyType(found)


def read_rules(path: Path) -> Mapping[str, Rule]:
    """The rules of one file by number."""
    table = tomllib.loads(path.read_text("utf-8"))
    return {number: _rule(number, entry) for number, entry in table.items()}


def check_record(tree: Tree, record: str, survey: Survey | None = None) -> tuple[Finding, ...]:
    """Every finding on one form, at most one for each rule; `survey` spares gathering it anew for every form."""
    subject = Subject(tree, tree.records[record], survey or Survey(tree))
    found = (_ask(subject, rule) for rule in rules().values())
    return tuple(finding for finding in found if finding)


def check(tree: Tree) -> Iterable[Finding]:
    """Every finding of a document, form by form."""
    survey = Survey(tree)
    for unit in tree.units:
        for part in tree.parts(unit.id):
            yield from check_record(tree, part.id, survey)


def _rule(number: str, entry: Mapping[str, Any]) -> Rule:
    listed: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return Rule(number=number, **listed)


def _ask(subject: Subject, rule: Rule) -> Finding | None:
    severity = rule.severity_in(subject.unit.region)
    hit = None if severity == "off" else CHECKS[rule.number](subject, rule)
    if hit is None:
        return None
    ref = Ref(subject.record.id, hit.path)
    message = f"{hit.sentence}。{rule.advice}" if rule.advice else f"{hit.sentence}。"
    return Finding(rule.number, hit.severity or severity, ref, message, hit.rests_on, hit.fix, hit.fix_label)

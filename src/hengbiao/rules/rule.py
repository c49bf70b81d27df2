"""审核 of forms: the one function that asks every question of a record."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from hengbiao.domain.change import Ref
from hengbiao.domain.tree import Tree
from hengbiao.rules import completeness, money, promises, targets, texts
from hengbiao.rules.catalog import Rulebook, rulebook, rules
from hengbiao.rules.explaining import explained
from hengbiao.rules.places import listed_word
from hengbiao.rules.subject import Check, Finding, Hit, Rule, Subject
from hengbiao.rules.survey import Survey

__all__ = ["CHECKS", "check", "check_record", "rules"]

CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {**completeness.CHECKS, **money.CHECKS, **targets.CHECKS, **promises.CHECKS, **texts.CHECKS},
)
"""Every question by rule number; a family adds its own table here."""


def check_record(
    tree: Tree,
    record: str,
    survey: Survey | None = None,
    book: Rulebook | None = None,
    only: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Every finding on one form, at most one for each rule (`only` these, where named), with the 说明 given for it.

    `survey` spares gathering what is known of the document anew for every form; a unit record has no findings.
    """
    if tree.headings[record].kind == "unit":
        return ()
    subject = Subject(tree, tree.records[record], survey or Survey(tree))
    asked = (book or rulebook()).rules_for(subject.unit)
    found = [
        (rule, hit)
        for rule in asked
        if (not only or rule.number in only) and (hit := CHECKS.get(rule.number, listed_word)(subject, rule))
    ]
    return tuple(explained(_finding(record, rule, hit), subject.record) for rule, hit in found)


def check(tree: Tree, book: Rulebook | None = None) -> Iterable[Finding]:
    """Every finding of a document, form by form."""
    survey = Survey(tree)
    for unit in tree.units:
        for part in tree.parts(unit.id):
            yield from check_record(tree, part.id, survey, book)


def _finding(record: str, rule: Rule, hit: Hit) -> Finding:
    ref = Ref(record, hit.path)
    message = f"{hit.sentence}。{rule.advice}" if rule.advice else f"{hit.sentence}。"
    return Finding(rule.number, hit.severity or rule.severity, ref, message, hit.rests_on, hit.fix, hit.fix_label)

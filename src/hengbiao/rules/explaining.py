"""说明: a finding that an office has accounted for, until a value that it rests on changes."""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from hengbiao.domain.change import Change, Record, Ref
from hengbiao.domain.marks import Explanation
from hengbiao.domain.position import between, new_row_id
from hengbiao.domain.tree import Tree
from hengbiao.rules.subject import Finding


def digest(rests_on: Iterable[str]) -> str:
    """One short text for the values a finding rests on; any other values give another."""
    return sha256("\0".join(rests_on).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def explained(finding: Finding, record: Record) -> Finding:
    """The finding with the 说明 given for it: in force, or lapsed because a value has changed since."""
    given = _given(record, finding.rule)
    if given is None or not given.text.strip():
        return finding
    if given.rests_on == digest(finding.rests_on):
        return replace(finding, explanation=given.text)
    return replace(finding, lapsed=given.text)


def explain(tree: Tree, finding: Finding, text: str) -> list[Change]:
    """The changes that account for a finding with `text`, or with "" take the 说明 back; one for each rule and form."""
    record = tree.records[finding.ref.record]
    given = _given(record, finding.rule)
    plain = text.strip()
    if given is None:
        return [_added(record, finding, plain)] if plain else []
    place = Ref(record.id, ("explanations", given.id))
    if not plain:
        return [Change(place, given, None)]
    puts = (("text", given.text, plain), ("rests_on", given.rests_on, digest(finding.rests_on)))
    return [Change(Ref(record.id, (*place.path, name)), old, new) for name, old, new in puts if old != new]


def _added(record: Record, finding: Finding, text: str) -> Change:
    rows: tuple[Explanation, ...] = getattr(record, "explanations", ())
    last = rows[-1].position if rows else ""
    made = Explanation(
        id=new_row_id(),
        position=between(last, ""),
        rule=finding.rule,
        text=text,
        rests_on=digest(finding.rests_on),
    )
    return Change(Ref(record.id, ("explanations", made.id)), None, made)


def _given(record: Record, rule: str) -> Explanation | None:
    """The last one given for a rule: two offices may both have written one."""
    rows: tuple[Explanation, ...] = getattr(record, "explanations", ())
    return next((row for row in reversed(rows) if row.rule == rule), None)

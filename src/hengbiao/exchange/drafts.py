"""未定稿, 未决: exports of forms with open errors or unresolved conflicts say so at the foot; nothing is held back."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from hengbiao.domain.tree import Tree
from hengbiao.rules.rule import check_record
from hengbiao.rules.survey import Survey

SETTLED: Final[Mapping[str, int]] = MappingProxyType({})
"""No record has unresolved conflicts."""


def open_errors(tree: Tree, records: Iterable[str]) -> int:
    """How many errors of these forms are neither put right nor released with a reason."""
    survey = Survey(tree)
    found = (one for record in records for one in check_record(tree, record, survey))
    return sum(one.severity == "error" and not one.explained for one in found)


def foot_note(
    tree: Tree,
    records: Iterable[str],
    unsettled: Mapping[str, int] = SETTLED,
    errors: Mapping[str, int] | None = None,
) -> str:
    """What the foot of a print of these forms says; "" where there is neither an open error nor a conflict.

    `unsettled` is the number of conflicts of each record that has any; those of a form's 预算单位 count with it.
    `errors` are the open errors of each form that has any, where the caller knows them already.
    """
    chosen = list(records)
    found = open_errors(tree, chosen) if errors is None else sum(errors.get(record, 0) for record in chosen)
    conflicts = _conflicts(tree, chosen, unsettled)
    parts = [f"未定稿：{found} 处错误"] * bool(found) + [f"未决 {conflicts} 处"] * bool(conflicts)
    return "　".join(parts)


def _conflicts(tree: Tree, records: Iterable[str], unsettled: Mapping[str, int]) -> int:
    concerned = {key for record in records for key in (record, tree.headings[record].unit)}
    return sum(unsettled.get(key, 0) for key in concerned) if unsettled else 0

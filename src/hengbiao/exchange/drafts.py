"""未定稿: exports of forms with open errors say so in the footer; nothing is held back."""

from collections.abc import Iterable

from hengbiao.domain.tree import Tree
from hengbiao.rules.rule import check_record
from hengbiao.rules.survey import Survey


def open_errors(tree: Tree, records: Iterable[str]) -> int:
    """How many errors of these forms are neither put right nor released with a reason."""
    survey = Survey(tree)
    found = (one for record in records for one in check_record(tree, record, survey))
    return sum(one.severity == "error" and not one.explained for one in found)


def draft_note(tree: Tree, records: Iterable[str]) -> str:
    """What the footer of an export of these forms says; "" where there is no open error."""
    count = open_errors(tree, records)
    return f"未定稿：{count} 处错误" if count else ""

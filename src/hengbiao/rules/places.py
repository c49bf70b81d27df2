"""Where the texts of a form stand, and finding words in them; a form without any is passed over at one look."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from hengbiao.domain.department import Department
from hengbiao.rules.subject import Subject

Place = tuple[tuple[str, ...], str, str]
"""A field's path, what people call it, and its text."""

_NAMED = {
    "name": "项目名称",
    "purpose": "资金用途",
    "goal": "绩效目标",
    "lifetime_goal": "总体目标",
    "duties": "部门职责",
}
_OF_ROW = {"name": "", "description": "的描述", "scoring": "的评分标准", "formula": "的计算方法"}


@cache
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of any of these words, longer ones first."""
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)")


def first_word(subject: Subject, pattern: re.Pattern[str]) -> tuple[tuple[str, ...], str, str, str] | None:
    """The first place where `pattern` is found, with what was found; None for nowhere."""
    if not pattern.search(subject.text):
        return None
    for path, called, text in places(subject):
        found = pattern.search(text)
        if found:
            return path, called, text, found[0].strip()
    return None


def places(subject: Subject) -> Iterator[Place]:
    """Every text of the form that people write."""
    for name, called in _NAMED.items():
        yield (name,), called, getattr(subject.record, name, "")
    if isinstance(subject.record, Department):
        yield from ((("notes", name), "说明", text) for name, text in notes(subject.record))
    for row in subject.rows:
        for name, called in _OF_ROW.items():
            yield ("indicators", row.id, name), f"指标“{row.name[:12]}”{called}", getattr(row, name)
        yield ("indicators", row.id, "target"), f"指标“{row.name[:12]}”的指标值", row.target.text


def notes(form: Department) -> Iterable[tuple[str, str]]:
    """The 说明 beside the texts of a department form."""
    return ((name, getattr(form.notes, name)) for name in ("duties", "lifetime_goal", "goal"))

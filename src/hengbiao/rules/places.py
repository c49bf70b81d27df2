"""Where the texts of a form stand, and finding words in them; a form without any is passed over at one look."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from hengbiao.domain.department import Department
from hengbiao.rules.subject import Hit, Rule, Subject

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


def first_word(
    subject: Subject, pattern: re.Pattern[str], wanted: Callable[[re.Match[str]], bool] = bool
) -> tuple[tuple[str, ...], str, str, str] | None:
    """The first place where `pattern` is found as `wanted`, with what was found; None for nowhere."""
    if not pattern.search(subject.text):
        return None
    for path, called, text in places(subject):
        found = next((one for one in pattern.finditer(text) if wanted(one)), None)
        if found:
            return path, called, text, found[0].strip()
    return None


def listed_word(subject: Subject, rule: Rule) -> Hit | None:
    """The check of a rule that is only a list of words: one of them in one of its fields."""
    wanted, passed = any_of(rule.words), any_of(rule.words_not)
    for field in rule.fields:
        for path, called, text in FIELDS[field](subject):
            found = wanted.search(passed.sub("", text))
            if found:
                return Hit(path, f"{called}出现“{found[0]}”", (text,))
    return None


def _own(name: str, called: str) -> Callable[[Subject], Iterator[Place]]:
    return lambda subject: iter([((name,), called, getattr(subject.record, name, ""))])


def _in_rows(rows: str, name: str, called: str) -> Callable[[Subject], Iterator[Place]]:
    return lambda subject: (
        ((rows, row.id, name), called, str(getattr(row, name))) for row in getattr(subject.record, rows, ())
    )


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


_OF_INDICATOR: Final = {
    "name": "三级指标",
    "description": "绩效指标描述",
    "basis": "指标值依据",
    "formula": "计算方法",
    "scoring": "评分标准",
    "source": "数据来源",
    "target": "指标值",
    "remark": "备注",
}

FIELDS: Final[Mapping[str, Callable[[Subject], Iterator[Place]]]] = MappingProxyType(
    {
        **{name: _own(name, called) for name, called in _NAMED.items()},
        **{f"indicators.{name}": _in_rows("indicators", name, called) for name, called in _OF_INDICATOR.items()},
        "estimates.content": _in_rows("estimates", "content", "测算内容"),
        "estimates.basis": _in_rows("estimates", "basis", "测算依据"),
        "tasks.content": _in_rows("tasks", "content", "任务内容"),
        "sections.goal": _in_rows("sections", "goal", "分项目标"),
        "measures.text": _in_rows("measures", "text", "保障措施"),
        "extra.text": _in_rows("extra", "text", "自定义栏目"),
    }
)
"""The fields that a rule file may name for a list of words, each with where its texts stand."""

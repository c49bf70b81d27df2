"""说明 from a script (`hengbiao explain`): {"explanations": [{"unit", "year", "project", "rule", "text"}]}."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from hengbiao.domain.change import Change
from hengbiao.domain.find import NotOneError, project_called, unit_called
from hengbiao.domain.tree import Tree
from hengbiao.formats.strict_json import Fault, listed, text, unknown, wrong
from hengbiao.rules.explaining import explain
from hengbiao.rules.rule import check_record

_NEXT: Final = "请先用 check 核对单位、项目和规则编号；全部说明均未写入"
_KEYS: Final = frozenset({"unit", "year", "project", "rule", "text"})


class Asked(NamedTuple):
    """One 说明: the form ("" `project` for the department form), the rule and the text; `text` "" takes it back."""

    unit: str
    year: int | None
    project: str
    rule: str
    text: str


def read(data: Any) -> list[Asked]:
    """The explanations that a JSON value spells; Fault with the JSON path of what is not right."""
    return [_asked(entry, at) for at, entry in enumerate(listed(data, "explanations"))]


def changes(tree: Tree, asked: Iterable[Asked]) -> list[Change]:
    """The changes that store them with their findings; Fault where there is no such form or finding."""
    made: list[Change] = []
    for at, one in enumerate(asked):
        try:
            made += _changes(tree.changed(made), one)
        except (Fault, NotOneError) as fault:
            told = fault.reason if isinstance(fault, Fault) else str(fault)
            raise Fault(told, _NEXT).under(at).under("explanations") from None
    return made


def _changes(tree: Tree, one: Asked) -> list[Change]:
    record = _form(tree, one)
    found = next((found for found in check_record(tree, record) if found.rule == one.rule), None)
    if found is None:
        raise Fault(f"这张表现在没有 {one.rule} 的审核结果")
    return explain(tree, found, one.text)


def _form(tree: Tree, one: Asked) -> str:
    unit = unit_called(tree, one.unit, one.year).id if one.unit else ""
    if one.project:
        return project_called(tree, one.project, unit).id
    form = tree.department(unit) if unit else None
    if form is None:
        raise Fault("没有写明 project，这个单位也没有部门整体表")
    return form.id


def _asked(entry: Any, at: int) -> Asked:
    try:
        if not isinstance(entry, dict):
            raise wrong(entry, "对象")
        for key in entry:
            if key not in _KEYS:
                raise unknown(key, entry)
        year = entry.get("year")
        if year is not None and type(year) is not int:
            raise wrong(year, "整数").under("year")
        words = {key: _text(entry, key) for key in ("unit", "project", "rule", "text")}
        return Asked(year=year, **words)
    except Fault as fault:
        raise fault.under(at).under("explanations") from None


def _text(entry: dict[str, Any], key: str) -> str:
    try:
        found: str = text(entry.get(key, ""))
    except Fault as fault:
        raise fault.under(key) from None
    return found

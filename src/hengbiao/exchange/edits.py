"""Edits from a script (`hengbiao set`): {"edits": [{"unit", "project", "indicator", "field", "value"}]} → changes."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from hengbiao.domain.change import Change, Record, Ref, put_all, value_at
from hengbiao.domain.fields import kind_at
from hengbiao.domain.find import NotOneError, project_called, unit_called
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.rows import field_changes, row_changes
from hengbiao.domain.tree import Heading, Tree
from hengbiao.formats import interchange
from hengbiao.formats.strict_json import Fault, brief, listed, text, unknown, wrong

_KEYS: Final = frozenset({"unit", "year", "project", "indicator", "field", "value"})
_OF_UNIT: Final = frozenset({"code", "name", "region"})
"""Fields that only the unit has; without `project` any other field is the department form's."""


def edit_changes(tree: Tree, data: Any) -> list[Change]:
    """The changes that edits make, each seeing those before it.

    Fault tells the JSON path, with the index of the edit; NotOneError where several units or projects are meant.
    Units and projects go by what they are called before the first edit.
    """
    changes: list[Change] = []
    edited: dict[str, Record] = {}
    for index, edit in enumerate(listed(data, "edits")):
        try:
            made = list(_changes(tree, edited, edit))
        except Fault as fault:
            raise fault.under(index).under("edits") from None
        except NotOneError as error:
            raise _not_one(error, index) from None
        for change in made:
            key = change.ref.record
            edited[key] = put_all(edited.get(key, tree.records[key]), (change,))
        changes += made
    return changes


def _not_one(error: NotOneError, index: int) -> Exception:
    if error.choices:
        return NotOneError(f"第 {index + 1} 条修改（$.edits[{index}]）：{error.args[0]}", error.choices)
    return Fault(str(error), "请核对名称、编码和年度；全部修改均未执行").under(index).under("edits")


def _changes(tree: Tree, edited: Mapping[str, Record], edit: Any) -> Iterator[Change]:
    _checked(edit)
    item = _meant(tree, edit)
    record = edited.get(item, tree.records[item])
    prefix: tuple[str, ...] = ()
    if "indicator" in edit:
        prefix = ("indicators", _row(record, edit["indicator"]))
    return _field_changes(record, prefix, edit["field"], edit["value"])


def _checked(edit: Any) -> None:
    if not isinstance(edit, dict):
        raise wrong(edit, "对象")
    for key in edit:
        if key not in _KEYS:
            raise unknown(key, edit)
    for key in ("field", "value"):
        if key not in edit:
            raise Fault(f"缺少“{key}”", "每条修改都要写明 field 和 value")
    for key in ("unit", "project", "field"):
        if key in edit:
            _named(edit, key)
    if edit.get("year") is not None and type(edit["year"]) is not int:
        raise wrong(edit["year"], "年份数字").under("year")


def _named(edit: Mapping[str, Any], key: str) -> None:
    try:
        text(edit[key])
    except Fault as fault:
        raise fault.under(key) from None


def _meant(tree: Tree, edit: Mapping[str, Any]) -> str:
    unit = _unit(tree, edit)
    if "project" in edit:
        return project_called(tree, edit["project"], unit.id).id
    if "indicator" not in edit and edit["field"] in _OF_UNIT:
        return unit.id
    department = tree.department(unit.id)
    if department is None:
        raise Fault("这个预算单位没有部门整体表", "请写明 project，或先导入部门整体表").under("field")
    return department.id


def _unit(tree: Tree, edit: Mapping[str, Any]) -> Heading:
    if "unit" in edit:
        return unit_called(tree, edit["unit"], edit.get("year"))
    if len(tree.units) != 1:
        raise Fault("没有写明预算单位", "文件里有多个预算单位时，每条修改都要写 unit")
    return tree.units[0]


def _row(record: Record, number: Any) -> str:
    rows: tuple[Indicator, ...] = getattr(record, "indicators", ())
    if type(number) is not int:
        raise wrong(number, "从 1 数起的指标序号").under("indicator")
    if not 1 <= number <= len(rows):
        raise Fault(f"没有第 {number} 条指标，这张表有 {len(rows)} 条", "指标从 1 数起").under("indicator")
    return rows[number - 1].id


def _field_changes(record: Record, prefix: tuple[str, ...], field: str, value: Any) -> Iterator[Change]:
    path = tuple(field.split("."))
    try:
        owner: type = Indicator if prefix else type(record)
        kind = kind_at(owner, path)
        new = interchange.value_of(owner, path, value)
    except KeyError:
        raise Fault(f"没有“{brief(field)}”这个栏目", "请用交换格式里的栏目名，例如 funds.fiscal").under(
            "field"
        ) from None
    except Fault as fault:
        raise fault.under("value") from None
    old = value_at(record, (*prefix, *path))
    if kind == "rows":
        return row_changes(record.id, path[0], old, new)
    if kind == "group":
        return field_changes(record.id, path, old, new)
    return iter([Change(Ref(record.id, (*prefix, *path)), old, new)] if old != new else [])

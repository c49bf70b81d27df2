"""Records, fields and values as scripts are told them (JSON) and as people are (Chinese)."""

from typing import Any, Final

from hengbiao.domain import money
from hengbiao.domain.change import ROWS, Ref, is_row, row_of, value_at
from hengbiao.domain.fields import KINDS, Kind, kind_at
from hengbiao.domain.target import Target
from hengbiao.domain.tree import Heading, Tree
from hengbiao.exchange.naming import field_called
from hengbiao.store.conflicts import Conflict


def place(tree: Tree, record: str) -> dict[str, Any]:
    """Where a record is in the words of contract.md: unit, year, project ("" for a department form or a unit)."""
    item = tree.headings[record]
    unit = tree.headings[item.unit]
    year = item.year if item.year is not None else tree.unit_year(unit.id)
    project = item.name if item.kind == "project" else ""
    return {"unit": unit.code or unit.name, "year": year, "project": project}


def named(item: Heading) -> str:
    """A record as people call it."""
    if item.kind == "department":
        return "部门整体"
    return item.name or ("未命名项目" if item.kind == "project" else "未命名单位")


def field_of(tree: Tree, ref: Ref) -> dict[str, Any]:
    """A place in a record as `hengbiao set` names it: {"field"}, and the "indicator" counted from 1."""
    if not ref.path or ref.path[0] not in ROWS or len(ref.path) < 2:
        return {"field": ".".join(ref.path)}
    rows = getattr(tree.records[ref.record], ref.path[0], ())
    number = next((at for at, row in enumerate(rows, 1) if row.id == ref.path[1]), 0)
    inner = ref.path[2] if len(ref.path) > 2 else ""
    if ref.path[0] == "indicators" and number:
        return {"field": inner, "indicator": number}
    return {"field": f"{ref.path[0]}[{number}]" + (f".{inner}" if inner else "")}


def stored_value(kind: str, path: tuple[str, ...], value: Any) -> Any:
    """A value of the log as the interchange JSON spells it: amounts in 元, rows without their position."""
    if value is None or not path:
        return _name_of(value)
    found = _kind(kind, path)
    if found == "amount" and isinstance(value, int):
        return money.yuan(value)
    if found == "rows" and isinstance(value, dict):
        row = {name: stored_value(kind, (*path, name), part) for name, part in value.items() if name != "position"}
        return row or None
    return value


def value_text(value: Any) -> str:
    """A value for people, in one short line; blank is 空."""
    if isinstance(value, dict):
        value = str(Target(**value)) if set(value) <= {"comparator", "value", "unit", "text"} else _row_text(value)
    plain = str(value if value not in (None, "") else "空").replace("\n", "⏎")
    return plain if len(plain) <= 40 else f"{plain[:40]}…"


def conflict(tree: Tree, each: Conflict) -> dict[str, Any]:
    """A conflict in the words of contract.md: a side without value (null) is one where record or row was deleted."""
    content: dict[str, Any] = next((side.value for side in each.sides if not each.path and side.value), {})
    kind = tree.headings[each.record].kind if each.record in tree.headings else content.get("kind", "")
    told = [
        {"value": stored_value(kind, each.path, side.value), **{name: getattr(side, name) for name in _WHO}}
        for side in each.sides
    ]
    return {
        "id": each.id,
        **_conflict_place(tree, each, content),
        "values": told,
        "base": stored_value(kind, each.path, each.base),
    }


def conflict_text(tree: Tree, each: Conflict) -> str:
    """A conflict for people, in one line."""
    told = conflict(tree, each)
    where = " › ".join(part for part in (told["unit"], told["project"], *_called(tree, each, told)) if part)
    gone = None if each.path and len(each.path) != 2 else "删除"
    sides = "｜".join(
        f"{gone if gone and side['value'] is None else value_text(side['value'])}（{side['author']}，{side['at']}）"
        for side in told["values"]
    )
    return f"未决 {each.id}  {where}｜{sides}｜原值 {value_text(told['base'])}"


def _called(tree: Tree, each: Conflict, told: dict[str, Any]) -> tuple[str, ...]:
    """The field in Chinese; as scripts name it where its record or row is gone."""
    record = tree.records.get(each.record)
    if record is None or (is_row(each.path[:2]) and value_at(record, each.path[:2]) is None):
        return (f"第 {told['indicator']} 条指标" if "indicator" in told else "", told["field"])
    return (field_called(tree, Ref(each.record, each.path)),)


_WHO: Final = ("office", "author", "at")


def _conflict_place(tree: Tree, each: Conflict, content: dict[str, Any]) -> dict[str, Any]:
    if each.record not in tree.headings:
        unit = tree.headings.get(content.get("unit", ""))
        named = (unit.code or unit.name) if unit else ""
        return {"unit": named, "year": content.get("year"), "project": content.get("name", ""), "field": ""}
    found = {**place(tree, each.record), **field_of(tree, Ref(each.record, each.path))}
    if len(each.path) > 1 and each.path[0] in ROWS and not _shown_row(tree, each):
        return {**found, "field": each.path[0]}
    return found if found["field"] or not each.path else {**found, "field": each.path[0]}


def _shown_row(tree: Tree, each: Conflict) -> bool:
    return row_of(tree.records[each.record], each.path[0], each.path[1]) is not None


def _row_text(row: dict[str, Any]) -> str:
    return str(
        next((row[name] for name in ("name", "label", "by", "content", "title", "task", "duty") if name in row), "")
    )


def _kind(kind: str, path: tuple[str, ...]) -> Kind:
    try:
        return kind_at(KINDS[kind], path)
    except KeyError:
        return "text"


def _name_of(state: Any) -> Any:
    return state.get("name", "") if isinstance(state, dict) else state

"""The interchange JSON `hengbiao/1` (contract.md): files ↔ trees, strict in reading, in form order in writing.

Which keys an object has and what each holds is `domain.fields.kinds`; here stands only how a kind is spelled in JSON.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from hengbiao.domain import money, target
from hengbiao.domain.change import Record
from hengbiao.domain.department import Department
from hengbiao.domain.fields import ROW_TYPES, Kind, group_type, kinds
from hengbiao.domain.position import new_id, new_row_id, new_row_ids, spread
from hengbiao.domain.project import Project
from hengbiao.domain.target import Target
from hengbiao.domain.tree import Records, Tree, heading
from hengbiao.domain.uncollected import uncollected
from hengbiao.domain.unit import Extra, Unit
from hengbiao.formats.strict_json import REPEATED, Fault, brief, load, text, unknown, wrong

FORMAT: Final = "hengbiao/1"

Reader = Callable[[Any], Any]
"""From a JSON value to the field's value, or Fault."""

_AMOUNT: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,12})\.[0-9]{2}")
_NUMERAL: Final = re.compile(r"-?[0-9]{1,24}(?:\.[0-9]{1,12})?")
_COMPARATORS: Final = ("", *target.COMPARATORS)
_YEARS: Final = range(1949, 3000)
_POSITIONS: Final = cache(spread)

_ALWAYS: Final[Mapping[type, frozenset[str]]] = {
    Unit: frozenset({"code", "name", "region"}),
    Project: frozenset({"code", "name", "funds"}),
}
"""What is written though it is empty: an amount that could have been given is null, not absent."""


def read(path: Path) -> Tree:
    """The units of an interchange file as new records; Refusal with the JSON path of the first fault."""
    with uncollected():
        data = load(path)
        try:
            return tree_of(data)
        except Fault as fault:
            raise fault.refusal(path) from None


def tree_of(data: Any) -> Tree:
    """The units of interchange JSON as new records, in its order; Fault at the first thing that does not fit."""
    if not isinstance(data, dict):
        raise wrong(data, f'对象 {{"format": "{FORMAT}", "units": […]}}')
    if data.get("format") != FORMAT:
        raise Fault(f"不是衡表交换文件：格式标记应为“{FORMAT}”", "请选择由衡表导出的 JSON 文件").under("format")
    records: dict[str, Record] = {}
    _object({"format": text, "units": partial(_list, partial(_unit, records))}, data)
    return Tree(Records(records), {key: heading(record) for key, record in records.items()})


def value_of(owner: type, path: tuple[str, ...], value: Any) -> Any:
    """The value for the field at `path` of a record, group or row type, read from JSON; Fault where it does not fit.

    A field of rows gives new rows in order, a group all of its fields; KeyError for a path that `owner` lacks.
    """
    head, *rest = path
    if rest:
        return value_of(group_type(owner, head), tuple(rest), value)
    return _readers(owner)[head](value)


def dump(tree: Tree) -> dict[str, Any]:
    """The interchange JSON of a tree: empty values are left out, and order is that of the forms."""
    return {"format": FORMAT, "units": [_dumped_unit(tree, unit.id) for unit in tree.units]}


# Reading


def _unit(records: dict[str, Record], value: Any, position: str) -> None:
    key = new_id()
    found = _object(
        {
            **_readers(Unit),
            "department": lambda form: _kept(records, Department, key, _object(_readers(Department), form)),
            "projects": partial(_list, partial(_project, records, key)),
        },
        value,
    )
    own = {name: part for name, part in found.items() if name not in ("department", "projects")}
    records[key] = Unit(id=key, position=position, **own)


def _project(records: dict[str, Record], unit: str, value: Any, position: str) -> None:
    _kept(records, Project, unit, {"position": position, **_object(_readers(Project), value)})


def _kept(records: dict[str, Record], owner: type[Project | Department], unit: str, found: dict[str, Any]) -> None:
    key = new_id()
    records[key] = owner(id=key, unit=unit, **found)


@cache
def _readers(owner: type) -> Mapping[str, Reader]:
    return {name: _reader(owner, name, kind) for name, kind in kinds(owner).items() if name != "position"}


def _reader(owner: type, name: str, kind: Kind) -> Reader:
    if name == "extra":
        return _extra
    if kind == "rows":
        return partial(_rows, ROW_TYPES[name])
    if kind == "group":
        return partial(_group, group_type(owner, name))
    return _SPELLED[kind]


def _object(readers: Mapping[str, Reader], value: Any) -> dict[str, Any]:
    if type(value) is not dict:
        raise wrong(value, "对象")
    made = {}
    for key, part in value.items():
        reader = readers.get(key)
        if reader is None:
            raise unknown(key, value)
        try:
            made[key] = reader(part)
        except Fault as fault:
            raise fault.under(key) from None
    return made


def _list(reader: Callable[[Any, str], Any], value: Any) -> list[Any]:
    if type(value) is not list:
        raise wrong(value, "列表")
    made = []
    for at, (part, position) in enumerate(zip(value, _POSITIONS(len(value)), strict=True)):
        try:
            made.append(reader(part, position))
        except Fault as fault:
            raise fault.under(at) from None
    return made


def _rows(owner: type, value: Any) -> tuple[Any, ...]:
    if type(value) is not list:
        raise wrong(value, "列表")
    ids, readers = iter(new_row_ids(len(value))), _readers(owner)
    return tuple(_list(lambda row, at: owner(id=next(ids), position=at, **_object(readers, row)), value))


def _group(owner: type, value: Any) -> Any:
    return owner(**_object(_readers(owner), value))


def _extra(value: Any) -> tuple[Extra, ...]:
    if type(value) is not dict:
        raise wrong(value, "对象")
    if REPEATED in value:
        raise unknown(REPEATED, value)
    found = _object(dict.fromkeys(map(text, value), text), value)
    places = zip(found.items(), _POSITIONS(len(found)), strict=True)
    return tuple(Extra(id=new_row_id(), position=at, label=label, text=part) for (label, part), at in places)


def _amount(value: Any) -> int | None:
    if value is None:
        return None
    if type(value) is not str:
        raise wrong(value, '元的金额文字（例如 "450000.00"）或 null')
    if _AMOUNT.fullmatch(value):
        return money.scaled(value, 100)
    digits = re.fullmatch(r"-?(\d+)(?:\.(\d*))?", value[:60])
    if digits and len(digits[1].lstrip("0")) > 13:
        raise Fault(f"金额“{brief(value)}”超出 ±9,999,999,999,999.99 元", "请核对金额单位")
    if digits and len(digits[2] or "") > 2:
        raise Fault(f"金额“{brief(value)}”超过两位小数", "金额以元为单位，请写到分为止")
    raise Fault(f"“{brief(text(value))}”不是恰好两位小数的金额", '请写成 "450000.00" 这样，以元为单位')


def _numeral(value: Any) -> str:
    if value is None or value == "":
        return ""
    if not _NUMERAL.fullmatch(text(value)):
        raise Fault(f"“{brief(value)}”不是十进制数", '请写成 "12.5" 这样的数字文字')
    return str(value)


def _year(value: Any) -> int | None:
    if value is None:
        return None
    if type(value) is not int:
        raise wrong(value, "年份数字（例如 2026）")
    if value not in _YEARS:
        raise Fault(f"年份 {value} 不在 1949 到 2999 之间", "请写四位年份")
    return value


def _target(value: Any) -> Target:
    if value is None:
        return Target()
    if type(value) is str:
        return target.parse(text(value))
    found = Target(**_object(_TARGET, value))
    if found.text and (found.comparator or found.value or found.unit):
        raise Fault("指标值里 text 与 comparator、value、unit 不能并用", "文字指标值只写 text")
    return found


def _comparator(value: Any) -> str:
    if value not in _COMPARATORS:
        raise Fault(f"“{brief(text(value))}”不是关系符号", "请用 ≥ ≤ = > < 之一，没有就写空文字")
    return str(value)


_SPELLED: Final[Mapping[Kind, Reader]] = {
    "text": text,
    "numeral": _numeral,
    "year": _year,
    "amount": _amount,
    "target": _target,
}
_TARGET: Final[Mapping[str, Reader]] = {"comparator": _comparator, "value": _numeral, "unit": text, "text": text}


# Writing


def _dumped_unit(tree: Tree, key: str) -> dict[str, Any]:
    made = _dumped(tree.unit(key))
    department = tree.department(key)
    if department:
        made["department"] = _dumped(department)
    made["projects"] = [_dumped(tree.project(item.id)) for item in tree.projects(key)]
    return made


def _dumped(owner: Any) -> dict[str, Any]:
    of: type = type(owner)
    always = _ALWAYS.get(of, frozenset())
    pairs = ((name, _shown(kind, getattr(owner, name))) for name, kind in _order(of))
    made = {name: part for name, part in pairs if part not in ("", None, [], {}) or name in always}
    if "funds" in always:
        made["funds"] = {name: _shown("amount", getattr(owner.funds, name)) for name in kinds(type(owner.funds))}
    return made


@cache
def _order(owner: type) -> tuple[tuple[str, Kind], ...]:
    """The fields of an owner as contract.md and the forms order them: money and lists before the texts they explain."""
    known = dict(kinds(owner))
    known.pop("position", None)
    late = [name for name in _LATE.get(owner, ()) if name in known]
    return tuple((name, known[name]) for name in (*(n for n in known if n not in late), *late))


_LATE: Final[Mapping[type, tuple[str, ...]]] = {
    Project: ("purpose", "lifetime_goal", "goal", "payments", "indicators"),
    Department: (
        *("duties", "lifetime_goal", "goal", "notes", "extra"),
        *("functions", "tasks", "sections", "measures", "indicators"),
    ),
}


def _shown(kind: Kind, value: Any) -> Any:
    if kind == "amount":
        return None if value is None else money.yuan(value)
    if kind == "target":
        return _shown_target(value)
    if kind == "group":
        return _dumped(value)
    if kind == "rows":
        return _shown_extra(value) if value and isinstance(value[0], Extra) else [_dumped(row) for row in value]
    return value


def _shown_target(value: Target) -> dict[str, str]:
    if value.text:
        return {"text": value.text}
    return {"comparator": value.comparator, "value": value.value, "unit": value.unit} if value else {}


def _shown_extra(rows: tuple[Extra, ...]) -> dict[str, str]:
    """Labels that stand twice are told apart by a number: an object holds each key once, and no text is dropped."""
    made: dict[str, str] = {}
    for row in rows:
        label, number = row.label, 2
        while label in made:
            label, number = f"{row.label}（{number}）", number + 1
        made[label] = row.text
    return made

"""What people call a place in a document, and how they read a value: lists of changes, remarks and carried values."""

from types import MappingProxyType
from typing import Any, Final

from hengbiao.domain import money
from hengbiao.domain.change import ROWS, Record, Ref, row_of
from hengbiao.domain.fields import kind_at
from hengbiao.domain.target import Target
from hengbiao.domain.tree import Heading, Tree
from hengbiao.domain.unit import Extra
from hengbiao.forms.vocabulary import field_name

_UNIT: Final = MappingProxyType(
    {"code": "预算单位编码", "name": "预算单位名称", "region": "地区", "year": "年度", "extra": "自定义栏目"}
)
_KINDS: Final = MappingProxyType({"unit": "预算单位", "department": "部门整体", "project": "项目"})
_PLACE: Final = MappingProxyType({"unit": "所属预算单位", "position": "排列次序", "statuses": "状态"})
_MARKS: Final = MappingProxyType(
    {
        "remarks": "退回意见",
        "carried": "沿用上年（未核对）",
        "explanations": "审核说明",
        "statuses": "状态",
        "versions": "留存稿",
        "pairings": "是否同一项目",
    }
)
_WORDS: Final = ("name", "label", "by", "content", "title", "task", "duty", "verdict")
"""Fields that tell a row from others, the first that is filled."""


def record_name(item: Heading) -> str:
    """A record as people call it."""
    return item.name or ("部门整体" if item.kind == "department" else f"未命名{_KINDS[item.kind]}")


def unit_name(tree: Tree, unit: str) -> str:
    """A unit by code and name."""
    found = tree.headings[unit]
    return f"{found.code} {found.name}".strip() or "未命名预算单位"


def field_called(tree: Tree, ref: Ref) -> str:
    """A field, row or cell of a record that is there, in Chinese; the record itself by its kind."""
    item = tree.headings[ref.record]
    if not ref.path:
        return _KINDS[item.kind]
    if ref.path[0] == "pairings" and len(ref.path) > 1:
        return _pair(tree, ref.path)
    if ref.path[0] in ROWS and len(ref.path) > 1:
        return _in_row(tree.records[ref.record], item.kind, ref.path)
    return _named(item.kind, "/".join(ref.path))


def value_called(owner: type, path: tuple[str, ...], value: Any, unit: str = "万元") -> str:
    """A value as people read it, "" for a blank; amounts in `unit`, rows by what tells them from others."""
    if isinstance(value, int) and not isinstance(value, bool):
        return money.tell(value, unit) if _kind(owner, path) == "amount" else str(value)
    if value is None or isinstance(value, str | Target):
        return "" if value is None else str(value)
    return row_called(value)


def row_called(row: Any) -> str:
    """A row by its words and its target."""
    words = next((text for name in _WORDS if (text := getattr(row, name, ""))), "")
    return " ".join(part for part in (words, str(getattr(row, "target", "") or getattr(row, "text", ""))) if part)


def _in_row(record: Record, kind: str, path: tuple[str, ...]) -> str:
    rows, key = path[:2]
    row = row_of(record, rows, key)
    if rows in _MARKS:
        return _MARKS[rows]
    if isinstance(row, Extra):
        return row.label or _named(kind, "extra")
    number = next((at for at, one in enumerate(getattr(record, rows), 1) if one.id == key), 0)
    words = next((text for name in _WORDS if row is not None and (text := getattr(row, name, ""))), "")
    told = f"{_named(kind, rows)}第 {number} 条" + (f"“{words}”" if words else "")
    return f"{told}的{_named(rows, path[2])}" if len(path) > 2 else told


def _pair(tree: Tree, path: tuple[str, ...]) -> str:
    """What was said of two projects, by their names in the order of 前者 and 后者."""
    both = (tree.headings.get(key) for key in path[1].split("+"))
    names = "、".join(record_name(item) if item else "已删除的项目" for item in both)
    return f"{_MARKS['pairings']}（{names}）" + ("：计入哪一个" if path[2:] == ("counts",) else "")


def _named(owner: str, path: str) -> str:
    try:
        return _UNIT[path] if owner == "unit" else field_name(owner, path)
    except KeyError:
        return _PLACE.get(path, path)


def _kind(owner: type, path: tuple[str, ...]) -> str:
    try:
        return kind_at(owner, path)
    except KeyError:
        return "text"

"""Conflicts in words: the thing, the field, what each side says, and what is chosen."""

from dataclasses import dataclass
from typing import Any, Final

from hengbiao.domain import money
from hengbiao.domain.change import ROWS, Ref, row_of
from hengbiao.domain.fields import KINDS, kind_at
from hengbiao.domain.target import Target
from hengbiao.domain.tree import Tree
from hengbiao.exchange.naming import field_called, record_name, unit_name
from hengbiao.qt.models.lines import Head, Line
from hengbiao.store.conflicts import Conflict, Side

HEADS: Final = (
    Head("对象", 13),
    Head("字段", 11),
    Head("我方", 12),
    Head("对方", 14),
    Head("原值", 9),
    Head("选定", 10),
)
UNIT: Final = "万元"


@dataclass(frozen=True, slots=True)
class Dispute:
    """A conflict and its sides, ours first, None where we changed nothing; `whole`: whether a record or row stays."""

    conflict: Conflict
    sides: tuple[Side | None, ...]
    thing: str
    field: str
    kind: str
    whole: bool

    def value(self, value: Any) -> str:
        """A stored value as people read it."""
        if self.whole:
            return "删除" if value is None else "保留"
        if value in (None, "", {}):
            return "（空）"
        if isinstance(value, dict):
            return str(Target(**value))
        return money.show(value, UNIT) if isinstance(value, int) and self.kind == "amount" else str(value)

    def columns(self) -> list[tuple[str, str]]:
        """Who says what, in full, and what stood before."""
        said = [
            (f"{self.name(at)}：{_who(side)}", self.value(side.value)) for at, side in enumerate(self.sides) if side
        ]
        return [*said, ("原值", self.value(self.conflict.base))]

    def name(self, side: int) -> str:
        """What a side is called: by its person where there are several others."""
        found = self.sides[side]
        if not side or found is None:
            return "我方"
        return "对方" if len(self.sides) == 2 else found.author


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to stand: the value of a side by its number, or with −1 what was typed; as stored, and as told."""

    side: int
    value: Any
    text: str


def dispute(tree: Tree, one: Conflict, office: str) -> Dispute:
    """A conflict as the office sees it."""
    ours = next((side for side in one.sides if side.office == office), None)
    sides = (ours, *(side for side in one.sides if side is not ours))
    whole = not one.path or (len(one.path) == 2 and one.path[0] in ROWS)
    return Dispute(one, sides, _thing(tree, one), _field(tree, one), _kind(tree, one), whole)


def dispute_line(one: Dispute, choice: Choice | None) -> Line:
    """A conflict as a line of HEADS; `about` is the dispute."""
    ours, *others = (f"{one.value(side.value)}（{_shortly(side)}）" if side else "（没有改）" for side in one.sides)
    texts = (
        one.thing,
        one.field,
        ours,
        "；".join(others),
        one.value(one.conflict.base),
        choice.text if choice else "稍后",
    )
    return Line(texts, one, "mark-balanced" if choice else "mark-explain")


def choice_of(one: Dispute, side: int) -> Choice:
    """The choice of a side."""
    found = one.sides[side]
    value = found.value if found else None
    return Choice(side, value, f"{one.name(side)}：{one.value(value)}")


def _who(side: Side) -> str:
    return f"{side.author}，{side.at[:16].replace('T', ' ')}"


def _shortly(side: Side) -> str:
    """Who and when, without the year."""
    return f"{side.author}，{side.at[5:16].replace('T', ' ')}"


def _thing(tree: Tree, one: Conflict) -> str:
    item = tree.headings.get(one.record)
    if item is None:
        named = next((side.value.get("name", "") for side in one.sides if isinstance(side.value, dict)), "")
        return named or "（已删除的表）"
    if item.kind == "unit" or len(tree.units) == 1:
        return record_name(item)
    return f"{unit_name(tree, item.unit)} › {record_name(item)}"


def _field(tree: Tree, one: Conflict) -> str:
    if one.record not in tree.headings or not one.path:
        return "整张表"
    record = tree.records[one.record]
    if one.path[0] in ROWS and len(one.path) > 1 and row_of(record, one.path[0], one.path[1]) is None:
        return _gone_row(tree, one)
    called = field_called(tree, Ref(one.record, one.path))
    return f"{called}（{UNIT}）" if _kind(tree, one) == "amount" else called


def _gone_row(tree: Tree, one: Conflict) -> str:
    """The row of which it is asked whether it stays, by the words it has where it stays."""
    words = next((side.value.get("name", "") for side in one.sides if isinstance(side.value, dict)), "")
    table = field_called(tree, Ref(one.record, one.path[:1]))
    return f"{table}“{words}”" if words else f"{table}的一行"


def _kind(tree: Tree, one: Conflict) -> str:
    item = tree.headings.get(one.record)
    try:
        return kind_at(KINDS[item.kind], one.path) if item and one.path else "text"
    except KeyError:
        return "text"

"""What differs between two states, as lines: object, field, old, new, by how much."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hengbiao.domain import money
from hengbiao.exchange.keep import Comparison, comparison_items
from hengbiao.qt.models.lines import Head, Line

UNIT: Final = "万元"
_MARKS: Final = {"added": "line-added", "dropped": "line-dropped", "changed": "line-changed"}


def heads(old: str = "原", new: str = "新") -> tuple[Head, ...]:
    """The columns, the two states under these titles."""
    return (
        Head("对象", 14),
        Head("字段", 13),
        Head(old, 13),
        Head(new, 13),
        Head("差（万元）", 6, figures=True),
    )


def difference_lines(found: Comparison) -> list[Line]:
    """A line for each difference, in their order; `about` is the difference."""
    several = len({one.id for tree in found.trees for one in tree.units}) > 1
    made = []
    for one, item in zip(found.differences, comparison_items(found), strict=True):
        project, unit = str(item["project"] or ""), str(item["unit"] or "")
        thing = " › ".join(filter(None, (unit if several or not project else "", project)))
        change = item["change"]
        gap = money.show(change, UNIT) if isinstance(change, int) else ""
        gap = f"+{gap}" if isinstance(change, int) and change > 0 else gap
        texts = (thing, str(item["name"]), str(item["old"]), str(item["new"]), gap)
        made.append(Line(texts, one, _MARKS[one.kind]))
    return made


def said(found: Comparison) -> str:
    """How many differences there are, of which kind, and what the budget came from and to."""
    if not found.differences:
        return "没有不同"
    whole = [one for one in found.differences if not one.ref.path]
    added, dropped = (sum(one.kind == kind for one in whole) for kind in ("added", "dropped"))
    records = len({one.ref.record for one in found.differences})
    parts = [f"共 {len(found.differences)} 处不同，涉及 {records} 张表"]
    parts += [f"新增 {added} 张"] * bool(added) + [f"取消 {dropped} 张"] * bool(dropped)
    return "，".join([*parts, *_sums(found)])


def chosen(found: Comparison, lines: Sequence[Line]) -> Comparison:
    """The comparison with what stands on these lines only."""
    return replace(found, differences=tuple(line.about for line in lines))


def _sums(found: Comparison) -> list[str]:
    before, after = (
        sum(item.total or 0 for item in tree.headings.values() if item.kind == "project") for tree in found.trees
    )
    if before == after:
        return [f"项目预算合计不变（{money.show(after, UNIT)} {UNIT}）"]
    more = "增加" if after > before else "减少"
    gap = money.show(abs(after - before), UNIT)
    return [f"项目预算合计由 {money.show(before, UNIT)} 到 {money.show(after, UNIT)}，{more} {gap} {UNIT}"]

"""“另起 2026 年度？”: asked where somebody types a year over forms of another, as in a copy of last year's file."""

from typing import NamedTuple

from hengbiao.domain.change import Change
from hengbiao.domain.tree import Heading, Tree
from hengbiao.exchange.naming import record_name, unit_name
from hengbiao.exchange.rollover import Rollover, bring, in_year, rollover_unit


class Question(NamedTuple):
    """What to ask before `typed`, a year over another one: `text` in Chinese, and whether the new year may be started.

    It may not where a unit of that year is there already: then only typing over is left, or nothing.
    """

    text: str
    item: Heading
    old: int
    new: int
    typed: Change
    startable: bool


def question(tree: Tree, change: Change) -> Question | None:
    """What to ask before a change is committed; None where it puts no year over that of forms which are there."""
    if change.ref.path != ("year",) or None in (change.old, change.new) or change.old == change.new:
        return None
    item = tree.headings[change.ref.record]
    if item.kind == "department":  # its year is that of all
        item = tree.headings[item.unit]
    if item.kind == "unit" and not tree.counted(item.id):
        return None
    there = item.kind == "unit" and in_year(tree, item.id, change.new) is not None
    text = _text(tree, item, change.old, change.new, there=there)
    return Question(text, item, change.old, change.new, change, startable=not there)


def start(path: object, tree: Tree, asked: Question) -> Rollover:
    """The answer 另起: the changes that bring the forms over into the new year; those of the old one stay as they are.

    Refusal naming `path` where that year is there.
    """
    if asked.item.kind == "unit":
        return rollover_unit(path, tree, asked.item.id, asked.new)
    return bring(path, tree, [asked.item.id], tree, asked.new)


def type_over(asked: Question) -> list[Change]:
    """The answer 只改年度: the year is what was typed. A superior who has the old year will be told and keeps it."""
    return [asked.typed]


def _text(tree: Tree, item: Heading, old: int, new: int, *, there: bool) -> str:
    name = unit_name(tree, item.id) if item.kind == "unit" else record_name(item)
    if there:
        return (
            f"文件里已有“{name}”{new} 年度的表。把 {old} 年度的也改成 {new} 年度，就会有两份 {new} 年度的表，"
            f"上级收表时会提示核实，上级那里 {old} 年度的表不会变动。仍要改吗？"
        )
    return (
        f"另起 {new} 年度？“{name}”现在是 {old} 年度的表。另起：照现在的内容新建 {new} 年度的表，{old} 年度的保留不动。"
        f"只改年度：{old} 年度的表变成 {new} 年度的，上级收表时会提示核实，上级那里 {old} 年度的表不会变动。"
    )

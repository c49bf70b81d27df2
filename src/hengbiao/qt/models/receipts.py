"""What a document brings, or brought, as a line of 收表 and in sentences."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hengbiao.domain.tree import Tree
from hengbiao.exchange.naming import record_name
from hengbiao.exchange.receive import Received, Tick
from hengbiao.qt.models.lines import Head, Line

HEADS: Final = (
    Head("文件", 19),
    Head("预算单位", 14),
    Head("年度", 5),
    Head("新增", 3, figures=True),
    Head("修改", 3, figures=True),
    Head("删除", 3, figures=True),
    Head("冲突", 3, figures=True),
    Head("情况", 18),
)
_WITHOUT: Final = Tick()


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the list: its number in it, what is known of it, what a person ticked; `done` once received."""

    number: int
    path: Path
    told: Received | None = None
    tick: Tick = _WITHOUT
    done: bool = False


Shown = Callable[[Source], bool]

SHOWN: Final[dict[str, Shown]] = {
    "全部": lambda _one: True,
    "要核实的": lambda one: one.told is not None and one.told.asks,
    "有冲突的": lambda one: one.told is not None and one.told.conflicts > 0,
    "不能收的": lambda one: one.told is not None and one.told.refusal is not None,
    "没有新内容的": lambda one: one.told is not None and one.told.status == "nothing_new",
}
"""Which documents can be looked at apart."""


def source_line(one: Source) -> Line:
    """A document as a line of HEADS; `about` is the document."""
    told = one.told
    if told is None:
        return Line((one.path.name, *[""] * 6, "待看"), one, tone="muted", tip=str(one.path))
    units = "、".join(f"{unit.code} {unit.name}".strip() or "未命名" for unit in told.units)
    years = "、".join(str(year) for year in sorted({year for unit in told.units for year in unit.years}))
    counts = (str(count) if count else "" for count in (told.added, told.changed, told.deleted, told.conflicts))
    texts = (one.path.name, units, years, *counts, "；".join(marks(one)))
    ticked = None if one.done or told.refusal else one.tick.take
    return Line(texts, one, _mark(one), _tone(one), str(told.refusal or ""), ticked)


def marks(one: Source) -> list[str]:
    """What there is to say of a document, shortly."""
    told = one.told
    if told is None:
        return ["待看"]
    if told.refusal:
        return [f"{'未收' if one.done else '不能收'}：{told.refusal.reason}"]
    found = {
        f"与 {told.doubled.name if told.doubled else ''} 相同": told.doubled is not None,
        "没有新内容": told.status == "nothing_new" and not told.older and not told.doubled,
        "较早的一份，我方更新": told.older,
        "由较新的版本建立，不认识的内容原样保留": told.newer,
        f"{told.incomplete} 张表缺少较早的修改记录": bool(told.incomplete),
        f"改动了别的预算单位的 {len(told.others)} 张表": bool(told.others),
        "改了年度": bool(told.overtyped),
        f"{len(told.left_out)} 张表没有勾选，未收": one.done and bool(told.left_out),
    }
    said = [text for text, holds in found.items() if holds]
    if one.done and told.status == "merged":
        return ["已收", *said]
    return said or ["可以收"]


def detail(one: Source, tree: Tree) -> str:
    """What a person should know before ticking, in sentences."""
    told = one.told
    if told is None:
        return str(one.path)
    if told.refusal:
        return str(told.refusal)
    lines = [str(one.path)]
    if told.doubled:
        lines.append(f"内容与 {told.doubled} 完全相同，收一份和收两份没有区别。")
    if told.older:
        lines.append("这是较早的一份：其中每一处修改我方都已有，并且之后又有更新；收它不会改动什么。")
    if told.others:
        lines.append(f"它改动了别的预算单位在填的表：{_names(told.others, tree)}。勾选后才收这些改动，它自己的照收。")
    if told.overtyped:
        years = "、".join(
            f"{tree.headings[key].name}（我方是 {tree.headings[key].year} 年度）"
            for key in told.overtyped
            if key in tree.headings
        )
        lines.append(
            f"它把已有的预算单位改成了另一个年度：{years}。像是在上年的文件上直接填写；不勾选时我方原年度保持不变。"
        )
    if told.conflicts:
        lines.append(f"有 {told.conflicts} 处与我方不一致：收进来后在“冲突”里逐条选定，在那之前文件照常可用。")
    return "\n".join(lines)


def counted(sources: Sequence[Source]) -> dict[str, int]:
    """How many documents each choice of SHOWN has."""
    return {name: sum(fits(one) for one in sources) for name, fits in SHOWN.items()}


def _names(keys: Sequence[str], tree: Tree) -> str:
    found = [tree.headings[key] for key in keys if key in tree.headings]
    named = [f"{tree.headings[item.unit].name}的“{record_name(item)}”" for item in found[:6]]
    return "、".join(named) + (f"等 {len(keys)} 张" if len(keys) > len(named) else "")


def _mark(one: Source) -> str:
    told = one.told
    if told is None or told.refusal:
        return "mark-unbalanced" if told else "mark-open"
    if told.asks or told.conflicts:
        return "mark-explain"
    return "mark-balanced" if told.status == "merged" else "mark-info"


def _tone(one: Source) -> str:
    if one.told and one.told.refusal:
        return "wrong"
    return "muted" if one.told is None or one.told.status == "nothing_new" else ""

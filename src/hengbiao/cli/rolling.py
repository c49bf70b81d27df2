"""The command that starts another year: rollover."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from hengbiao.cli.printing import say, say_json
from hengbiao.cli.safety import back_up
from hengbiao.cli.telling import field_of, place, stored_value
from hengbiao.domain.fields import encode, kind_of
from hengbiao.domain.tree import Tree, empty
from hengbiao.exchange import documents
from hengbiao.exchange.naming import field_called, record_name, value_called
from hengbiao.exchange.rollover import Came, Rollover, rollover

_LONG = 1000


def roll_over(given: Namespace) -> int:
    """Make the document of another year from one, and tell what was moved and what needs looking at."""
    source, target = Path(given.file), Path(given.to)
    with documents.opened(source) as store:
        found = rollover(source, store.load(), given.year)
    back_up(source, "year")
    label = f"套用上年，另起 {given.year} 年度"
    documents.make(target, label, lambda _: found.changes, source=source.name[:200])
    tree = empty().changed(found.changes)
    if given.json:
        say_json(
            {**_counted(tree, given.year), **_told(tree, found), "carried": found.marked},
            long=len(tree.headings) > _LONG,
        )
    else:
        _say(target, tree, found, given.year)
    return 0


def _counted(tree: Tree, year: int) -> dict[str, Any]:
    kinds = [item.kind for item in tree.headings.values()]
    return {
        "year": year,
        "units": kinds.count("unit"),
        "departments": kinds.count("department"),
        "projects": kinds.count("project"),
    }


def _told(tree: Tree, found: Rollover) -> dict[str, Any]:
    shifted = [_spelled(tree, one) for one in found.came if one.new != one.old]
    look = [{**_spelled(tree, one), "unclear": list(one.unclear)} for one in found.of("look")]
    return {"shifted": shifted, "look": look}


def _spelled(tree: Tree, one: Came) -> dict[str, Any]:
    kind = kind_of(tree.records[one.ref.record])
    values = {name: stored_value(kind, one.ref.path, encode(getattr(one, name))) for name in ("old", "new")}
    return {**place(tree, one.ref.record), **field_of(tree, one.ref), "name": field_called(tree, one.ref), **values}


def _say(target: Path, tree: Tree, found: Rollover, year: int) -> None:
    count = _counted(tree, year)
    say(
        f"已另起 {year} 年度：{target}"
        f"（{count['units']} 个预算单位，{count['departments']} 张部门整体表，{count['projects']} 个项目）"
    )
    shifted = [one for one in found.came if one.new != one.old]
    _say_all(f"年份已改 {len(shifted)} 处：", [f"{_where(tree, one)}：{_change(tree, one)}" for one in shifted])
    look = found.of("look")
    _say_all(f"请核对 {len(look)} 处：", [f"{_where(tree, one)}：{'；'.join(one.unclear)}" for one in look])
    say(f"沿用上年（未核对）共 {found.marked} 处，金额和指标值均照上年")


def _say_all(lead: str, lines: list[str]) -> None:
    if lines:
        say(lead)
        for line in lines:
            say(f"  {line}")


def _where(tree: Tree, one: Came) -> str:
    return f"{record_name(tree.headings[one.ref.record])} › {field_called(tree, one.ref)}"


def _change(tree: Tree, one: Came) -> str:
    owner = type(tree.records[one.ref.record])
    old, new = (" ".join(value_called(owner, one.ref.path, value).split()) for value in (one.old, one.new))
    return f"{old} → {new}" if len(old) <= 40 else f"{new[:60]}…"

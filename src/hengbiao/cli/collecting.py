"""The commands of an office that collects: rollup, keep, compare."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from hengbiao.cli.printing import say, say_json
from hengbiao.cli.telling import field_of, place, stored_value
from hengbiao.cli.usage import UsageError
from hengbiao.domain import money
from hengbiao.domain.fields import encode, kind_of
from hengbiao.exchange import documents, expected, keep, rollup
from hengbiao.exchange.naming import record_name, unit_name, value_called
from hengbiao.exchange.tables import WRITERS, write_tables
from hengbiao.forms.grid import Grid

_LONG = 1000


def rolled_up(given: Namespace) -> int:
    """Print or write what a document adds up to, and who is missing; 1 where conflicts are unresolved."""
    _check_target(given)
    listed = expected.read_expected(Path(given.expect)) if given.expect else ()
    with documents.opened(Path(given.file)) as store:
        tree = store.load()
        found = rollup.rollup(tree, store.open_conflicts)
        reporting = expected.reporting(tree, listed) if given.expect else None
        _write(given, [rollup.grid(found, tree), *([expected.grid(reporting)] if reporting else [])])
    if given.json:
        say_json({**_sums(found, tree), **(_reporting(reporting) if reporting else {})})
    else:
        _say_sums(found, tree)
        if reporting:
            say(f"\n{expected.text(reporting)}")
    return 1 if found.open else 0


def keep_version(given: Namespace) -> int:
    """Keep the present state under a label; without one print what is kept."""
    path = Path(given.file)
    if given.label is None:
        return _list_kept(given, path)
    if given.json:
        raise UsageError("--json 只用于列出留存稿，不能与 --label 同用")
    with documents.writing(path) as store:
        tree = store.load()
        changes = keep.keep_changes(store, tree, given.label)
        documents.commit(store, f"留存“{given.label}”稿", changes)
    say(f"已留存“{given.label}”稿：{len(changes)} 个预算单位")
    return 0


def compare(given: Namespace) -> int:
    """Print or write what differs between two kept versions, or one and 现在."""
    _check_target(given)
    with documents.opened(Path(given.file)) as store:
        found = keep.compare(store, store.load(), (given.a, given.b))
        _write(given, [keep.comparison_grid(found)])
        if given.json:
            told = [_difference(found, one) for one in found.differences]
            say_json({"a": given.a, "b": given.b, "differences": told}, long=len(told) > _LONG)
        else:
            _say_differences(found)
            if store.open_conflicts and keep.NOW in (given.a, given.b):
                say(f"未决 {store.open_conflicts} 处：对照的是当前显示的值，请先处理冲突")
    return 0


def _check_target(given: Namespace) -> None:
    if given.to and Path(given.to).suffix.lower() not in WRITERS:
        raise UsageError(f"--to 的文件名应以 {' 或 '.join(WRITERS)} 结尾，不是“{Path(given.to).name}”")


def _write(given: Namespace, grids: list[Grid]) -> None:
    if given.to:
        written = write_tables(grids, Path(given.to))
        if not given.json:
            say(f"已写入 {written.path}")


def _sums(found: rollup.Rollup, tree: Any) -> dict[str, Any]:
    units = [
        {**_unit(tree, key), **_money(one), "department": _yuan(found.departments.get(key))}
        for key, one in found.units.items()
    ]
    return {
        "units": units,
        "years": [{"year": year, **_money(one)} for year, one in found.years.items()],
        "natures": [{"nature": nature, **_money(one)} for nature, one in found.natures.items()],
        "sources": [
            {"source": name, "name": told, "amount": _yuan(getattr(found.total.funds, name))}
            for name, told in rollup.SOURCES.items()
        ],
        "total": _money(found.total),
        "conflicts": found.open,
    }


def _unit(tree: Any, key: str) -> dict[str, Any]:
    item = tree.headings[key]
    return {"unit": item.code or item.name, "name": item.name, "year": tree.unit_year(key)}


def _money(one: rollup.Sums) -> dict[str, Any]:
    amounts = {name: _yuan(getattr(one.funds, name)) for name in ("total", *rollup.SOURCES)}
    return {"projects": one.projects, **amounts}


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else money.yuan(fen)


def _reporting(found: expected.Reporting) -> dict[str, Any]:
    lists: dict[str, Any] = {
        state: [
            {"unit": one.unit.code or one.unit.name, "name": one.unit.name, "why": one.why} for one in found.of(state)
        ]
        for state in expected.STATES
    }
    return {
        "expected": found.expected,
        "present": found.present,
        **lists,
        "text": expected.text(found),
    }


def _say_sums(found: rollup.Rollup, tree: Any) -> None:
    for key, one in found.units.items():
        year = tree.unit_year(key)
        say(_line(f"{unit_name(tree, key)}（{year} 年度）" if year else unit_name(tree, key), one))
    for nature, one in found.natures.items():
        say(_line(f"项目性质：{nature or rollup.UNSAID}", one))
    say(_line("合计", found.total))
    if found.open:
        say(f"未决 {found.open} 处：金额以当前显示的为准，请先处理冲突")


def _line(name: str, one: rollup.Sums) -> str:
    parts = ((told, getattr(one.funds, field)) for field, told in rollup.SOURCES.items())
    sources = "，".join(f"{told} {money.tell(amount, '万元')}" for told, amount in parts if amount is not None)
    total = money.tell(one.funds.total, "万元") or "（空）"
    return f"{name}：{one.projects} 个项目，预算数 {total} 万元" + (f"（{sources}）" if sources else "")


def _list_kept(given: Namespace, path: Path) -> int:
    with documents.opened(path) as store:
        found = keep.kept(store.load())
    if given.json:
        say_json({"versions": [{"label": o.label, "author": o.by, "at": o.at, "units": o.units} for o in found]})
    else:
        for one in found:
            say(f"{one.at[:16].replace('T', ' ')}  {one.label}（{one.by}，{one.units} 个预算单位）")
        if not found:
            say("还没有留存稿")
    return 0


def _difference(found: keep.Comparison, one: keep.Difference) -> dict[str, Any]:
    tree = found.tree_of(one)
    old_row = one.kind == "dropped" and len(one.ref.path) > 1
    where = found.trees[0] if old_row else tree
    kind = kind_of(tree.records[one.ref.record])
    spelled = {name: _spelled(kind, one, getattr(one, name)) for name in ("old", "new")}
    return {**place(tree, one.ref.record), **field_of(where, one.ref), "name": one.name, "kind": one.kind, **spelled}


def _spelled(kind: str, one: keep.Difference, value: Any) -> Any:
    if not one.ref.path:
        return None if value is None else getattr(value, "name", "") or record_kind(kind)
    return stored_value(kind, one.ref.path, encode(value))


def record_kind(kind: str) -> str:
    """A record without a name of its own."""
    return {"department": "部门整体", "project": "未命名项目"}.get(kind, "未命名单位")


def _say_differences(found: keep.Comparison) -> None:
    last = ""
    for one in found.differences:
        tree = found.tree_of(one)
        item = tree.headings[one.ref.record]
        if one.ref.record != last:
            say(f"{unit_name(tree, item.unit)}" + (f" › {record_name(item)}" if item.kind != "unit" else ""))
            last = one.ref.record
        owner = type(tree.records[item.id])
        old, new = (value_called(owner, one.ref.path, v) or "空" if one.ref.path else "" for v in (one.old, one.new))
        told = {"added": f"新增：{new}", "dropped": f"取消：{old}", "changed": f"{old} → {new}"}[one.kind]
        say(f"  {one.name}  {told}".rstrip("："))
    say(f"共 {len(found.differences)} 处不同" if found.differences else "没有不同之处")

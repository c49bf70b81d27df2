"""The commands that change a document: new, import, set."""

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hengbiao.cli.printing import say
from hengbiao.cli.safety import back_up
from hengbiao.cli.usage import UsageError, layout_called
from hengbiao.domain.change import Change, Record, Ref
from hengbiao.domain.position import new_id, spread
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Tree, empty
from hengbiao.domain.unit import Unit
from hengbiao.exchange import documents, edits, imports
from hengbiao.formats.strict_json import Fault, load
from hengbiao.formats.writing import replacing


def new(given: Namespace) -> int:
    """Make a document with one unit."""
    if not given.unit_name.strip():
        raise UsageError("--unit-name 不能为空")
    unit = Unit(
        id=new_id(),
        position=spread(1)[0],
        code=given.unit_code,
        name=given.unit_name,
        region=given.region,
        year=given.year,
    )
    path = Path(given.file)
    documents.make(path, "新建", lambda _: [Change(Ref(unit.id), None, unit)])
    say(f"已新建 {path}")
    return 0


def import_files(given: Namespace) -> int:
    """Bring files into a document, made if missing, in one step; 1 where cells found no place."""
    if given.layout:
        layout_called(given.layout)
    sources = _sources(given)
    path = Path(given.into)

    def wanted(tree: Tree) -> Sequence[Change]:
        return imports.import_changes(tree, sources, unit_code=given.unit_code, year=given.year)

    try:
        changes = _brought_in(path, wanted, sources, dry=given.dry_run)
    except Refusal as refusal:
        _report(given, imports.refused([refusal]))
        raise
    _report(given, imports.report(sources))
    lead = "试运行，未作改动；将" if given.dry_run else "已"
    say(f"{lead}导入 {len(sources)} 个文件：{_summed(changes)}")
    unplaced = sum(source.unplaced for source in sources)
    if unplaced:
        say(f"有 {unplaced} 个单元格未识别，请看导入报告")
    return 1 if unplaced else 0


def set_fields(given: Namespace) -> int:
    """Make scripted edits to a document in one step."""
    source = Path(given.json)
    data = load(source)

    def wanted(tree: Tree) -> Sequence[Change]:
        try:
            return edits.edit_changes(tree, data)
        except Fault as fault:
            raise fault.refusal(source) from None

    step = documents.change(Path(given.file), "批量修改", wanted, source=source.name)
    say(f"已修改 {len(step.changes)} 处" if step else "没有不同之处，文件未改动")
    if step and any(_types_over(change) for change in step.changes):
        sys.stderr.write("年度已改，原年度的表没有保留；要保留原年度，请改回后用 hengbiao rollover 另起年度\n")
    return 0


def _types_over(change: Change) -> bool:
    return change.ref.path == ("year",) and None not in (change.old, change.new)


def _sources(given: Namespace) -> list[imports.Source]:
    layout = layout_called(given.layout) if given.layout else None
    found: list[imports.Source] = []
    refusals: list[Refusal] = []
    for number, each in enumerate(given.sources):
        _progress(number, len(given.sources))
        try:
            found.append(imports.read_source(Path(each), layout))
        except Refusal as refusal:
            refusals.append(refusal)
    if refusals:
        _report(given, imports.refused(refusals))
        raise refusals[0] if len(refusals) == 1 else _all_told(refusals)
    return found


def _all_told(refusals: Sequence[Refusal]) -> Refusal:
    first = refusals[0]
    more = "、".join(Path(refusal.path).name for refusal in refusals[1:])
    return Refusal(first.path, first.place, first.reason, f"{first.next_step}；另有不能导入的文件：{more}")


def _brought_in(
    path: Path,
    wanted: documents.Wanted,
    sources: Sequence[imports.Source],
    *,
    dry: bool,
) -> Sequence[Change]:
    names = "、".join(source.path.name for source in sources)[:200]
    if dry:
        return _tried(path, wanted)
    back_up(path, "import")
    act = documents.change if path.exists() else documents.make
    step = act(path, "导入", wanted, source=names)
    return step.changes if step else ()


def _tried(path: Path, wanted: documents.Wanted) -> Sequence[Change]:
    if not path.exists():
        return wanted(empty())
    with documents.opened(path) as store:
        return wanted(store.load())


def _summed(changes: Sequence[Change]) -> str:
    added = Counter(_kind(change.new) for change in changes if not change.ref.path)
    fields = sum(bool(change.ref.path) for change in changes)
    counted = (("unit", "个预算单位"), ("department", "张部门整体表"), ("project", "个项目"))
    parts = [f"新增 {added[kind]} {what}" for kind, what in counted if added[kind]]
    if fields:
        parts.append(f"修改 {fields} 处")
    return "，".join(parts) or "内容与文件中的一致，没有改动"


def _kind(record: Record) -> str:
    return type(record).__name__.lower()


def _report(given: Namespace, report: dict[str, Any]) -> None:
    if given.report:
        with replacing(given.report) as path:
            path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _progress(done: int, total: int) -> None:
    if total > 1 and sys.stderr.isatty():
        sys.stderr.write(f"\r正在读取 {done + 1}/{total}" + ("\n" if done + 1 == total else ""))
        sys.stderr.flush()

"""The commands between offices: send, receive, conflicts, resolve."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hengbiao.cli.printing import say, say_json
from hengbiao.cli.safety import tell_fault
from hengbiao.cli.telling import conflict, conflict_text, place
from hengbiao.domain.document import Document
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Tree
from hengbiao.exchange import receive as receiving
from hengbiao.exchange import resolve as resolving
from hengbiao.exchange.away import checked
from hengbiao.exchange.documents import making, opened, writing
from hengbiao.exchange.receive import Received, Reported, Tick
from hengbiao.exchange.send import send as write
from hengbiao.formats.strict_json import Fault, load
from hengbiao.formats.writing import replacing
from hengbiao.store.backup_ahead import ahead
from hengbiao.store.merging import UnfitError
from hengbiao.store.store import Store

_SUMMED = (("added", "新增"), ("changed", "修改"), ("deleted", "删除"))


def send(given: Namespace) -> int:
    """上报/下发: write a closed file of one unit or all."""
    folder = _folder(Path(given.to))
    with writing(Path(given.file), needed=False) as store:
        sent = write(store, folder, unit_code=given.unit_code, history=given.with_history)
    what = "含全部修改历史" if sent.history else "只含当前内容，不含已删除的项目和修改历史"
    say(f"{sent.path}：{len(sent.units)} 个预算单位，{sent.forms} 张表，{what}")
    if sent.merged:
        say("已有同名文件，其中别人的修改已合并，没有覆盖")
    say(checked(sent.kind))
    return 0


def _folder(folder: Path) -> Path:
    """The folder, made where only its last part is missing; a stick that is not there stays missing."""
    if not folder.is_dir():
        if folder.exists() or not folder.absolute().parent.is_dir():
            raise Refusal(folder, "", "没有这个文件夹", "请先建立上一级文件夹，或插好 U 盘后再试")
        folder.mkdir()
    return folder


def receive(given: Namespace) -> int:
    """收表: merge documents; 1 where something is left to look at, Refusal where all are refused."""
    sources = receiving.documents_in([Path(source) for source in given.sources])
    into = Path(given.into)
    if given.dry_run:
        return _foreseen(given, into, sources)
    if into.exists():
        with ahead(into, "receive") as backup, writing(into) as store:
            backup.begin(store)
            return _received(given, store, sources, lambda: tell_fault(backup.done()))
    with making(into) as store:
        return _received(given, store, sources)


def _foreseen(given: Namespace, into: Path, sources: Sequence[Path]) -> int:
    """Tell what receiving would change; nothing is written."""
    if not into.exists():
        with TemporaryDirectory() as folder, Store.create(Path(folder) / into.name) as store:
            return _looked(given, store, sources)
    with opened(into) as store:
        return _looked(given, store, sources)


def _looked(given: Namespace, store: Store, sources: Sequence[Path]) -> int:
    with receiving.plan(store, sources, _progress) as planned:
        say("试运行，未作改动；将：")
        return _tell(given, store, receiving.Receipt(planned.sources, ()))


def conflicts(given: Namespace) -> int:
    """Print the conflicts still open; 1 where there are any."""
    with opened(Path(given.file)) as store:
        tree = store.load()
        found = resolving.open_conflicts(store)
        if given.json:
            say_json({"conflicts": [conflict(tree, each) for each in found]})
        else:
            for each in found:
                say(conflict_text(tree, each))
            say(f"未决 {len(found)} 处" if found else "没有未决的冲突")
    return 1 if found else 0


def resolve(given: Namespace) -> int:
    """Settle stored conflicts in one step; 1 where some are left."""
    source = Path(given.json)
    data = load(source)
    with writing(Path(given.file)) as store:
        document = Document(store.load(), store.append)
        try:
            decisions = resolving.decided(store, document.tree, data)
            resolving.settle(store, document, decisions)
        except Fault as fault:
            raise fault.refusal(source) from None
        except UnfitError as error:
            raise Refusal(source, "", str(error), "请核对决定的内容，文件没有改动") from None
        left = store.open_conflicts
    say(f"已处理 {len(decisions)} 处" + (f"，未决 {left} 处" if left else "，没有未决的冲突"))
    return 1 if left else 0


def _received(
    given: Namespace, store: Store, sources: Sequence[Path], before: Callable[[], None] = lambda: None
) -> int:
    """Receive and tell; `before` is waited for once the first document is read and nothing is written yet."""
    agreed = Tick(others=given.accept_other_units, overtyped=given.accept_changed_year)

    def progress(done: int, total: int) -> None:
        before()
        _progress(done, total)

    return _tell(given, store, receiving.receive(store, sources, progress=progress, agree=lambda _: agreed))


def _tell(given: Namespace, store: Store, receipt: receiving.Receipt) -> int:
    tree = store.load()
    _report(given, tree, receipt)
    refused = [source.refusal for source in receipt.sources if source.refusal]
    if len(refused) == len(receipt.sources):
        raise _all(refused)
    for source in receipt.sources:
        say(_line(tree, source))
    for each in receipt.conflicts:
        say(conflict_text(tree, each))
    if store.open_conflicts:
        say(f"未决 {store.open_conflicts} 处")
    sys.stderr.writelines(f"{refusal}\n" for refusal in refused)
    return 1 if refused or store.open_conflicts or any(source.asks for source in receipt.sources) else 0


def _all(refused: Sequence[Refusal]) -> Refusal:
    first = refused[0]
    if len(refused) == 1:
        return first
    more = "；".join(f"{Path(each.path).name}（{each.reason}）" for each in refused[1:])
    return Refusal(
        first.path, first.place, first.reason, f"{first.next_step}；另外 {len(refused) - 1} 个也未收：{more}"
    )


def _line(tree: Tree, source: Received) -> str:
    if source.refusal:
        return f"{source.path}：未收"
    counted = "，".join(f"{word} {count} 张" for name, word in _SUMMED if (count := getattr(source, name)))
    parts = [counted or ("与本文件一致，没有新内容" if source.status == "nothing_new" else "已合并")]
    if source.older:
        parts.append("这是较早的一份")
    if source.newer:
        parts.append("由较新的版本建立，本程序不认识的内容原样保留")
    if source.conflicts:
        parts.append(f"冲突 {source.conflicts} 处")
    if source.incomplete:
        parts.append(f"{source.incomplete} 张表缺少较早的修改记录")
    if source.doubled:
        parts.append(f"与 {source.doubled.name} 内容相同")
    parts += _asked(tree, source)
    return f"{source.path}：{'，'.join(parts)}"


def _asked(tree: Tree, source: Received) -> list[str]:
    """What a person has to agree to, and whether it was taken."""
    asked = (
        (source.others, "改动了别的预算单位的表", "--accept-other-units"),
        (source.overtyped, "把已有的表改成了另一个年度，像是在上年的文件上直接填写", "--accept-changed-year"),
    )
    return [
        f"请核实：{what}（{'、'.join(_named(tree, key) for key in keys)}）"
        + (f"，没有收；核实后可加 {option} 再收一次" if set(keys) & set(source.left_out) else "")
        for keys, what, option in asked
        if keys
    ]


def _named(tree: Tree, key: str) -> str:
    if key not in tree.headings:
        return "已删除的表"
    found = place(tree, key)
    return " › ".join(part for part in (found["unit"], found["project"]) if part)


def _report(given: Namespace, tree: Tree, receipt: receiving.Receipt) -> None:
    if given.report:
        told = {
            "sources": [_source(tree, each) for each in receipt.sources],
            "conflicts": [conflict(tree, each) for each in receipt.conflicts],
        }
        with replacing(given.report) as path:
            path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _source(tree: Tree, each: Received) -> dict[str, Any]:
    names = ("status", "added", "changed", "deleted", "conflicts", "older", "newer", "incomplete")
    others = [place(tree, key) for key in each.others if key in tree.headings]
    why: dict[str, Any] = {"why": str(each.refusal)} if each.refusal else {}
    if each.overtyped:
        why["overtyped"] = [place(tree, key) for key in each.overtyped if key in tree.headings]
    more: dict[str, Any] = {"left_out": len(each.left_out), "units": [_reported(one) for one in each.units]}
    if each.doubled:
        more["doubled"] = str(each.doubled)
    return {"file": str(each.path), **{name: getattr(each, name) for name in names}, "others": others, **more, **why}


def _reported(one: Reported) -> dict[str, Any]:
    return {"unit": one.code or one.name, "name": one.name, "years": list(one.years)}


def _progress(done: int, total: int) -> None:
    if total > 1 and sys.stderr.isatty():
        sys.stderr.write(f"\r正在收表 {done + 1}/{total}" + ("\n" if done + 1 == total else ""))
        sys.stderr.flush()

"""The command of an office that sends forms back: return."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from hengbiao.cli.printing import say
from hengbiao.cli.usage import UsageError, layout_called
from hengbiao.domain.change import Change
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Heading, Tree
from hengbiao.exchange import documents, returns
from hengbiao.formats.strict_json import Fault, load
from hengbiao.store.store import Store

_TARGETS = (".hengbiao", ".xlsx")


def return_forms(given: Namespace) -> int:
    """Note remarks in a document and write the unit's forms with them, to go back."""
    target, source = Path(given.to), Path(given.remarks)
    if target.suffix.lower() not in _TARGETS:
        raise UsageError(f"--to 的文件名应以 {' 或 '.join(_TARGETS)} 结尾，不是“{target.name}”")
    if given.layout and target.suffix.lower() != ".xlsx":
        raise UsageError("--layout 只用于退回 .xlsx")
    data = load(source)
    with documents.writing(Path(given.file)) as store:
        tree = store.load()
        unit = returns.unit_to_return(tree, given.unit_code)
        changes = _changes(store, tree, unit, source, data)
        returns.check_target(target)
        documents.commit(store, "退回", changes, source=source.name[:200])
        forms = _write(given, store, unit, target)
    say(f"已写出退回单 {target}：{forms} 张表，新记入 {len(changes)} 条意见")
    return 0


def _changes(store: Store, tree: Tree, unit: Heading, source: Path, data: object) -> Sequence[Change]:
    try:
        return returns.remark_changes(tree, unit, data, store.identity.author)
    except Fault as fault:
        raise fault.refusal(source) from None


def _write(given: Namespace, store: Store, unit: Heading, target: Path) -> int:
    try:
        if target.suffix.lower() == ".hengbiao":
            return returns.write_document(store, unit, target)
        tree = store.load()
        layout = layout_called(given.layout) if given.layout else returns.layout_of(tree, unit.id)
        return returns.write_forms(tree, unit.id, layout, target).forms
    except Refusal as refusal:
        refusal.next_step += "（退回意见已记入原文件，可以重新执行本命令）"
        raise

"""未决: the fields on which offices differ, and decisions that settle them for everyone."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from hengbiao.domain import fields
from hengbiao.domain.change import ROWS
from hengbiao.domain.document import Document
from hengbiao.domain.tree import Tree
from hengbiao.exchange import merging
from hengbiao.formats import interchange
from hengbiao.formats.strict_json import Fault, brief, listed, unknown, wrong
from hengbiao.store import conflicts, edits
from hengbiao.store import merging as prospects
from hengbiao.store.conflicts import Conflict
from hengbiao.store.store import Store

LABEL: Final = "处理未决"
Decision = tuple[Conflict, Any]
"""A value as stored, None for blank; of a whole record or row whether it stays."""


def open_conflicts(store: Store) -> list[Conflict]:
    """The conflicts still open, in order of record and field."""
    return store.look(lambda connection: list(conflicts.found(connection)), log=True)


def unsettled(store: Store) -> dict[str, int]:
    """How many conflicts each record has that has any."""
    return store.look(conflicts.counted, log=True)


def settle(store: Store, document: Document, decisions: Sequence[Decision]) -> None:
    """Make each field what was decided, as one step, though it may show that already; UnfitError."""
    store.check_writable()
    if not decisions:
        return
    wanted: dict[str, dict[str, Any]] = {}
    for conflict, value in decisions:
        stored = value if not _is_whole(conflict) else {} if value else None
        wanted.setdefault(conflict.record, {})[conflict.field] = stored
    mark = edits.stamp(LABEL, store.identity)
    rows = store.look(partial(prospects.decisions, mark=mark, wanted=wanted))
    merging.commit(document, store, LABEL, store.look(partial(prospects.prospect, rows=rows)))


def decided(store: Store, tree: Tree, data: Any) -> list[Decision]:
    """{"decisions": [{"conflict": id, "value": as in the interchange JSON}]} as `settle` takes it; Fault."""
    known = {conflict.id: conflict for conflict in open_conflicts(store)}
    made: list[Decision] = []
    for index, decision in enumerate(listed(data, "decisions")):
        try:
            conflict = _conflict(known, decision)
            made.append((conflict, _value(tree, conflict, decision["value"])))
        except Fault as fault:
            raise fault.under(index).under("decisions") from None
    return made


def _conflict(known: Mapping[str, Conflict], decision: Any) -> Conflict:
    if not isinstance(decision, dict):
        raise wrong(decision, "对象")
    for key in decision:
        if key not in {"conflict", "value"}:
            raise unknown(key, decision)
    for key in ("conflict", "value"):
        if key not in decision:
            raise Fault(f"缺少“{key}”", "每个决定都要写明 conflict 和 value")
    found = known.get(decision["conflict"]) if isinstance(decision["conflict"], str) else None
    if found is None:
        reason = f"没有编号为“{brief(str(decision['conflict']))}”的未决冲突"
        raise Fault(reason, "它可能已经处理过，请用 hengbiao conflicts 重新查看；全部决定均未执行").under("conflict")
    return found


def _value(tree: Tree, conflict: Conflict, value: Any) -> Any:
    if _is_whole(conflict):
        return value is not None
    kind = tree.headings[conflict.record].kind
    path = conflict.path
    owner: type = fields.KINDS[kind]
    if path[0] in ROWS and len(path) == 3:
        owner, path = fields.ROW_TYPES[path[0]], path[2:]
    try:
        found = fields.encode(interchange.value_of(owner, path, value))
    except KeyError:
        raise Fault("这个栏目由更新的版本写入，本程序不认识", "请升级程序后再处理").under("conflict") from None
    except Fault as fault:
        raise fault.under("value") from None
    return None if found in ("", {}) else found


def _is_whole(conflict: Conflict) -> bool:
    """Whether it is asked if a record or row is there at all."""
    return not conflict.path or (len(conflict.path) == 2 and conflict.path[0] in ROWS)

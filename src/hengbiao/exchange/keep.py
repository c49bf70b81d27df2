"""留存稿: a state of the document kept under a name, and what differs between two of them.

A kept version is a mark on each unit that names the edits its records stood at: some kilobytes a unit, not a copy. It
travels and merges with the unit; the states are made anew from the log, which never loses an edit.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.differences import form_differences
from hengbiao.domain.fields import kind_at
from hengbiao.domain.find import NotOneError
from hengbiao.domain.marks import Version, heads_of, heads_text
from hengbiao.domain.position import between, new_row_id
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Records, Tree, heading
from hengbiao.exchange.naming import field_called, record_name, row_called, unit_name, value_called
from hengbiao.exchange.watching import Report
from hengbiao.forms.grid import Grid
from hengbiao.forms.listing import Item, listed, listing
from hengbiao.store import past
from hengbiao.store.store import Store

_REPORTED: Final = 50
"""Forms from one word about progress to the next."""
NOW: Final = "现在"
"""The name of the present state, which nothing is kept under."""

Kind = Literal["changed", "added", "dropped"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A version of the document: its label, who kept it when (local time) first, and in how many units."""

    label: str
    by: str
    at: str
    units: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One field, row or record that differs; `name` is what people call it, None stands for what is not there."""

    ref: Ref
    kind: Kind
    name: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions by label and tree, and what differs between them."""

    labels: tuple[str, str]
    trees: tuple[Tree, Tree]
    differences: tuple[Difference, ...]

    def tree_of(self, found: Difference) -> Tree:
        """The later tree that holds the record of a difference."""
        return self.trees[1] if found.ref.record in self.trees[1].headings else self.trees[0]


def keep_changes(store: Store, tree: Tree, label: str) -> list[Change]:
    """The changes that keep the present state as `label` in every unit that has no such version yet.

    Refusal for an unfit label, where there is no unit, and where every unit has it already.
    """
    _check_label(store, label)
    units = [unit.id for unit in tree.units]
    lacking = [unit for unit in units if not _versions(tree, unit, label)]
    if not units:
        raise Refusal(store.path, "", "文件里没有预算单位，没有可以留存的内容", "请先填写或导入")
    if not lacking:
        at = _versions(tree, units[0], label)[-1].at[:16].replace("T", " ")
        raise Refusal(store.path, "", f"已有留存“{label}”稿（{at}）", "请换一个名称，例如加上日期")
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    return [_kept(store, tree, unit, Version(id="", label=label, by=store.identity.author, at=now)) for unit in lacking]


def kept(tree: Tree) -> tuple[Kept, ...]:
    """The kept versions, in the order in which they were kept."""
    found: dict[str, list[Version]] = {}
    for unit in tree.units:
        for version in tree.unit(unit.id).versions:
            found.setdefault(version.label, []).append(version)
    first = {label: min(versions, key=lambda one: (one.at, one.id)) for label, versions in found.items()}
    made = [Kept(label, one.by, one.at, len(found[label])) for label, one in first.items()]
    return tuple(sorted(made, key=lambda one: (one.at, one.label)))


def version(store: Store, tree: Tree, label: str) -> Tree:
    """The document as it was kept under `label`, or is 现在.

    NotOneError where there is no such version; Refusal where the file came without the history that it needs.
    """
    if label == NOW:
        return tree
    found = {unit.id: versions[-1] for unit in tree.units if (versions := _versions(tree, unit.id, label))}
    if not found:
        known = "、".join(one.label for one in kept(tree)) or "没有"
        raise NotOneError(f"文件里没有留存“{label}”稿（已留存：{known}；也可以写“{NOW}”）")
    trees = [_rebuilt(store, tree, unit, one) for unit, one in found.items()]
    records = {key: one.records[key] for one in trees for key in one.headings}
    return Tree(Records(records), {key: item for one in trees for key, item in one.headings.items()})


def compare(store: Store, tree: Tree, labels: tuple[str, str], report: Report | None = None) -> Comparison:
    """What differs, field by field, from the first version to the second; as `version`.

    Units that only one of the versions knows count as added or dropped as a whole. What `report` raises breaks it off.
    """
    trees = []
    for label in labels:
        if report:
            report(0, 0)
        trees.append(version(store, tree, label))
    return compared(labels, (trees[0], trees[1]), report)


def compared(labels: tuple[str, str], trees: tuple[Tree, Tree], report: Report | None = None) -> Comparison:
    """What stands on forms and differs from the first tree to the second, under the labels given; as `compare`."""
    return Comparison(labels, trees, tuple(_differences(*trees, report)))


def comparison_grid(found: Comparison) -> Grid:
    """The 调整对照表 of a comparison."""
    return listed(listing("comparison"), _words(found), comparison_items(found))


def comparison_items(found: Comparison) -> list[Item]:
    """Its rows: unit, project, name, old, new in words, and in 分 the change of an amount, None for what is none."""
    return [_item(found, one) for one in found.differences]


def _check_label(store: Store, label: str) -> None:
    if not label.strip() or len(label) > 40 or "\n" in label:
        raise Refusal(store.path, "", "留存稿的名称应是 1 到 40 个字的一行文字", "请写成“一上”“二上”“批复”这样")
    if label == NOW:
        raise Refusal(store.path, "", f"“{NOW}”是当前内容的叫法，不能作留存稿的名称", "请写成“一上”“二上”“批复”这样")


def _versions(tree: Tree, unit: str, label: str) -> list[Version]:
    """Those of one label, last kept last; two offices may have kept one each."""
    return sorted((one for one in tree.unit(unit).versions if one.label == label), key=lambda one: (one.at, one.id))


def _kept(store: Store, tree: Tree, unit: str, made: Version) -> Change:
    keys = [unit, *(part.id for part in tree.parts(unit))]
    last = max((one.position for one in tree.unit(unit).versions), default="")
    mark = Version(
        id=new_row_id(),
        position=between(last, ""),
        label=made.label,
        by=made.by,
        at=made.at,
        heads=heads_text(dict(past.heads(store, keys))),
    )
    return Change(Ref(unit, ("versions", mark.id)), None, mark)


def _rebuilt(store: Store, tree: Tree, unit: str, found: Version) -> Tree:
    """A unit as it was kept; what nobody has touched since is taken as it stands, the rest made from the log."""
    kept_at = heads_of(found.heads)
    present = past.heads(store, kept_at)
    same = {key for key, at in kept_at.items() if key in tree.headings and set(present.get(key, ())) == set(at)}
    try:
        older = past.tree(store, {key: at for key, at in kept_at.items() if key not in same})
    except (past.MissingError, KeyError, TypeError):
        told = unit_name(tree, unit)
        raise Refusal(
            store.path, told, f"没有留存“{found.label}”稿的内容：文件发来时未带历史", "请对方用“带历史”重新发送一份"
        ) from None
    records = {key: tree.records[key] if key in same else older.records[key] for key in (*same, *older.headings)}
    return Tree(Records(records), {key: heading(record) for key, record in records.items()})


def _differences(old: Tree, new: Tree, report: Report | None = None) -> Iterator[Difference]:
    keys = list(_in_order(old, new))
    for at, key in enumerate(keys):
        if report and at % _REPORTED == 0:
            report(at, len(keys))
        before, after = (tree.records[key] if key in tree.headings else None for tree in (old, new))
        for change in form_differences(before, after):
            if not change.ref.path or change.ref.path[-1] != "position":
                there = new if change.new is not None and key in new.headings else old
                yield Difference(
                    change.ref,
                    _kind(change),
                    field_called(_naming(change, old, new, there), change.ref),
                    change.old,
                    change.new,
                )


def _naming(change: Change, old: Tree, new: Tree, there: Tree) -> Tree:
    """The tree that knows the row of a change: rows that went are numbered as they stood."""
    if not change.ref.path:
        return there
    return old if change.new is None and len(change.ref.path) == 2 else new


def _kind(change: Change) -> Kind:
    whole = not change.ref.path or (len(change.ref.path) == 2 and not isinstance(change.old or change.new, int | str))
    if not whole:
        return "changed"
    return "added" if change.old is None else "dropped" if change.new is None else "changed"


def _in_order(old: Tree, new: Tree) -> Iterator[str]:
    """The records as they stand on paper: those of the later version, each unit's dropped ones behind its others."""
    for unit in dict.fromkeys(item.id for tree in (new, old) for item in tree.units):
        yield unit
        yield from dict.fromkeys(part.id for tree in (new, old) if unit in tree.headings for part in tree.parts(unit))


def _words(found: Comparison) -> Mapping[str, str]:
    units = {one.id: one for tree in found.trees for one in tree.units}
    years = {tree.unit_year(unit.id) for tree in found.trees for unit in tree.units}
    only = next(iter(units.values())) if len(units) == 1 else None
    year = years.pop() if len(years) == 1 else None
    return {
        "period": f"{year}年度" if year else "",
        "office": f"{only.code} {only.name}".strip() if only else f"共 {len(units)} 个预算单位",
        "a": found.labels[0],
        "b": found.labels[1],
    }


def _item(found: Comparison, one: Difference) -> Item:
    tree = found.tree_of(one)
    item = tree.headings[one.ref.record]
    owner = type(tree.records[item.id])
    old, new = (_said(owner, one, value) for value in (one.old, one.new))
    named = {"added": f"新增{one.name}", "dropped": f"取消{one.name}", "changed": one.name}[one.kind]
    return {
        "unit": unit_name(tree, item.unit),
        "project": record_name(item) if item.kind != "unit" else "",
        "name": named,
        "old": old or "（空）",
        "new": new or "（空）",
        "change": _change(owner, one),
    }


def _said(owner: type, one: Difference, value: Any) -> str:
    if one.ref.path:
        return value_called(owner, one.ref.path, value)
    total = getattr(getattr(value, "funds", None), "total", None)
    amount = value_called(owner, ("funds", "total"), total)
    return f"预算数 {amount} 万元" if amount else row_called(value) if value is not None else ""


def _change(owner: type, one: Difference) -> int | None:
    """By how much an amount went up; None for what is no amount."""
    if one.ref.path:
        amounts: Sequence[Any] = (one.old, one.new) if _is_amount(owner, one.ref.path) else (None, None)
    else:
        amounts = [getattr(getattr(value, "funds", None), "total", None) for value in (one.old, one.new)]
    return None if amounts[0] is None and amounts[1] is None else (amounts[1] or 0) - (amounts[0] or 0)


def _is_amount(owner: type, path: tuple[str, ...]) -> bool:
    return path != ("unit",) and kind_at(owner, path) == "amount"

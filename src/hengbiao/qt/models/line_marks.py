"""What the project tree tells of a line besides its name: a mark, signs, and sentences."""

from collections.abc import Callable, Mapping
from typing import Final

from hengbiao.domain import status
from hengbiao.domain.change import Record
from hengbiao.domain.document import Event
from hengbiao.domain.tree import Tree
from hengbiao.qt.models.form_states import FormStates
from hengbiao.qt.models.outline import Node

Counts = Callable[[str], Mapping[str, int]]
"""How many open findings of each severity a form has, or with "" the document."""

MARKS: Final = {
    "unbalanced": "mark-unbalanced",
    "faulty": "mark-unbalanced",
    "open": "mark-open",
    "explain": "mark-explain",
    "balanced": "mark-balanced",
}
"""The icon of each state, the worst first."""

WORDS: Final = {"balanced": "已平衡", "unbalanced": "不平衡", "open": "未填全"}
_SEVERITIES: Final = (("error", "个错误（须改）"), ("warning", "处需核实"))


def none_found(_record: str) -> Mapping[str, int]:
    """Nothing was checked."""
    return {}


class LineMarks:
    """The marks of one document; `counts` tells of findings as far as forms were checked."""

    def __init__(self) -> None:
        self.states = FormStates()
        self.counts: Counts = none_found
        self._signs: dict[str, tuple[object, tuple[str, ...]]] = {}
        self._units: dict[str, str] = {}

    def forget(self, event: Event) -> list[str]:
        """Drop what `event` makes stale; the forms concerned."""
        stale = self.states.forget(event)
        found = (tree.headings.get(key) for tree in (event.before, event.after) for key in stale)
        for unit in {item.unit for item in found if item}:
            self._units.pop(unit, None)
        return stale

    def recount(self) -> None:
        """The findings are others."""
        self._units.clear()

    def state(self, tree: Tree, node: Node) -> str:
        """The state of a form, or the worst below a unit or year; "" while not everything there was looked at."""
        if node.kind in {"department", "project"}:
            return self.form(tree, node.key)
        if node.kind == "unit":
            return self._unit(tree, node.key)
        return _worst([self._unit(tree, unit.key) for unit in node.children])

    def signs(self, tree: Tree, node: Node) -> tuple[str, ...]:
        """Icons of what else is known: of a form its 状态, an edit since, values not confirmed; of a unit its state."""
        if node.kind in {"unit", "year"}:
            state = self.state(tree, node)
            return (MARKS[state],) if state else ()
        record = tree.records[node.key]
        known = self._signs.get(node.key)
        if known is None or known[0] is not record:
            known = self._signs[node.key] = record, tuple(_signs(record))
        return known[1]

    def sentences(self, tree: Tree, node: Node) -> list[str]:
        """The same in words, one fact each."""
        if node.kind in {"unit", "year"}:
            return self._below(tree, node)
        record = tree.records[node.key]
        told = [self.found(tree, node.key)]
        note = status.status(record)
        if note:
            told.append(status.told(note) + ("；其后有修改" if status.edited_since(record) else ""))
        carried = len(getattr(record, "carried", ()))
        return [*told, f"沿用上年（未核对）{carried} 处"] if carried else told

    def form(self, tree: Tree, key: str) -> str:
        """The state of one form, a key of MARKS."""
        balance = self.states.of(tree, key)
        if balance != "balanced":
            return balance
        counts = self.counts(key)
        return "faulty" if counts.get("error") else "explain" if counts.get("warning") else "balanced"

    def _unit(self, tree: Tree, unit: str) -> str:
        if unit not in self._units and self.states.of_unit(tree, unit):
            self._units[unit] = _worst([self.form(tree, item.id) for item in tree.parts(unit)])
        return self._units.get(unit, "")

    def found(self, tree: Tree, key: str) -> str:
        """What balance and review say of a form, in words."""
        counts = self.counts(key)
        found = [f"{counts[name]} {words}" for name, words in _SEVERITIES if counts.get(name)]
        return "、".join([WORDS[self.states.of(tree, key)], *found])

    def _below(self, tree: Tree, node: Node) -> list[str]:
        units = node.children if node.kind == "year" else [node]
        if not all(self.states.of_unit(tree, unit.key) for unit in units):
            return []
        forms = [self.form(tree, item.id) for unit in units for item in tree.parts(unit.key)]
        wrong = sum(state in {"unbalanced", "faulty"} for state in forms)
        counted = (
            (wrong, "张要改"),
            (forms.count("open"), "张未填全"),
            (forms.count("explain"), "张需核实"),
            (forms.count("balanced"), "张没有问题"),
        )
        return [f"{len(forms)} 张表：" + "，".join(f"{count} {words}" for count, words in counted if count)]


def _worst(states: list[str]) -> str:
    """The worst; "" where one is not known or there is none."""
    return "" if not states or "" in states else next(state for state in MARKS if state in states)


def _signs(record: Record) -> list[str]:
    note = status.status(record)
    found = [f"status-{note.state}"] if note and note.state in status.STATES else []
    edited = ["status-filling"] if found and status.edited_since(record) else []
    return [*(["carried"] if getattr(record, "carried", ()) else []), *found, *edited]

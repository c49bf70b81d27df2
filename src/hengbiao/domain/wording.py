"""Balance equations as the sentences people read."""

from typing import Final

from hengbiao.domain import money
from hengbiao.domain.balance import Equation

MARKS: Final = {"balanced": "✓", "unbalanced": "✗", "open": "○", "not_applicable": "—"}
"""A sign for each state, so that none is told by colour alone."""

_BLANK: Final = {
    "sources": "预算数或资金来源尚未填写",
    "cost": "成本指标或预算数尚未填全",
    "estimates": "测算金额或预算数尚未填写",
    "department": "部门预算总额尚未填写",
    "tasks": "部门预算总额尚未填写",
    "projects": "项目支出尚未填写",
    "control": "预算数尚未填写",
}


def sentence(equation: Equation, unit: str = "万元") -> str:
    """One plain sentence for an equation, amounts in `unit`; "" for one that does not concern the form."""
    if equation.state == "not_applicable":
        return ""
    if equation.name in {"payments", "weights"}:
        return _points(equation)
    if equation.state == "open":
        return _open(equation)
    if equation.name in {"sources", "department"}:
        return _parts(equation, unit)
    return _sum(equation, unit)


def reckoning(equation: Equation, unit: str = "万元") -> str:
    """An unbalanced equation with its arithmetic: what was added up to what, against what, and the cause."""
    if equation.name in {"payments", "weights"}:
        return _points(equation)
    total, label, sum_, named = equation.right, equation.right_label, equation.left, equation.left_label
    if equation.name in {"sources", "department"}:
        total, label, sum_, named = equation.left, equation.left_label, equation.right, equation.right_label
    added = f"{money.tell(sum_, unit)} {unit}"
    if _FEWEST <= len(equation.terms) <= _MOST:
        parts = (f"{term.label[:12]} {money.tell(term.amount, unit)}" for term in equation.terms)
        added = f"{' + '.join(parts)} = {added}"
    gap = _gap((sum_ or 0) - (total or 0), unit)
    return f"{named} {added}，比{label} {money.tell(total, unit)} {unit}{gap}{_why(equation)}"


_FEWEST: Final = 2
_MOST: Final = 6
"""Amounts from which on adding up is shown, and up to which it can be read."""


def _open(equation: Equation) -> str:
    noted = [note for note in equation.notes if note]
    if equation.left is not None and equation.right is not None and noted:
        return f"{equation.left_label}待核实：{noted[0]}"
    if equation.name == "control" and noted:
        return noted[0]
    if equation.cause:
        return equation.cause
    if equation.name == "sources" and (equation.left is None) != (equation.right is None):
        return "资金来源已填，预算数尚未填写" if equation.left is None else "预算数已填，财政资金等来源尚未填写"
    return _BLANK.get(equation.name, "尚未填全")


def _sum(equation: Equation, unit: str) -> str:
    left = f"{equation.left_label} {money.tell(equation.left, unit)} {unit}"
    if equation.state == "balanced":
        return f"{left}，与{equation.right_label}一致"
    return f"{left}，比{equation.right_label}{_gap(equation.difference or 0, unit)}{_why(equation)}"


def _parts(equation: Equation, unit: str) -> str:
    """`left` is the total and the terms its parts."""
    parts = " + ".join(f"{term.label} {money.tell(term.amount, unit)}" for term in equation.terms)
    if equation.state == "balanced":
        return f"{parts} 与{equation.left_label}一致"
    return f"{parts}，比{equation.left_label}{_gap(-(equation.difference or 0), unit)}{_why(equation)}"


def _points(equation: Equation) -> str:
    left = f"{(equation.left or 0) / 100:g}"
    if equation.name == "payments":
        ends = f"支出计划末期为 {left}%"
        return f"{ends}，进度完整" if equation.state == "balanced" else f"{ends}{_why(equation) or '，应为 100%'}"
    ends = f"权重合计 {left}"
    if equation.state == "balanced":
        return f"{ends}，合计正确"
    gap = (equation.difference or 0) / 100
    return f"{ends}，应为 100（不含预算执行率时为 90），{'多' if gap > 0 else '少'} {abs(gap):g}"


def _gap(difference: int, unit: str) -> str:
    return f"{'多' if difference > 0 else '少'} {money.tell(abs(difference), unit)} {unit}"


def _why(equation: Equation) -> str:
    return f"：{equation.cause}" if equation.cause else ""

"""The balance equations of a form, pure: both sides in 分, the difference, the state, the cause where it is found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final, Literal

from hengbiao.domain import costs as cost_indicators
from hengbiao.domain.causes import Term, cause
from hengbiao.domain.department import Department
from hengbiao.domain.project import Payment, Project
from hengbiao.domain.tree import Tree

State = Literal["balanced", "unbalanced", "open", "not_applicable"]

_FULL: Final = 10_000
"""100 % or 100 points in hundredths."""
_WITHOUT_EXECUTION: Final = 9_000
"""90: weights of a form that leaves 预算执行率 out until 自评 (domain.md a.6)."""


@dataclass(frozen=True, slots=True)
class Equation:
    """`left` against `right` (分, or hundredths of % and of points for payments and weights; None where blank)."""

    name: str
    record: str
    left: int | None
    right: int | None
    state: State
    left_label: str
    right_label: str
    terms: tuple[Term, ...] = ()
    cause: str = ""
    notes: tuple[str, ...] = ()
    costs: tuple[cost_indicators.Cost, ...] = ()

    @property
    def difference(self) -> int | None:
        """Left − right, None where either is blank."""
        return None if self.left is None or self.right is None else self.left - self.right


def equations(tree: Tree, record: str) -> tuple[Equation, ...]:
    """Every equation of one project or department form; those that do not concern it are not_applicable."""
    found = tree.records[record]
    if isinstance(found, Project):
        return project_equations(found)
    if isinstance(found, Department):
        return department_equations(tree, found)
    return ()


def all_equations(tree: Tree) -> Iterable[Equation]:
    """The equations of the whole document in the order of its forms."""
    for unit in tree.units:
        for part in tree.parts(unit.id):
            yield from equations(tree, part.id)


def project_equations(project: Project) -> tuple[Equation, ...]:
    """The equations of a project by itself."""
    return (_sources(project), _cost(project), _estimates(project), _payments(project), _weights(project))


def department_equations(tree: Tree, form: Department) -> tuple[Equation, ...]:
    """The equations of a department form, with the projects of its unit."""
    return (_department(form), _department_sources(form), _tasks(form), _projects(tree, form), _weights(form))


def compare(  # noqa: PLR0913, PLR0917 - an equation has two sides, each with a name
    name: str,
    record: str,
    left: int | None,
    right: int | None,
    left_label: str,
    right_label: str,
    terms: Sequence[Term] = (),
    notes: Sequence[str] = (),
) -> Equation:
    """The equation with its state: open where a side is blank; the cause where the sides differ."""
    state: State = "open" if left is None or right is None else "balanced" if left == right else "unbalanced"
    why = cause(left or 0, right or 0, terms, right_label) if state == "unbalanced" else ""
    return Equation(name, record, left, right, state, left_label, right_label, tuple(terms), why, tuple(notes))


def absent(name: str, record: str) -> Equation:
    """The equation of a form that has nothing to set against each other."""
    return Equation(name, record, None, None, "not_applicable", "", "")


def _given(*parts: tuple[str, int | None]) -> tuple[Term, ...]:
    return tuple(Term(label, amount) for label, amount in parts if amount is not None)


def _sum(terms: Sequence[Term]) -> int | None:
    return sum(term.amount for term in terms) if terms else None


def _sources(project: Project) -> Equation:
    """R44: 预算数 = 财政 + 结转 + 其他; a blank source adds nothing and is not zero."""
    funds = project.funds
    terms = _given(("财政", funds.fiscal), ("结转", funds.carryover), ("其他", funds.other))
    made = compare("sources", project.id, _sum(terms), funds.total, "资金来源合计", "预算数", terms)
    return _turned(made)


def _turned(made: Equation) -> Equation:
    """The same equation read from the other side: total first (contract.md)."""
    return replace(made, left=made.right, right=made.left, left_label=made.right_label, right_label=made.left_label)


def _cost(project: Project) -> Equation:
    """R18, R19, R22: cost indicators against 预算数."""
    budget = project.funds.total
    read = cost_indicators.costs(project.indicators, budget)
    if not read:
        return absent("cost", project.id)
    notes = tuple(one.sentence for one in read if one.sentence)
    made = compare(
        "cost",
        project.id,
        cost_indicators.total(read),
        budget,
        "成本指标合计",
        "预算数",
        cost_indicators.terms(read),
        notes,
    )
    if made.state == "unbalanced" and any(one.reading == "unclear" for one in read):
        made = replace(made, state="open", cause="")
    return replace(made, costs=read)


def _estimates(project: Project) -> Equation:
    """测算明细 against 预算数."""
    if not project.estimates:
        return absent("estimates", project.id)
    terms = _given(*((line.content or "测算", line.amount) for line in project.estimates))
    return compare("estimates", project.id, _sum(terms), project.funds.total, "测算明细合计", "预算数", terms)


def _payments(project: Project) -> Equation:
    """R41, R42: cumulative percentages never fall and end at 100."""
    plan = project.payments
    steps = [hundredths(payment.percent) for payment in plan]
    known = [step for step in steps if step is not None]
    if not known:
        return absent("payments", project.id)
    notes = tuple(f"{late.by}（{late.percent}%）低于{early.by}（{early.percent}%）" for early, late in _falls(plan))
    made = compare("payments", project.id, known[-1], _FULL, "支出计划末期", "100%", (), notes)
    if notes and made.state == "balanced":
        return replace(made, state="unbalanced", cause="累计进度不应下降")
    return made


def _falls(plan: Sequence[Payment]) -> Iterable[tuple[Payment, Payment]]:
    known = [payment for payment in plan if hundredths(payment.percent) is not None]
    for early, late in pairwise(known):
        if (hundredths(late.percent) or 0) < (hundredths(early.percent) or 0):
            yield early, late


def hundredths(numeral: str) -> int | None:
    """A decimal text times 100 as an integer; None where it is blank or no number."""
    try:
        return int(Decimal(numeral) * 100) if numeral else None
    except ArithmeticError:
        return None


def _weights(form: Project | Department) -> Equation:
    """R62: weights come to 100, or to 90 where 预算执行率 is left out."""
    points = [point for row in form.indicators if row.weight and (point := hundredths(row.weight)) is not None]
    if not points:
        return absent("weights", form.id)
    total = sum(points)
    right = _WITHOUT_EXECUTION if total == _WITHOUT_EXECUTION else _FULL
    return compare("weights", form.id, total, right, "权重合计", f"{right // 100}")


def _department(form: Department) -> Equation:
    """R46: 资金总额 = 项目支出 + 基本支出."""
    terms = _given(("项目支出", form.funds.project), ("基本支出", form.funds.basic))
    if not terms:
        return absent("department", form.id)
    return _turned(compare("department", form.id, _sum(terms), form.funds.total, "各项支出合计", "部门预算总额", terms))


def _department_sources(form: Department) -> Equation:
    terms = _given(("财政", form.funds.fiscal), ("其他", form.funds.other))
    if not terms:
        return absent("sources", form.id)
    return _turned(compare("sources", form.id, _sum(terms), form.funds.total, "资金来源合计", "部门预算总额", terms))


def _tasks(form: Department) -> Equation:
    """R45: 任务（职能）金额 against the department total."""
    lines = [(task.name, task.total) for task in form.tasks] or [(line.project, line.amount) for line in form.functions]
    terms = _given(*lines)
    if not terms:
        return absent("tasks", form.id)
    return compare("tasks", form.id, _sum(terms), form.funds.total, "任务金额合计", "部门预算总额", terms)


def _projects(tree: Tree, form: Department) -> Equation:
    """Σ projects of the unit against 项目支出."""
    terms = _given(*((item.name, item.total) for item in tree.projects(form.unit)))
    if not terms or form.funds.project is None:
        return absent("projects", form.id)
    return compare("projects", form.id, _sum(terms), form.funds.project, "各项目预算合计", "项目支出", terms)

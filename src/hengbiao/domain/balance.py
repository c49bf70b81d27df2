"""The balance equations of a form, pure: both sides in 分, the difference, the state, the cause where it is found."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from hengbiao.domain import costs as cost_indicators
from hengbiao.domain import money
from hengbiao.domain.causes import Cause, Term, find
from hengbiao.domain.change import Ref
from hengbiao.domain.department import Department
from hengbiao.domain.estimates import misreckoned
from hengbiao.domain.project import Payment, Project
from hengbiao.domain.tree import Tree
from hengbiao.domain.unit import Extra, Unit

State = Literal["balanced", "unbalanced", "open", "not_applicable"]

_FULL: Final = 10_000
"""100 % or 100 points in hundredths."""
_WITHOUT_EXECUTION: Final = 9_000
"""90: weights of a form that leaves 预算执行率 out until 自评 (domain.md a.6)."""


class Equation(NamedTuple):
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
    found: Cause | None = None

    @property
    def difference(self) -> int | None:
        """Left − right, None where either is blank."""
        return None if self.left is None or self.right is None else self.left - self.right


def equations(tree: Tree, record: str) -> tuple[Equation, ...]:
    """Every equation of one project, department form or unit; those that do not concern it are not_applicable."""
    found = tree.records[record]
    if isinstance(found, Project):
        return project_equations(found)
    if isinstance(found, Department):
        return department_equations(tree, found)
    return unit_equations(tree, found)


def unit_equations(tree: Tree, unit: Unit) -> tuple[Equation, ...]:
    """控制数 against what the projects come to, of a unit without a department form that would state its budget."""
    if tree.department(unit.id) or not any(_is_control(one) for one in unit.extra):
        return ()
    terms = _given(*((item.name, item.total, Ref(item.id, ("funds", "total"))) for item in tree.projects(unit.id)))
    return (_controlled(unit.id, _sum(terms), "各项目预算合计", unit.extra, terms),)


def all_equations(tree: Tree) -> Iterable[Equation]:
    """The equations of the whole document in the order of its forms."""
    for unit in tree.units:
        yield from equations(tree, unit.id)
        for part in tree.parts(unit.id):
            yield from equations(tree, part.id)


def project_equations(project: Project) -> tuple[Equation, ...]:
    """The equations of a project by itself."""
    lines = _lines(project)
    return (
        _sources(project),
        _cost(project, lines),
        _estimates(project, lines),
        _payments(project),
        _weights(project),
        _control(project, project.extra),
        absent("execution", project.id),
        absent("scores", project.id),
    )


def department_equations(tree: Tree, form: Department) -> tuple[Equation, ...]:
    """The equations of a department form, with the projects of its unit."""
    extra = (*form.extra, *tree.unit(form.unit).extra)
    return (
        _department(form),
        _department_sources(form),
        _tasks(form),
        _projects(tree, form),
        _weights(form),
        _control(form, extra),
        absent("execution", form.id),
        absent("scores", form.id),
    )


def compare(  # noqa: PLR0913, PLR0917 - an equation has two sides, each with a name
    name: str,
    record: str,
    left: int | None,
    right: int | None,
    left_label: str,
    right_label: str,
    terms: Sequence[Term] = (),
    notes: Sequence[str] = (),
    *,
    total: Ref | None = None,
    spare: Sequence[Term] = (),
    turned: bool = False,
    costs: Sequence[cost_indicators.Cost] = (),
) -> Equation:
    """The equation with its state: open where a side is blank or a cost unclear; the cause where the sides differ.

    `total` is where the right side was typed, `spare` what may be missing on the left; `turned` is read from the right:
    total first (contract.md).
    """
    state: State = "open" if left is None or right is None else "balanced" if left == right else "unbalanced"
    found = None
    if state == "unbalanced" and any(one.reading == "unclear" for one in costs):
        state = "open"
    elif left is not None and right is not None and left != right:
        found = find(left, right, terms, Term(right_label, right, total), spare)
    why = found.sentence if found else ""
    sides = (right, left, state, right_label, left_label) if turned else (left, right, state, left_label, right_label)
    return Equation(name, record, *sides, tuple(terms), why, tuple(notes), tuple(costs), found)


def absent(name: str, record: str) -> Equation:
    """The equation of a form that has nothing to set against each other."""
    return Equation(name, record, None, None, "not_applicable", "", "")


def _given(*parts: tuple[str, int | None, Ref]) -> tuple[Term, ...]:
    return tuple(Term(label, amount, ref) for label, amount, ref in parts if amount is not None)


def _funds(form: Project | Department, *boxes: tuple[str, str]) -> tuple[Term, ...]:
    """The filled ones of these boxes of the funds of a form: (label, field)."""
    return _given(*((label, getattr(form.funds, name), Ref(form.id, ("funds", name))) for label, name in boxes))


def _total_of(form: Project | Department) -> Ref:
    return Ref(form.id, ("funds", "total"))


def _sum(terms: Sequence[Term]) -> int | None:
    return sum(term.amount for term in terms) if terms else None


def _sources(project: Project) -> Equation:
    """R44: 预算数 = 财政 + 结转 + 其他; a blank source adds nothing and is not zero."""
    terms = _funds(project, ("财政", "fiscal"), ("结转", "carryover"), ("其他", "other"))
    total = project.funds.total
    place = _total_of(project)
    made = compare("sources", project.id, _sum(terms), total, "资金来源合计", "预算数", terms, total=place, turned=True)
    return made._replace(cause="年度资金疑填到了项目（全周期）资金的格里") if typed_as_lifetime(project) else made


def typed_as_lifetime(project: Project) -> tuple[str, ...]:
    """The boxes of the whole project (全周期) that hold what is blank and wanted in those of the year; mostly none."""
    year, life = project.funds, project.lifetime_funds
    sources = [amount for amount in (year.fiscal, year.carryover, year.other) if amount is not None]
    given = {name: getattr(life, name) for name in ("fiscal", "other") if getattr(life, name) is not None}
    if year.total is None and sources and life.total == sum(sources):
        return ("total",)
    return tuple(given) if given and not sources and life.total is None and year.total == sum(given.values()) else ()


def _cost(project: Project, lines: tuple[Term, ...]) -> Equation:
    """R18, R19, R22: cost indicators against 预算数."""
    budget = project.funds.total
    read = cost_indicators.costs(project.indicators, budget)
    if not read:
        return absent("cost", project.id)
    notes = tuple(one.sentence for one in read if one.sentence)
    return compare(
        "cost",
        project.id,
        cost_indicators.total(read),
        budget,
        "成本指标合计",
        "预算数",
        tuple(
            Term(one.label, one.amount, Ref(project.id, ("indicators", one.indicator, "target")))
            for one in read
            if one.amount is not None
        ),
        notes,
        total=_total_of(project),
        spare=lines,
        costs=read,
    )


def _lines(project: Project) -> tuple[Term, ...]:
    return _given(
        *(
            (line.content or "测算", line.amount, Ref(project.id, ("estimates", line.id, "amount")))
            for line in project.estimates
        )
    )


def _estimates(project: Project, terms: tuple[Term, ...]) -> Equation:
    """测算明细 against 预算数, with the lines that are not quantity × price."""
    if not project.estimates:
        return absent("estimates", project.id)
    notes = [one.sentence for one in misreckoned(project)]
    return compare(
        "estimates",
        project.id,
        _sum(terms),
        project.funds.total,
        "测算明细合计",
        "预算数",
        terms,
        notes,
        total=_total_of(project),
    )


def _payments(project: Project) -> Equation:
    """R41, R42: cumulative percentages never fall and end at 100."""
    plan = project.payments
    steps = [hundredths(payment.percent) for payment in plan]
    known = [step for step in steps if step is not None]
    if not known:
        return absent("payments", project.id)
    notes = tuple(f"{late.by}（{late.percent}%）低于{early.by}（{early.percent}%）" for early, late in _falls(plan))
    made = compare("payments", project.id, known[-1], _FULL, "支出计划末期", "100%", (), notes)
    if steps_apart(project):
        return made._replace(state="unbalanced", cause="像是各期各自的百分比（合计 100%），应填累计数")
    if notes and made.state == "balanced":
        return made._replace(state="unbalanced", cause="累计进度不应下降")
    return made


def steps_apart(project: Project) -> bool:
    """Whether every step of the payment plan is filled, they come to 100 % together and the last is not 100 %."""
    steps = [hundredths(row.percent) for row in project.payments]
    return None not in steps and len(steps) > 1 and sum(step or 0 for step in steps) == _FULL != steps[-1]


def _falls(plan: Sequence[Payment]) -> Iterable[tuple[Payment, Payment]]:
    known = [payment for payment in plan if hundredths(payment.percent) is not None]
    for early, late in pairwise(known):
        if (hundredths(late.percent) or 0) < (hundredths(early.percent) or 0):
            yield early, late


@lru_cache(maxsize=4096)
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
    terms = _funds(form, ("项目支出", "project"), ("基本支出", "basic"))
    return _against_total("department", form, "各项支出合计", terms, turned=True)


def _department_sources(form: Department) -> Equation:
    return _against_total(
        "sources", form, "资金来源合计", _funds(form, ("财政", "fiscal"), ("其他", "other")), turned=True
    )


def _tasks(form: Department) -> Equation:
    """R45: 任务（职能）金额 against the department total, or 项目支出 where the form lists its projects only."""
    lines = [(task.name, task.total, Ref(form.id, ("tasks", task.id, "total"))) for task in form.tasks] or [
        (line.project, line.amount, Ref(form.id, ("functions", line.id, "amount"))) for line in form.functions
    ]
    terms = _given(*lines)
    if terms and form.funds.project is not None and _sum(terms) == form.funds.project != form.funds.total:
        place = Ref(form.id, ("funds", "project"))
        return compare(
            "tasks", form.id, _sum(terms), form.funds.project, "任务金额合计", "项目支出", terms, total=place
        )
    return _against_total("tasks", form, "任务金额合计", terms, _funds(form, ("基本支出", "basic")))


def _against_total(
    name: str,
    form: Department,
    label: str,
    terms: tuple[Term, ...],
    spare: Sequence[Term] = (),
    *,
    turned: bool = False,
) -> Equation:
    if not terms:
        return absent(name, form.id)
    place = _total_of(form)
    return compare(
        name,
        form.id,
        _sum(terms),
        form.funds.total,
        label,
        "部门预算总额",
        terms,
        total=place,
        spare=spare,
        turned=turned,
    )


def _projects(tree: Tree, form: Department) -> Equation:
    """Σ projects of the unit against 项目支出."""
    terms = _given(*((item.name, item.total, Ref(item.id, ("funds", "total"))) for item in tree.projects(form.unit)))
    if not terms or form.funds.project is None:
        return absent("projects", form.id)
    return compare(
        "projects",
        form.id,
        _sum(terms),
        form.funds.project,
        "各项目预算合计",
        "项目支出",
        terms,
        total=Ref(form.id, ("funds", "project")),
        spare=_given(*((line.project, line.amount, Ref(form.id)) for line in form.functions)),
    )


def _control(form: Project | Department, extra: Sequence[Extra]) -> Equation:
    """控制数: the budget against the figure given from above, kept as a field labelled so (自定义栏目)."""
    return _controlled(form.id, form.funds.total, "预算数", extra)


def _is_control(one: Extra) -> bool:
    return "控制数" in one.label and bool(one.text.strip())


def _controlled(
    record: str, budget: int | None, label: str, extra: Sequence[Extra], terms: Sequence[Term] = ()
) -> Equation:
    given = next((one for one in extra if _is_control(one)), None)
    if given is None:
        return absent("control", record)
    figure = amount_of(given)
    note = "" if figure is not None else f"“{given.label}”写作“{given.text[:20]}”，看不出金额单位，请写明元或万元"
    return compare("control", record, budget, figure, label, "控制数", terms, (note,) if note else ())


def amount_of(given: Extra) -> int | None:
    """The amount (分) of a labelled field whose text or label names the 金额单位; None where none does."""
    units = "|".join(sorted(money.UNITS, key=len, reverse=True))
    named = re.search(units, given.label)
    if not named and not re.search(rf"{units}|[万亿]", given.text):
        return None
    try:
        return money.parse(given.text, named[0] if named else "元")
    except money.MoneyError:
        return None

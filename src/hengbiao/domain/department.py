"""部门整体: the department form of one unit. Amounts are 分, None is a blank cell."""

from dataclasses import dataclass

from hengbiao.domain.indicator import Indicator
from hengbiao.domain.marks import Carried, Explanation, Remark, Status
from hengbiao.domain.unit import Extra


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentFunds:
    """部门预算 by 项目支出/基本支出 and by source."""

    total: int | None = None
    project: int | None = None
    basic: int | None = None
    fiscal: int | None = None
    other: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """说明 printed beside the three texts (云南)."""

    duties: str = ""
    lifetime_goal: str = ""
    goal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """年度履职目标: one 部门职能 with its task, project and amount."""

    id: str
    position: str = ""
    duty: str = ""
    task: str = ""
    project: str = ""
    amount: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """年度重点工作任务 with its money."""

    id: str
    position: str = ""
    name: str = ""
    content: str = ""
    total: int | None = None
    fiscal: int | None = None
    other: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """分项绩效目标 of a department form written as text."""

    id: str
    position: str = ""
    title: str = ""
    goal: str = ""
    indicators: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """工作保障措施."""

    id: str
    position: str = ""
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """The department form of the unit record `unit`; `period` is written "2025-2027"."""

    id: str
    unit: str
    year: int | None = None
    period: str = ""
    budget_code: str = ""
    duties: str = ""
    lifetime_goal: str = ""
    goal: str = ""
    funds: DepartmentFunds = DepartmentFunds()
    notes: Notes = Notes()
    extra: tuple[Extra, ...] = ()
    functions: tuple[Function, ...] = ()
    tasks: tuple[Task, ...] = ()
    sections: tuple[Section, ...] = ()
    measures: tuple[Measure, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    remarks: tuple[Remark, ...] = ()
    carried: tuple[Carried, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    statuses: tuple[Status, ...] = ()

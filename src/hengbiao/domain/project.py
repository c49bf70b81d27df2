"""项目: money, goals and indicators of one project in one year. Amounts are 分, None is a blank cell."""

from dataclasses import dataclass

from hengbiao.domain.indicator import Indicator
from hengbiao.domain.marks import Carried, Explanation, Remark, Status
from hengbiao.domain.unit import Extra


@dataclass(frozen=True, slots=True, kw_only=True)
class Funds:
    """年度资金 of a project: 预算数 and its sources."""

    total: int | None = None
    fiscal: int | None = None
    carryover: int | None = None
    other: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LifetimeFunds:
    """中期（全周期）资金, never compared with the annual money."""

    total: int | None = None
    fiscal: int | None = None
    other: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """测算明细: one line; `quantity` and `price` (元) are decimal texts as written, `amount` is 分."""

    id: str
    position: str = ""
    content: str = ""
    quantity: str = ""
    unit: str = ""
    price: str = ""
    amount: int | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """资金支出计划: the cumulative `percent` (decimal text) reached at `by`, e.g. 3月底."""

    id: str
    position: str = ""
    by: str = ""
    percent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project of the unit record `unit`; rows are in order of (position, id)."""

    id: str
    unit: str
    position: str = ""
    year: int | None = None
    code: str = ""
    name: str = ""
    nature: str = ""
    category: str = ""
    authority: str = ""
    implementer: str = ""
    start: str = ""
    end: str = ""
    purpose: str = ""
    lifetime_goal: str = ""
    goal: str = ""
    lifetime_funds: LifetimeFunds = LifetimeFunds()
    funds: Funds = Funds()
    extra: tuple[Extra, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    payments: tuple[Payment, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    remarks: tuple[Remark, ...] = ()
    carried: tuple[Carried, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    statuses: tuple[Status, ...] = ()

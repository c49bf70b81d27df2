"""Sound forms for tests of rules: nothing to find in them; each test spoils one thing."""

from dataclasses import replace

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.department import Department, DepartmentFunds
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Funds, Payment, Project
from hengbiao.domain.target import parse
from hengbiao.domain.tree import Tree, empty
from hengbiao.domain.unit import Unit

UNIT = Unit(id="u", code="100001", name="清河县档案馆", region="tianjin", year=2026)


def row(key: str, level1: str, level2: str, name: str, target: str, **more: str) -> Indicator:
    """One indicator; `target` as people write it."""
    return Indicator(id=key, position=key, level1=level1, level2=level2, name=name, target=parse(target), **more)


ROWS = (
    row("a", "产出指标", "数量指标", "数字化档案", "≥1200册"),
    row("b", "产出指标", "质量指标", "扫描件合格率", "≥98%"),
    row("c", "产出指标", "时效指标", "扫描完成时间", "2026年10月底前"),
    row("d", "产出指标", "成本指标", "档案扫描总成本", "≤45万元"),
    row("e", "效益指标", "社会效益指标", "群众查档等候时间", "由三天缩短到当天取件"),
    row("f", "满意度指标", "服务对象满意度指标", "查档群众满意度", "≥90%"),
)

PROJECT = Project(
    id="p",
    unit="u",
    year=2026,
    name="馆藏档案数字化",
    funds=Funds(total=45_000_000, fiscal=45_000_000),
    purpose="用于馆藏档案的整理、扫描、挂接和校对。",
    goal="扫描馆藏档案1200册，建成可检索的目录，群众当天就能查到所需档案。",
    payments=(
        Payment(id="1", position="1", by="6月底", percent="60"),
        Payment(id="2", position="2", by="12月底", percent="100"),
    ),
    indicators=ROWS,
)

DEPARTMENT = Department(
    id="d",
    unit="u",
    year=2026,
    goal="完成馆藏档案数字化，让群众少跑路。",
    funds=DepartmentFunds(total=90_000_000, project=45_000_000, basic=45_000_000),
    indicators=ROWS,
)


def tree_of(*records: Project | Department, unit: Unit = UNIT) -> Tree:
    """A document of one unit with these forms."""
    return empty().changed(Change(Ref(record.id), None, record) for record in (unit, *records))


def with_row(key: str, **changes: object) -> Project:
    """The sound project with one indicator changed; `target` may be written as a text."""
    made = {name: parse(str(value)) if name == "target" else value for name, value in changes.items()}
    rows = tuple(replace(one, **made) if one.id == key else one for one in ROWS)  # type: ignore[arg-type]
    return replace(PROJECT, indicators=rows)


def and_row(*rows: Indicator) -> Project:
    """The sound project with further indicators."""
    return replace(PROJECT, indicators=(*ROWS, *rows))

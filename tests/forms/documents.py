"""Documents made for tests of what holds many forms."""

from hengbiao.domain.department import Department
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.position import spread
from hengbiao.domain.project import Funds, Project
from hengbiao.domain.target import Target
from hengbiao.domain.tree import Records, Tree, heading
from hengbiao.domain.unit import Unit


def indicators(count):
    """So many rows, three to a level 2, all of one level 1."""
    return tuple(
        Indicator(
            id=f"i{n}",
            position=at,
            level1="产出指标",
            level2=("数量指标", "质量指标", "时效指标")[n // 3 % 3],
            name=f"第{n}项指标",
            target=Target("≥", str(n), "次"),
        )
        for n, at in enumerate(spread(count))
    )


def project(key, unit, name="项目", **given):
    """A project of 3 indicators and 45.00万元, unless told otherwise."""
    values = {"funds": Funds(total=45_000_000, fiscal=45_000_000), "indicators": indicators(3), "goal": "目标。"}
    return Project(id=key, unit=unit, name=name, **(values | given))


def document(*units, year=2026):
    """A tree of units, each given as its projects; a unit given as (Department, [projects]) has that form too."""
    made = {}
    for number, (at, given) in enumerate(zip(spread(len(units)), units, strict=True), 1):
        unit = Unit(id=f"u{number}", position=at, code=f"57120{number}", name=f"第{number}单位", year=year)
        made[unit.id] = unit
        department, projects = given if isinstance(given, tuple) else (None, given)
        if department:
            made[f"d{number}"] = Department(id=f"d{number}", unit=unit.id, goal=department)
        for place, (position, values) in enumerate(zip(spread(len(projects)), projects, strict=True)):
            key = f"p{number}-{place}"
            made[key] = project(key, unit.id, position=position, **values)
    return Tree(Records(made), {key: heading(record) for key, record in made.items()})

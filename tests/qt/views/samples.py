"""Forms with every field and every table filled in, two rows of each kind."""

from typing import Any

from hengbiao.domain.department import Department
from hengbiao.domain.fields import KINDS, ROW_TYPES, kinds
from hengbiao.domain.project import Project
from hengbiao.domain.target import parse
from hengbiao.domain.unit import Unit
from hengbiao.forms.vocabulary import schemes

_GIVEN = {"level1": "", "level2": "", "position": "", "property": "定量", "weight": "5", "percent": "50", "year": 2025}


def everything():
    """A unit, its department form `d` and its project `p`."""
    unit = Unit(id="u", code="1", name="绥江县红十字会", year=2025)
    project, form = _filled("project"), _filled("department")
    project["estimates"] = tuple(_row("estimates", at, quantity="3", price="2.00", amount=600) for at in (1, 2))
    return unit, Department(id="d", unit="u", **form), Project(id="p", unit="u", position="F", **project)


def _filled(kind) -> dict[str, Any]:
    wanted = kinds(KINDS[kind])
    made = {name: _value(name, what) for name, what in wanted.items() if what not in {"rows", "group"}}
    for name in (name for name, what in wanted.items() if what == "rows" and name in ROW_TYPES):
        made[name] = _indicators() if name == "indicators" else tuple(_row(name, at) for at in (1, 2))
    for name in (name for name, what in wanted.items() if what == "group"):
        group = KINDS[kind].__dataclass_fields__[name].default.__class__
        made[name] = group(**{part: _value(part, what) for part, what in kinds(group).items()})
    return {name: value for name, value in made.items() if name not in {"position", "unit"}}


def _indicators():
    pairs = schemes()["2015"].levels
    return tuple(
        _row("indicators", at, level1=one, level2=two) for at, (one, two) in enumerate((*pairs[:3], pairs[0]), 1)
    )


def _row(table, at, **given):
    names = {name: _value(name, what, at) for name, what in kinds(ROW_TYPES[table]).items()}
    return ROW_TYPES[table](id=f"{table}{at}", **{**names, "position": "FKPV"[at - 1], **given})


def _value(name, what, at=0):
    if name in _GIVEN:
        return _GIVEN[name]
    if what == "amount":
        return 100_0000 * (at + 1)
    return parse(f"≥{at + 1}次") if what == "target" else f"{name}“{at}”\n之二"

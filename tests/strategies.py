"""Hypothesis strategies for everything a document can hold, by the one table of fields."""

from dataclasses import replace

from hypothesis import strategies as st

from hengbiao.domain import money, target
from hengbiao.domain.department import Department
from hengbiao.domain.fields import ROW_TYPES, group_type, kinds
from hengbiao.domain.position import spread
from hengbiao.domain.project import Project
from hengbiao.domain.target import Target
from hengbiao.domain.tree import Records, Tree, heading
from hengbiao.domain.unit import Unit

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n"), max_size=6)
words = st.sampled_from(["", "", "甲", "乙", "培训", "=1+1", "𠮷", "一\t二\n三", "'", "👨‍👩‍👧", " 甲 ", "\u202e"])
numerals = st.from_regex(r"\A-?[0-9]{1,6}(\.[0-9]{1,3})?\Z")
amounts = st.none() | st.integers(-money.LIMIT, money.LIMIT)
years = st.none() | st.integers(2020, 2030)
numeric_targets = st.builds(
    Target,
    comparator=st.sampled_from(("", *target.COMPARATORS)),
    value=numerals,
    unit=st.sampled_from(["", "次", "人次", "%", "万元", "元/人·月", "平方米"]),
)
text_targets = st.builds(Target, text=texts.filter(bool))
targets = st.just(Target()) | numeric_targets | text_targets

_SIMPLE = {
    "text": words,  # drawn a hundred times a record: whole texts cost seconds
    "numeral": st.just("") | numerals,
    "year": years,
    "amount": amounts,
    "target": targets,
}


def _value(owner, name, kind):
    if kind == "rows":
        return rows(name)
    if kind == "group":
        return _built(group_type(owner, name))
    return _SIMPLE[kind]


def _fields(owner):
    return {name: _value(owner, name, kind) for name, kind in kinds(owner).items() if name != "position"}


def _built(owner, **identity):
    return st.builds(owner, **identity, **_fields(owner))


def rows(name, max_size=3):
    """Rows of the field `name` with positions of their own."""
    row = _built(ROW_TYPES[name], id=st.uuids().map(lambda u: u.hex[:10]))
    unique = (lambda r: r.label) if name == "extra" else (lambda r: r.id)
    return st.lists(row, max_size=max_size, unique_by=unique).map(_placed)


def _placed(items):
    return tuple(replace(row, position=at) for row, at in zip(items, spread(len(items)), strict=True))


ids = st.uuids().map(lambda u: u.hex[:16])


def records(owner, **identity):
    """Records of one type with every kind of content."""
    return _built(owner, **{"id": ids, **identity})


@st.composite
def trees(draw, max_units=3, max_projects=3):
    """Documents in which no unit stands twice in a year."""
    made = {}
    count = draw(st.integers(0, max_units))
    for number, at in enumerate(spread(count)):
        unit = draw(records(Unit))
        unit = replace(unit, position=at, code=f"{number:03d}" if draw(st.booleans()) else "", name=f"单位{number}")
        made[unit.id] = unit
        if draw(st.booleans()):
            form = draw(records(Department, unit=st.just(unit.id)))
            made[form.id] = form
        projects = draw(st.lists(records(Project, unit=st.just(unit.id)), max_size=max_projects))
        for project, place in zip(projects, spread(len(projects)), strict=True):
            made[project.id] = replace(project, position=place)
    return Tree(Records(made), {key: heading(record) for key, record in made.items()})

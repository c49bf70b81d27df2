"""Facts: what a record says, as a form; ordinals through the document; what is derived and never read back."""

import json

import pytest

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.department import Department, DepartmentFunds, Task
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Funds, Payment, Project
from hengbiao.domain.target import Target
from hengbiao.domain.tree import empty
from hengbiao.domain.unit import Extra, Unit
from hengbiao.forms.facts import facts, ordinal_of, ordinals, total
from hengbiao.forms.form import field_kind, paths, stored


def tree(*records):
    return empty().changed([Change(Ref(record.id), None, record) for record in records])


UNIT = Unit(
    id="u1", position="a", code="571203", name="红十字会", year=2025, extra=(Extra(id="x", label="填报人", text="王"),)
)
PROJECT = Project(
    id="p1", unit="u1", position="b", name="救护培训", funds=Funds(total=0, fiscal=None),
    extra=(Extra(id="a", label="负责人", text="李"), Extra(id="b", label="负责人", text="后来的")),
    payments=(Payment(id="y1", by="3月底", percent="30"),),
    indicators=(Indicator(id="i1", level1="产出指标", name="期数", target=Target("≥", "1", "次")), Indicator(id="i2")),
)  # fmt: skip


def test_a_project_as_a_form():
    form = facts(tree(UNIT, PROJECT), "p1")
    assert form.kind == "project"
    assert form.record == "p1"
    assert form.fields == {"name": "救护培训", "funds/total": 0, "extra/负责人": "李"}
    assert [row.id for row in form.rows("indicators")] == ["i1", "i2"]
    assert form.rows("indicators")[0].values == {"level1": "产出指标", "name": "期数", "target": Target("≥", "1", "次")}
    assert form.rows("indicators")[1].values == {}
    assert form.rows("payments")[0].values == {"by": "3月底", "percent": "30"}
    assert form.facts == {
        "n": "1", "unit.code": "571203", "unit.name": "红十字会", "year": "2025", "span": "2025",
        "unit.extra/填报人": "王",
    }  # fmt: skip


def test_a_department_as_a_form():
    rows = (Task(id="t1", total=4_000_000, fiscal=0), Task(id="t2", total=1))
    form = facts(
        tree(UNIT, Department(id="d1", unit="u1", year=2024, funds=DepartmentFunds(total=5), tasks=rows)), "d1"
    )
    assert form.kind == "department"
    assert form.fields == {"year": "2024", "funds/total": 5}
    assert form.facts["year"] == "2024"
    assert "n" not in form.facts
    assert [total(form, "tasks", field) for field in ("total", "fiscal", "other")] == [4_000_001, 0, None]


def test_a_unit_is_no_form():
    with pytest.raises(KeyError):
        facts(tree(UNIT), "u1")


def test_numbers_run_through_the_units():
    second = Unit(id="u0", position="b", name="第二")
    projects = [
        Project(id=name, unit=unit, position=place)
        for name, unit, place in (
            ("a", "u1", "m"),
            ("b", "u1", "k"),
            ("c", "u0", "z"),
            ("d", "u0", "a"),
            ("e", "u1", "m"),
        )
    ]
    made = tree(second, UNIT, Department(id="0", unit="u0"), *projects)
    assert dict(ordinals(made)) == {"b": 1, "a": 2, "e": 3, "d": 4, "c": 5}
    assert {item.id: ordinal_of(made, item.id) for item in made.all_projects()} == ordinals(made)
    assert ordinal_of(made, "0") == 0
    assert facts(made, "c", number=9).facts["n"] == "9"


def test_numbers_begin_anew_with_each_year():
    units = [Unit(id=key, position=key, code="1", name="甲", year=year) for key, year in (("v1", 2025), ("v2", 2026))]
    units += [Unit(id="v3", position="v3", code="2", name="乙"), Unit(id="v4", position="v4", code="2", name="乙")]
    places = (("a", "v1", 2025), ("b", "v1", 2025), ("c", "v2", 2026), ("d", "v3", 2025), ("e", "v4", 2026))
    made = tree(*units, *(Project(id=key, unit=unit, position=key, year=year) for key, unit, year in places))
    assert dict(ordinals(made)) == {"a": 1, "b": 2, "d": 3, "c": 1, "e": 2}
    assert {item.id: ordinal_of(made, item.id) for item in made.all_projects()} == ordinals(made)


def test_paths_and_kinds():
    assert "position" not in paths("project")
    assert {"name", "funds/carryover", "lifetime_funds/other"} <= set(paths("project"))
    assert {"period", "notes/goal", "funds/basic"} <= set(paths("department"))
    assert field_kind("project", "funds/total") == "amount"
    assert field_kind("project", "extra/任何") == "text"
    assert field_kind("project", "target", "indicators") == "target"
    assert field_kind("project", "target/unit", "indicators") == "text"
    for path, table in (("funds", ""), ("indicators", ""), ("position", ""), ("name/unit", "indicators"), ("id", "")):
        with pytest.raises(KeyError):
            field_kind("project", path, table)


def test_values_as_records_keep_them():
    assert stored("project", "year", "2025") == 2025
    assert stored("project", "year", None) is None
    assert stored("project", "name", None) == ""
    assert stored("project", "funds/total", 5) == 5
    assert stored("project", "funds/total", None) is None
    assert stored("project", "target", None, "indicators") == Target()
    assert json.dumps(stored("project", "extra/负责人", "王")) == json.dumps("王")

"""“另起 2026 年度？”: asked where a year is typed over; both answers, and what the superior sees of each."""

from dataclasses import replace

import pytest
from tests.exchange.offices import Office
from tests.store.documents import PROJECT, UNIT

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.department import Department
from hengbiao.domain.refusal import Refusal
from hengbiao.exchange.imports import import_changes, read_source
from hengbiao.exchange.new_year import question, start, type_over
from hengbiao.exchange.rollover import rollover_unit
from hengbiao.store.store import verify


@pytest.fixture
def office(tmp_path):
    found = Office(tmp_path, "甲")
    found.add(UNIT, replace(PROJECT, year=2025), Department(id="d1", unit="u1", year=2025))
    return found


@pytest.fixture
def county(tmp_path, office):
    found = Office(tmp_path, "县")
    found.receive(office.send(office.folder / "o1"))
    return found


def asked(document, key="u1", new=2026):
    return question(document.tree, Change(Ref(key, ("year",)), 2025, new))


def years(office):
    with office.opened() as (_, document):
        return {unit.name: sorted(u.year for u in document.tree.units) for unit in document.tree.units}


def test_another_year_is_started_and_the_superior_has_both(office, county):
    with office.opened() as (store, document):
        found = asked(document)
        assert (found.old, found.new, found.startable) == (2025, 2026, True)
        assert found.text.startswith("另起 2026 年度？“571203 临河县红十字会”现在是 2025 年度的表。")
        made = start(store.path, document.tree, found)
        document.commit("另起 2026 年度", made.changes)
        assert made.marked > 3
        new = next(unit for unit in document.tree.units if unit.year == 2026)
        assert [part.kind for part in document.tree.parts(new.id)] == ["department", "project"]
        assert document.tree.project("p1").year == 2025
    [told] = county.receive(office.send(office.folder / "o2")).sources
    assert (told.added, told.changed, told.overtyped) == (3, 0, ())
    assert years(county) == {"临河县红十字会": [2025, 2026]}


def test_a_year_typed_over_is_flagged_and_the_superiors_year_stays(office, county):
    with office.opened() as (_, document):
        document.commit("改年度", type_over(asked(document)))
        assert document.tree.unit("u1").year == 2026
    [told] = county.receive(office.send(office.folder / "o2")).sources
    assert (told.status, told.overtyped) == ("refused", ("u1",))
    assert years(county) == {"临河县红十字会": [2025]}


def test_a_year_that_is_there_cannot_be_started_again(office):
    with office.opened() as (store, document):
        document.commit("另起", rollover_unit(store.path, document.tree, "u1", 2026).changes)
        found = asked(document)
        assert (found.startable, "已有" in found.text) == (False, True)
        with pytest.raises(Refusal, match="已有这个预算单位 2026 年度的表"):
            start(store.path, document.tree, found)


def test_a_project_of_another_year_is_started_too(office):
    with office.opened() as (store, document):
        found = asked(document, "p1")
        document.commit("另起", start(store.path, document.tree, found).changes)
        assert sorted(item.year for item in document.tree.all_projects()) == [2025, 2026]


def test_the_year_of_a_department_form_is_that_of_its_unit(office):
    with office.opened() as (_, document):
        assert asked(document, "d1").item.id == "u1"


@pytest.mark.parametrize("key", ["d1", "p1"])
def test_a_form_whose_year_was_typed_over_is_flagged_too(office, county, key):
    office.put(key, ("year",), 2026)
    office.put("u1", ("name",), "新名称")
    sent = office.send(office.folder / "o2")
    [told] = county.receive(sent).sources
    assert (told.status, told.overtyped, told.left_out) == ("merged", (key,), (key,))
    assert (county.field(key, ("year",)), county.field("u1", ("name",))) == (2025, "新名称")


def test_what_was_typed_over_can_be_imported_as_a_year_of_its_own(office, county):
    for key in ("u1", "d1", "p1"):
        office.put(key, ("year",), 2026)
    office.put("p1", ("goal",), "新一年的")
    sent = office.send(office.folder / "o2")
    assert county.receive(sent).sources[0].status == "refused"
    for times in (1, 2):
        with county.opened() as (_, document):
            changes = import_changes(document.tree, [read_source(sent)])
            assert bool(changes) == (times == 1)
            document.commit("导入", changes)
    assert years(county) == {"临河县红十字会": [2025, 2026]}
    assert sorted(p["goal"] for u in county.dump()[0]["units"] for p in u["projects"]) == ["培训", "新一年的"]
    assert verify(county.path) == []


@pytest.mark.parametrize(
    ("key", "path", "old", "new"),
    [
        ("u1", ("name",), 2025, 2026),
        ("u1", ("year",), None, 2026),
        ("u1", ("year",), 2025, None),
        ("u1", ("year",), 2025, 2025),
        ("u2", ("year",), 2025, 2026),
    ],
)
def test_nothing_is_asked_where_no_forms_change_their_year(office, key, path, old, new):
    office.add(replace(UNIT, id="u2", code="2"))
    with office.opened() as (_, document):
        assert question(document.tree, Change(Ref(key, path), old, new)) is None

"""Documents brought in as forms of their own: matched by code, name and year, under new ids, without marks."""

import pytest
from tests.exchange.offices import Office
from tests.store.documents import PROJECT, UNIT

from hengbiao.domain.marks import Remark
from hengbiao.domain.refusal import Refusal
from hengbiao.exchange.copies import tree_in
from hengbiao.exchange.imports import import_changes, read_source


@pytest.fixture
def office(tmp_path):
    found = Office(tmp_path, "甲")
    found.add(UNIT, PROJECT)
    return found


@pytest.mark.parametrize("history", [False, True])
def test_the_forms_of_a_document_come_under_new_ids_without_marks(office, history):
    office.put("p1", ("remarks", "r"), Remark(id="r", text="请核实"))
    office.put("p1", ("goal",), "二稿")
    tree = tree_in(office.send(history=history))
    [unit] = tree.units
    [item] = tree.projects(unit.id)
    project = tree.project(item.id)
    assert (unit.code, project.goal, project.remarks) == (UNIT.code, "二稿", ())
    assert {unit.id, item.id} & {"u1", "p1"} == set()
    assert project.unit == unit.id


def test_what_is_there_is_changed_where_it_differs_and_what_was_deleted_does_not_come(office, tmp_path):
    other = Office(tmp_path, "乙")
    other.receive(office.send())
    other.put("p1", ("goal",), "乙改的")
    with office.opened() as (_, document):
        changes = import_changes(document.tree, [read_source(other.path)])
        assert [(change.ref.record, change.ref.path, change.new) for change in changes] == [("p1", ("goal",), "乙改的")]
    other.drop("p1")
    with office.opened() as (_, document):
        assert import_changes(document.tree, [read_source(other.path)]) == []


def test_what_is_no_document_is_refused(tmp_path):
    bad = tmp_path / "坏.hengbiao"
    bad.write_bytes(b"x" * 5000)
    with pytest.raises(Refusal, match="不是衡表文件"):
        read_source(bad)

from dataclasses import replace

import pytest
from hypothesis import given
from tests.strategies import records

from hengbiao.domain import arrange, shape, status
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.marks import Carried, Status
from hengbiao.domain.project import Project
from hengbiao.domain.tree import empty

SEALED = Status(
    id="", state="sealed", on="2026-10-20", note="交财政局 2 份", by="王会计", at="2026-10-20T09:00:00+08:00"
)


@pytest.fixture
def document():
    made = Document(empty())
    unit = shape.add_unit(made.tree, code="1", name="单位", region="", year=2026)
    made.commit("单位", unit.changes)
    made.commit("项目", shape.add_project(made.tree, unit.record, name="甲").changes)
    made.commit("项目", shape.add_project(made.tree, unit.record, name="乙").changes)
    made.commit("部门", shape.add_department(made.tree, unit.record).changes)
    return made


def forms(document):
    return [document.tree.records[item.id] for item in document.tree.parts(document.tree.units[0].id)]


def test_a_form_begins_as_being_filled_in(document):
    assert {status.state(form) for form in forms(document)} == {"filling"}
    assert status.state(document.tree.unit(document.tree.units[0].id)) == "filling"


def test_a_unit_stands_for_all_of_its_forms_in_one_step(document):
    document.commit("状态", status.noted(document.tree, [document.tree.units[0].id], SEALED))
    assert [status.state(form) for form in forms(document)] == ["sealed"] * 3
    document.undo()
    assert [status.state(form) for form in forms(document)] == ["filling"] * 3


def test_notes_are_kept_in_their_order(document):
    key = forms(document)[1].id
    for name in ("signing", "sealed", "sent", "returned"):
        document.commit("状态", status.noted(document.tree, [key], replace(SEALED, state=name)))
    assert [note.state for note in document.tree.project(key).statuses] == ["signing", "sealed", "sent", "returned"]
    assert status.state(document.tree.project(key)) == "returned"


@pytest.mark.parametrize("name", list(status.STATES))
def test_an_edit_after_the_seal_is_told_and_its_undoing_too(document, name):
    key = forms(document)[1].id
    document.commit("状态", status.noted(document.tree, [key], replace(SEALED, state=name)))
    assert not status.edited_since(document.tree.project(key))
    document.commit("改", [Change(Ref(key, ("goal",)), "", "新目标")])
    assert status.edited_since(document.tree.project(key)) == (name in {"sealed", "sent", "approved"})
    document.undo()
    assert not status.edited_since(document.tree.project(key))


def test_moving_a_form_or_marking_it_is_no_edit(document):
    key = forms(document)[1].id
    document.commit("状态", status.noted(document.tree, [key], SEALED))
    document.commit("下移", arrange.stepped(document.tree, [key], 1))
    document.commit("标记", [Change(Ref(key, ("carried", "goal")), None, Carried(id="goal"))])
    assert not status.edited_since(document.tree.project(key))


def test_a_note_reads_as_a_line():
    assert status.told(SEALED) == "已盖章 2026-10-20，交财政局 2 份"
    assert status.told(replace(SEALED, note="", on="")) == "已盖章"


def test_a_state_of_a_newer_program_is_shown_as_it_is_and_counts_as_being_filled_in(document):
    key = forms(document)[1].id
    document.commit("状态", status.noted(document.tree, [key], replace(SEALED, state="archived")))
    assert status.state(document.tree.project(key)) == "filling"
    assert status.told(status.status(document.tree.project(key))).startswith("archived")


@given(records(Project), records(Project))
def test_what_stands_on_the_form_alone_decides_the_digest(one, other):
    same = replace(one, id=other.id, unit=other.unit, position="zz", statuses=(SEALED,))
    assert status.digest(same) == status.digest(one)
    assert (status.digest(one) == status.digest(other)) == (replace(other, id=one.id, unit=one.unit) == one)

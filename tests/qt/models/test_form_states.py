import pytest
from tests.qt.windows import WAN, small_tree

from hengbiao.domain import shape
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.qt.models.form_states import FormStates


@pytest.fixture
def document():
    return Document(small_tree())


@pytest.fixture
def states(document):
    made = FormStates()
    document.subscribe(made.forget)
    return made


def all_of(states, document):
    return {key: states.of(document.tree, key) for key in ("p1", "p2", "p3", "p4")}


def test_each_form_has_the_state_of_its_worst_equation(states, document):
    assert all_of(states, document) == {"p1": "balanced", "p2": "unbalanced", "p3": "open", "p4": "balanced"}


def test_a_unit_has_the_worst_state_once_all_its_forms_were_seen(states, document):
    assert states.of_unit(document.tree, "u1") is None
    for _ in states.warm(document.tree):
        pass
    assert states.of_unit(document.tree, "u1") == "unbalanced"
    assert states.of_unit(document.tree, "u2") == "balanced"


def test_a_change_is_seen_and_so_is_its_undoing(states, document):
    all_of(states, document)
    document.commit("改", [Change(Ref("p1", ("funds", "fiscal")), 45 * WAN, 44 * WAN)])
    assert states.of(document.tree, "p1") == "unbalanced"
    document.undo()
    assert states.of(document.tree, "p1") == "balanced"


def test_a_preview_is_seen_and_so_is_its_end(states, document):
    document.preview([Change(Ref("p1", ("funds", "fiscal")), 45 * WAN, 44 * WAN)])
    assert states.of(document.shown, "p1") == "unbalanced"
    document.preview(())
    assert states.of(document.shown, "p1") == "balanced"


def test_a_department_form_follows_its_projects(states, document):
    made = shape.add_department(document.tree, "u2")
    document.commit("部门", made.changes)
    changes = [Change(Ref(made.record, ("funds", name)), None, 8 * WAN) for name in ("total", "project", "fiscal")]
    document.commit("金额", changes)
    assert states.of(document.tree, made.record) == "balanced"
    document.commit("改", [Change(Ref("p4", ("funds", "total")), 8 * WAN, 9 * WAN)])
    assert states.of(document.tree, made.record) == "unbalanced"

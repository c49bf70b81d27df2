"""A project that changes units, and its 状态, through the store, the history and two offices."""

import pytest
from tests.qt.windows import small_file
from tests.store.documents import content

from hengbiao.domain import arrange, status
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.differences import tree_differences
from hengbiao.domain.document import Document
from hengbiao.domain.marks import Status
from hengbiao.exchange.naming import field_called
from hengbiao.exchange.receive import receive
from hengbiao.store.store import Store
from hengbiao.store.verify import verify


@pytest.fixture
def path(tmp_path):
    return small_file(tmp_path)


def edited(path, label, changes):
    with Store.open(path) as store:
        document = Document(store.load(), store.append)
        document.commit(label, changes(document.tree))


def tree_of(path):
    with Store.open(path, read_only=True) as store:
        return store.load()


def moved(tree):
    return arrange.relocate(tree, ["p1", "p3"], "u2", "p4")


def test_a_move_between_units_is_durable_and_verified(path):
    edited(path, "移动", moved)
    tree = tree_of(path)
    assert [item.id for item in tree.projects("u2")] == ["p1", "p3", "p4"]
    assert tree.project("p1").unit == "u2"
    assert verify(path) == []


def test_its_history_tells_where_it_was(path):
    edited(path, "移动", moved)
    with Store.open(path, read_only=True) as store:
        told = {entry.path: (entry.old, entry.new) for entry in store.history("p1")}
    assert told["unit",] == ("u1", "u2")
    assert field_called(tree_of(path), Ref("p1", ("unit",))) == "所属预算单位"


def test_undo_in_the_store_brings_it_back(path):
    before = content(tree_of(path))
    with Store.open(path) as store:
        document = Document(store.load(), store.append)
        document.commit("移动", moved(document.tree))
        document.undo()
    after = tree_of(path)
    assert (dict(after.records), dict(after.headings)) == before
    assert verify(path) == []


def test_what_differs_between_two_trees_holds_the_move(path):
    tree = tree_of(path)
    later = tree.changed(moved(tree))
    back = later.changed(tree_differences(later, tree))
    assert dict(back.records) == dict(tree.records)


def test_a_move_here_and_an_edit_there_merge(path, tmp_path):
    other = tmp_path / "乙.hengbiao"
    with Store.open(path) as store:
        store.save_copy(other)
    edited(path, "移动", moved)
    edited(other, "改目标", lambda tree: [Change(Ref("p1", ("goal",)), tree.project("p1").goal, "乙写的目标")])
    with Store.open(path) as store:
        document = Document(store.load(), store.append)
        receive(store, [other], document)
        assert store.open_conflicts == 0
    merged = tree_of(path).project("p1")
    assert (merged.unit, merged.goal) == ("u2", "乙写的目标")


def test_the_states_of_two_offices_both_arrive(path, tmp_path):
    other = tmp_path / "乙.hengbiao"
    with Store.open(path) as store:
        store.save_copy(other)
    for file, state in ((path, "sealed"), (other, "returned")):
        edited(
            file,
            "状态",
            lambda tree, state=state: status.noted(tree, ["p1"], Status(id="", state=state, on="2026-10-20")),
        )
    with Store.open(path) as store:
        receive(store, [other])
        assert store.open_conflicts == 0
    assert {note.state for note in tree_of(path).project("p1").statuses} == {"sealed", "returned"}
    assert verify(path) == []

import pytest

from hengbiao.domain.change import Change, Ref, value_at
from hengbiao.domain.department import Department
from hengbiao.domain.document import Document
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Funds, Project
from hengbiao.domain.shape import drop
from hengbiao.domain.target import Target
from hengbiao.domain.unit import Unit
from hengbiao.exchange import recall
from hengbiao.store.store import Store, verify

ROW = Indicator(id="a", position="V", name="培训", target=Target("≥", "1", "次"))
UNIT = Unit(id="u", position="V", name="甲会", year=2025)
PROJECT = Project(id="p", unit="u", position="V", name="一", funds=Funds(total=100), goal="旧", indicators=(ROW,))
FORM = Department(id="d", unit="u", duties="职责")


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "x.hengbiao", author="王会计") as store:
        yield store
        store.close()
        assert verify(store.path) == []


@pytest.fixture
def document(store):
    made = Document(store.load(), store.append)
    made.commit("新建", [Change(Ref(record.id), None, record) for record in (UNIT, PROJECT, FORM)])
    return made


def put(document, new, *path, record="p"):
    old = value_at(document.tree.records[record], path)
    document.commit("改", [Change(Ref(record, path), old, new)])


def back(store, document, *path):
    """Restore the value before the last change at `path`."""
    entry = store.history("p", path)[-1]
    return document.commit("恢复", recall.value_changes(document.tree, Ref("p", entry.path), entry.old))


@pytest.mark.parametrize(
    ("path", "new"),
    [
        (("goal",), "新"),
        (("goal",), ""),
        (("year",), 2026),
        (("funds", "total"), 5),
        (("funds", "total"), None),
        (("funds", "fiscal"), 5),
        (("indicators", "a", "target"), Target(text="全年")),
        (("indicators", "a", "target"), Target()),
        (("indicators", "a", "name"), ""),
        (("indicators", "a", "basis"), "依据"),
        (("indicators", "a"), None),
        (("indicators", "b"), Indicator(id="b", position="k", name="宣传")),
    ],
)
def test_any_value_is_put_back_from_its_history(store, document, path, new):
    put(document, new, *path)
    assert document.tree.project("p") != PROJECT
    assert back(store, document, *path).label == "恢复"
    assert document.tree.project("p") == PROJECT
    assert store.load().project("p") == PROJECT


def test_what_stands_already_is_no_change(store, document):
    assert recall.value_changes(document.tree, Ref("p", ("goal",)), "旧") == []


def test_a_value_without_a_place_is_told(store, document):
    put(document, None, "indicators", "a")
    with pytest.raises(recall.GoneError, match="这一行已经删除"):
        recall.value_changes(document.tree, Ref("p", ("indicators", "a", "name")), "x")
    document.commit("删", drop(document.tree, "p"))
    with pytest.raises(recall.GoneError, match="回收站"):
        recall.value_changes(document.tree, Ref("p", ("goal",)), "x")


def test_a_form_is_brought_back_to_any_step(store, document):
    put(document, "二", "name")
    put(document, None, "indicators", "a")
    put(document, "新", "goal")
    first, second, *_ = [entry.edit for entry in store.history("p")]
    document.commit("恢复", recall.form_changes(store, document.tree, "p", second))
    assert document.tree.project("p").name == "二"
    assert document.tree.project("p").indicators == (ROW,)
    document.commit("恢复", recall.form_changes(store, document.tree, "p", first))
    assert document.tree.project("p") == PROJECT
    with pytest.raises(recall.GoneError, match="未带历史"):
        recall.form_changes(store, document.tree, "p", "0" * 64)


def test_a_deleted_project_lies_in_the_bin_and_comes_back_as_itself(store, document):
    put(document, "二", "name")
    whole = document.tree.project("p")
    document.commit("删除", drop(document.tree, "p"))
    (found,) = recall.recycled(store)
    assert (found.record, found.unit, found.author) == (whole, "甲会", "王会计")
    document.commit("恢复", recall.recycle_changes(store, document.tree, "p"))
    assert store.load().project("p") == whole
    assert recall.recycled(store) == []
    with pytest.raises(recall.GoneError, match="没有这张表"):
        recall.recycle_changes(store, document.tree, "p")


def test_a_unit_that_is_gone_comes_back_with_its_project(store, document):
    document.commit("删除", drop(document.tree, "u"))
    assert {(one.record.id, one.unit, one.forms) for one in recall.recycled(store)} == {
        ("u", "甲会", 2),
        ("p", "甲会", 0),
        ("d", "甲会", 0),
    }
    document.commit("恢复", recall.recycle_changes(store, document.tree, "p"))
    assert [item.id for item in store.load().parts("u")] == ["p"]


def test_a_unit_comes_back_with_the_forms_that_went_with_it(store, document):
    whole = dict(document.tree.records)
    document.commit("删除", drop(document.tree, "d"))
    document.commit("删除", drop(document.tree, "u"))
    document.commit("恢复", recall.recycle_changes(store, document.tree, "u"))
    assert dict(store.load().records) == {key: record for key, record in whole.items() if key != "d"}
    assert [one.record.id for one in recall.recycled(store)] == ["d"]


def test_a_second_department_form_is_not_brought_back(store, document):
    document.commit("删除", drop(document.tree, "d"))
    document.commit("新建", [Change(Ref("e"), None, Department(id="e", unit="u"))])
    with pytest.raises(recall.GoneError, match="另有部门整体表"):
        recall.recycle_changes(store, document.tree, "d")


def test_everything_since_opening_can_be_discarded(store, document):
    opened = document.tree
    put(document, "二", "name")
    put(document, None, "indicators", "a")
    document.commit("新", [Change(Ref("q"), None, Project(id="q", unit="u", name="新项目"))])
    document.commit("删除", drop(document.tree, "d"))
    document.commit("放弃本次修改", recall.discard_changes(document.tree, opened))
    assert dict(document.tree.records) == dict(opened.records) == dict(store.load().records)
    assert recall.discard_changes(document.tree, opened) == []
    document.undo()
    assert document.tree.project("p").name == "二"
    assert {one.record.id for one in recall.recycled(store)} == {"d"}


def test_what_one_person_did(store, document):
    put(document, "二", "name")
    assert len(recall.history_of_person(store, "王会计")) == 4
    assert recall.history_of_person(store, "李会计") == []
    assert recall.history_of_person(store, "王会计", "别处") == []

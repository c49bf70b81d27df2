import pytest

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Project
from hengbiao.domain.unit import Unit
from hengbiao.store import past
from hengbiao.store.store import Store

UNIT = Unit(id="u", name="甲会")
PROJECT = Project(id="p", unit="u", name="一", indicators=(Indicator(id="a", name="培训"),))


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "x.hengbiao", author="王会计") as store:
        yield store


@pytest.fixture
def document(store):
    made = Document(store.load(), store.append)
    made.commit("新建", [Change(Ref("u"), None, UNIT), Change(Ref("p"), None, PROJECT)])
    return made


def rename(document, new):
    document.commit("改名", [Change(Ref("p", ("name",)), document.tree.project("p").name, new)])


def test_a_state_is_found_again_by_its_heads(store, document):
    first = past.heads(store, ["u", "p"])
    rename(document, "二")
    document.commit("删指标", [Change(Ref("p", ("indicators", "a")), PROJECT.indicators[0], None)])
    second = past.heads(store, ["u", "p"])
    document.commit("删除", [Change(Ref("p"), document.tree.project("p"), None)])
    assert past.tree(store, first).project("p") == PROJECT
    assert past.tree(store, second).project("p") == Project(id="p", unit="u", name="二")
    assert "p" not in past.tree(store, past.heads(store, ["u", "p"])).records
    assert past.tree(store, {**first, "p": (*first["p"], *second["p"])}).project("p").name == "二"


def test_edits_that_are_not_in_the_log_are_told(store, document):
    with pytest.raises(past.MissingError):
        past.tree(store, {"p": ("0" * 64,)})


def test_what_was_dropped_is_told_with_who_and_when(store, document):
    rename(document, "二")
    document.commit("删除项目", [Change(Ref("p"), document.tree.project("p"), None)])
    (found,) = past.dropped(store)
    assert found.record == document.tree.changed([Change(Ref("p"), None, found.record)]).project("p")
    assert (found.record.name, found.author, found.label) == ("二", "王会计", "删除项目")
    document.undo()
    assert past.dropped(store) == []

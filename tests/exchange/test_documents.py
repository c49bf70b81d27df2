import pytest

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.unit import Unit
from hengbiao.exchange import documents

UNIT = Unit(id="u", position="V", name="甲会")


def added(_tree):
    return [Change(Ref("u"), None, UNIT)]


def named(name):
    return lambda tree: [Change(Ref("u", ("name",)), tree.unit("u").name, name)]


def name(path):
    with documents.opened(path) as store:
        return store.load().unit("u").name


def test_a_document_is_made_whole_and_changed_in_steps(tmp_path):
    path = tmp_path / "x.hengbiao"
    assert documents.make(path, "新建", added, source="a.json").changes
    assert documents.change(path, "改名", named("乙会")).label == "改名"
    assert documents.change(path, "改名", named("乙会")) is None
    assert name(path) == "乙会"
    with documents.opened(path) as store:
        assert store.edits == 2
    assert [each.name for each in tmp_path.iterdir()] == ["x.hengbiao"]


def test_what_is_not_wanted_after_all_leaves_no_file(tmp_path):
    def refuse(_tree):
        raise Refusal("x.json", "$", "不行", "请改正")

    with pytest.raises(Refusal, match="不行"):
        documents.make(tmp_path / "x.hengbiao", "新建", refuse)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path):
    path = tmp_path / "x.hengbiao"

    def meanwhile(tree):
        path.write_text("别人的")
        return added(tree)

    with pytest.raises(Refusal, match="已有同名文件"):
        documents.make(path, "新建", meanwhile)
    assert path.read_text() == "别人的"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told_by_the_name_that_was_asked_for(tmp_path):
    path = tmp_path / "无" / "x.hengbiao"
    with pytest.raises(Refusal) as caught:
        documents.make(path, "新建", added)
    assert caught.value.path == str(path)

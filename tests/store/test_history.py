import pytest
from tests.store.documents import PROJECT, ROW, put, small

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.target import parse
from hengbiao.store.errors import Damaged
from hengbiao.store.store import Store

ROW_PATH = ("indicators", "r1")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "d.hengbiao"


def lived(path):
    """A project that was changed, lost its row and got it back, was dropped and restored."""
    store, document = small(path, author="王芳")
    document.commit("改指标值", [put(document, "p1", (*ROW_PATH, "target"), parse("≥2次"))])
    document.commit("改金额", [put(document, "p1", ("funds", "total"), 100), put(document, "u1", ("name",), "新")])
    document.commit("删行", [Change(Ref("p1", ROW_PATH), document.tree.project("p1").indicators[0], None)])
    document.undo()
    document.commit("删项目", [Change(Ref("p1"), document.tree.records["p1"], None)])
    document.undo()
    return store, document


def told(entries):
    return [(entry.label, entry.record, entry.path) for entry in entries]


def test_everything_is_told_in_order(path):
    store, _ = lived(path)
    assert told(store.history()) == [
        ("新建单位", "u1", ()),
        ("新建项目", "p1", ()),
        ("改指标值", "p1", (*ROW_PATH, "target")),
        ("改金额", "p1", ("funds", "total")),
        ("改金额", "u1", ("name",)),
        ("删行", "p1", ROW_PATH),
        ("删行", "p1", ROW_PATH),
        ("删项目", "p1", ()),
        ("删项目", "p1", ()),
    ]
    store.close()


def test_one_field_is_told_with_old_and_new_values(path):
    store, _ = lived(path)
    values = [(entry.old, entry.new) for entry in store.history("p1", ("funds", "total"))]
    assert values == [(None, 4_500_000), (4_500_000, 100), (100, None), (None, 100)]
    targets = [
        (entry.old or {}).get("value", "-") + (entry.new or {}).get("value", "-")
        for entry in store.history("p1", (*ROW_PATH, "target"))
    ]
    assert targets == ["-1", "12", "2-", "-2", "2-", "-2"]
    store.close()


def test_a_group_and_a_list_are_told_with_what_lies_in_them(path):
    store, _ = lived(path)
    assert [entry.path for entry in store.history("p1", ("funds",))] == [
        ("funds",),
        ("funds", "total"),
        ("funds",),
        ("funds",),
    ]
    assert [entry.label for entry in store.history("p1", ROW_PATH)] == [
        "新建项目",
        "改指标值",
        "删行",
        "删行",
        "删项目",
        "删项目",
    ]
    store.close()


def test_who_and_when_stand_in_every_entry(path):
    store, _ = lived(path)
    found = store.history()
    assert {entry.author for entry in found} == {"王芳"}
    assert {entry.office for entry in found} == {store.identity.office}
    assert all(entry.at[10] == "T" and entry.at[-6] in "+-" for entry in found)
    assert found[3].step == found[4].step != found[2].step
    store.close()


def test_a_row_comes_back_with_its_cells(path):
    store, _ = lived(path)
    back = store.history("p1", ROW_PATH)[3]
    assert (back.old, back.new["name"]) == (None, ROW.name)
    assert store.history("p1")[-1].new["name"] == PROJECT.name
    store.close()


def test_a_damaged_edit_is_told_as_damage(path, monkeypatch):
    store, _ = lived(path)
    store.close()
    monkeypatch.setattr("hengbiao.store.store._CHECKED_AT_ONCE", 0)
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE edit SET body = replace(body, '王芳', '李芳') WHERE seq = 3")
        connection.commit()
    with Store.open(path) as store, pytest.raises(Damaged, match="内容与校验码不符"):
        store.history()

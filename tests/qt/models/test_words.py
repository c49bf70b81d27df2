"""Words written before: gathered, kept, offered."""

import json

from tests.qt.windows import small_tree

from hengbiao.domain.change import Change, Ref
from hengbiao.qt.models.words import Words


def test_words_of_the_document_come_first_then_those_of_before(tmp_path):
    file = tmp_path / "words.json"
    file.write_text(json.dumps({"name": ["慰问户数", "培训费用"], "basis": ["三定方案"]}), "utf-8")
    words = Words(file)
    tree = small_tree()
    names = words.offered(tree, "p1", "indicators", "name")
    assert names == ("开展救护培训", "培训费用", "慰问户数")
    assert "三定方案" in words.offered(tree, "p1", "indicators", "basis")
    assert "工作计划" in words.offered(tree, "p1", "indicators", "basis")
    assert words.offered(tree, "p1", "indicators", "target/unit")[:2] == ("期", "万元")
    assert words.offered(tree, "p1", "indicators", "remark") == ()
    assert "经常性专项业务费" in words.offered(tree, "p1", "", "nature")
    assert words.offered(tree, "p1", "", "goal") == ()


def test_what_is_kept_of_one_document_is_offered_in_the_next(tmp_path):
    file = tmp_path / "words.json"
    Words(file).keep(small_tree())
    tree = small_tree().changed([Change(Ref("p1"), small_tree().records["p1"], None)])
    fresh = Words(file)
    assert "培训费用" in fresh.offered(tree, "p3", "indicators", "name")
    for _ in range(3):
        fresh.keep(tree)
    kept = json.loads(file.read_text("utf-8"))["name"]
    assert len(kept) == len(set(kept))


def test_a_broken_or_unwritable_file_of_words_stops_nothing(tmp_path):
    file = tmp_path / "words.json"
    file.write_bytes(b"\xff\x00{")
    assert "开展救护培训" in Words(file).offered(small_tree(), "p1", "indicators", "name")
    file.write_text('{"name": 3, "unit": [1]}', "utf-8")
    assert "1" in Words(file).offered(small_tree(), "p1", "estimates", "unit")
    Words(tmp_path / "nowhere" / "words.json").keep(small_tree())


def test_words_follow_what_is_written(tmp_path):
    words, tree = Words(tmp_path / "words.json"), small_tree()
    assert "新名" not in words.offered(tree, "p1", "indicators", "name")
    row = tree.records["p1"].indicators[0]
    changed = tree.changed([Change(Ref("p1", ("indicators", row.id, "name")), row.name, "新名")])
    assert "新名" in words.offered(changed, "p1", "indicators", "name")

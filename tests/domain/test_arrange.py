"""Projects and units moved and copied, against what a plain list would do."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import trees

from hengbiao.domain import arrange, shape
from hengbiao.domain.arrange import MisplacedError
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.marks import Remark, Status
from hengbiao.domain.project import Project
from hengbiao.domain.tree import empty
from hengbiao.domain.unit import Unit

NAMES = "甲乙丙丁戊"


def tree_of(*units, year=2026, position=lambda at: f"{at + 1}V"):
    """Units with projects of one letter each, both named by id."""
    records = []
    for number, names in enumerate(units):
        records.append(Unit(id=f"u{number}", position=f"{number + 1}V", name=f"单位{number}", year=year))
        records += [
            Project(id=name, unit=f"u{number}", position=position(at), name=name, year=year)
            for at, name in enumerate(names)
        ]
    return empty().changed([Change(Ref(record.id), None, record) for record in records])


def keys(tree, unit):
    return [item.id for item in tree.projects(unit)]


@given(st.sets(st.sampled_from(NAMES), min_size=1), st.sampled_from(["", *NAMES]), st.booleans())
def test_moving_within_a_unit_is_what_a_list_would_do(moved, before, crowded):
    tree = tree_of(NAMES, position=lambda at: "V" if crowded else f"{at + 1}V")
    standing = keys(tree, "u0")
    after = tree.changed(arrange.relocate(tree, moved, "u0", before))
    cut = standing.index(before) if before else len(standing)
    ahead, behind = ([key for key in part if key not in moved] for part in (standing[:cut], standing[cut:]))
    assert keys(after, "u0") == [*ahead, *(key for key in standing if key in moved), *behind]


@given(st.sets(st.sampled_from(NAMES), min_size=1), st.sampled_from(["", "一", "二"]))
def test_moving_to_another_unit_keeps_identity_and_content(moved, before):
    tree = tree_of(NAMES, "一二")
    after = tree.changed(arrange.relocate(tree, moved, "u1", before))
    at = "一二".index(before) if before else 2
    assert keys(after, "u1") == [*"一二"[:at], *(key for key in NAMES if key in moved), *"一二"[at:]]
    assert keys(after, "u0") == [key for key in NAMES if key not in moved]
    for key in moved:
        there = after.project(key)
        assert replace(there, unit="u0", position=tree.project(key).position) == tree.project(key)


def test_what_stands_there_already_changes_nothing():
    tree = tree_of(NAMES)
    assert arrange.relocate(tree, ["乙", "丙"], "u0", "丁") == []
    assert arrange.relocate(tree, ["乙"], "u0", "乙") == []
    assert arrange.relocate(tree, ["戊"], "u0") == []
    assert arrange.relocate_units(tree, ["u0"]) == []


def test_one_that_moves_alone_changes_one_position():
    tree = tree_of(NAMES)
    assert [change.ref for change in arrange.relocate(tree, ["戊"], "u0", "甲")] == [Ref("戊", ("position",))]


def test_units_move_among_units():
    tree = tree_of("甲", "乙", "丙")
    after = tree.changed(arrange.relocate_units(tree, ["u2"], "u0"))
    assert [unit.id for unit in after.units] == ["u2", "u0", "u1"]
    assert keys(after, "u2") == ["丙"]


def test_nonsense_is_refused_with_a_sentence():
    tree = tree_of("甲", "乙")
    department = shape.add_department(tree, "u0")
    tree = tree.changed(department.changes)
    older = Unit(id="old", position="z", name="旧", year=2025)
    tree = tree.changed([Change(Ref("old"), None, older)])
    for deed, words in (
        (lambda: arrange.relocate(tree, [department.record], "u1"), "部门整体"),
        (lambda: arrange.relocate(tree, ["u0"], "u1"), "预算单位"),
        (lambda: arrange.relocate(tree, ["甲", "u1"], "u1"), "预算单位"),
        (lambda: arrange.relocate(tree, ["甲"], "old"), "“甲”是 2026 年度的，不能移到 2025 年度"),
        (lambda: arrange.relocate_units(tree, ["甲"]), "预算单位"),
        (lambda: arrange.relocate_units(tree, ["u0"], "old"), "不同年度"),
        (lambda: arrange.copies(tree, [tree.project("甲")], ""), "请先选一个预算单位"),
    ):
        with pytest.raises(MisplacedError, match=words):
            deed()


def test_copies_have_their_own_identity_and_leave_marks_behind():
    tree = tree_of("甲乙")
    marked = replace(
        tree.project("甲"),
        code="C1",
        goal="目标",
        remarks=(Remark(id="r"),),
        statuses=(Status(id="s", state="sealed"),),
    )
    tree = tree.changed([Change(Ref("甲"), tree.project("甲"), marked)])
    after = tree.changed(arrange.copies(tree, [marked, marked], "u0", "乙"))
    names = [item.name for item in after.projects("u0")]
    assert names == ["甲", "甲（副本）", "甲（副本2）", "乙"]
    copied = after.project(keys(after, "u0")[1])
    assert (copied.goal, copied.code, copied.remarks, copied.statuses) == ("目标", "", (), ())


def test_a_copy_in_another_unit_keeps_name_and_takes_its_year():
    tree = tree_of("甲").changed([Change(Ref("u9"), None, Unit(id="u9", position="z", name="新", year=2027))])
    after = tree.changed(arrange.copies(tree, [tree.project("甲")], "u9"))
    assert [(item.name, item.year) for item in after.projects("u9")] == [("甲", 2027)]


def test_copies_find_room_between_siblings_that_share_a_position():
    tree = tree_of(NAMES, position=lambda _at: "V")
    standing = keys(tree, "u0")
    after = tree.changed(arrange.copies(tree, [tree.project("甲"), tree.project("乙")], "u0", standing[2]))
    found = keys(after, "u0")
    assert [*found[:2], *found[4:]] == standing
    assert [after.headings[key].name for key in found[2:4]] == ["甲（副本）", "乙（副本）"]


@given(trees(), st.data())
def test_undoing_brings_everything_back(tree, data):
    document = Document(tree)
    projects = [item.id for item in tree.all_projects()]
    if not projects:
        return
    moved = data.draw(st.sets(st.sampled_from(projects), min_size=1))
    unit = data.draw(st.sampled_from([item.id for item in tree.units]))
    try:
        document.commit("移动", arrange.relocate(tree, moved, unit))
    except MisplacedError:
        return
    document.commit("复制", arrange.copies(document.tree, [document.tree.project(key) for key in moved], unit))
    document.undo()
    document.undo()
    assert {key: document.tree.records[key] for key in document.tree.records} == dict(tree.records)

"""Commits of one cell session are one undo step."""

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.project import Project
from hengbiao.domain.tree import empty
from hengbiao.domain.unit import Unit


def rename(old, new):
    return [Change(Ref("p", ("name",)), old, new)]


def document():
    made = Document(empty())
    records = [Unit(id="u", name="单位"), Project(id="p", unit="u")]
    made.commit("新建", [Change(Ref(record.id), None, record) for record in records])
    return made


def test_a_commit_onto_the_last_step_is_undone_and_redone_with_it():
    made = document()
    first = made.commit("改项目名称", rename("", "甲"))
    second = made.commit("改项目名称", rename("甲", "甲乙"), onto=first)
    made.commit("改项目名称", rename("甲乙", "甲乙丙"), onto=second)
    made.undo()
    assert made.tree.project("p").name == ""
    assert made.undo_label == "新建"
    made.redo()
    assert made.tree.project("p").name == "甲乙丙"


def test_a_commit_onto_an_older_step_stands_alone():
    made = document()
    first = made.commit("改项目名称", rename("", "甲"))
    made.commit("改项目名称", rename("甲", "乙"))
    made.commit("改项目名称", rename("乙", "丙"), onto=first)
    made.undo()
    assert made.tree.project("p").name == "乙"


def test_each_commit_is_durable_by_itself():
    kept = []
    made = Document(document().tree, lambda label, changes, _before, _after: kept.append((label, len(changes))))
    first = made.commit("甲", rename("", "甲"))
    made.commit("乙", rename("甲", "乙"), onto=first)
    assert kept == [("甲", 1), ("乙", 1)]

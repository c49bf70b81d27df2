from hypothesis import given
from hypothesis import strategies as st

from hengbiao.domain import arrange, shape
from hengbiao.domain.document import Document
from hengbiao.domain.tree import empty


def document_with(*names):
    document = Document(empty())
    unit = shape.add_unit(document.tree, code="1", name="单位", region="tianjin", year=2026)
    document.commit("单位", unit.changes)
    for name in names:
        document.commit("项目", shape.add_project(document.tree, unit.record, name=name).changes)
    return document, unit.record


def names(document, unit):
    return [item.name for item in document.tree.projects(unit)]


def key(document, unit, name):
    return next(item.id for item in document.tree.projects(unit) if item.name == name)


def test_a_new_project_stands_behind_the_one_named():
    document, unit = document_with("甲", "乙")
    document.commit("项目", shape.add_project(document.tree, unit, key(document, unit, "甲"), "新").changes)
    assert names(document, unit) == ["甲", "新", "乙"]


def test_a_new_project_has_the_year_of_its_unit():
    document, unit = document_with("甲")
    assert document.tree.projects(unit)[0].year == 2026


@given(st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from([-1, 1])), max_size=20))
def test_moving_is_what_a_list_would_do(moves):
    document, unit = document_with("甲", "乙", "丙", "丁")
    expected = list("甲乙丙丁")
    for name, step in moves:
        document.commit("移动", arrange.stepped(document.tree, [key(document, unit, name)], step))
        at = expected.index(name)
        if 0 <= at + step < len(expected):
            expected.insert(at + step, expected.pop(at))
        assert names(document, unit) == expected


def test_nothing_moves_beyond_either_end():
    document, unit = document_with("甲", "乙")
    assert arrange.stepped(document.tree, [key(document, unit, "甲")], -1) == []
    assert arrange.stepped(document.tree, [key(document, unit, "乙")], 1) == []


def test_a_department_form_does_not_move():
    document, unit = document_with("甲")
    made = shape.add_department(document.tree, unit)
    document.commit("部门", made.changes)
    assert arrange.stepped(document.tree, [made.record], 1) == []


def test_a_unit_goes_with_its_forms_and_comes_back_whole():
    document, unit = document_with("甲", "乙")
    document.commit("部门", shape.add_department(document.tree, unit).changes)
    before = dict(document.tree.headings)
    document.commit("删除", shape.drop(document.tree, unit))
    assert not document.tree.headings
    document.undo()
    assert dict(document.tree.headings) == before

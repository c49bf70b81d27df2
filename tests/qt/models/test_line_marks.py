"""Marks, signs and sentences of lines, against balance, findings, 状态 and carried values."""

from dataclasses import replace

import pytest
from tests.qt.windows import WAN, small_tree

from hengbiao.domain import status
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.marks import Carried, Status
from hengbiao.qt.models.line_marks import LineMarks
from hengbiao.qt.models.outline import outline


@pytest.fixture
def document():
    return Document(small_tree())


@pytest.fixture
def marks(document):
    made = LineMarks()
    document.subscribe(made.forget)
    return made


def line(document, key):
    def look(node):
        return node if node.key == key else next((found for child in node.children if (found := look(child))), None)

    return look(outline(document.tree))


def state(marks, document, key):
    return marks.state(document.tree, line(document, key))


@pytest.mark.parametrize(
    ("key", "counts", "wanted"),
    [
        ("p1", {}, "balanced"),
        ("p1", {"info": 3}, "balanced"),
        ("p1", {"warning": 1}, "explain"),
        ("p1", {"warning": 1, "error": 1}, "faulty"),
        ("p2", {"warning": 1}, "unbalanced"),
        ("p3", {"error": 5}, "open"),
    ],
)
def test_the_mark_of_a_form_comes_from_balance_then_findings(marks, document, key, counts, wanted):
    marks.counts = lambda _record: counts
    assert state(marks, document, key) == wanted


def test_a_unit_shows_the_worst_below_it_once_all_was_looked_at(marks, document):
    assert state(marks, document, "u1") == ""
    assert marks.sentences(document.tree, line(document, "u1")) == []
    for _ in marks.states.warm(document.tree):
        pass
    assert state(marks, document, "u1") == "unbalanced"
    assert marks.signs(document.tree, line(document, "u1")) == ("mark-unbalanced",)
    assert marks.sentences(document.tree, line(document, "u1")) == ["3 张表：1 张要改，1 张未填全，1 张没有问题"]
    document.commit("改", [Change(Ref("p2", ("funds", part)), 30 * WAN, 27 * WAN) for part in ("total", "fiscal")])
    for _ in marks.states.warm(document.tree):
        pass
    assert state(marks, document, "u1") == "open"


def test_a_unit_follows_the_findings_once_they_are_counted_anew(marks, document):
    for _ in marks.states.warm(document.tree):
        pass
    assert state(marks, document, "u2") == "balanced"
    marks.counts = lambda _record: {"warning": 1}
    marks.recount()
    assert state(marks, document, "u2") == "explain"


def test_a_year_shows_the_worst_of_its_units(marks, document):
    document.commit("年", [Change(Ref("u2", ("year",)), 2026, 2025), Change(Ref("p4", ("year",)), 2026, 2025)])
    for _ in marks.states.warm(document.tree):
        pass
    assert state(marks, document, "year:2026") == "unbalanced"
    assert state(marks, document, "year:2025") == "balanced"
    assert marks.sentences(document.tree, line(document, "year:2025")) == ["1 张表：1 张没有问题"]


def test_signs_and_sentences_tell_state_edits_and_carried_values(marks, document):
    node = line(document, "p1")
    assert marks.signs(document.tree, node) == ()
    sealed = Status(id="", state="sealed", on="2026-10-20", note="2 份")
    document.commit("状态", status.noted(document.tree, ["p1"], sealed))
    assert marks.signs(document.tree, node) == ("status-sealed",)
    document.commit("改", [Change(Ref("p1", ("goal",)), "目标", "新")])
    assert marks.signs(document.tree, node) == ("status-sealed", "status-filling")
    document.commit("标", [Change(Ref("p1", ("carried", "name")), None, Carried(id="name"))])
    assert marks.signs(document.tree, node) == ("carried", "status-sealed", "status-filling")
    assert marks.sentences(document.tree, node) == [
        "已平衡",
        "已盖章 2026-10-20，2 份；其后有修改",
        "沿用上年（未核对）1 处",
    ]
    document.commit("状态", status.noted(document.tree, ["p1"], replace(sealed, state="new-state")))
    assert marks.signs(document.tree, node) == ("carried",)

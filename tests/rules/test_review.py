"""The review that goes on: whatever is changed, it says what a review from nothing would say."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.forms import DEPARTMENT, PROJECT, ROWS, UNIT, tree_of

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.project import Project
from hengbiao.domain.shape import drop
from hengbiao.domain.target import parse
from hengbiao.domain.tree import Tree
from hengbiao.domain.unit import Extra, Unit
from hengbiao.rules import review as review_module
from hengbiao.rules.review import Review, review

FORMS = (
    DEPARTMENT,
    PROJECT,
    replace(PROJECT, id="q", position="q", name="库房改造", code="A1"),
    replace(PROJECT, id="r", position="r", name="编研出版", code="A2"),
)


def put(record: str, path: tuple[str, ...], new: object) -> Callable[[Tree], list[Change]]:
    def changes(tree: Tree) -> list[Change]:
        value = tree.records.get(record)
        for name in path:
            if value is None:
                return []
            value = (
                next((row for row in value if row.id == name), None)  # type: ignore[attr-defined]
                if isinstance(value, tuple)
                else getattr(value, name)
            )
        return [Change(Ref(record, path), value, new)] if record in tree.headings else []

    return changes


def add(project: Project) -> Callable[[Tree], list[Change]]:
    return lambda tree: [] if project.id in tree.headings else [Change(Ref(project.id), None, project)]


def gone(record: str) -> Callable[[Tree], list[Change]]:
    return lambda tree: drop(tree, record) if record in tree.headings else []


EDITS = [
    *(put(key, ("name",), name) for key in "pqr" for name in ("库房改造", "馆藏档案数字化", "")),
    *(put(key, ("code",), code) for key in "pqr" for code in ("A1", "A2", "")),
    *(put(key, ("funds", "total"), total) for key in "pqrd" for total in (None, 45_000_000, 1)),
    *(put(key, ("year",), year) for key in "pqrd" for year in (None, 2025, 2026)),
    *(
        put(key, ("indicators", "c", "target"), parse(text))
        for key in "pqrd"
        for text in ("2026.10.31", "2026年5月", "及时", "2025年12月")
    ),
    *(put(key, ("position",), place) for key in "pqr" for place in ("a", "z")),
    *(put("u", ("year",), year) for year in (None, 2025, 2026)),
    *(put("u", ("region",), region) for region in ("shanghai", "tianjin")),
    *(put("u", ("name",), name) for name in ("", "临河市档案馆")),
    *(put("u", ("code",), code) for code in ("", "200002")),
    *(put("u", ("extra", "x"), Extra(id="x", label="控制数（万元）", text=text)) for text in ("10", "90")),
    put("d", ("goal",), "按省委要求完成"),
    *(add(replace(PROJECT, id="s", position="s", name=name)) for name in ("库房改造", "新项目")),
    *(gone(key) for key in "pqrsd"),
]


def fresh(tree: Tree) -> dict[str, object]:
    return dict(review(tree).findings)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(range(len(EDITS))), max_size=8))
def test_going_on_says_what_starting_over_says(chosen: list[int]) -> None:
    now = review(tree_of(*FORMS))
    for at in chosen:
        changes = EDITS[at](now.tree)
        after = now.tree.changed(changes)
        before, (now, differ) = now, now.after(after, changes)
        assert now.findings == fresh(after)
        assert differ == {
            key
            for key in before.findings.keys() | now.findings.keys()
            if before.findings.get(key) != now.findings.get(key)
        }


def test_a_whole_unit_comes_and_goes() -> None:
    now = review(tree_of(*FORMS))
    other = Unit(id="v", name="乙县档案馆", year=2026)
    changes = [Change(Ref("v"), None, other), Change(Ref("x"), None, replace(PROJECT, id="x", unit="v", code="A1"))]
    grown, differ = now.after(now.tree.changed(changes), changes)
    assert "q" in differ  # its code is used twice now
    assert grown.findings == fresh(grown.tree)
    back = drop(grown.tree, "v")
    assert grown.after(grown.tree.changed(back), back)[0].findings == now.findings


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, frozenset[str]]]:
    calls: list[tuple[str, frozenset[str]]] = []
    real = review_module.check_record

    def spy(tree: Tree, record: str, survey: object, book: object, only: frozenset[str] = frozenset()) -> object:
        calls.append((record, frozenset(only)))
        return real(tree, record, survey, book, only)  # type: ignore[arg-type]

    monkeypatch.setattr(review_module, "check_record", spy)
    return calls


def after(now: Review, *changes: Change) -> None:
    now.after(now.tree.changed(changes), changes)


def test_a_text_asks_its_own_form_only(asked: list[tuple[str, frozenset[str]]]) -> None:
    now = review(tree_of(*FORMS))
    asked.clear()
    after(now, Change(Ref("p", ("goal",)), PROJECT.goal, "完成"))
    assert asked == [("p", frozenset())]


def test_a_sum_asks_the_department_form_one_rule(asked: list[tuple[str, frozenset[str]]]) -> None:
    now = review(tree_of(*FORMS))
    asked.clear()
    after(now, Change(Ref("p", ("funds", "total")), 45_000_000, 1))
    assert sorted(asked) == [("d", frozenset({"R71"})), ("p", frozenset())]


def test_a_unit_renamed_asks_its_forms_what_the_name_matters_for(asked: list[tuple[str, frozenset[str]]]) -> None:
    now = review(tree_of(*FORMS))
    asked.clear()
    after(now, Change(Ref("u", ("name",)), UNIT.name, "临河市档案馆"))
    assert sorted(asked) == [(key, frozenset({"R01", "R58"})) for key in "dpqr"]
    asked.clear()
    after(now, Change(Ref("u", ("region",)), UNIT.region, "shanghai"))
    assert sorted(asked) == [(key, frozenset()) for key in "dpqr"]


def test_remarks_ask_nothing(asked: list[tuple[str, frozenset[str]]]) -> None:
    from hengbiao.domain.marks import Remark

    now = review(tree_of(*FORMS))
    asked.clear()
    after(now, Change(Ref("p", ("remarks", "1")), None, Remark(id="1", text="请核实")))
    assert asked == []


def test_findings_come_in_the_order_of_the_forms() -> None:
    spoilt = tree_of(*(replace(form, goal="", indicators=ROWS) for form in FORMS))
    assert [one.ref.record for one in review(spoilt).in_order() if one.rule == "R03"] == ["d", "p", "q", "r"]


def test_the_unit_is_no_form() -> None:
    assert UNIT.id not in review(tree_of(*FORMS)).findings


def test_a_form_that_came_and_went_between_two_looks_asks_nothing() -> None:
    tree = tree_of(*FORMS)
    there = Change(Ref("s"), None, replace(PROJECT, id="s", position="s", name="来过"))
    after, differing = review(tree).after(tree, [there, there.inverse()])
    assert not differing
    assert dict(after.findings) == fresh(tree)

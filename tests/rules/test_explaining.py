"""说明: it stands with its finding, travels as a mark, and lapses when a value it rests on changes."""

from dataclasses import replace

import pytest
from tests.rules.forms import DEPARTMENT, PROJECT, ROWS, tree_of, with_row
from tests.rules.test_rule import BROKEN, tree_with

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.tree import Tree
from hengbiao.rules.explaining import digest, explain
from hengbiao.rules.rule import check_record
from hengbiao.rules.subject import Finding

SPOILT = with_row("d", target="≤44万元")


def found(tree: Tree, number: str, record: str = "p") -> Finding:
    return next(one for one in check_record(tree, record) if one.rule == number)


def explained_tree(text: str = "余款用于设备尾款") -> Tree:
    tree = tree_of(SPOILT)
    return tree.changed(explain(tree, found(tree, "R18"), text))


def put(path: tuple[str, ...], old: object, new: object) -> Change:
    return Change(Ref("p", path), old, new)


def test_an_explained_finding_is_not_open() -> None:
    finding = found(explained_tree(), "R18")
    assert (finding.explained, finding.explanation, finding.lapsed) == (True, "余款用于设备尾款", "")


def test_it_outlives_changes_elsewhere() -> None:
    tree = explained_tree().changed([put(("goal",), SPOILT.goal, "扫描馆藏档案1200册。")])
    assert found(tree, "R18").explained


def test_it_lapses_when_a_value_it_rests_on_changes_and_its_text_is_kept_at_hand() -> None:
    tree = explained_tree().changed([put(("funds", "total"), 45_000_000, 46_000_000)])
    finding = found(tree, "R18")
    assert (finding.explained, finding.lapsed) == (False, "余款用于设备尾款")


def test_it_holds_again_when_the_value_comes_back() -> None:
    tree = explained_tree().changed([put(("funds", "total"), 45_000_000, 46_000_000)])
    assert found(tree.changed([put(("funds", "total"), 46_000_000, 45_000_000)]), "R18").explained


def test_explaining_again_changes_the_one_row_and_blank_takes_it_back() -> None:
    tree = explained_tree()
    again = tree.changed(explain(tree, found(tree, "R18"), "改由结转解决"))
    assert [row.text for row in again.project("p").explanations] == ["改由结转解决"]
    assert again.changed(explain(again, found(again, "R18"), " ")).project("p").explanations == ()


def test_nothing_changes_where_nothing_is_said() -> None:
    tree = tree_of(SPOILT)
    assert explain(tree, found(tree, "R18"), "\n") == []
    said = explained_tree()
    assert explain(said, found(said, "R18"), "余款用于设备尾款") == []


def test_an_error_may_be_released_with_a_reason() -> None:
    tree = tree_of(with_row("d", target="≥45万元"))
    assert found(tree.changed(explain(tree, found(tree, "R20"), "按合同不得低于该数")), "R20").explained


def test_only_the_rule_named_is_accounted_for() -> None:
    tree = tree_of(replace(SPOILT, goal=""))
    tree = tree.changed(explain(tree, found(tree, "R18"), "余款用于设备尾款"))
    assert not found(tree, "R03").explained


@pytest.mark.parametrize("number", BROKEN)
def test_every_finding_rests_on_something_and_can_be_explained(number: str) -> None:
    form = BROKEN[number][0]
    tree = tree_with(form)
    finding = found(tree, number, form.id)
    assert finding.rests_on
    assert found(tree.changed(explain(tree, finding, "已核实")), number, form.id).explained


def test_the_department_form_carries_them_too() -> None:
    tree = tree_of(replace(DEPARTMENT, indicators=ROWS[:5]), PROJECT)
    tree = tree.changed(explain(tree, found(tree, "R05", "d"), "不面向公众"))
    assert found(tree, "R05", "d").explained


def test_a_digest_tells_lists_apart() -> None:
    assert len({digest(("a", "b")), digest(("ab",)), digest(("b", "a")), digest(())}) == 4

"""Causes of a difference: each is found where it was made, and not where the numbers merely differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengbiao.domain.causes import Cause, Term, cause, find
from hengbiao.domain.change import Ref

TERMS = (Term("甲", 17_00_00_00), Term("乙", 8_00_00_00), Term("丙", 2_00_00_00))
SUM = sum(term.amount for term in TERMS)


@pytest.mark.parametrize(
    ("left", "right", "terms", "words"),
    [
        (SUM, SUM * 10_000, TERMS, "元、万元混用"),
        (SUM - 8_00_00_00 + 800, SUM, (TERMS[0], Term("乙", 800), TERMS[2]), "把万元填成了元"),
        (SUM, SUM - 2_00_00_00, TERMS, "多计了这一项"),
        (SUM + 2_00_00_00, SUM, (*TERMS, Term("丁", 2_00_00_00)), "有一项重复"),
        (71_00_00_00, 17_00_00_00, (Term("甲", 71_00_00_00),), "写颠倒"),
        (SUM, SUM - 3_000, TERMS, "尾差"),
    ],
)
def test_each_cause_is_named(left: int, right: int, terms: tuple[Term, ...], words: str) -> None:
    assert words in cause(left, right, terms, "预算数")


def test_nothing_is_guessed() -> None:
    assert cause(SUM, SUM + 1_23_45_67, TERMS, "预算数") == ""


@given(st.lists(st.integers(0, 10**13), max_size=5), st.integers(0, 10**13))
def test_any_numbers_are_answered(amounts: list[int], right: int) -> None:
    terms = [Term(str(i), amount) for i, amount in enumerate(amounts)]
    assert isinstance(cause(sum(amounts), right, terms, "预算数"), str)


WHERE = Ref("p", ("funds", "fiscal"))


def test_one_missing_is_looked_for_among_what_may_belong_there() -> None:
    spare = (Term("印刷费", 3_00_00_00), Term("邮寄费", 1_00_00_00))
    found = find(SUM, SUM + 3_00_00_00, TERMS, Term("预算数", SUM + 3_00_00_00), spare)
    assert found == Cause("差额正好是“印刷费”，疑漏了这一项")
    twice = (*spare, Term("餐费", 3_00_00_00))
    assert find(SUM, SUM + 3_00_00_00, TERMS, Term("预算数", SUM + 3_00_00_00), twice) is None


def test_the_value_that_would_put_it_right_is_told_only_where_one_can_be_wrong() -> None:
    swapped = find(71_00_00_00 + SUM, 17_00_00_00 + SUM, (Term("甲", 71_00_00_00, WHERE), *TERMS), Term("预算数", 1))
    assert swapped
    assert (swapped.ref, swapped.wanted) == (WHERE, 17_00_00_00)
    both = find(71_00_00_00, 17_00_00_00, (Term("甲", 71_00_00_00, WHERE),), Term("预算数", 17_00_00_00, WHERE))
    assert both
    assert both.ref is None

"""Why two sums differ, where it can be found: a plain Chinese sentence, or "" where it cannot."""

from collections.abc import Sequence
from typing import Final, NamedTuple

_FACTOR: Final = 10_000
_ROUNDING: Final = 10_000
"""0.01 万元 in 分: what printing in 万元 with two decimals may hide in one number."""


class Term(NamedTuple):
    """One amount (分) of a sum, under the name people know it by."""

    label: str
    amount: int


def cause(left: int, right: int, terms: Sequence[Term], total: str) -> str:
    """Explain why the sum `left` of `terms` is not `right`, the amount called `total`; "" where nothing is certain."""
    finders = (_factor, _factor_of_one, _one_too_many, _swapped, _rounding)
    return next((found for finder in finders if (found := finder(left, right, terms, total))), "")


def _factor(left: int, right: int, _terms: Sequence[Term], total: str) -> str:
    if left and right and (left == right * _FACTOR or right == left * _FACTOR):
        return f"两数正好相差 10,000 倍，疑为元、万元混用，请核对{total}的金额单位"
    return ""


def _factor_of_one(left: int, right: int, terms: Sequence[Term], _total: str) -> str:
    gap = right - left
    for term in terms:
        if term.amount and gap == term.amount * (_FACTOR - 1):
            return f"“{term.label}”疑把万元填成了元"
        if term.amount and term.amount % _FACTOR == 0 and -gap == term.amount - term.amount // _FACTOR:
            return f"“{term.label}”疑把元填成了万元"
    return ""


def _one_too_many(left: int, right: int, terms: Sequence[Term], _total: str) -> str:
    gap = left - right
    same = [term for term in terms if term.amount == gap]
    if gap <= 0 or not same:
        return ""
    if len(same) > 1:
        return f"差额正好是“{same[-1].label}”，同样金额有 {len(same)} 项，疑有一项重复"
    return f"差额正好是“{same[0].label}”，疑多计了这一项"


def _swapped(left: int, right: int, terms: Sequence[Term], total: str) -> str:
    gap = right - left
    if gap % 9:
        return ""
    for term in (*terms, Term(total, right)):
        wanted = term.amount - gap if term.label == total and term.amount == right else term.amount + gap
        if _is_swap(term.amount, wanted):
            return f"“{term.label}”疑有相邻两位数字写颠倒"
    return ""


def _is_swap(first: int, second: int) -> bool:
    one, other = str(first), str(second)
    if first <= 0 or second <= 0 or len(one) != len(other):
        return False
    differing = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differing) != 2 or differing[1] != differing[0] + 1:
        return False
    i = differing[0]
    return one[i] == other[i + 1] and one[i + 1] == other[i]


def _rounding(left: int, right: int, terms: Sequence[Term], _total: str) -> str:
    rounded = all(term.amount % _ROUNDING == 0 for term in terms) and right % _ROUNDING
    if rounded and abs(left - right) <= _ROUNDING * len(terms) // 2:
        return "差额很小，疑为按万元保留两位小数时的尾差"
    return ""

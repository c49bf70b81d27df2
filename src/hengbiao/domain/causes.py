"""Why two sums differ, where it can be found: a plain Chinese sentence, and the one value that would put it right."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from hengbiao.domain.change import Ref

_FACTOR: Final = 10_000
_ROUNDING: Final = 10_000
"""0.01 万元 in 分: what printing in 万元 with two decimals may hide in one number."""


class Term(NamedTuple):
    """One amount (分) of a sum, under the name people know it by, and where it was typed."""

    label: str
    amount: int
    ref: Ref | None = None


class Cause(NamedTuple):
    """Why sums differ; `wanted` is what `ref` should hold (分) where only one value can be wrong in this way."""

    sentence: str
    ref: Ref | None = None
    wanted: int = 0


def cause(left: int, right: int, terms: Sequence[Term], total: str) -> str:
    """Explain why the sum `left` of `terms` is not `right`, the amount called `total`; "" where nothing is certain."""
    found = find(left, right, terms, Term(total, right))
    return found.sentence if found else ""


def find(left: int, right: int, terms: Sequence[Term], total: Term, spare: Sequence[Term] = ()) -> Cause | None:
    """The cause of the difference; `spare` are amounts of the form that are not in the sum but may belong there."""
    gap = right - left
    return (
        _factor(left, right, terms, total)
        or _factor_of_one(gap, terms)
        or _one_too_many(-gap, terms)
        or _one_missing(gap, spare)
        or _swapped(gap, terms, total)
        or _rounding(gap, terms, total)
    )


def _factor(left: int, right: int, terms: Sequence[Term], total: Term) -> Cause | None:
    if left and right and (left == right * _FACTOR or right == left * _FACTOR):
        told = f"两数正好相差 10,000 倍，疑为元、万元混用，请核对{total.label}的金额单位"
        return Cause(told, total.ref if len(terms) > 1 else None, left)
    return None


def _factor_of_one(gap: int, terms: Sequence[Term]) -> Cause | None:
    found = list(_of_other_unit(gap, terms))
    if not found:
        return None
    return found[0] if len(found) == 1 else Cause(found[0].sentence)


def _of_other_unit(gap: int, terms: Sequence[Term]) -> Iterator[Cause]:
    for term in terms:
        if term.amount and gap == term.amount * (_FACTOR - 1):
            yield Cause(f"“{term.label}”疑把万元填成了元", term.ref, term.amount * _FACTOR)
        elif term.amount and term.amount % _FACTOR == 0 and -gap == term.amount - term.amount // _FACTOR:
            yield Cause(f"“{term.label}”疑把元填成了万元", term.ref, term.amount // _FACTOR)


def _one_too_many(excess: int, terms: Sequence[Term]) -> Cause | None:
    same = [term for term in terms if term.amount == excess]
    if excess <= 0 or not same:
        return None
    if len(same) > 1:
        return Cause(f"差额正好是“{same[-1].label}”，同样金额有 {len(same)} 项，疑有一项重复")
    return Cause(f"差额正好是“{same[0].label}”，疑多计了这一项")


def _one_missing(gap: int, spare: Sequence[Term]) -> Cause | None:
    same = [term for term in spare if term.amount == gap] if gap > 0 else []
    return Cause(f"差额正好是“{same[0].label}”，疑漏了这一项") if len(same) == 1 else None


def _swapped(gap: int, terms: Sequence[Term], total: Term) -> Cause | None:
    if gap % 9:
        return None
    pairs = [*((term, term.amount + gap) for term in terms), (total, total.amount - gap)]
    found = [(term, wanted) for term, wanted in pairs if _is_swap(term.amount, wanted)]
    if not found:
        return None
    term, wanted = found[0]
    return Cause(f"“{term.label}”疑有相邻两位数字写颠倒", term.ref if len(found) == 1 else None, wanted)


def _is_swap(first: int, second: int) -> bool:
    one, other = str(first), str(second)
    if first <= 0 or second <= 0 or len(one) != len(other):
        return False
    differing = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differing) != 2 or differing[1] != differing[0] + 1:
        return False
    i = differing[0]
    return one[i] == other[i + 1] and one[i + 1] == other[i]


def _rounding(gap: int, terms: Sequence[Term], total: Term) -> Cause | None:
    rounded = all(term.amount % _ROUNDING == 0 for term in terms) and total.amount % _ROUNDING
    if rounded and abs(gap) <= _ROUNDING * len(terms) // 2:
        return Cause("差额很小，疑为按万元保留两位小数时的尾差")
    return None

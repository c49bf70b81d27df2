"""自评 R63–R66 on plain rows: scores against points, actual values against targets, the execution rate.

No form carries self-evaluation yet; whoever reads one makes these rows of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from operator import ge, gt, le, lt
from typing import Final

from hengbiao.domain.target import Target
from hengbiao.domain.target import parse as parse_target

_MEETS: Final = {"≥": ge, ">": gt, "≤": le, "<": lt, "=": Decimal.__eq__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """One indicator of a 自评表: its target, what was reached, 分值 and 得分 as decimal texts, 偏差原因."""

    name: str
    target: Target = Target()  # noqa: RUF009 - immutable
    actual: str = ""
    full: str = ""
    score: str = ""
    reason: str = ""


def overscored(rows: Sequence[Evaluated], total: str = "") -> list[str]:
    """R63: sentences for scores above their points, and for a total that is not the sum of the scores."""
    told = [
        f"“{row.name}”得分 {row.score} 大于分值 {row.full}"
        for row in rows
        if (score := _number(row.score)) is not None and (full := _number(row.full)) is not None and score > full
    ]
    scores = [score for row in rows if (score := _number(row.score)) is not None]
    wanted = _number(total)
    if wanted is not None and scores and sum(scores) != wanted:
        parts = " + ".join(row.score for row in rows if _number(row.score) is not None)
        told.append(f"{parts} = {sum(scores)}，总分写 {total}")
    return told


def unexplained(rows: Iterable[Evaluated]) -> list[str]:
    """R64: full points for a target that was missed, or points lost without a reason for one that was met."""
    told = []
    for row in rows:
        met, score, full = reached(row), _number(row.score), _number(row.full)
        if met is None or score is None or full is None:
            continue
        if not met and score >= full:
            told.append(f"“{row.name}”完成 {row.actual}，未达到 {row.target}，却得满分")
        elif met and score < full and not row.reason.strip():
            told.append(f"“{row.name}”完成 {row.actual}，达到 {row.target}，扣 {full - score} 分没有说明")
    return told


def execution_rate(spent: int, budget: int, printed: str) -> str:
    """R65: "" where `printed` (%) is 全年执行数 ÷ 全年预算数 (分) rounded half up to its places, else a sentence."""
    shown = _number(printed.strip().rstrip("%％"))
    if shown is None or budget <= 0:
        return ""
    exact = Decimal(spent) * 100 / Decimal(budget)
    rounded = exact.quantize(Decimal(1).scaleb(int(shown.as_tuple().exponent)), ROUND_HALF_UP)
    return "" if rounded == shown else f"执行率应为 {rounded}%（{exact:.5f}%），写的是 {printed}"


def marked(rows: Iterable[Evaluated]) -> list[str]:
    """R66: actual values with a comparator: what was reached is one number."""
    return [f"“{row.name}”实际完成值写作“{row.actual}”" for row in rows if parse_target(row.actual).comparator]


def reached(row: Evaluated) -> bool | None:
    """Whether the target was met; None where it is a text, has no comparator, or the units differ."""
    actual, wanted = parse_target(row.actual), _number(row.target.value)
    own = _number(actual.value)
    if wanted is None or own is None or row.target.comparator not in _MEETS or actual.unit not in {"", row.target.unit}:
        return None
    return bool(_MEETS[row.target.comparator](own, wanted))


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None

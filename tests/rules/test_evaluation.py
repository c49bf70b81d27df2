"""自评 rules on rows of one's own making; the figures are those of the rule table."""

import pytest

from hengbiao.domain.target import parse
from hengbiao.rules.evaluation import Evaluated, execution_rate, marked, overscored, reached, unexplained


def row(target: str, actual: str, full: str = "10", score: str = "10", reason: str = "") -> Evaluated:
    return Evaluated(name="供水覆盖户数", target=parse(target), actual=actual, full=full, score=score, reason=reason)


SCORES = [row("", "", score=score) for score in ["10", "10", "10", "7", "10", "10", "10", "9", "10", "10"]]


def test_scores_and_their_total() -> None:
    assert overscored(SCORES, "96") == []
    assert overscored(SCORES, "97") == ["10 + 10 + 10 + 7 + 10 + 10 + 10 + 9 + 10 + 10 = 96，总分写 97"]
    assert overscored([row("", "", score="10.5")]) == ["“供水覆盖户数”得分 10.5 大于分值 10"]


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (row("≥4754户", "4604户"), "却得满分"),
        (row("≥4754户", "4800户", score="8"), "扣 2 分没有说明"),
        (row("≥4754户", "4800户", score="8", reason="资料不全"), ""),
        (row("≥4754户", "4604户", score="9"), ""),
        (row("≥4754户", "4754户"), ""),
        (row("≤48小时", "50小时"), "却得满分"),
        (row("全部完成", "4604户"), ""),
        (row("≥4754户", "4604人"), ""),
    ],
)
def test_scores_against_what_was_reached(made: Evaluated, told: str) -> None:
    found = unexplained([made])
    assert (told in found[0]) if told else found == []


@pytest.mark.parametrize(
    ("printed", "fine"), [("86.18%", True), ("86.2", True), ("86%", True), ("86.19%", False), ("", True)]
)
def test_the_execution_rate_is_of_the_whole_years_budget(printed: str, fine: bool) -> None:  # noqa: FBT001
    told = execution_rate(2_154_576_00, 2_500_000_00, printed)
    assert (told == "") == fine
    assert fine or "86.18%（86.18304%）" in told


def test_what_was_reached_is_one_number() -> None:
    assert marked([row("≥90%", "≥90%"), row("≥90%", "93%")]) == ["“供水覆盖户数”实际完成值写作“≥90%”"]
    assert reached(row("90%", "93%")) is None

"""Forms of many provinces and fields of work: what a careful reviewer would raise is raised, and nothing else."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.position import spread
from hengbiao.domain.project import Funds, Project
from hengbiao.domain.target import parse
from hengbiao.domain.tree import Tree, empty
from hengbiao.domain.unit import Unit
from hengbiao.rules.rule import check_record

FORMS = Path(__file__).parents[1] / "data" / "rules" / "forms.txt"
WAN = 1_000_000


@dataclass
class Told:
    """A form as written down, and the rules that a reviewer would name."""

    unit: str
    region: str
    name: str
    total: str
    goal: str = ""
    purpose: str = ""
    rows: list[list[str]] = field(default_factory=list)
    wanted: frozenset[str] = frozenset()


def forms() -> list[Told]:
    found: list[Told] = []
    for line in FORMS.read_text("utf-8").splitlines():
        kind, _, rest = line.partition("：")
        if line.startswith("== "):
            found.append(Told(*line[3:].split("｜")))
        elif line.startswith("#") or not line:
            continue
        elif kind == "目标":
            found[-1].goal = rest
        elif kind == "用途":
            found[-1].purpose = rest
        elif kind == "应报":
            found[-1].wanted = frozenset(rest.split())
        else:
            found[-1].rows.append(line.split("/", 3))
    return found


def tree(told: Told) -> Tree:
    unit = Unit(id="u", code="100001", name=told.unit, region=told.region, year=2026)
    total = round(float(told.total) * WAN)
    project = Project(
        id="p",
        unit="u",
        year=2026,
        name=told.name,
        goal=told.goal,
        purpose=told.purpose,
        funds=Funds(total=total, fiscal=total),
        indicators=tuple(_rows(told.rows)),
    )
    return empty().changed([Change(Ref("u"), None, unit), Change(Ref("p"), None, project)])


def _rows(rows: list[list[str]]) -> Iterator[Indicator]:
    for number, (place, (level1, level2, name, target)) in enumerate(zip(spread(len(rows)), rows, strict=True)):
        names = {"level1": f"{level1}指标", "level2": f"{level2}指标", "name": name}
        yield Indicator(id=f"r{number}", position=place, target=parse(target), **names)


def raised(told: Told) -> frozenset[str]:
    return frozenset(one.rule for one in check_record(tree(told), "p"))


@pytest.mark.parametrize("told", forms(), ids=lambda told: f"{told.unit}-{told.name}")
def test_what_a_reviewer_would_raise_and_nothing_else(told: Told) -> None:
    said = {one.rule: one.message for one in check_record(tree(told), "p")}
    assert said.keys() == told.wanted, said


def test_there_are_many_forms_of_many_fields() -> None:
    found = forms()
    assert len(found) >= 30
    assert len({told.region for told in found}) >= 12
    assert sum(bool(told.wanted) for told in found) >= 10
    assert len(frozenset().union(*(told.wanted for told in found))) >= 20


def measured() -> dict[str, tuple[int, int, int]]:
    """By rule: rightly raised, wrongly raised, missed."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for told in forms():
        said = raised(told)
        right.update(said & told.wanted)
        wrong.update(said - told.wanted)
        missed.update(told.wanted - said)
    return {number: (right[number], wrong[number], missed[number]) for number in sorted({*right, *wrong, *missed})}


if __name__ == "__main__":
    for number, counts in measured().items():
        print(number, *counts)

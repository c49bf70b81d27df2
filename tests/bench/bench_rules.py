"""All rules on 10,000 projects × 20 indicators: from nothing, and after one edit; each figure beside its limit.

Processor time, and beside it a control: the same pure-Python loop on an idle machine takes 1.0.

python tests/bench/bench_rules.py [PROJECTS [INDICATORS]]
"""

import gc
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import make_large

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.project import Project
from hengbiao.domain.tree import Tree
from hengbiao.rules.review import Review, review

EDITS = 300
IDLE = 0.28
"""Seconds that the control takes on this machine when nothing else runs."""

Figure = tuple[str, float, float | None, str]


def main(projects: int = 10_000, indicators: int = 20) -> bool:
    """Measure and print; whether every figure holds its limit on an idle machine."""
    made = make_large.tree(projects, indicators)
    gc.disable()
    slow = _control() / IDLE
    reviews: list[Review] = []
    cold = _timed(lambda: reviews.append(review(made)))
    half = _timed(lambda: review(_first(made, projects // 2)))
    slow = (slow + _control() / IDLE) / 2
    figures: list[Figure] = [
        ("control: plain Python now, against an idle machine", slow, None, "times slower"),
        ("every rule on every form, cold", cold / slow, 5.0, "s, idle"),
        ("the same as it was measured", cold, None, "s"),
        ("cold time against twice that of a half", cold / half / 2, 1.3, "times (1: linear)"),
        ("findings", sum(map(len, reviews[0].findings.values())), None, ""),
    ]
    figures += _edits(reviews[0])
    for what, value, limit, unit in figures:
        print(f"{what:<52}{value:>10.2f}{'' if limit is None else f' ≤ {limit:g}':<10} {unit}")
    return all(limit is None or value <= limit for _, value, limit, _ in figures)


def _edits(now: Review) -> Iterator[Figure]:
    dice = random.Random(3)
    for what, change in (
        ("a target", _target),
        ("a budget", _budget),
        ("a name", _name),
        ("a code", _code),
    ):
        items = [dice.choice(now.tree.all_projects()) for _ in range(EDITS)]
        times = sorted(_one(now, change(now.tree.project(item.id))) for item in items)
        yield f"after one edit of {what}, p95", times[EDITS * 95 // 100] * 1000, 10.0, "ms"
    units = [now.tree.unit(item.id) for item in now.tree.units[:40]]
    renamed = sorted(_one(now, Change(Ref(unit.id, ("name",)), unit.name, f"{unit.name}本级")) for unit in units)
    yield f"a unit renamed ({make_large.PER_UNIT} forms asked again), p95", renamed[-2] * 1000, 10.0, "ms"


def _one(now: Review, made: Change) -> float:
    after = now.tree.changed([made])
    return _timed(lambda: now.after(after, [made]))


def _target(project: Project) -> Change:
    row = project.indicators[2]
    return Change(Ref(project.id, ("indicators", row.id, "target")), row.target, project.indicators[0].target)


def _budget(project: Project) -> Change:
    return Change(Ref(project.id, ("funds", "total")), project.funds.total, 1)


def _name(project: Project) -> Change:
    return Change(Ref(project.id, ("name",)), project.name, "同名项目")


def _code(project: Project) -> Change:
    return Change(Ref(project.id, ("code",)), project.code, "12010025P000000000001")


def _first(tree: Tree, projects: int) -> Tree:
    keep = {item.id for item in tree.all_projects()[:projects]}
    drops = [Change(Ref(item.id), tree.records[item.id], None) for item in tree.all_projects() if item.id not in keep]
    return tree.changed(drops)


def _control() -> float:
    def loop() -> None:
        total = 0
        for number in range(10_000_000):
            total += number

    return _timed(loop)


def _timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:3]]
    sys.exit(0 if main(*numbers) else 1)

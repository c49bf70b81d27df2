"""Receiving: many documents of 25 projects × 12 indicators into an empty one, and one into 10,000 projects.

python tests/bench/bench_exchange.py [DOCUMENTS [PROJECTS]]
"""

import os
import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from make_large import tree as large_tree

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.position import new_id
from hengbiao.domain.tree import empty
from hengbiao.exchange.receive import apply, plan, receive
from hengbiao.exchange.send import send
from hengbiao.store.store import Store

KINDS = 12  # different documents: the others are these under other ids


def main(documents: int = 300, projects: int = 10_000) -> bool:
    """Measure and print; whether every figure holds its limit (that of 3,000 documents, by their share)."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        files = [_document(place, number) for number in range(documents)]
        figures = [*_many(place, files), *_one(place, projects)]
    for what, value, limit, unit in figures:
        print(f"{what:<58}{value:>10.2f}{'' if limit is None else f' ≤ {limit:g}':<10} {unit}")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return all(limit is None or value <= limit for _, value, limit, _ in figures)


def _document(folder: Path, number: int) -> Path:
    made = large_tree(25, 12, seed=number % KINDS)
    unit = new_id()
    changes = []
    for key, record in made.records.items():
        fresh = unit if key in {each.id for each in made.units} else new_id()
        owner = {} if fresh == unit else {"unit": unit}
        changes.append(Change(Ref(fresh), None, replace(record, id=fresh, **owner)))
    path = folder / f"{number}.hengbiao"
    with Store.create(path) as store:
        store.append("导入", changes, empty(), empty().changed(changes))
    return path


def _many(folder: Path, files: list[Path]):
    share = len(files) / 3000
    with Store.create(folder / "looked.hengbiao") as store:
        taken, planned = _timed(lambda: plan(store, files))
        yield f"look at {len(files)} documents, as the window does", taken, max(120.0 * share, 5.0), "s"
        with planned:
            assert all(source.added == 26 for source in planned.sources), planned.sources[0]
            taken, receipt = _timed(lambda: apply(store, planned, {}))
        yield "and take in what was ticked", taken, max(120.0 * share, 5.0), "s"
        assert all(source.added == 26 for source in receipt.sources), receipt.sources[0]
    with Store.create(folder / "county.hengbiao") as store:
        before = os.times()
        taken, receipt = _timed(lambda: receive(store, files))
        after = os.times()
        yield f"receive {len(files)} documents", taken, max(120.0 * share, 5.0), "s"
        yield "of that the program itself computed", after[0] + after[1] - before[0] - before[1], None, "s"
        yield "and its worker", after[2] + after[3] - before[2] - before[3], None, "s"
        assert all(source.added == 26 for source in receipt.sources), receipt.sources[0]
        taken, receipt = _timed(lambda: receive(store, files))
        yield "the same once more", taken, max(120.0 * share, 5.0), "s"
        assert all(source.status == "nothing_new" for source in receipt.sources)
    ours, workers = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    yield "peak memory, program and worker", (ours + workers) / 1024, 1024.0, "MB"


def _one(folder: Path, projects: int):
    made = large_tree(projects, 20)
    changes = [Change(Ref(key), None, made.records[key]) for key in made.headings]
    path = folder / "large.hengbiao"
    with Store.create(path) as store:
        store.append("导入", changes, empty(), made)
        unit = made.units[7]
        sent = send(store, _made(folder / "out"), unit_code=unit.code).path
    other = folder / "other.hengbiao"
    with Store.create(other) as store:
        receive(store, [sent])
        document = Document(store.load(), store.append)
        key = document.tree.projects(unit.id)[0].id
        document.commit("改", [Change(Ref(key, ("goal",)), document.tree.project(key).goal, "改了")])
        back = send(store, _made(folder / "back")).path
    with Store.open(path) as store:
        document, before = Document(store.load(), store.append), os.times()
        taken, receipt = _timed(lambda: receive(store, [back], document))
        yield f"one document of 50 projects into {projects}", taken, 1.0, "s"
        yield "of that computed, worker included", sum(os.times()[:4]) - sum(before[:4]), None, "s"
        assert receipt.sources[0].changed == 1


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _timed(work):
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def test_receiving_holds_its_figures():
    assert main()


if __name__ == "__main__":
    sys.exit(0 if main(*(int(text) for text in sys.argv[1:3])) else 1)

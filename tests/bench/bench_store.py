"""The store at 10,000 projects × 20 indicators: every figure beside its limit, and beside SQLite alone in the same run.

python tests/bench/bench_store.py [PROJECTS [INDICATORS]]
"""

import resource
import sqlite3
import sys
import tempfile
import threading
import time
import timeit
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from make_large import tree as large_tree

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.tree import Tree, empty
from hengbiao.store.store import Store, decode_all, verify

COMMITS = 300


def main(projects: int = 10_000, indicators: int = 20) -> bool:
    """Measure and print; whether every figure holds its limit."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.hengbiao"
        figures = [*_writing(path, large_tree(projects, indicators)), *_working(path)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures.append(("control: plain Python now, against its best moment", _slowness(), None, "times slower"))
    figures.append(("peak memory of this process, generator included", peak, 700.0, "MB"))
    for what, value, limit, unit in figures:
        print(f"{what:<52}{value:>10.2f}{'' if limit is None else f' ≤ {limit:g}':<10} {unit}")
    return all(limit is None or value <= limit for _, value, limit, _ in figures)


def _writing(path: Path, made: Tree):
    yield "append everything as one step", _timed(lambda: _append_all(path, made)), 5.0, "s"
    yield "file size", path.stat().st_size / 1e6, 150.0, "MB"
    yield "control: SQLite copies the same rows", _timed(lambda: _raw(path)), None, "s"


def _working(path: Path):
    opened: list[Store] = []
    yield "open (count, sum, structure)", _timed(lambda: opened.append(Store.open(path))), 0.3, "s"
    store = opened[0]
    trees: list[Tree] = []
    yield "load headings", _timed(lambda: trees.append(store.load())), 0.2, "s"
    yield "decode every record", _timed(lambda: decode_all(trees[0])), 2.2, "s"
    yield "commit of one cell, p95", _commits(store, trees[0]), 50.0, "ms"
    yield "control: a bare INSERT of the same size, p95", _bare_commits(path), None, "ms"
    yield "history of one project", _timed(lambda: store.history(trees[0].all_projects()[0].id)), 0.1, "s"
    yield "verify everything", _timed(lambda: _verified(path)), 5.0, "s"
    yield "commit of one cell while verifying, p95", _commits_while_verifying(store, path), 50.0, "ms"
    store.close()


def _slowness() -> float:
    """How much slower the machine is than when nobody else uses it: 1 on an idle one."""
    slices = timeit.repeat("sum(range(1000))", number=500, repeat=200)
    return sum(slices) / len(slices) / min(slices)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _append_all(path: Path, made: Tree) -> None:
    changes = [Change(Ref(key), None, made.records[key]) for key in made.headings]
    with Store.create(path) as store:
        store.append("导入", changes, empty(), made)


def _raw(path: Path) -> None:
    with sqlite3.connect(":memory:") as control:
        control.execute("ATTACH ? AS source", (f"{path}",))
        control.execute("ATTACH ? AS copy", (f"{path}.control",))
        control.execute("CREATE TABLE copy.edit AS SELECT * FROM source.edit")
    control.close()


def _commits(store: Store, loaded: Tree) -> float:
    document = Document(loaded, store.append)
    projects = loaded.all_projects()
    taken = []
    for number in range(COMMITS):
        project = document.tree.project(projects[number * 37 % len(projects)].id)
        row = project.indicators[number % len(project.indicators)]
        change = Change(Ref(project.id, ("indicators", row.id, "name")), row.name, f"{row.name}改{number}")
        taken.append(_timed(lambda change=change: document.commit("改名称", [change])))
    return sorted(taken)[int(COMMITS * 0.95)] * 1000


def _bare_commits(path: Path) -> float:
    control = sqlite3.connect(path.with_suffix(".bare"), isolation_level=None)
    control.execute("PRAGMA journal_mode = TRUNCATE")
    control.execute("CREATE TABLE edit(seq INTEGER PRIMARY KEY, body TEXT)")
    body = "正文" * 2000
    taken = sorted(
        _timed(lambda: control.execute("INSERT INTO edit(body) VALUES (?)", (body,))) for _ in range(COMMITS)
    )
    control.close()
    return taken[int(COMMITS * 0.95)] * 1000


def _commits_while_verifying(store: Store, path: Path) -> float:
    thread = threading.Thread(target=_verified, args=(path,))
    thread.start()
    taken = _commits(store, store.load())
    thread.join()
    return taken


def _verified(path: Path) -> None:
    wrong = verify(path)
    assert not wrong, wrong


def test_the_store_holds_its_figures():
    assert main()


if __name__ == "__main__":
    sys.exit(0 if main(*(int(text) for text in sys.argv[1:3])) else 1)

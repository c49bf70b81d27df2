"""The grid in processor time: a keystroke, another form, 500 pasted rows, scrolling, replacing; and their limits.

QT_QPA_PLATFORM=offscreen python tests/bench/bench_fill.py
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.bench import make_large

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.formats import interchange
from hengbiao.qt import fonts, style
from hengbiao.qt.models import search
from hengbiao.qt.views import grid_blocks
from hengbiao.qt.views.fill_view import FillView
from hengbiao.qt.views.table_view import TableView
from hengbiao.store.store import Store, decode_all

KEYS = 200
FRAME = 16.0
ROWS = 500
LEVELS = [
    ("产出指标", "数量指标"),
    ("产出指标", "成本指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "服务对象满意度指标"),
]


class Figure(NamedTuple):
    """What was measured, in milliseconds, and its limit; None for what is only told beside it."""

    what: str
    value: float
    limit: float | None


def main() -> bool:
    """Measure and print; whether every figure holds its limit."""
    app = QApplication.instance() or QApplication([])
    style.apply(app, fonts.load())
    good = True
    print(f"load {os.getloadavg()[0]:.1f}")
    for figure in (*_form(app), *_paste(app), *_replace()):
        limit = "" if figure.limit is None else f" ≤ {figure.limit:g}"
        print(f"{figure.what:<52}{figure.value:>8.2f}{limit} ms", flush=True)
        good &= figure.limit is None or figure.value <= figure.limit
    return good


def _form(app: QApplication) -> Iterator[Figure]:
    view, records = _view(FillView)
    plain = QPlainTextEdit()
    plain.resize(view.size())
    plain.show()
    plain.setFocus()
    control = _typed(app, plain)
    view.activateWindow()
    view.grid.setFocus()
    yield Figure("keystroke in 填表, 20 indicators, p95", _typed(app, view.grid), FRAME)
    yield Figure("control: the same in an empty text box", control, None)
    view.commit_pending()
    turns = count(1)
    yield Figure("another form, p95", _p95(lambda: view.show_record(records[next(turns) % 2]), 60), 50)
    view.resize(1100, 400)
    app.processEvents()
    bar = view.grid.verticalScrollBar()
    yield Figure("a step of scrolling, p95", _p95(lambda: bar.setValue((bar.value() + 37) % bar.maximum()), 120), FRAME)


def _paste(app: QApplication) -> Iterator[Figure]:
    """500 rows behind the 20 of a project, on a file."""
    for what in (TableView, FillView):
        with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "表.hengbiao") as store:
            view, records = _view(what, store)
            lines = [f"产出指标\t数量指标\t完成第{n}项工作\t按计划完成第{n}项\t≥{n}次" for n in range(ROWS)]
            mime = QMimeData()
            mime.setText("\n".join(line if what is TableView else line.split("\t", 2)[2] for line in lines))
            app.clipboard().setMimeData(mime)
            field, at = ("level1", -1) if what is TableView else ("name", 5)
            view.grid.go([c for c in view.grid.sheet_model.sheet.entries if c.slot.field == field][at])
            begun = time.process_time()
            grid_blocks.paste(view.grid)
            app.processEvents()
            spent = (time.process_time() - begun) * 1000
            document = view.grid.writer.document
            rows = len(document.tree.project(records[0]).indicators)
            assert rows >= ROWS, rows
            document.undo()
            assert len(document.tree.project(records[0]).indicators) == 20
            yield Figure(f"{ROWS} rows pasted in {what.__name__}, one step", spent, 500)
            view.close()
            app.clipboard().clear()  # what Python made must not outlive it


def _replace() -> Iterator[Figure]:
    """Words of one, of many and of every project among 10,000 × 20 indicators in a file."""
    with tempfile.TemporaryDirectory() as folder:
        path, tree = Path(folder) / "大.hengbiao", make_large.tree()
        with Store.create(path) as store:
            Document(store.load(), store.append).commit(
                "", [Change(Ref(k), None, tree.records[k]) for k in tree.records]
            )
        with Store.open(path) as store:
            document = Document(store.load(), store.append)
            decode_all(document.tree)
            project = document.tree.all_projects()[77]
            words = {"a rare word": project.name, "a place name": "玉泉", "a word of every form": "培训"}
            for name, wanted in words.items():
                yield from _replaced(document, name, wanted)


def _replaced(document: Document, name: str, wanted: str) -> Iterator[Figure]:
    pattern = search.pattern(wanted)
    records = [document.tree.records[item.id] for item in document.tree.headings.values() if item.kind != "unit"]
    begun = time.process_time()
    found = [hit for hits in search.hits(records, pattern, "万元") for hit in hits]
    looked = time.process_time()
    made = search.replaced(document.tree, found, pattern, f"{wanted}新", "万元")
    document.commit("全部替换", made.changes)
    done = time.process_time()
    yield Figure(f"{name}: {len(found)} places found", (looked - begun) * 1000, 1000)
    document.undo()
    undone = time.process_time()
    yield Figure(f"{name}: replaced as one step", (done - looked) * 1000, 1000)
    yield Figure(f"{name}: undone", (undone - done) * 1000, 1000)


def _view(what: type[QWidget], store: Store | None = None) -> tuple[QWidget, list[str]]:
    rows = [
        {"level1": one, "level2": two, "name": f"{two}第{n}条的名称", "description": "说明" * 6, "target": "≥90%"}
        for one, two in LEVELS
        for n in range(5)
    ]
    projects = [
        {"year": 2026, "code": f"P{n}", "name": f"测速{n}", "goal": "目标" * 100, "indicators": rows} for n in range(2)
    ]
    unit = {"code": "1", "name": "测速单位", "year": 2026, "projects": projects}
    tree = interchange.tree_of({"format": "hengbiao/1", "units": [unit]})
    document = Document(store.load(), store.append) if store else Document(tree)
    if store:
        document.commit("", [Change(Ref(key), None, tree.records[key]) for key in tree.records])
    view = what(document)
    view.resize(1100, 900)
    view.set_layout("tianjin")
    view.show()
    records = [item.id for item in document.tree.all_projects()]
    view.show_record(records[0])
    QApplication.processEvents()
    return view, records


def _p95(deed: Callable[[], object], times: int) -> float:
    """Processor milliseconds until what a deed asks for is painted, 95th of 100."""
    spent = []
    for _ in range(times):
        start = time.process_time()
        deed()
        QApplication.processEvents()
        spent.append((time.process_time() - start) * 1000)
    return sorted(spent)[times * 95 // 100]


def _typed(app: QApplication, widget: QWidget) -> float:
    """A key typed into whatever has the focus."""
    words = count()

    def key() -> None:
        text = "目标完成"[next(words) % 4]
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, text)
        app.sendEvent(app.focusWidget() or widget, event)

    return _p95(key, KEYS)


def test_the_grid_holds_its_figures():
    assert main()


if __name__ == "__main__":
    sys.exit(not main())

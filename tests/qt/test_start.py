"""A start in a process of its own: what is there at the first picture, and what is not loaded before it."""

import json
import os
import subprocess
import sys

import pytest
from tests.qt.windows import a_small_screen, small_file

START = """
import gc, json, os, sys
from pathlib import Path
import PySide6.QtWidgets
from PySide6.QtCore import QEvent, QObject
from hengbiao.qt import app_window

told = {}

class Painted(QObject):
    def eventFilter(self, painted, event):
        bar = kept.ui.balanceBar
        if event.type() == QEvent.Type.Paint and painted is kept:
            told.setdefault("document", kept.session is not None)
        if event.type() == QEvent.Type.Paint and painted is bar and "modules" not in told:
            told.update(
                modules=sorted(sys.modules), qt=sorted(vars(PySide6.QtWidgets)), collecting=gc.isenabled(),
                balance=bar.sentences(), lines=kept.ui.tree.model().rowCount(),
            )
        return False

def settled():
    if kept.session is None or not kept.editor.view():
        return
    told["collecting later"] = gc.isenabled()
    told["form"] = bool(kept.editor.view())
    told["modules later"] = sorted(sys.modules)
    print(json.dumps(told), flush=True)
    os._exit(0)

built = app_window.build
def build(settings):
    global kept, painted
    kept, painted = built(settings), Painted()
    for widget in (kept, kept.ui.balanceBar):
        widget.installEventFilter(painted)
    kept.settled.connect(settled)
    return kept
app_window.build = build
if sys.argv[2:]:  # as large and slow
    import time, types
    from hengbiao.qt import opening, session
    session.LARGE, Store = 0, opening.Store
    opening.Store = types.SimpleNamespace(open=lambda path: (time.sleep(0.3), Store.open(path))[1])
app_window.open_window(Path(sys.argv[1]))
"""

LATE = {
    *("openpyxl", "reportlab", "sqlite_utils", "pypinyin", "platform", "multiprocessing", "docx", "pdfplumber"),
    *("hengbiao.forms.layouts", "hengbiao.rules.catalog", "hengbiao.qt.views.fill_view", "hengbiao.qt.field_help"),
    *("hengbiao.qt.field_history", "hengbiao.qt.findings_filter", "hengbiao.qt.places", "hengbiao.exchange"),
    "hengbiao.qt.views.findings_view",
}


def started(home, *how):
    env = {**os.environ, **a_small_screen(home), "HENGBIAO_HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
    run = [sys.executable, "-c", START, str(small_file(home)), *how]
    done = subprocess.run(run, env=env, capture_output=True, check=True, timeout=60, encoding="utf-8")
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return started(tmp_path_factory.mktemp("home"))


def test_the_first_picture_has_the_tree_and_the_balance(told):
    assert told["document"]
    assert told["lines"] > 0
    assert told["balance"]
    assert all(state == "balanced" for state, _ in told["balance"])


def test_what_the_first_picture_does_without_is_not_loaded_before_it(told):
    assert sorted(LATE & set(told["modules"])) == []
    assert "QStyle" not in told["qt"]


def test_the_form_follows_at_once(told):
    assert told["form"]
    assert {"hengbiao.qt.views.fill_view", "hengbiao.rules.catalog"} <= set(told["modules later"])


def test_garbage_is_looked_for_once_the_window_stands(told):
    assert not told["collecting"]
    assert told["collecting later"]


def test_a_large_document_comes_into_a_window_that_is_already_seen(tmp_path):
    told = started(tmp_path, "slow")
    assert not told["document"]
    assert told["form"]
    assert told["collecting later"]

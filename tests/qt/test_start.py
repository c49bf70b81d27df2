"""A start in a process of its own: what is there at the first picture, and what is not loaded before it."""

import json
import os
import subprocess
import sys

import pytest
from tests.qt.windows import small_file

START = """
import gc, json, os, sys
from pathlib import Path
import PySide6.QtWidgets
from PySide6.QtCore import QEvent, QObject
from hengbiao.qt import app_window

told = {}

class Painted(QObject):
    def eventFilter(self, bar, event):
        if event.type() == QEvent.Type.Paint and not told:
            told.update(
                modules=sorted(sys.modules), qt=sorted(vars(PySide6.QtWidgets)), collecting=gc.isenabled(),
                balance=bar.sentences(), lines=bar.window().ui.tree.model().rowCount(),
            )
        return False

def settled():
    told["collecting later"] = gc.isenabled()
    told["form"] = bool(kept.editor.view())
    told["modules later"] = sorted(sys.modules)
    print(json.dumps(told), flush=True)
    os._exit(0)

built = app_window.build
def build(settings):
    global kept, painted
    kept, painted = built(settings), Painted()
    kept.ui.balanceBar.installEventFilter(painted)
    kept.panes.start_size = lambda: kept.resize(1366, 768)
    kept.settled.connect(settled)
    return kept
app_window.build = build
app_window.open_window(Path(sys.argv[1]))
"""

LATE = {
    *("openpyxl", "reportlab", "sqlite_utils", "pypinyin", "platform", "multiprocessing", "docx", "pdfplumber"),
    *("hengbiao.forms.layouts", "hengbiao.rules.catalog", "hengbiao.qt.views.fill_view", "hengbiao.qt.field_help"),
    *("hengbiao.qt.field_history", "hengbiao.qt.findings_filter", "hengbiao.qt.places", "hengbiao.exchange"),
    "hengbiao.qt.views.findings_view",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HENGBIAO_HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
    run = [sys.executable, "-c", START, str(small_file(home))]
    done = subprocess.run(run, env=env, capture_output=True, check=True, timeout=60, encoding="utf-8")
    return json.loads(done.stdout)


def test_the_first_picture_has_the_tree_and_the_balance(told):
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

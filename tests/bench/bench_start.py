"""The window of the sample beside an empty PySide6 window: whole processes, to the first paint, in turn."""

import os
import statistics
import subprocess
import sys
import time

from tests.qt.windows import a_small_screen, small_file

ROUNDS = 9

EMPTY = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        import os
        os._exit(0)
app = QApplication([])
window = Window()
window.resize(1366, 768)
window.show()
app.exec()
"""

OURS = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject
from hengbiao.qt import app_window
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            os._exit(0)
        return False
built = app_window.build
def build(settings):
    window = built(settings)
    opened = window.show_session
    def show(*args):
        opened(*args)
        build.kept = Painted()
        window.ui.balanceBar.installEventFilter(build.kept)
    window.show_session = show
    return window
app_window.build = build
app_window.open_window(Path(sys.argv[1]))
"""


def seconds(code, *args, home):
    env = {**os.environ, **a_small_screen(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *args], env=env, check=True)
    return time.perf_counter() - start


def test_the_window_of_the_sample_beside_an_empty_one(tmp_path, capsys):
    document = str(small_file(tmp_path))
    for code, args in ((EMPTY, ()), (OURS, (document,))):
        seconds(code, *args, home=tmp_path)
    empty, ours = [], []
    for _ in range(ROUNDS):
        empty.append(seconds(EMPTY, home=tmp_path))
        ours.append(seconds(OURS, document, home=tmp_path))
    ratio = statistics.median(ours) / statistics.median(empty)
    with capsys.disabled():
        print(f"\nempty window {statistics.median(empty):.3f} s, sample {statistics.median(ours):.3f} s, {ratio:.2f} ×")
    assert ratio <= 2.5

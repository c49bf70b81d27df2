import subprocess
import sys

import pytest

from hengbiao.app import Window, _installed
from hengbiao.domain.refusal import Refusal


@pytest.mark.parametrize(
    ("environment", "seen"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, False),
        ({"QT_QPA_PLATFORM": "minimal:enable_fonts"}, False),
        ({"QT_QPA_PLATFORM": "linuxfb"}, True),
    ],
)
def test_whether_a_person_would_see_a_window(monkeypatch, environment, seen):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert Window().available is seen


def test_a_desktop_system_always_has_a_display(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    assert Window().available


def test_a_missing_qt_is_a_refusal_and_a_missing_module_of_ours_a_fault():
    with pytest.raises(Refusal, match="界面组件缺失"), _installed():
        raise ImportError("libEGL.so.1: cannot open", name="PySide6.QtGui")
    with pytest.raises(ImportError, match="ours"), _installed():
        raise ImportError("ours", name="hengbiao.qt.none")


def test_the_console_script_and_the_module_are_the_same():
    code = "import hengbiao.__main__, hengbiao.app; print(hengbiao.__main__.main is hengbiao.app.main)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"

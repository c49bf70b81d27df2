"""Pictures of every screen and dialog to look at: python -m tests.qt.pictures FOLDER [WIDTHxHEIGHT] [light|contrast].

QT_SCALE_FACTOR=1.5 beside it takes them at 150 %. The screen that dialogs must fit into has that size too. Dialogs are
taken over each of `worlds`: with nothing in it, as usual, with very long texts, with hundreds of lines.
HENGBIAO_WORLDS=bare,long takes them over some of these only.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget
from tests.qt import screens, worlds
from tests.qt.windows import wait_for

from hengbiao.exchange.samples import sample
from hengbiao.qt import app_window, style
from hengbiao.qt.settings import Settings

TABS = ("fill", "table", "preview")


def take(folder: Path, size: QSize, palette: str = "light") -> list[Path]:
    """Write a PNG of each screen and dialog over the sample document; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(Path(scratch) / "window.ini")
        app = app_window.application(settings)
        style.apply(app, app.font(), palette)
        window = app_window.build(settings)
        window.setFixedSize(size / app.devicePixelRatio())
        window.show_session(None)
        window.show()
        found = [_save(widget, folder / f"{name}.png") for name, widget in _screens(window, Path(scratch))]
        window.close()
    return found


def _screens(window, scratch: Path) -> Iterator[tuple[str, QWidget]]:
    _settle(window)
    yield "start", window
    window.files.open(str(sample(scratch)))
    _settle(window)
    for key in [item.id for item in window.session.tree.parts(window.session.tree.units[0].id)][:2]:
        window.show_record(key)
        kind = window.session.tree.headings[key].kind
        for tab in TABS:
            window.editor.turn_to(tab)
            _settle(window)
            yield f"{kind}-{tab}", window
    window.editor.turn_to("fill")
    window.actions_["help"].trigger()
    _settle(window)
    yield "inspector", window
    window.show_record(window.session.tree.units[0].id)
    _settle(window)
    yield "unit", window
    for world in os.environ.get("HENGBIAO_WORLDS", ",".join(worlds.NAMES)).split(","):
        yield from _dialogs(window, world, scratch)


def _dialogs(window, world: str, scratch: Path) -> Iterator[tuple[str, QWidget]]:
    """Every dialog over a world; what has nothing to ask about there is left out."""
    window.files.open(str(worlds.path_of(scratch, world)))
    _settle(window)
    window.show_record(screens.first_form(window))
    for name, dialog in screens.opened(window):
        yield f"{name}-{world}", dialog


def _settle(window) -> None:
    wait_for(lambda: not window.idle.busy and not window.panes.telling)
    wait_for(lambda: window.session is None or window.ui.findings.model.checked)
    for _ in range(5):
        QApplication.processEvents()


def _save(widget: QWidget, target: Path) -> Path:
    assert widget.grab().save(str(target), "PNG")
    return target


def on_screen(folder: Path, size: QSize) -> None:
    """From here on the platform without a screen has one of this size."""
    screen = {"name": "one", "x": 0, "y": 0, "width": size.width(), "height": size.height(), "logicalDpi": 96}
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / "screen.json"
    settings.write_text(json.dumps({"screens": [{**screen, "logicalBaseDpi": 96, "dpr": 1}]}), "utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={settings}"


if __name__ == "__main__":
    wide, _, high = (sys.argv[2] if len(sys.argv) > 2 else "1366x768").partition("x")
    size = QSize(int(wide), int(high))
    on_screen(Path(sys.argv[1]), size)
    for path in take(Path(sys.argv[1]), size, *sys.argv[3:4]):
        print(path)

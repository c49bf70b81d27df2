"""The composition root: the command line, given the window."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hengbiao import cli
from hengbiao.domain.refusal import Refusal

_ELSEWHERE: Final = ("win32", "darwin")
"""Systems whose display Qt finds without being told."""

_READING_FOREIGN: Final = "--foreign-worker"
"""How the program starts itself to read a foreign document (store/foreign.py)."""

_READING_PDF: Final = "--pdf-worker"
"""How it starts itself to read a PDF (formats/pdf/worker.py)."""


class Window:
    """The Qt window as `cli.Screen`: PySide6 is imported when the first one is wanted."""

    @property
    def available(self) -> bool:
        """Whether a person would see a window opened here."""
        chosen = os.environ.get("QT_QPA_PLATFORM", "")
        if chosen.partition(":")[0] in {"offscreen", "minimal"}:
            return False
        display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
        return sys.platform in _ELSEWHERE or bool(chosen or display)

    def open(self, path: Path | None) -> int:
        """Show the window, with the document at `path` if given, until it is closed; the exit status."""
        with _installed():
            from hengbiao.qt.app_window import open_window

        return open_window(path)

    def picture(self, document: Path, target: Path, size: tuple[int, int], record: str, tab: str) -> None:
        """Save a picture of the window at a record and tab of `document`."""
        if not self.available:
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        with _installed():
            from hengbiao.qt.screenshot import take

        with _raising():
            take(document, target, size=size, record=record, tab=tab)

    def printed(self, document: Path, target: Path) -> int:
        """Print the booklet of `document` to a PDF; how many pages."""
        if not self.available:
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        with _installed():
            from hengbiao.qt.printing import print_booklet

        with _raising():
            return print_booklet(document, target)


@contextmanager
def _installed() -> Iterator[None]:
    """Refuse politely where Qt, or a library of the system that it needs, is missing."""
    try:
        yield
    except ImportError as error:
        if not (error.name or "").startswith(("PySide6", "shiboken6")) and "PySide6" not in str(error):
            raise
        next_step = "请重新安装衡表（Linux 上还需要 libegl1、libgl1）；命令行的其他命令不受影响"
        raise Refusal("衡表", "", f"打不开窗口：界面组件缺失（{error}）", next_step) from error


@contextmanager
def _raising() -> Iterator[None]:
    """Raise what Qt would only print: an exception in something it called."""
    faults: list[BaseException] = []
    before = sys.excepthook
    sys.excepthook = lambda _kind, fault, _trace: faults.append(fault)
    try:
        yield
    finally:
        sys.excepthook = before
    if faults:
        raise faults[0]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Hengbiao on `arguments`, by default those it was started with; the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    if given and given[0] == _READING_FOREIGN:
        from hengbiao.store import foreign_worker

        return foreign_worker.main()
    if given and given[0] == _READING_PDF:
        from hengbiao.formats.pdf import worker

        return worker.main(given[-1])
    return cli.run(given, Window())

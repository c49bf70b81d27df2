"""What a person is told when something does not work: a refusal as one sentence, a fault of ours calmly."""

from __future__ import annotations

import sys
from collections import deque
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QWidget

from hengbiao.domain.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from hengbiao.qt.boxes import Box


def tell(
    parent: QWidget | None, title: str, sentence: str, *, more: str = "", good: bool = False, name: str = ""
) -> Box:
    """Show one sentence, and `more` below it, without stopping anything else; the open box.

    F1 tells of it under `name`.
    """
    from hengbiao.qt.boxes import Box, Role

    mark = "mark-info" if good else "mark-explain"
    box = Box(parent, name or ("told" if good else "refused"), title, sentence, more, mark)
    known = box.offer("known", _translated("知道了"), Role.RejectRole)
    box.usual(known, known)
    box.open()
    return box


def install(parent: Callable[[], QWidget | None], whereabouts: Callable[[], str]) -> None:
    """From now on tell every exception that reaches Qt's loop; `whereabouts` says where the data is."""

    def hook(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            QApplication.quit()
        else:
            tell_fault(parent(), fault, whereabouts())

    sys.excepthook = hook


_FAULT: Final = "FaultDialog"
_PACKAGES: Final = frozenset({"hengbiao", "site-packages"})
_LATE: Final[deque[str]] = deque(maxlen=5)


def late_reports() -> list[str]:
    """The reports of the last faults of this run, newest last."""
    return list(_LATE)


def tell_fault(parent: QWidget | None, fault: BaseException, whereabouts: str) -> QWidget:
    """A refusal as its sentence, anything else as the fault dialog; the dialog now open.

    What is told already is not told once more on top: a fault in painting comes with every frame.
    """
    if isinstance(fault, Refusal):
        sentence = str(fault)
        return _standing(lambda one: getattr(one, "text", str)() == sentence) or tell(
            parent, _translated("没有完成"), sentence
        )
    told = report(fault)
    if told not in _LATE:
        _LATE.append(told)
    return _standing(lambda one: one.objectName() == _FAULT) or _open_fault(parent, told, whereabouts)


def _standing(suits: Callable[[QWidget], bool]) -> QWidget | None:
    """An open window that suits; None for none."""
    return next((one for one in QApplication.topLevelWidgets() if one.isVisible() and suits(one)), None)


def _open_fault(parent: QWidget | None, told: str, whereabouts: str) -> QWidget:
    from hengbiao.qt.dialogs.fault_dialog import FaultDialog

    dialog = FaultDialog(told, whereabouts, parent)
    dialog.open()
    return dialog


def report(fault: BaseException) -> str:
    """故障信息（不含数据）: versions, the kind of the fault and where in the program, and not a word of content."""
    import platform
    import traceback

    import PySide6

    frames = traceback.extract_tb(fault.__traceback__)
    causes = [one for one in (fault.__cause__, fault.__context__) if one is not None][:1]
    lines = [
        f"衡表 {version()}",
        f"Python {platform.python_version()}，PySide6 {PySide6.__version__}，{platform.system()} {platform.release()}",
        type(fault).__qualname__,
        *(f"  {_within(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames),
        *(f"  ← {type(cause).__qualname__}" for cause in causes),
    ]
    return "\n".join(lines)


def _translated(text: str) -> str:
    return QCoreApplication.translate("Errors", text)


def version() -> str:
    """The version of this installation."""
    from importlib import metadata

    return metadata.version("hengbiao")


def _within(filename: str) -> str:
    """A path from the package it lies in, else the name alone: no name of a person or folder shows."""
    parts = filename.replace("\\", "/").split("/")
    roots = [place for place, part in enumerate(parts) if part in _PACKAGES]
    return "/".join(parts[roots[-1] :]) if roots else parts[-1]

"""What a person is told when something does not work: a refusal as one sentence, a fault of ours calmly."""

from __future__ import annotations

import sys
from collections import deque
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QWidget

from hengbiao.domain.refusal import Refusal
from hengbiao.qt import style

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from PySide6.QtWidgets import QMessageBox


def tell(parent: QWidget | None, title: str, sentence: str, *, good: bool = False) -> QMessageBox:
    """Show one sentence without stopping anything else; the open box."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(parent)
    box.setIconPixmap(style.icon("mark-info" if good else "mark-explain").pixmap(style.space(8)))
    box.setWindowTitle(title)
    box.setText(sentence)
    known = box.addButton(_translated("知道了"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(known)
    box.setEscapeButton(known)  # else Esc does nothing once there is a second button
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


_LATE: Final[deque[str]] = deque(maxlen=5)


def late_reports() -> list[str]:
    """The reports of the last faults of this run, newest last."""
    return list(_LATE)


def tell_fault(parent: QWidget | None, fault: BaseException, whereabouts: str) -> QWidget:
    """A refusal as its sentence, anything else as the fault dialog; the dialog now open."""
    if isinstance(fault, Refusal):
        return tell(parent, _translated("没有完成"), str(fault))
    from PySide6.QtWidgets import QDialog

    from hengbiao.qt._ui.fault_dialog import Ui_FaultDialog

    told = report(fault)
    _LATE.append(told)
    dialog = QDialog(parent)
    dialog.setObjectName("FaultDialog")
    form = Ui_FaultDialog()
    form.setupUi(dialog)  # type: ignore[no-untyped-call]
    form.whereabouts.setText(whereabouts)
    form.report.setPlainText(told)
    form.copyButton.clicked.connect(lambda: QApplication.clipboard().setText(form.report.toPlainText()))
    form.closeButton.clicked.connect(dialog.accept)
    dialog.open()
    return dialog


def report(fault: BaseException) -> str:
    """故障信息（不含数据）: versions, the kind of the fault and where in the program, and not a word of content."""
    import platform
    import traceback

    import PySide6

    frames = traceback.extract_tb(fault.__traceback__)
    lines = [
        f"衡表 {version()}",
        f"Python {platform.python_version()}，PySide6 {PySide6.__version__}，{platform.system()} {platform.release()}",
        type(fault).__qualname__,
        *(f"  {_within(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames),
    ]
    return "\n".join(lines)


def _translated(text: str) -> str:
    return QCoreApplication.translate("Errors", text)


def version() -> str:
    """The version of this installation."""
    from importlib import metadata

    return metadata.version("hengbiao")


def _within(filename: str) -> str:
    """The end of a path, so that no user name shows."""
    return "/".join(filename.replace("\\", "/").split("/")[-3:])

"""Every dialog of the window, opened as a person opens it: by its action, over a document that has something for it."""

import importlib
import pkgutil
from collections.abc import Iterator

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox

from hengbiao import qt
from hengbiao.qt import errors
from hengbiao.qt.models.findings_model import FINDING

_ASKING = "…"


def _everything():
    """Every module of the window, so that each dialog class is known."""
    for found in pkgutil.walk_packages(qt.__path__, f"{qt.__name__}."):
        if "._ui" not in found.name:
            importlib.import_module(found.name)


def dialog_classes() -> list[type[QDialog]]:
    """Every class of dialog that the window has."""
    _everything()
    found: list[type[QDialog]] = []
    waiting = [QDialog]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("hengbiao."):
                found.append(kind)
    return sorted(found, key=lambda kind: kind.__name__)


def visible(kind=QDialog) -> list[QDialog]:
    """The dialogs that are open."""
    tops = QApplication.topLevelWidgets()
    return [one for one in tops if isinstance(one, kind) and one.isVisible() and not isinstance(one, QFileDialog)]


def close_all() -> None:
    """Close every dialog that is open, as Esc would."""
    for one in reversed(QApplication.topLevelWidgets()):
        if isinstance(one, QDialog) and one.isVisible():
            one.close()
    QApplication.processEvents()


def asking(window) -> list[QAction]:
    """The enabled actions of the menus that open a dialog."""
    menus = [action.menu() for action in window.ui.menuBar.actions()]
    actions = [action for menu in menus for action in actions_of(menu)]
    names = {window.ui.action_balance.objectName()}
    return [one for one in actions if one.isEnabled() and (_ASKING in one.text() or one.objectName() in names)]


def opened(window) -> Iterator[tuple[str, QDialog]]:
    """One dialog after the other by name, closed again when the next is asked for."""
    for action in asking(window):
        action.trigger()
        QApplication.processEvents()
        for dialog in visible():
            yield action.objectName().removeprefix("action_"), dialog
        close_all()
    for name, dialog in _others(window):
        QApplication.processEvents()
        yield name, dialog
        close_all()


def _others(window) -> Iterator[tuple[str, QDialog]]:
    """What no action of a menu opens."""
    yield "refusal", errors.tell(window, "没有完成", "样例.hengbiao：磁盘已满。请清理出空间后重试。")
    yield "fault", errors.tell_fault(window, KeyError("中"), window.files.whereabouts())
    about = window.actions_["about"]
    about.trigger()
    yield "about", visible(QMessageBox)[-1]
    model = window.ui.findings.model
    model.only("")
    rows = (model.index(row, 0).data(FINDING) for row in range(model.rowCount()))
    if found := next(filter(None, rows), None):
        yield "explain", _explain(window, found)


def _explain(window, found) -> QDialog:
    from hengbiao.qt.dialogs.explain_dialog import ExplainDialog

    dialog = ExplainDialog(found, window)
    dialog.open()
    return dialog


def actions_of(menu) -> Iterator[QAction]:
    """The actions of a menu and of those below it."""
    for action in menu.actions():
        if action.menu():
            yield from actions_of(action.menu())
        elif not action.isSeparator():
            yield action

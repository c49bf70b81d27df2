"""填写说明 of what is no field: panes of the window, and whatever has the keys in a dialog."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QToolTip, QWidget

from hengbiao.paths import resource
from hengbiao.qt.field_help import FieldHelp

_ASKS: Final = "helpOfThisDialog"
_STAYS_MS: Final = 60_000


def about_pane(name: str) -> FieldHelp:
    """The help on a pane or page; KeyError for one that has none."""
    return FieldHelp(**_places()["pane"][name])


def about_dialog(name: str) -> FieldHelp | None:
    """The help on the dialog of a class; None where it has none."""
    found = _places()["dialog"].get(name)
    return FieldHelp(**{key: text for key, text in found.items() if isinstance(text, str)}) if found else None


def about_widget(widget: QWidget) -> str:
    """What there is to say of a widget in a dialog: of itself, else of the dialog; "" for nothing."""
    dialog = widget.window()
    name = type(dialog).__name__ if type(dialog) is not QDialog else dialog.objectName()
    named = _places()["dialog"].get(name, {}).get("fields", {})
    own = next((named[key] for key in (widget.objectName(), widget.accessibleName()) if key in named), "")
    whole = about_dialog(name)
    texts = (own or widget.whatsThis() or widget.toolTip(), whole.means if whole else "")
    return "\n\n".join(dict.fromkeys(filter(None, texts))) or dialog.windowTitle()


def serve(dialog: QDialog) -> None:
    """From now on F1 tells about the widget of `dialog` that has the keys."""
    if dialog.findChild(QShortcut, _ASKS) is None:
        asks = QShortcut(QKeySequence(Qt.Key.Key_F1), dialog)
        asks.setObjectName(_ASKS)
        asks.activated.connect(_tell)


def _tell() -> None:
    focus = QApplication.focusWidget()
    if focus is not None:
        place = focus.mapToGlobal(QPoint(0, focus.height()))
        QToolTip.showText(place, about_widget(focus), focus, QRect(), _STAYS_MS)


@cache
def _places() -> Mapping[str, Any]:
    return tomllib.loads(resource("help", "places.toml").read_text("utf-8"))

"""What F1 tells in a dialog, as data: what a control means, what a good answer looks like, what happens next."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtWidgets import QAbstractButton, QDialogButtonBox, QLabel, QWidget

from hengbiao.paths import resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MNEMONIC: Final = re.compile(r"\(&.\)|&(?!&)")
_OF_QT: Final = frozenset({"QDialog", "QMessageBox", "Box"})
"""Classes of dialogs that go by their object name: each asks something else."""


@dataclass(frozen=True, slots=True)
class ControlHelp:
    """The help on a control or a whole dialog; `good` is "" for what takes no answer."""

    title: str
    means: str
    good: str = ""
    next: str = ""


def about(widget: QWidget) -> ControlHelp | None:
    """The help on what has the keys in a dialog; None where it has none."""
    found = next(_entries(widget), None)
    if found is None:
        return None
    title = title_of(widget)
    return ControlHelp(title, **{name: text.replace("{title}", title) for name, text in found.items()})


def about_dialog(name: str, title: str = "") -> ControlHelp | None:
    """The help on a whole dialog by its name; None where it has none."""
    texts = {key: text for key, text in _dialogs().get(name, {}).items() if isinstance(text, str)}
    return ControlHelp(title, **texts) if texts else None


def name_of(dialog: QWidget) -> str:
    """The name under which a dialog is told of: its class, or its own name where Qt has the class."""
    kind = type(dialog).__name__
    return dialog.objectName() if kind in _OF_QT else kind


def title_of(widget: QWidget) -> str:
    """What people call a control: its label, its own text or the name a screen reader says."""
    every = cast("list[QLabel]", widget.window().findChildren(QLabel))
    labels = (label.text() for label in every if label.buddy() is widget)
    own = widget.text() if isinstance(widget, QAbstractButton) else ""
    named = next(labels, "") or own or widget.accessibleName()
    within = widget.parentWidget()
    if not named and within is not None and not widget.isWindow():
        return title_of(within)
    return _MNEMONIC.sub("", named).strip("…： ") or widget.windowTitle()


def _entries(widget: QWidget) -> Iterator[Mapping[str, str]]:
    """What is said of a control, or of what it is part of, from the nearest."""
    tables = [_dialogs().get(name_of(widget.window()), {}).get("fields", {})]
    at: QWidget | None = widget
    while at is not None and not at.isWindow():
        tables += [_dialogs().get(type(at.parentWidget()).__name__, {}).get("parts", {})]
        for key in _keys(at):
            yield from (table[key] for table in tables if key in table)
        at = at.parentWidget()


def _keys(widget: QWidget) -> Iterator[str]:
    """The names a control may go by."""
    yield widget.objectName()
    box = widget.parentWidget()
    if isinstance(box, QDialogButtonBox) and isinstance(widget, QAbstractButton):
        yield str(box.standardButton(widget).name).lower()


@cache
def _dialogs() -> Mapping[str, Any]:
    return tomllib.loads(resource("help", "dialogs.toml").read_text("utf-8"))

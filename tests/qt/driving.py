"""The window driven by keys, and read as a person would."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication


def names(window):
    model, found = window.model, []

    def walk(parent, depth):
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            found.append("  " * depth + index.data())
            walk(index, depth + 1)

    walk(window.ui.tree.rootIndex(), 0)
    return found


def keys(window, text, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), text, modifiers)
    QApplication.processEvents()


def write(widget, text):
    """Characters beyond ASCII, as a table input method sends them."""
    for character in text:
        QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character))
    QApplication.processEvents()


def trigger(window, name):
    action = window.actions_[name]
    assert action.isEnabled(), name
    action.trigger()
    QApplication.processEvents()


def sentences(window):
    return window.ui.balanceBar.sentences()

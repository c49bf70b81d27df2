"""A person at the keyboard: real key and mouse events, counted as user actions."""

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication


class Person:
    """Types into whatever has the focus; an entry with its ending key, a bare key, a click, a paste: one action."""

    def __init__(self):
        self.actions = 0

    def enter(self, text, key=Qt.Key.Key_Tab):
        for character in text:
            self._character(character)
        self._press(key)
        self.actions += 1

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        self._press(key, modifiers)
        self.actions += 1

    def click(self, view, cell, modifiers=Qt.KeyboardModifier.NoModifier):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifiers, view.place_of(cell))
        QApplication.processEvents()
        self.actions += 1

    def double_click(self, view, cell):
        place = view.place_of(cell)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        QApplication.processEvents()
        self.actions += 1

    def type(self, text):
        for character in text:
            self._character(character)

    def compose(self, preedit, commit=""):
        """What an input method sends: a composition, or with `commit` its end."""
        event = QInputMethodEvent(preedit, [])
        if commit:
            event.setCommitString(commit)
        QCoreApplication.sendEvent(self._focus(), event)
        QApplication.processEvents()

    def drag(self, view, first, last):
        button = Qt.MouseButton.LeftButton
        QTest.mousePress(view.viewport(), button, Qt.KeyboardModifier.NoModifier, view.place_of(first))
        QTest.mouseMove(view.viewport(), view.place_of(last) - QPoint(2, 2))
        QTest.mouseMove(view.viewport(), view.place_of(last))
        QTest.mouseRelease(view.viewport(), button, Qt.KeyboardModifier.NoModifier, view.place_of(last))
        QApplication.processEvents()
        self.actions += 1

    def _character(self, character):
        # Characters beyond Latin come as key events with a text and no key of their own, as from a table input method.
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = Qt.Key.Key_unknown if ord(character) > 127 else Qt.Key(ord(character.upper()))
            QApplication.sendEvent(self._focus(), QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character))

    def _press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self._focus(), key, modifiers)
        QApplication.processEvents()

    def _focus(self):
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the focus"
        return found

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent

from hengbiao.qt import input_method
from hengbiao.qt.dialogs.typing_check import TypingCheck


@pytest.fixture
def dialog(qtbot, settings, monkeypatch):
    monkeypatch.setattr(input_method, "running", lambda: {"ibus"})
    made = TypingCheck(settings)
    qtbot.addWidget(made)
    made.show()
    return made


def test_letters_are_not_enough(qtbot, dialog):
    qtbot.keyClicks(dialog.field, "ceshi")
    assert dialog.verdict.text().startswith("只收到字母")


@pytest.mark.parametrize("typed", ["测试", "𠮷", "a测"])
def test_hanzi_from_an_input_method_are_told(dialog, typed):
    event = QInputMethodEvent()
    event.setCommitString(typed)
    QCoreApplication.sendEvent(dialog.field, event)
    assert dialog.field.text() == typed
    assert dialog.verdict.text().startswith("✓")


def test_it_says_what_runs(dialog):
    from PySide6.QtWidgets import QLabel

    assert "ibus" in dialog.findChildren(QLabel)[0].text()


def test_the_help_menu_opens_it(window):
    window.actions_["typing"].trigger()
    found = window.findChild(TypingCheck)
    assert found.isVisible()
    found.reject()

"""Everything by keyboard and for a screen reader: names, mnemonics, shortcuts."""

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget
from tests.qt.driving import trigger


def test_every_widget_that_takes_keys_has_a_name(window):
    trigger(window, "newProject")
    window.show_record("u1")
    bare = [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, (QLineEdit, QComboBox, QAbstractButton))
        and not widget.objectName().startswith("qt_")
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and type(widget).__name__ not in {"QToolBarExtension", "QLineEditIconButton"}
        and not isinstance(widget.parent(), (QLineEdit, QComboBox))
        and widget.parent().metaObject().className() not in {"QTabBar", "QMenuBar", "QTableView", "GridView"}
    ]
    assert not [(type(w).__name__, w.objectName(), type(w.parent()).__name__) for w in bare]


def test_every_action_of_the_menus_says_what_it_does(window):
    actions = [a for menu in window.ui.menuBar.actions() for a in menu.menu().actions() if not a.isSeparator()]
    assert len(actions) > 25
    assert not [action.text() for action in actions if "&" not in action.text()]
    shortcuts = [a.shortcut().toString() for a in actions if not a.shortcut().isEmpty()]
    assert len(shortcuts) == len(set(shortcuts))

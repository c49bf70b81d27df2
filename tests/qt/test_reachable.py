"""Everything by keyboard and for a screen reader: names, mnemonics, shortcuts, F1; in every dialog there is."""

import re
from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from tests.qt import screens
from tests.qt.driving import trigger
from tests.qt.windows import wait_for

from hengbiao.paths import resources
from hengbiao.qt import dialog_help

TAKERS = (
    QLineEdit,
    QComboBox,
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QPlainTextEdit,
    QTextEdit,
)
OF_QT = {"QToolBarExtension", "QLineEditIconButton", "QHeaderView"}
MNEMONIC = re.compile(r"&([^&])")
PROSE = (QMessageBox,)


@pytest.fixture
def checked(window):
    wait_for(lambda: window.ui.findings.model.checked)
    yield window
    screens.close_all()


def bare(root):
    """Widgets under `root` that take keys and have no name of their own, no text and no label."""
    buddies = {label.buddy() for label in root.findChildren(QLabel) if label.buddy()}
    return [
        (type(one).__name__, one.objectName(), type(one.parent()).__name__)
        for one in root.findChildren(QWidget)
        if isinstance(one, TAKERS)
        and one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not one.objectName().startswith("qt_")
        and type(one).__name__ not in OF_QT
        and type(one.parent()).__name__ != "QFrame"
        and one not in buddies
        and not isinstance(one.parent(), (QLineEdit, QComboBox, QAbstractSpinBox))
        and one.parent().metaObject().className() not in {"QTabBar", "QMenuBar", "QTableView", "GridView"}
        and not (one.accessibleName() or (isinstance(one, QAbstractButton) and one.text()))
    ]


def test_every_widget_that_takes_keys_has_a_name(window):
    trigger(window, "newProject")
    window.show_record("u1")
    assert bare(window) == []
    window.show_session(None)
    assert bare(window) == []


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_every_dialog_has_a_title_and_every_widget_of_it_a_name(checked):
    nameless, untitled, seen = {}, [], set()
    for name, dialog in screens.opened(checked):
        seen.add(name)
        if found := bare(dialog):
            nameless[name] = found
        if not dialog.windowTitle():
            untitled.append(name)
    assert len(seen) > 30
    assert nameless == {}
    assert untitled == []


def test_every_kind_of_dialog_has_help_of_its_own():
    kinds = {kind.__name__ for kind in screens.dialog_classes()} - {"Dialog", "Box"}
    assert len(kinds) > 20
    assert [kind for kind in kinds if not dialog_help.about_dialog(kind)] == []


def test_mnemonics_are_there_and_unique_in_every_menu(window):
    for menu in [window.ui.menuBar, *(action.menu() for action in window.ui.menuBar.actions())]:
        texts = [action.text() for action in menu.actions() if not action.isSeparator()]
        letters = Counter(found[1].upper() for text in texts if (found := MNEMONIC.search(text)))
        assert sum(letters.values()) == len(texts), [text for text in texts if not MNEMONIC.search(text)]
        assert {letter for letter, count in letters.items() if count > 1} == set(), texts


def test_no_two_actions_answer_to_the_same_key(window):
    actions = [a for menu in window.ui.menuBar.actions() for a in screens.actions_of(menu.menu())]
    assert len(actions) > 45
    keys = Counter(key.toString() for action in actions for key in action.shortcuts())
    assert {key for key, count in keys.items() if count > 1} == set()


def test_every_action_says_in_a_tip_what_it_does(window):
    actions = [a for menu in window.ui.menuBar.actions() for a in screens.actions_of(menu.menu())]
    assert [one.text() for one in actions if one.toolTip() in {"", one.text()} and not one.data()] == []


def test_marks_differ_in_shape_and_not_in_colour_alone():
    shapes = {
        path.stem: re.sub(r"#[0-9a-fA-F]{3,8}", "", path.read_text("utf-8"))
        for path in (resources() / "icons").glob("mark-*.svg")
    }
    assert len(shapes) >= 5
    assert len(set(shapes.values())) == len(shapes)


def test_what_a_screen_reader_reads_of_the_tree_names_the_state(window):
    spoken = QAccessible.queryAccessibleInterface(window.ui.tree)
    assert spoken.text(QAccessible.Text.Name) == "预算单位和项目"
    told = window.model.index_of("p2").data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.startswith("人道救助（不平衡")


SIZED = r"set(?:Fixed|Minimum|Maximum)(?:Width|Height|Size)|resize|setSpacing|setContentsMargins"
PIXELS = re.compile(rf"(?:{SIZED})\(([^()]*)\)")


def test_no_size_is_fixed_in_pixels():
    sizes = re.compile(r"<(?:width|height)>[1-9]|(?:Margin|[sS]pacing)\"><number>[1-9]|<pointsize>|px")
    root = resources().parent
    found = [path.name for path in sorted((root / "ui").glob("*.ui")) if sizes.search(path.read_text("utf-8"))]
    sheet = (resources() / "style" / "window.qss").read_text("utf-8")
    assert found == []
    assert set(re.findall(r"\b(\d+)px", sheet)) == {"1"}
    numbers = {
        f"{path.name}: {call}"
        for path in (root / "src" / "hengbiao" / "qt").rglob("*.py")
        for call in PIXELS.findall(path.read_text("utf-8"))
        if re.search(r"(?<![\w.])[1-9]\d+(?![\w.])", call)
    }
    assert numbers == set()


def test_dialogs_are_known():
    assert QDialog not in screens.dialog_classes()

"""Every dialog by keys alone, over empty, usual, very long and very many records, on a usual and on a tiny screen."""

import re
from collections import Counter

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QProgressDialog,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QTabWidget,
    QWidget,
)
from shiboken6 import isValid
from tests.qt import screens, worlds
from tests.qt.windows import wait_for

from hengbiao.qt import app_window, dialog_help, style
from hengbiao.qt.help_note import HelpNote
from hengbiao.qt.settings import Settings

SCREENS = {"1366x768": QSize(1366, 768), "200%": QSize(683, 384)}
FRAME = QSize(8, 28)
BEGINS = {
    "newUnit": "name",
    "status": "note",
    "explain": "text",
    "keys": "search",
    "typing": "field",
    "words": "search",
    "conflicts": "list",
    "doubles": "list",
    "recycle": "list",
    "remarks": "list",
    "restore": "list",
    "history": "list",
    "compare": "list",
    "carried": "list",
    "discard": "cancel",
    "return": "text",
    "keep": "name",
    "exported": "doneButton",
    "fault": "closeButton",
    "send": "unit",
    "receive": "add",
    "rollover": "forms",
    "export": "one",
    "print": "one",
    "report": "scope",
    "refusal": "known",
    "delete": "go",
    "leaving": "back",
    "balance": "lines",
}
"""The control that has the keys as a dialog opens."""
MNEMONIC = re.compile(r"&([^&])")
pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)


@pytest.fixture(scope="module")
def stage(qapp, tmp_path_factory):
    """Windows over the worlds, each made when it is first asked for."""
    made = {}

    def over(world):
        if world not in made:
            folder = tmp_path_factory.mktemp(world)
            path = worlds.path_of(folder, world)
            window = app_window.build(Settings(folder / "window.ini"))
            window.resize(1366, 768)
            window.files.open(str(path))
            window.show()
            wait_for(lambda: not window.idle.busy and window.ui.findings.model.checked)
            made[world] = window
        made[world].activateWindow()
        made[world].show_record(screens.first_form(made[world]))
        return made[world]

    yield over
    for window in made.values():
        window.leave_session()
        window.close()
        window.deleteLater()


@pytest.fixture(params=SCREENS)
def room(request, monkeypatch):
    found = SCREENS[request.param] - FRAME
    monkeypatch.setattr(style, "room", lambda _window: found)
    return found


@pytest.fixture(autouse=True)
def closed():
    yield
    screens.close_all()


def dialogs(stage, name, among):
    """The dialog over each world where there is something to ask, one after the other."""
    for world in among:
        dialog = screens.open_(stage(world), name)
        if dialog:
            yield world, dialog
        screens.close_all()


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)
    QApplication.processEvents()


def whole(widget):
    """The control that a person sees where part of one has the keys."""
    part = isinstance(widget.parent(), QAbstractSpinBox | QComboBox)
    return widget.parent() if part else widget


def stops(dialog):
    """What the keys are to reach: one of a group of radio buttons, the bar of a set of tabs."""
    found = {
        whole(one)
        for one in dialog.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled()
    }
    return {one for one in found if not isinstance(one, QTabWidget | QRadioButton) and one.window() is dialog}


def walked(dialog):
    """What Tab leads through until it is back where it began."""
    first = QApplication.focusWidget()
    assert first is not None
    assert first.window() is dialog
    seen = [first]
    while len(seen) < 60:
        press(Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now.window() is dialog
        assert not now.visibleRegion().isEmpty(), f"{type(now).__name__} {now.objectName()} is out of sight"
        if now is first:
            return seen
        seen.append(now)
    raise AssertionError(f"Tab stays at {type(seen[-1]).__name__} {seen[-1].objectName()}")


@pytest.mark.parametrize("name", screens.OPENERS)
def test_it_fits_the_screen_and_is_walked_by_tab(stage, room, name):
    for world, dialog in dialogs(stage, name, ("bare", "long") if room.width() < 1000 else ("usual",)):
        at = f"{name} over {world}"
        assert dialog.width() <= room.width(), at
        assert dialog.height() <= room.height(), at
        if not isinstance(dialog, QProgressDialog):
            assert QApplication.focusWidget() is not None, at
        seen = {whole(one) for one in walked(dialog)}
        missed = {f"{type(one).__name__} {one.objectName()}" for one in stops(dialog) - seen}
        assert missed == set(), at
        assert cut(dialog) == [], at
        outside = [one.text() for one in last_buttons(dialog) if not dialog.rect().contains(placed(one, dialog))]
        assert outside == [], at


def cut(dialog):
    """Texts that have less room than they need."""
    labels = [one for one in dialog.findChildren(QLabel) if one.isVisible() and one.wordWrap()]
    low = [one.text() for one in labels if one.height() < one.heightForWidth(one.width())]
    buttons = [one for one in dialog.findChildren(QAbstractButton) if one.isVisible() and one.text()]
    narrow = [one.text() for one in buttons if one.width() < one.minimumSizeHint().width()]
    return low + narrow


def test_a_text_that_grows_gets_its_room(stage):
    dialog = screens.open_(stage("usual"), "receive")
    dialog.form.detail.setText("一行")
    QApplication.processEvents()
    dialog.form.detail.setText("一行\n又一行\n再一行")
    QApplication.processEvents()
    assert cut(dialog) == []


def last_buttons(dialog):
    """The buttons of the row that always shows."""
    shown = [one for one in dialog.findChildren(QAbstractButton) if one.isVisible() and one.text()]
    row = dialog.layout().itemAt(dialog.layout().count() - 1).geometry() if dialog.layout() else dialog.rect()
    within = dialog.findChildren(QScrollArea)
    free = [one for one in shown if not any(area.isAncestorOf(one) for area in within)]
    return [one for one in free if row.intersects(placed(one, dialog))]


def placed(widget, dialog):
    return widget.rect().translated(widget.mapTo(dialog, widget.rect().topLeft()))


@pytest.mark.parametrize("name", screens.OPENERS)
def test_esc_closes_it(stage, name):
    for world, dialog in dialogs(stage, name, ("bare", "usual")):
        press(Qt.Key.Key_Escape)
        assert not isValid(dialog) or not dialog.isVisible(), f"{name} over {world}"


@pytest.mark.parametrize("name", BEGINS)
def test_the_keys_begin_where_one_types_or_chooses(stage, name):
    assert screens.open_(stage("usual"), name)
    assert whole(QApplication.focusWidget()).objectName() == BEGINS[name]


@pytest.mark.parametrize("name", screens.OPENERS)
def test_no_letter_is_given_twice(stage, name):
    for world, dialog in dialogs(stage, name, ("usual",)):
        labels = [one.text() for one in dialog.findChildren(QLabel) if one.isVisible() and one.buddy()]
        labels += [one.text() for one in dialog.findChildren(QAbstractButton) if one.isVisible()]
        labels += [bar.tabText(at) for bar in dialog.findChildren(QTabBar) for at in range(bar.count())]
        letters = Counter(found[1].upper() for text in labels if (found := MNEMONIC.search(text)))
        assert {letter for letter, times in letters.items() if times > 1} == set(), f"{name} over {world}"


@pytest.mark.parametrize("name", screens.OPENERS)
def test_f1_tells_of_every_control_and_esc_takes_that_away_alone(stage, name):
    for world, dialog in dialogs(stage, name, ("usual",)):
        told = {}
        for control in [*stops(dialog), *radios(dialog)]:
            control.setFocus()
            QApplication.processEvents()
            if QApplication.focusWidget() is None:
                continue
            press(Qt.Key.Key_F1)
            note = dialog.findChild(HelpNote)
            at = f"{name} over {world}: {type(control).__name__} {control.objectName()}"
            assert note.isVisible(), at
            told[control] = read(note, control, at)
            press(Qt.Key.Key_Escape)
            assert (note.isVisible(), dialog.isVisible()) == (False, True), at
        assert told
        assert [text for text, times in Counter(told.values()).items() if times > 1] == [], name


def read(note, control, at):
    """What the note says of a control below its name: what it means, what happens next, of fields a good answer."""
    title, means, *rest = note.text().splitlines()
    assert title, at
    assert len(means) >= 6, f"{at}: {means}"
    assert rest[-1].startswith("→ "), f"{at}: {rest}"
    assert isinstance(control, QPushButton) or rest[0].startswith("✓ "), f"{at}: {rest}"
    return "\n".join([means, *rest])


def radios(dialog):
    return [one for one in dialog.findChildren(QRadioButton) if one.isVisible() and one.isEnabled()]


def test_the_note_follows_tab_and_goes_with_f1(stage):
    dialog = screens.open_(stage("usual"), "newUnit")
    press(Qt.Key.Key_F1)
    note = dialog.findChild(HelpNote)
    assert note.text().startswith("单位名称\n")
    press(Qt.Key.Key_Tab)
    assert note.text().startswith("单位编码\n")
    QTest.keyClicks(dialog.form.code, "571203")
    assert dialog.form.code.text() == "571203"
    press(Qt.Key.Key_F1)
    assert not note.isVisible()
    press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_every_dialog_is_among_them_and_what_is_hidden_in_it_is_told_of_too(stage):
    silent, seen = set(), set()
    for name in screens.OPENERS:
        for _, dialog in dialogs(stage, name, ("usual",)):
            seen.add(type(dialog).__name__)
            controls = [one for one in dialog.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
            own = [one for one in controls if one.objectName() and not one.objectName().startswith(("qt_", "Scroll"))]
            silent |= {(name, one.objectName()) for one in own if dialog_help.about(one) is None}
    assert silent == set()
    assert {kind.__name__ for kind in screens.dialog_classes()} - seen == {"Dialog"}


def test_every_action_that_asks_is_among_them(stage):
    window = stage("usual")
    asked = {action.objectName().removeprefix("action_") for action in screens.asking(window)}
    assert asked - set(screens.OPENERS) - ELSEWHERE == set()


ELSEWHERE = {"", "open", "findText", "saveCopy", "import", "replaceText", "faultFile"}
"""Actions that ask for a file or open a bar, and those of the 状态 menu, which all open `status`."""


def test_hundreds_of_lines_stay_in_the_room(stage, monkeypatch):
    found = SCREENS["200%"] - FRAME
    monkeypatch.setattr(style, "room", lambda _window: found)
    for name in LISTING:
        for _, dialog in dialogs(stage, name, ("many",)):
            assert dialog.width() <= found.width(), name
            assert dialog.height() <= found.height(), name


LISTING = ("carried", "compare", "conflicts", "doubles", "export-ticked", "history", "recycle", "remarks", "return")
LISTING += ("rollover", "rollup", "rollup-absent", "send")
"""Those that list what a document holds."""

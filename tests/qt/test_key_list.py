"""快捷键一览 cannot go stale: it is read from what it tells of."""

import pytest
from PySide6.QtCore import SIGNAL, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.qt.driving import keys, trigger

from hengbiao.domain.change import Change, Ref
from hengbiao.qt.dialogs.shortcuts_dialog import ShortcutsDialog
from hengbiao.qt.key_list import keys_of
from hengbiao.qt.views import cell_editor, grid_keys


@pytest.fixture
def page(window):
    keys(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ControlModifier)
    made = window.findChild(ShortcutsDialog)
    assert made.isVisible()
    yield made
    made.close()


def shown(page):
    tops = [page.form.list.topLevelItem(at) for at in range(page.form.list.topLevelItemCount())]
    return [top.child(at).text(0) for top in tops for at in range(top.childCount())]


def test_every_shortcut_of_every_action_is_in_it(window):
    listed = " ".join(key.keys for key in keys_of(window.ui.menuBar))
    shortcuts = {one.toString() for a in window.findChildren(QAction) for one in a.shortcuts() if a.text()}
    assert len(shortcuts) > 20
    told = {"Del": "Delete", "Alt+Up": "Alt+↑", "Alt+Down": "Alt+↓"}
    assert [key for key in shortcuts if told.get(key, key) not in listed] == []


def test_a_new_shortcut_is_in_it_without_anybody_writing_it_down(window):
    window.actions_["about"].setShortcut("Ctrl+Alt+F12")
    assert [key.words for key in keys_of(window.ui.menuBar) if key.keys == "Ctrl+Alt+F12"] == ["关于衡表"]


def test_every_key_of_grid_and_cell_is_in_words():
    said = grid_keys.said() + cell_editor.said()
    assert {key for _, found in grid_keys.said() for key in found} == {
        key for found in grid_keys._KEYS.values() for key in found
    }
    assert all(words for words, _ in said)
    assert all(found for _, found in cell_editor.said())
    words = [text for text, _ in said]
    assert len(words) == len(set(words))


def test_keys_read_as_they_stand_on_a_keyboard(window):
    told = {key.words: key.keys for key in keys_of(window.ui.menuBar)}
    assert told["到下一行；在一组末尾加一行"] == "回车"
    assert told["在单元格里换行"] == "Alt+回车"
    assert told["删除"] == "Delete（在项目树里）"
    assert told["到上一格"] == "Shift+Tab"
    assert told["剪切项目"] == "Ctrl+X（在项目树里）"
    assert told["上移"] == "Alt+↑（在项目树里）"
    assert told["选到本列最下一格"] == "Ctrl+Shift+↓"
    assert told["放大"] == "Ctrl+Alt+="
    assert not [key for key in told.values() if "Shift+Shift" in key]
    assert [key.keys for key in keys_of(window.ui.menuBar) if (key.group, key.words) == ("编辑", "复制")] == ["Ctrl+C"]
    assert not [key.words for key in keys_of(window.ui.menuBar) if "(" in key.words or "\t" in key.words]


def test_typing_narrows_it_down_by_word_key_and_initials(page):
    assert len(shown(page)) > 50
    for text, wanted in (("审核结果", "下一条"), ("F8", "下一条"), ("xtc", "向下填充"), ("ctrl+z", "撤销")):
        page.form.search.setText(text)
        assert wanted in shown(page), text
        assert len(shown(page)) < 20
    page.form.search.clear()
    QTest.keyClicks(page.form.search, "zzzz")
    assert shown(page) == []
    assert page.form.count.text() == "没有找到，换一个词试试"


def test_every_shortcut_does_what_it_says_wherever_the_keys_are(window):
    """But for those of the tree, and 撤销, which belongs to the cell while it is typed in."""
    fired = []
    acts = [a for a in window.findChildren(QAction) if a.objectName().startswith("action_")]
    kept = [a for a in acts if a.shortcutContext() == Qt.ShortcutContext.WindowShortcut and a.shortcuts()]
    window.commit("改目标", [Change(Ref("p1", ("goal",)), "目标", "新目标")])
    for action in kept:
        action.setCheckable(False)
        if action.receivers(SIGNAL("triggered(bool)")):
            action.triggered.disconnect()
        action.triggered.connect(lambda _=False, one=action: fired.append(one.objectName()))
    places = (window.focus_editor, window.ui.tree.setFocus, window.ui.findings.setFocus)
    assert len(kept) > 30
    for go in places:
        for action in [one for one in kept if one.isEnabled()]:
            go()
            pressed = action.shortcut()[0]
            keys(window, pressed.key(), pressed.keyboardModifiers())
            assert fired == [action.objectName()]
            fired.clear()


def test_it_opens_from_the_menu_too(window):
    trigger(window, "keys")
    page = window.findChild(ShortcutsDialog)
    assert QApplication.focusWidget() is page.form.search
    page.close()

"""以前填过的词: seen, found, forgotten one by one or all at once, and no longer kept where nobody wants it."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.qt.driving import trigger
from tests.qt.windows import shown, small_tree, texts

from hengbiao.paths import data_folder
from hengbiao.qt.dialogs.words_dialog import WordsDialog
from hengbiao.qt.models.words import Words

KEPT = {"name": ["慰问户数", "培训费用", "慰问金额"], "unit": ["户"]}


@pytest.fixture
def file():
    """The user's file of words."""
    made = data_folder() / "words.json"
    made.write_text(json.dumps(KEPT), "utf-8")
    yield made
    made.unlink(missing_ok=True)


@pytest.fixture
def page(file, window):
    trigger(window, "words")
    made = shown(window, WordsDialog)
    yield made
    made.close()


def kept(file):
    return {kind: words for kind, words in json.loads(file.read_text("utf-8")).items() if words}


def test_every_word_stands_there_with_its_place(page):
    assert texts(page.form.list) == [
        ("慰问户数", "三级指标"),
        ("培训费用", "三级指标"),
        ("慰问金额", "三级指标"),
        ("户", "计量单位"),
    ]


@pytest.mark.parametrize(("typed", "found"), [("慰问", 2), ("ww", 2), ("计量", 1), ("没有的", 0)])
def test_typing_narrows_them_down(page, typed, found):
    QTest.keyClicks(page.form.search, typed) if typed.isascii() else page.form.search.setText(typed)
    assert len(texts(page.form.list)) == found
    assert page.form.told.text() == f"{found} 个词"
    assert page.form.clear.isEnabled() == bool(found)


def test_delete_forgets_what_is_selected_at_once_and_for_good(page, file, window):
    page.form.list.setFocus()
    page.form.list.selectRow(0)
    QTest.keyClick(page.form.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(page.form.list, Qt.Key.Key_Delete)
    assert kept(file) == {"name": ["慰问金额"], "unit": ["户"]}
    assert page.form.told.text() == "已删除 2 个词，还有 2 个"
    offered = window.editor.words.offered(small_tree(), "p4", "indicators", "name")
    assert "慰问户数" not in offered
    assert "慰问金额" in offered


def test_all_are_cleared_whatever_was_looked_for(page, file):
    page.form.search.setText("慰问")
    QTest.mouseClick(page.form.clear, Qt.MouseButton.LeftButton)
    assert kept(file) == {}
    assert texts(page.form.list) == []
    assert not page.form.drop.isEnabled()


def test_without_the_tick_nothing_more_is_kept_also_in_the_next_window(page, file, window, settings):
    page.form.keep.setFocus()
    QTest.keyClick(page.form.keep, Qt.Key.Key_Space)
    window.leave_session()
    assert kept(file) == KEPT
    assert not WordsDialog(Words(file), settings, window).form.keep.isChecked()


def test_what_the_disk_refuses_is_told_and_nothing_is_forgotten(page, file, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(file), "write_text", refuse)
    QTest.mouseClick(page.form.clear, Qt.MouseButton.LeftButton)
    assert "没有写成" in page.form.told.text()
    assert len(texts(page.form.list)) == 4

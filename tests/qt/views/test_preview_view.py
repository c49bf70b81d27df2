"""打印预览: true pages, zoom, marks."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.qt.views.conftest import shown

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.formats import interchange
from hengbiao.qt.views.preview_view import PreviewView


def wheel(view, steps, modifiers=Qt.KeyboardModifier.NoModifier):
    place = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        place,
        place,
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_a_project_over_a_page_is_shown_on_two(qtbot, shared):
    tree = interchange.read(shared / "domain" / "data" / "tianjin-2025.json")
    view = shown(qtbot, PreviewView(Document(tree)), tree.all_projects()[1].id)
    assert len(view.pages) == 2
    assert view.verticalScrollBar().maximum() > view.viewport().height()


def test_pages_follow_the_data_while_in_sight(preview, document, project):
    document.commit("改用途", [Change(Ref(project().id, ("purpose",)), "用于培训", "用于培训。" * 3000)])
    assert len(preview.pages) > 1
    document.undo()
    assert len(preview.pages) == 1


def test_ctrl_and_the_wheel_zoom_and_the_wheel_alone_scrolls(preview):
    before = preview._scale()
    wheel(preview, 1, Qt.KeyboardModifier.ControlModifier)
    assert preview._scale() == pytest.approx(before * 1.1)
    wheel(preview, -1, Qt.KeyboardModifier.ControlModifier)
    preview.verticalScrollBar().setValue(0)
    wheel(preview, -1)
    assert preview.verticalScrollBar().value() > 0
    QTest.keyClick(preview, Qt.Key.Key_End)
    assert preview.verticalScrollBar().value() == preview.verticalScrollBar().maximum()


def test_a_click_finds_the_field_and_a_jump_marks_it(preview, project, qtbot):
    ref = Ref(project().id, ("funds", "total"))
    assert preview.jump(ref)
    placed = next(p for p in preview.pages[0].cells if p.cell.slot and p.cell.slot.field == "funds/total")
    left, top = preview._corner(0)
    scale = preview._scale()
    middle = QPoint(round(left + (placed.x + placed.width / 2) * scale), round(top + (placed.y + 5) * scale))
    with qtbot.waitSignal(preview.current_field) as told:
        QTest.mouseClick(preview.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert told.args[0] == ref
    assert not preview.jump(Ref(project().id, ("implementer",)))


def test_ink_stands_where_the_pages_say(preview):
    preview.set_zoom(1.0)
    picture = preview.viewport().grab().toImage()
    ratio = picture.devicePixelRatio()
    title = next(p for p in preview.pages[0].cells if p.cell.style.role == "title")
    left, top = preview._corner(0)
    scale = preview._scale()
    line = title.lines[0]
    dark = [
        x
        for x in range(int(left * ratio) + 2, picture.width())
        for y in range(round((top + (line.y - 10) * scale) * ratio), round((top + line.y * scale) * ratio))
        if picture.pixelColor(x, y).lightness() < 90
    ]
    assert min(dark) / ratio == pytest.approx(left + line.x * scale, abs=6 * scale)
    assert max(dark) / ratio < left + (title.x + title.width) * scale


def test_no_record_and_no_such_form_are_said_in_words(qtbot, document, project):
    view = shown(qtbot, PreviewView(document), "")
    assert "选一个项目" in view._empty_words()
    assert view.pages == ()

"""打印预览: true pages, zoom, marks."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.qt.views.conftest import shown
from tests.qt.windows import wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.formats import interchange
from hengbiao.forms.booklet import booklet
from hengbiao.forms.booklet_pages import bound
from hengbiao.forms.layouts import load_layout
from hengbiao.qt.views.preview_view import PreviewView


def wheel(view, steps, modifiers=Qt.KeyboardModifier.NoModifier):
    place = QPointF(view.strip.viewport().rect().center())
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
    QApplication.sendEvent(view.strip.viewport(), event)


def many(count, region="tianjin"):
    """So many projects of one unit, with its department form."""
    projects = [{"year": 2026, "name": f"项目{n}", "goal": f"目标{n}"} for n in range(1, count + 1)]
    unit = {"code": "1", "name": "青山县红十字会", "region": region, "year": 2026, "department": {"goal": "整体目标"}}
    return interchange.tree_of({"format": "hengbiao/1", "units": [{**unit, "projects": projects}]})


def place(view, number, test):
    """The middle of the first cell of a page that passes, in the pane."""
    found = next(p for p in view.folio[number].cells if test(p.cell))
    return view.strip.place_of(number, found.x + found.width / 2, found.y + 5).toPoint()


def click(view, where):
    QTest.mouseClick(view.strip.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)


def words(page):
    return [line.text for placed in page.cells for line in placed.lines]


def test_a_project_over_a_page_is_shown_on_two(qtbot, shared):
    tree = interchange.read(shared / "domain" / "data" / "tianjin-2025.json")
    view = shown(qtbot, PreviewView(Document(tree)), tree.all_projects()[1].id)
    assert len(view.folio) == 2
    assert view.strip.verticalScrollBar().maximum() > view.strip.viewport().height()


def test_pages_follow_the_data_while_in_sight(preview, document, project):
    document.commit("改用途", [Change(Ref(project().id, ("purpose",)), "用于培训", "用于培训。" * 3000)])
    assert len(preview.folio) > 1
    document.undo()
    assert len(preview.folio) == 1


def test_what_changed_unseen_is_laid_out_when_it_is_seen(preview, document, project):
    before = preview.folio
    preview.hide()
    document.commit("改用途", [Change(Ref(project().id, ("purpose",)), "用于培训", "另外的用途")])
    assert preview.folio is before
    preview.show()
    assert "另外的用途" in words(preview.folio[0])
    kept = preview.folio
    preview.hide()
    preview.show()
    assert preview.folio is kept


def test_ctrl_and_the_wheel_zoom_and_the_wheel_alone_scrolls(preview):
    before = preview.strip.zoom
    told = preview.bar.scale.text()
    wheel(preview, 1, Qt.KeyboardModifier.ControlModifier)
    assert preview.strip.zoom == pytest.approx(before * 1.1)
    assert preview.bar.scale.text() != told
    wheel(preview, -1, Qt.KeyboardModifier.ControlModifier)
    assert preview.bar.scale.text() == told
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
        QTest.keyClick(preview.strip, key, Qt.KeyboardModifier.ControlModifier)
        assert (preview.bar.scale.text() == told) == (key == Qt.Key.Key_Minus)
    preview.strip.verticalScrollBar().setValue(0)
    wheel(preview, -1)
    assert preview.strip.verticalScrollBar().value() > 0
    QTest.keyClick(preview.strip, Qt.Key.Key_End)
    assert preview.strip.verticalScrollBar().value() == preview.strip.verticalScrollBar().maximum()


def test_the_keys_of_the_window_go_on_from_where_the_wheel_left(preview):
    wheel(preview, 1, Qt.KeyboardModifier.ControlModifier)
    wheel(preview, 1, Qt.KeyboardModifier.ControlModifier)
    preview.set_zoom(1.1)
    assert preview.strip.zoom == pytest.approx(1.1**3)
    preview.bar.whole.click()
    preview.set_zoom(1.0)
    assert preview.strip.zoom == 1.0
    assert preview.bar.scale.text() == "115%"


def test_zooming_keeps_what_is_in_the_middle(qtbot):
    view = shown(qtbot, PreviewView(Document(many(9))), "")
    view.show_scope("booklet")
    view.strip.turn_to(6)
    for _ in range(5):
        wheel(view, 1, Qt.KeyboardModifier.ControlModifier)
    assert view.strip.page == 6
    for _ in range(12):
        wheel(view, -1, Qt.KeyboardModifier.ControlModifier)
    assert view.strip.page == 6


def test_a_click_opens_the_field_and_a_jump_marks_it(preview, project):
    ref = Ref(project().id, ("funds", "total"))
    assert preview.jump(ref)
    middle = place(preview, 0, lambda cell: cell.slot and cell.slot.field == "funds/total")
    heard = []
    preview.current_field.connect(heard.append)
    preview.opened.connect(heard.append)
    click(preview, middle)
    assert heard == [ref, ref]
    assert not preview.jump(Ref(project().id, ("implementer",)))


def test_a_click_on_a_row_opens_its_field(preview, project, qtbot):
    middle = place(preview, 0, lambda cell: cell.slot == ("name", "indicators", 2))
    with qtbot.waitSignal(preview.opened) as told:
        click(preview, middle)
    assert told.args[0] == Ref(project().id, ("indicators", project().indicators[2].id, "name"))


def test_a_drag_and_a_click_beside_cells_open_nothing(preview, qtbot):
    start = place(preview, 0, lambda cell: cell.slot and cell.slot.field == "funds/total")
    with qtbot.assertNotEmitted(preview.opened):
        QTest.mousePress(preview.strip.viewport(), Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseRelease(preview.strip.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(0, 60))
        click(preview, QPoint(2, 2))


def test_the_hand_shows_what_can_be_clicked(preview):
    strip = preview.strip
    QTest.mouseMove(strip.viewport(), place(preview, 0, lambda cell: cell.slot and cell.slot.field == "name"))
    QApplication.processEvents()
    assert strip.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    QTest.mouseMove(strip.viewport(), QPoint(2, 2))
    QApplication.processEvents()
    assert strip.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


def test_ink_stands_where_the_pages_say(preview):
    preview.set_zoom(1.0)
    picture = preview.strip.viewport().grab().toImage()
    ratio = picture.devicePixelRatio()
    title = next(p for p in preview.folio[0].cells if p.cell.style.role == "title")
    line = title.lines[0]
    start, end = (preview.strip.place_of(0, x, line.y) for x in (line.x, title.x + title.width))
    scale = (end.x() - start.x()) / (title.x + title.width - line.x)
    left = preview.strip.place_of(0, 0, 0).x()
    dark = [
        x
        for x in range(int(left * ratio) + 2, picture.width())
        for y in range(round((start.y() - 10 * scale) * ratio), round(start.y() * ratio))
        if picture.pixelColor(x, y).lightness() < 90
    ]
    assert min(dark) / ratio == pytest.approx(start.x(), abs=6 * scale)
    assert max(dark) / ratio < end.x()


def test_no_record_and_no_such_form_are_said_in_words(qtbot, document, project):
    view = shown(qtbot, PreviewView(document), "")
    assert "选一个项目" in view.strip.words
    assert len(view.folio) == 0
    assert not view.bar.page.isEnabled()
    view.set_layout("national-department")
    view.show_record(project().id)
    assert "没有这种表" in view.strip.words


def test_the_booklet_is_a_click_away_with_pages_contents_and_numbers(qtbot):
    tree = many(14)
    view = shown(qtbot, PreviewView(Document(tree)), tree.all_projects()[4].id)
    view.set_layout("hebei")
    QTest.mouseClick(view.bar.scopes.buttons()[1], Qt.MouseButton.LeftButton)
    whole = bound(booklet(tree, load_layout("hebei"))).pages
    assert [page.cells for page in map(view.folio.__getitem__, range(len(view.folio)))] == [p.cells for p in whole]
    assert view.bar.count.text() == f"/ {len(whole)} 页"
    assert view.bar.page.value() == 1
    view.bar.page.setValue(2)
    assert view.strip.page == 1
    click(view, place(view, 1, lambda cell: str(cell.value).startswith("3.项目3")))
    assert any("项目3" in text for text in words(view.folio[view.strip.page]))
    assert view.bar.page.value() == view.strip.page + 1
    QTest.keyClick(view.strip, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert any("项目4" in text for text in words(view.folio[view.strip.page]))
    view.bar.previous.click()
    assert any("项目3" in text for text in words(view.folio[view.strip.page]))


def test_another_project_turns_the_booklet_to_its_page(qtbot):
    tree = many(9)
    view = shown(qtbot, PreviewView(Document(tree)), tree.all_projects()[0].id)
    view.show_scope("booklet")
    view.show_record(tree.all_projects()[7].id)
    assert view.folio.record(view.strip.page) == tree.all_projects()[7].id
    view.show_scope("summary")
    assert view.folio[0].paper.width > view.folio[0].paper.height
    assert any("合计" in text for text in words(view.folio[len(view.folio) - 1]))
    view.show_scope("form")
    assert {view.folio.record(n) for n in range(len(view.folio))} == {tree.all_projects()[7].id}


def test_a_whole_page_and_the_width_of_the_pane(qtbot):
    tree = many(5)
    view = shown(qtbot, PreviewView(Document(tree)), "", size=(1000, 500))
    view.show_scope("booklet")
    view.bar.whole.click()
    corner, end = view.strip.place_of(0, 0, 0), view.strip.place_of(0, 0, view.folio.paper(0).height)
    assert (corner.y() >= 0, end.y() <= view.strip.viewport().height()) == (True, True)
    QTest.keyClick(view.strip, Qt.Key.Key_PageDown)
    assert view.strip.page == 1
    view.bar.wide.click()
    assert view.strip.page == 1
    right = view.strip.place_of(1, view.folio.paper(1).width, 0).x()
    assert view.strip.viewport().width() - right == pytest.approx(view.strip.place_of(1, 0, 0).x(), abs=1.5)
    assert view.strip.place_of(1, 0, 0).x() < 40


def test_the_foot_says_what_is_open(qtbot):
    tree = many(1)
    key = tree.all_projects()[0].id
    view = PreviewView(Document(tree), None, lambda: {key: 3})
    shown(qtbot, view, key)
    for scope in ("form", "booklet", "summary"):
        view.show_scope(scope)
        foot = " ".join(note.line.text for note in view.folio[len(view.folio) - 1].notes)
        assert "未决 3 处" in foot
        assert "未定稿" in foot


def test_many_forms_are_laid_out_in_a_thread_and_can_be_left(qtbot):
    tree = many(120)
    view = shown(qtbot, PreviewView(Document(tree)), tree.all_projects()[0].id)
    view.show_scope("booklet")
    assert "正在编排" in view.strip.words
    assert view.folio is None
    view.show_scope("form")
    assert len(view.folio) == 1
    view.show_scope("booklet")
    wait_for(lambda: view.folio is not None)
    assert len(view.folio) > 120
    assert view.folio.record(view.strip.page) == ""


def test_what_a_booklet_leaves_out_stays_in_sight(qtbot):
    view = shown(qtbot, PreviewView(Document(many(2))), "")
    view.show_scope("booklet")
    assert "不印部门整体绩效目标，有 1 张没有编入" in view.bar.left_out.text()
    view.set_layout("hebei")
    assert view.bar.left_out.text() == ""

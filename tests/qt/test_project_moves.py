"""Whole projects moved, copied and deleted by keys, by the mouse and through the clipboard, one step each."""

from typing import ClassVar

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from tests.qt.driving import keys, names, trigger
from tests.qt.windows import project, small_file

from hengbiao.domain import shape
from hengbiao.domain.change import Change, Ref
from hengbiao.qt import app_window, tree_view
from hengbiao.qt.models.dropping import PROJECTS

NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def _empty_clipboard(qapp):
    QApplication.clipboard().clear()


def place(window, key, part=0.5):
    """The middle of a line, or its upper (0.1) or lower (0.9) edge."""
    rect = window.ui.tree.visualRect(window.model.index_of(key))
    return QPoint(rect.left() + min(40, rect.width() // 2), rect.top() + round(rect.height() * part))


def click(window, key, modifiers=NONE):
    QTest.mouseClick(window.ui.tree.viewport(), LEFT, modifiers, place(window, key))
    QApplication.processEvents()


class Carried(QDrag):
    """The events of a drag that the platform `offscreen` does not make: in, over the way points, let go if welcome."""

    way: ClassVar = ()
    modifiers = NONE

    def exec(self, actions, default):
        action = Qt.DropAction.CopyAction if self.modifiers == CTRL else default
        view, data = self.source().viewport(), self.mimeData()
        enter = QDragEnterEvent(self.way[0], actions, data, LEFT, self.modifiers)
        enter.setDropAction(action)
        QApplication.sendEvent(view, enter)
        for point in self.way:
            move = QDragMoveEvent(point, actions, data, LEFT, self.modifiers)
            move.setDropAction(action)
            QApplication.sendEvent(view, move)
        Carried.shown = window_notice(self.source())
        if move.isAccepted():
            drop = QDropEvent(QPointF(self.way[-1]), actions, data, LEFT, self.modifiers)
            drop.setDropAction(action)
            QApplication.sendEvent(view, drop)
        else:
            QApplication.sendEvent(view, QDragLeaveEvent())
        return action


def window_notice(view):
    return view.window().status.notice.text()


@pytest.fixture(autouse=True)
def _carried(monkeypatch):
    monkeypatch.setattr(tree_view, "QDrag", Carried)


def drag(window, first, last, part=0.5, modifiers=NONE):
    """Press on a line and pull it until Qt takes it for a drag, move to another line, let go."""
    viewport = window.ui.tree.viewport()
    start, end = place(window, first), place(window, last, part)
    Carried.way, Carried.modifiers, Carried.shown = (end - QPoint(3, 0), end), modifiers, ""
    QTest.mousePress(viewport, LEFT, NONE, start)
    QTest.mouseMove(viewport, start + QPoint(0, 4))
    QTest.mouseMove(viewport, start + QPoint(0, 30))
    QTest.mouseRelease(viewport, LEFT, NONE, end)
    QApplication.processEvents()


def records(window):
    tree = window.session.tree
    return {key: tree.records[key] for key in tree.records}


def told(window):
    return window.status.notice.text()


def one_step(window, label, before):
    """Exactly one step, called so; undoing it brings every record back."""
    assert window.session.document.undo_label == label
    trigger(window, "undo")
    assert records(window) == before
    trigger(window, "redo")


def test_a_project_is_dragged_within_its_unit(window):
    before = records(window)
    drag(window, "p3", "p1", 0.1)
    assert names(window)[1:4] == ["  备灾物资", "  应急救护培训", "  人道救助"]
    one_step(window, "移动“备灾物资”", before)


def test_many_are_dragged_to_another_unit_and_keep_their_identity(window):
    before = records(window)
    click(window, "p1")
    click(window, "p3", CTRL)
    drag(window, "p3", "u2")
    assert names(window) == [
        "清河县红十字会",
        "  人道救助",
        "清河县备灾中心",
        "  库房租赁",
        "  应急救护培训",
        "  备灾物资",
    ]
    assert window.session.tree.project("p1").unit == "u2"
    assert told(window) == "2 个项目已移到“清河县备灾中心”，可用“撤销”移回"
    assert window.ui.tree.selected_keys() == ["p1", "p3"]
    one_step(window, "移动2 个项目", before)


def test_units_are_dragged_among_units(window):
    before = records(window)
    drag(window, "u2", "u1", 0.05)
    assert [name for name in names(window) if not name.startswith(" ")] == ["清河县备灾中心", "清河县红十字会"]
    one_step(window, "移动“清河县备灾中心”", before)


def test_dragging_with_ctrl_copies(window):
    before = records(window)
    drag(window, "p1", "u2", modifiers=CTRL)
    assert names(window)[-1] == "  应急救护培训"
    assert len(records(window)) == len(before) + 1
    one_step(window, "粘贴“应急救护培训”", before)


def test_nonsense_is_refused_with_a_sentence_and_changes_nothing(window):
    window.commit("部门", shape.add_department(window.session.tree, "u1").changes)
    department = window.session.tree.parts("u1")[0].id
    window.commit("年度", shape.add_unit(window.session.tree, code="", name="旧单位", region="", year=2025).changes)
    QApplication.processEvents()
    older = window.session.tree.units[-1].id
    before = records(window)
    for first, last, part, words in (
        (department, "u2", 0.5, "部门整体属于它的预算单位，不能单独移动"),
        ("u1", "u2", 0.5, "预算单位只能排在预算单位之间，项目只能放在预算单位之下"),
        ("p1", older, 0.5, "“应急救护培训”是 2026 年度的，不能移到 2025 年度；请用“套用上年”或复制"),
    ):
        drag(window, first, last, part)
        assert Carried.shown == words
        assert told(window) == f"没有移动：{words}"
        assert records(window) == before


def test_dropping_where_it_stands_is_no_step(window):
    drag(window, "p2", "p2", 0.1)
    drag(window, "p1", "p1", 0.9)
    assert not window.session.document.undo_label


def test_copy_and_paste_by_keys_makes_new_projects_behind_the_current_one(window):
    before = records(window)
    click(window, "p1")
    click(window, "p2", SHIFT)
    keys(window, Qt.Key.Key_C, CTRL)
    assert told(window) == "已复制2 个项目"
    click(window, "p3")
    keys(window, Qt.Key.Key_V, CTRL)
    assert names(window)[3:6] == ["  备灾物资", "  应急救护培训（副本）", "  人道救助（副本）"]
    assert window.session.tree.headings[window.record].name == "应急救护培训（副本）"
    one_step(window, "粘贴2 个项目", before)


def test_what_is_copied_is_text_for_other_programs(window):
    click(window, "p1")
    keys(window, Qt.Key.Key_C, CTRL)
    text = QApplication.clipboard().text()
    assert text.splitlines()[:2] == ["项目名称\t应急救护培训", "预算数（万元）\t45.00"]
    assert "产出指标\t数量指标\t开展救护培训\t≥12期" in text


def test_cut_and_paste_moves_and_a_second_paste_copies(window):
    before = records(window)
    click(window, "p1")
    keys(window, Qt.Key.Key_X, CTRL)
    assert records(window) == before
    click(window, "u2")
    keys(window, Qt.Key.Key_V, CTRL)
    assert window.session.tree.project("p1").unit == "u2"
    assert len(records(window)) == len(before)
    one_step(window, "移动“应急救护培训”", before)
    keys(window, Qt.Key.Key_V, CTRL)
    assert names(window)[-1] == "  应急救护培训（副本）"


def test_duplicate_stands_behind_the_last_chosen(window):
    before = records(window)
    click(window, "p1")
    keys(window, Qt.Key.Key_D, CTRL)
    assert names(window)[1:3] == ["  应急救护培训", "  应急救护培训（副本）"]
    one_step(window, "复制一份“应急救护培训（副本）”", before)


def test_hundreds_are_pasted_and_selected_as_one(window):
    made = [project(f"m{at:03}", "u1", f"项目{at}", f"zz{at:03}") for at in range(300)]
    window.commit("添", [Change(Ref(one.id), None, one) for one in made])
    window.ui.tree.select([one.id for one in made])
    told = []
    window.ui.tree.selected.connect(lambda: told.append(len(window.ui.tree.selected_keys())))
    trigger(window, "copyProjects")
    trigger(window, "pasteProjects")
    assert len(window.ui.tree.selected_keys()) == 300
    assert not set(window.ui.tree.selected_keys()) & {one.id for one in made}
    assert len(told) < 5
    window.ui.tree.select(["p1", "p3", "p4"])
    assert window.ui.tree.selected_keys() == ["p1", "p3", "p4"]
    assert window.record == "p1"


def test_projects_go_to_another_document_and_the_original_stays(window, tmp_path):
    click(window, "p1")
    keys(window, Qt.Key.Key_X, CTRL)
    window.files.open(str(small_file(tmp_path, "另一个")))
    trigger(window, "delete")
    window.show_record("u2")
    trigger(window, "pasteProjects")
    assert names(window)[-1] == "  应急救护培训"
    assert told(window) == "已粘贴为新的项目；原文件里的还在，要移走请在那里删除"


def test_projects_go_to_another_window(window, qtbot, settings, tmp_path):
    other = app_window.build(settings)
    qtbot.addWidget(other)
    other.files.open(str(small_file(tmp_path, "另一个")))
    other.show()
    window.activateWindow()
    click(window, "p2")
    keys(window, Qt.Key.Key_C, CTRL)
    other.show_record("u2")
    trigger(other, "pasteProjects")
    assert names(other)[-1] == "  人道救助"
    made = other.session.tree.project(other.record)
    assert (made.funds, made.indicators) == (
        window.session.tree.project("p2").funds,
        window.session.tree.project("p2").indicators,
    )
    assert made.id != "p2"
    other.leave_session()


def test_what_is_no_project_is_not_pasted(window):
    before = records(window)
    QApplication.clipboard().setText("一段文字")
    trigger(window, "pasteProjects")
    assert told(window).startswith("剪贴板里没有项目")
    broken = QApplication.clipboard().mimeData()
    data = type(broken)()
    data.setData(PROJECTS, b"{}")
    QApplication.clipboard().setMimeData(data)
    trigger(window, "pasteProjects")
    assert told(window).startswith("剪贴板里的项目读不出来")
    assert records(window) == before


def test_a_unit_among_the_chosen_is_neither_cut_nor_copied(window):
    click(window, "p1")
    click(window, "u2", CTRL)
    assert not window.actions_["copyProjects"].isEnabled()
    assert not window.actions_["rename"].isEnabled()
    assert window.actions_["delete"].isEnabled()


def test_the_menu_of_a_line_offers_what_applies_to_it(window):
    click(window, "p1")
    offered = [one.iconText() or one.text() for one in window.ui.tree.actions() if not one.isSeparator()]
    for name in (
        "新建项目",
        "剪切项目",
        "复制项目",
        "粘贴项目",
        "复制一份",
        "套用上年",
        "改名",
        "上移",
        "下移",
        "删除",
    ):
        assert name in offered
    assert any(one.menu() is window.ui.menuStatus for one in window.ui.tree.actions())
    QTest.mouseClick(window.ui.tree.viewport(), Qt.MouseButton.RightButton, NONE, place(window, "p3"))
    QApplication.processEvents()
    assert window.ui.tree.selected_keys() == ["p3"]
    click(window, "u1")
    assert not window.actions_["duplicateProjects"].isEnabled()
    assert window.actions_["rollover"].isEnabled()


def test_many_move_up_and_down_together(window):
    before = records(window)
    click(window, "p2")
    click(window, "p3", SHIFT)
    keys(window, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(window)[1:4] == ["  人道救助", "  备灾物资", "  应急救护培训"]
    assert not window.actions_["moveUp"].isEnabled()
    one_step(window, "上移", before)


def question(window):
    (box,) = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    return box


def answer(box, words):
    next(button for button in box.buttons() if button.text().startswith(words)).click()
    QApplication.processEvents()


def test_deleting_many_is_asked_with_a_count(window):
    before = records(window)
    click(window, "p1")
    click(window, "p4", CTRL)
    click(window, "u2", CTRL)
    keys(window, Qt.Key.Key_Delete)
    box = question(window)
    assert box.text() == "删除1 个预算单位和1 个项目？"
    assert box.informativeText() == "其中的 1 张表一起删除。删除后可以用“撤销”找回，也可以从回收站恢复。"
    answer(box, "不删除")
    assert records(window) == before
    trigger(window, "delete")
    answer(question(window), "删除")
    assert names(window) == ["清河县红十字会", "  人道救助", "  备灾物资"]
    one_step(window, "删除1 个预算单位和1 个项目", before)


def test_f2_renames_in_place_as_one_step(window):
    before = records(window)
    click(window, "p1")
    keys(window, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert editor.text() == "应急救护培训"
    QTest.keyClick(editor, Qt.Key.Key_End)
    QTest.keyClicks(editor, "2")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert window.session.tree.headings["p1"].name == "应急救护培训2"
    one_step(window, "改名", before)


def test_a_read_only_document_lets_nothing_be_moved(window, qtbot, settings, document_file):
    second = app_window.build(settings)
    qtbot.addWidget(second)
    second.files.open(str(document_file))
    second.resize(1366, 768)
    second.show()
    before = records(second)
    drag(second, "p3", "p1", 0.1)
    assert records(second) == before
    assert Carried.shown == "文件是只读的，不能移动"
    assert [
        name
        for name in ("cutProjects", "pasteProjects", "duplicateProjects", "delete")
        if second.actions_[name].isEnabled()
    ] == []
    assert second.actions_["copyProjects"].isEnabled()
    second.leave_session()

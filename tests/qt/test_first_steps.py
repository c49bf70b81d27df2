"""What a person tries who knows other programs: drags a file in, brings a workbook, looks for a second project."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QMessageBox,
    QProxyStyle,
    QStyle,
)
from tests.qt.driving import sentences
from tests.qt.windows import WAN, small_file, wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.qt.dialogs.unit_dialog import UnitDialog

LEFT = Qt.MouseButton.LeftButton


def shown(window, kind):
    (found,) = [one for one in window.findChildren(kind) if one.isVisible()]
    return found


def drop(window, *files):
    """Drag these files over the window and let them go; whether it took them."""
    data, actions = QMimeData(), Qt.DropAction.CopyAction
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    where = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(300, 300), actions, data, *where)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), actions, data, *where))
        QApplication.processEvents()
    return enter.isAccepted()


def test_a_document_dragged_onto_the_window_is_opened(window, tmp_path):
    other = small_file(tmp_path, "另一份")
    assert drop(window, other)
    assert window.session.path == other


def test_a_document_dragged_onto_the_start_page_is_opened(bare, tmp_path):
    other = small_file(tmp_path, "另一份")
    assert drop(bare, other)
    assert bare.session.path == other


def test_several_files_and_mere_text_are_not_taken(window, tmp_path):
    before = window.session
    assert not drop(window, small_file(tmp_path, "一"), small_file(tmp_path, "二"))
    assert not drop(window)
    assert window.session is before


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".pdf"])
def test_a_workbook_is_refused_with_how_its_content_comes_in(window, tmp_path, suffix):
    before, office = window.session, tmp_path / f"指标{suffix}"
    office.write_bytes(b"PK\x03\x04")
    assert drop(window, office)
    box = shown(window, QMessageBox)
    assert "这不是衡表文件。请用 WPS 打开它" in box.text()
    assert "粘贴" in box.text()
    box.close()
    assert window.session is before


def test_a_second_project_is_begun_below_the_tree(window):
    before = len(window.session.tree.all_projects())
    assert window.ui.newProjectButton.text() == "新建项目"
    QTest.mouseClick(window.ui.newProjectButton, LEFT)
    QApplication.processEvents()
    assert len(window.session.tree.all_projects()) == before + 1
    assert window.session.tree.records[window.record].name == ""
    assert window.editor.view().isAncestorOf(QApplication.focusWidget())


@pytest.mark.parametrize(("of", "told"), [("window", True), ("bare", False)])
def test_who_asks_for_a_new_file_with_one_open_is_told_of_new_projects(request, of, told):
    one = request.getfixturevalue(of)
    QTest.keyClick(one, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    asked = shown(one, UnitDialog)
    assert ("新建项目" in asked.form.advice.text()) == told
    assert asked.form.advice.text().endswith("以后都可以改。")
    asked.close()


def test_a_new_file_lies_where_there_is_a_folder(bare, tmp_path, monkeypatch):
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _kind: str(tmp_path / "没有"))
    QTest.keyClick(bare, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    asked = shown(bare, UnitDialog)
    asked.form.name.setText("清河县红十字会")
    QTest.mouseClick(asked.form.buttons.button(QDialogButtonBox.StandardButton.Ok), LEFT)
    wait_for(lambda: [one for one in bare.findChildren(QFileDialog) if one.isVisible()])
    files = shown(bare, QFileDialog)
    assert Path(files.directory().absolutePath()) == Path.home()
    files.close()


def test_the_balance_says_which_of_the_boxes_is_still_blank(window):
    def said(total, fiscal):
        window.commit("改", [Change(Ref("p3", ("funds", "total")), None, total)] if total else [])
        window.commit("改", [Change(Ref("p3", ("funds", "fiscal")), None, fiscal)] if fiscal else [])
        QApplication.processEvents()
        return sentences(window)[0][1]

    window.show_record("p3")
    assert said(None, None) == "预算数或资金来源尚未填写"
    assert said(20 * WAN, None) == "预算数已填，财政资金等来源尚未填写"
    assert said(None, 20 * WAN) == "财政 20.00 与预算数一致"
    window.commit("改", [Change(Ref("p3", ("funds", "total")), 20 * WAN, None)])
    assert said(None, None) == "资金来源已填，预算数尚未填写"


def wheel(widget):
    """One notch of the wheel over the middle of a widget."""
    middle = QPointF(widget.rect().center())
    place = QPointF(widget.mapToGlobal(middle.toPoint()))
    none = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase)
    for _ in range(3):
        QApplication.sendEvent(widget, QWheelEvent(middle, place, QPoint(), QPoint(0, -120), *none, False))
        QApplication.processEvents()


def test_the_wheel_over_a_box_changes_neither_layout_nor_unit_nor_region(window):
    before = window.session.tree
    for box in (window.ui.layoutBox, window.ui.moneyBox):
        chosen = box.currentText()
        wheel(box)
        assert box.currentText() == chosen
    window.show_record("u1")
    (region,) = window.unit_page.findChildren(QComboBox)
    wheel(region)
    assert region.currentText() == "天津"
    assert window.session.tree is before


def test_the_wheel_over_the_boxes_of_a_dialog_changes_none(bare):
    QTest.keyClick(bare, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    asked = shown(bare, UnitDialog)
    wait_for(lambda: asked.isAncestorOf(QApplication.focusWidget()))
    before = asked.facts()
    asked.form.year.setFocus()
    wheel(asked.form.year)
    wheel(asked.form.region)
    assert asked.facts() == before
    asked.close()


def test_another_region_on_the_page_of_the_unit_brings_its_layout_at_once(window):
    window.show_record("u1")
    (region,) = window.unit_page.findChildren(QComboBox)
    region.setFocus()
    QTest.keyClick(region, Qt.Key.Key_Down)
    QTest.keyClick(region, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert window.session.tree.unit("u1").region == "hebei"
    assert window.ui.layoutBox.currentText() == "河北"


def test_buttons_of_dialogs_have_no_pictures_of_the_desktop(qapp):
    class Desktop(QProxyStyle):
        def styleHint(self, hint, *rest):  # noqa: N802 - Qt calls it so
            wanted = hint == QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons
            return 1 if wanted else super().styleHint(hint, *rest)

    desktop, box = Desktop("Fusion"), QDialogButtonBox()
    box.setStyle(desktop)
    assert box.addButton(QDialogButtonBox.StandardButton.Ok).icon().isNull()
    assert box.addButton(QDialogButtonBox.StandardButton.Cancel).icon().isNull()

"""Files by menu and dialog: new, open, copy, export, as a person does it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QMessageBox, QPushButton
from tests.qt.windows import small_file, wait_for

from hengbiao.formats import interchange
from hengbiao.formats.excel import read_named
from hengbiao.qt.dialogs.export_dialog import ExportDialog, Wish
from hengbiao.qt.dialogs.unit_dialog import UnitDialog, UnitFacts
from hengbiao.store.store import Store


def dialog(window, kind):
    found = [one for one in window.findChildren(kind) if one.isVisible()]
    assert len(found) == 1, kind
    return found[0]


def choose(window, path):
    """Take `path` in the open file dialog."""
    asked = dialog(window, QFileDialog)
    asked.fileSelected.emit(str(path))
    asked.close()
    QApplication.processEvents()


def press(box, text):
    next(button for button in box.findChildren(QPushButton) if button.text().startswith(text)).click()
    QApplication.processEvents()


def test_a_new_document_from_nothing(bare, tmp_path):
    bare.actions_["new"].trigger()
    asked = dialog(bare, UnitDialog)
    button = asked.form.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not button.isEnabled()
    asked.form.name.setText("清河县红十字会")
    asked.form.code.setText("571203")
    asked.form.year.setValue(2026)
    assert asked.form.region.currentText() == "天津"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    choose(bare, tmp_path / "新.hengbiao")
    tree = bare.session.tree
    assert [(unit.name, unit.code, unit.year) for unit in tree.units] == [("清河县红十字会", "571203", 2026)]
    assert bare.record == tree.all_projects()[0].id
    assert bare.ui.layoutBox.currentText() == "天津"
    assert bare.actions_["newProject"].isEnabled()


def test_a_new_document_never_takes_the_place_of_a_file(bare, tmp_path):
    standing = small_file(tmp_path)
    before = standing.read_bytes()
    bare.files.create(standing, UnitFacts("单位", "", "tianjin", 2026))
    box = dialog(bare, QMessageBox)
    assert "样例.hengbiao" in box.text()
    box.close()
    assert standing.read_bytes() == before
    assert bare.session is None


def test_a_copy_is_whole_and_the_window_stays_with_the_original(window, tmp_path, document_file, qtbot):
    window.actions_["saveCopy"].trigger()
    choose(window, tmp_path / "副本.hengbiao")
    wait_for(lambda: "副本已保存并校验" in window.status.notice.text())
    assert window.session.path == document_file
    with Store.open(tmp_path / "副本.hengbiao", read_only=True) as copy:
        assert interchange.dump(copy.load()) == interchange.dump(window.session.tree)


@pytest.mark.parametrize("suffix", ["xlsx", "pdf"])
def test_export_writes_reads_back_and_says_so(window, tmp_path, qtbot, suffix):
    window.actions_["export"].trigger()
    asked = dialog(window, ExportDialog)
    assert "应急救护培训" in asked.form.oneButton.text()
    if suffix == "pdf":
        asked.form.pdfButton.click()
    asked.accept()
    QApplication.processEvents()
    choose(window, tmp_path / f"出.{suffix}")
    wait_for(lambda: any(box.isVisible() for box in window.findChildren(QMessageBox)))
    box = dialog(window, QMessageBox)
    assert box.text().startswith("已导出 4 张表")
    assert "导出文件已回读" in box.informativeText()
    assert any(button.text() == "打开文件夹" for button in box.buttons())
    box.close()
    if suffix == "xlsx":
        assert len(read_named(tmp_path / "出.xlsx")) == 4


def test_export_of_the_current_project_keeps_its_number(window, tmp_path, qtbot):
    window.show_record("p2")
    job = window.files.export(window.session.tree, Wish("xlsx", whole=False, layout="tianjin"), tmp_path / "一.xlsx")
    with qtbot.waitSignal(job.done, timeout=20000):
        pass
    (grid,) = read_named(tmp_path / "一.xlsx")
    assert any("2.人道救助" in str(cell.value) for cell in grid.cells)
    dialog(window, QMessageBox).close()


def test_an_export_that_the_disk_refuses_is_one_sentence(window, tmp_path, qtbot):
    target = tmp_path / "不存在的文件夹" / "一.xlsx"
    job = window.files.export(window.session.tree, Wish("xlsx", whole=True, layout="tianjin"), target)
    with qtbot.waitSignal(job.failed, timeout=20000):
        pass
    box = dialog(window, QMessageBox)
    assert "文件夹不存在" in box.text()
    box.close()


def test_ctrl_s_takes_in_the_open_cell_and_says_where_everything_is(window):
    for letter in "abc":
        QTest.keyClick(QApplication.focusWidget(), letter)
    QTest.keyClick(QApplication.focusWidget(), "s", Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert window.status.notice.text() == "全部内容已保存在 样例.hengbiao"
    assert window.status.saved.text().startswith("已保存")


def test_verify_says_that_the_file_is_whole(window, qtbot):
    window.actions_["verify"].trigger()
    wait_for(lambda: window.status.notice.text().startswith("校验完成"))


def test_about_names_version_and_licences(window):
    window.actions_["about"].trigger()
    box = dialog(window, QMessageBox)
    assert "Apache" in box.text()
    assert "LGPL" in box.text()
    box.close()


def test_a_layout_without_such_forms_is_refused_in_a_sentence(window, tmp_path, qtbot):
    job = window.files.export(window.session.tree, Wish("pdf", whole=True, layout="yunnan"), tmp_path / "一.pdf")
    with qtbot.waitSignal(job.failed, timeout=20000):
        pass
    box = dialog(window, QMessageBox)
    assert "没有可以导出的表" in box.text()
    box.close()
    assert not (tmp_path / "一.pdf").exists()

"""Files by menu and dialog: new, open, copy, export, as a person does it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QMessageBox, QPushButton
from tests.qt.windows import small_file, wait_for

from hengbiao.formats import interchange
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


def test_ctrl_s_takes_in_the_open_cell_and_says_where_everything_is(window):
    for letter in "abc":
        QTest.keyClick(QApplication.focusWidget(), letter)
    QTest.keyClick(QApplication.focusWidget(), "s", Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert window.status.notice.text() == "全部内容已保存在 样例.hengbiao"
    wait_for(lambda: window.status.notice.text() == "全部内容已保存在 样例.hengbiao，已回读校验")
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

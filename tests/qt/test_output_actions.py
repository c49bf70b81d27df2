"""导出, 打印, 发领导看, as a person does it."""

import threading

import pypdfium2
import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QMessageBox, QProgressDialog, QPushButton
from tests.qt.windows import wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.project import Estimate
from hengbiao.exchange.prints import BOOKLET, FORMS, SUMMARY, Print
from hengbiao.formats.excel import read_named
from hengbiao.formats.unlike import Difference, Readback
from hengbiao.formats.writing import Written
from hengbiao.forms.layouts import load_layout
from hengbiao.qt import printing
from hengbiao.qt.dialogs.export_dialog import ExportDialog, Wish
from hengbiao.qt.dialogs.exported_dialog import ExportedDialog
from hengbiao.qt.dialogs.print_dialog import PrintDialog
from hengbiao.qt.dialogs.scope_box import DEPARTMENTS, ONE, PROJECTS, TICKED
from hengbiao.qt.printing import Setup

ALL = Print(FORMS, ("p1", "p2", "p3", "p4"))


def dialog(window, kind):
    QApplication.processEvents()
    found = [one for one in window.findChildren(kind) if one.isVisible()]
    assert len(found) == 1, kind
    return found[0]


def choose(window, path):
    """Take `path` in the open file dialog."""
    asked = dialog(window, QFileDialog)
    asked.fileSelected.emit(str(path))
    asked.close()
    QApplication.processEvents()


def told(window):
    wait_for(lambda: any(one.isVisible() for one in window.findChildren(ExportedDialog)))
    return dialog(window, ExportedDialog)


def refused(window):
    wait_for(lambda: any(one.isVisible() for one in window.findChildren(QMessageBox)))
    return dialog(window, QMessageBox)


def words(path):
    with pypdfium2.PdfDocument(path) as opened:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in opened]


@pytest.fixture
def opened(monkeypatch):
    """What the system was asked to open."""
    found = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(url.toLocalFile()))
    return found


@pytest.mark.parametrize("suffix", ["xlsx", "pdf", "docx"])
def test_export_writes_reads_back_and_says_so(window, tmp_path, suffix, opened):
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    asked = dialog(window, ExportDialog)
    assert "应急救护培训" in asked.form.scope.buttons.buttons()[0].text()
    asked.form.scope.choose(PROJECTS)
    assert asked.form.travels.text().startswith("导出 4 张项目表")
    {"xlsx": asked.form.excelButton, "pdf": asked.form.pdfButton, "docx": asked.form.wordButton}[suffix].click()
    asked.accept()
    choose(window, tmp_path / f"出.{suffix}")
    shown = told(window)
    assert shown.form.heading.text().startswith("导出文件已回读，")
    assert shown.form.heading.text().endswith("处与系统一致")
    assert "4 张表" in shown.form.file.text()
    assert not shown.form.list.isVisible()
    shown.form.openButton.click()
    shown.form.folderButton.click()
    assert opened == [str(tmp_path / f"出.{suffix}"), str(tmp_path)]
    shown.form.doneButton.click()
    window.actions_["export"].trigger()
    again = dialog(window, ExportDialog)
    assert again.wish().suffix == suffix
    again.close()


def test_export_of_the_current_project_keeps_its_number(window, tmp_path):
    window.outputs.export(window.session.tree, Wish("xlsx", Print(FORMS, ("p2",)), "tianjin"), tmp_path / "一.xlsx")
    told(window).close()
    (grid,) = read_named(tmp_path / "一.xlsx")
    assert any("2.人道救助" in str(cell.value) for cell in grid.cells)


@pytest.mark.parametrize(("what", "pages"), [(BOOKLET, 6), (SUMMARY, 2)])
def test_the_booklet_and_the_summary_are_exported_too(window, tmp_path, what, pages):
    window.outputs.export(window.session.tree, Wish("pdf", Print(what), "tianjin"), tmp_path / "册.pdf")
    told(window).close()
    assert len(words(tmp_path / "册.pdf")) == pages


def test_what_a_booklet_leaves_out_is_told_in_the_result(window, tmp_path):
    window.actions_["newDepartment"].trigger()
    window.outputs.export(window.session.tree, Wish("pdf", Print(BOOKLET), "tianjin"), tmp_path / "册.pdf")
    shown = told(window)
    assert "有 1 张没有编入" in shown.form.list.item(0).text()
    shown.close()


def test_what_is_ticked_is_exported_and_nothing_ticked_is_nothing(window):
    window.actions_["export"].trigger()
    asked = dialog(window, ExportDialog)
    asked.form.scope.choose(TICKED)
    lines = [asked.form.scope.list.item(at) for at in range(4)]
    assert [line.checkState() == Qt.CheckState.Checked for line in lines] == [True, False, False, False]
    lines[3].setCheckState(Qt.CheckState.Checked)
    assert asked.wish().wanted == Print(FORMS, ("p1", "p4"))
    assert asked.form.travels.text().startswith("导出 2 张项目表")
    lines[0].setCheckState(Qt.CheckState.Unchecked)
    lines[3].setCheckState(Qt.CheckState.Unchecked)
    assert not asked.form.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    asked.close()


def test_several_forms_selected_in_the_tree_are_ticked(window, monkeypatch):
    monkeypatch.setattr(window.ui.tree, "selected_keys", lambda: ["p1", "p3"])
    window.actions_["export"].trigger()
    asked = dialog(window, ExportDialog)
    assert (asked.form.scope.choice, asked.wish().wanted.records) == (TICKED, ("p1", "p3"))
    asked.close()


def test_a_unit_selected_in_the_tree_has_its_forms_ticked(window):
    window.show_record("u1")
    window.actions_["print"].trigger()
    asked = dialog(window, PrintDialog)
    assert (asked.form.scope.choice, asked.wanted.records) == (TICKED, ("p1", "p2", "p3"))
    asked.close()


def test_only_layouts_that_draw_what_is_chosen_are_offered(window):
    window.actions_["newDepartment"].trigger()
    window.actions_["export"].trigger()
    asked = dialog(window, ExportDialog)
    assert asked.form.scope.choice == ONE
    offered = [asked.form.layoutBox.itemData(at) for at in range(asked.form.layoutBox.count())]
    assert set(offered) == {"hebei", "yunnan", "fujian", "national-department"}
    asked.form.scope.choose(DEPARTMENTS)
    assert "1 张部门整体表" in asked.form.travels.text()
    asked.form.scope.choose(PROJECTS)
    assert asked.form.layoutBox.findData("tianjin") >= 0
    assert asked.form.layoutBox.findData("yunnan") < 0
    asked.close()


def test_it_says_beforehand_what_the_foot_will_say(window):
    window.show_record("p2")
    window.actions_["export"].trigger()
    asked = dialog(window, ExportDialog)
    assert "页脚注明“未定稿：" in asked.form.travels.text()
    asked.close()


def test_amounts_are_in_the_unit_on_show(window, tmp_path):
    window.ui.moneyBox.setCurrentText("元")
    window.outputs.export(window.session.tree, Wish("pdf", Print(FORMS, ("p1",)), "tianjin"), tmp_path / "一.pdf")
    told(window).close()
    assert "450000.00" in words(tmp_path / "一.pdf")[0].replace(",", "")


@pytest.mark.parametrize(
    ("place", "layout", "why"),
    [("没有的文件夹/一.xlsx", "tianjin", "文件夹不存在"), ("一.pdf", "yunnan", "没有可以导出的表")],
)
def test_what_cannot_be_written_is_one_sentence(window, tmp_path, place, layout, why):
    target = tmp_path / place
    window.outputs.export(window.session.tree, Wish(target.suffix[1:], ALL, layout), target)
    box = refused(window)
    assert why in box.text()
    assert not target.exists()
    box.close()


def test_a_long_export_shows_progress_and_is_really_cancelled(window, tmp_path, monkeypatch):
    target = tmp_path / "一.pdf"
    target.write_bytes(b"what was there")
    drawn, given_up = [], threading.Event()

    def slow(things, total, report, start=0):
        for done, thing in enumerate(things, start):
            while not given_up.wait(0.01):  # as long as it takes until somebody cancels
                report(done, total)
            drawn.append(done)
            yield thing

    monkeypatch.setattr("hengbiao.exchange.exports.told", slow)
    window.outputs.export(window.session.tree, Wish("pdf", ALL, "tianjin"), target)
    wait_for(lambda: any(one.isVisible() for one in window.findChildren(QProgressDialog)))
    QTest.mouseClick(dialog(window, QProgressDialog).findChild(QPushButton), Qt.MouseButton.LeftButton)
    wait_for(lambda: not window.findChildren(QProgressDialog))
    given_up.set()
    assert not drawn
    assert target.read_bytes() == b"what was there"
    assert not window.findChildren(ExportedDialog)


def test_what_differs_and_what_was_altered_is_listed(qtbot, tmp_path):
    unlike = tuple(Difference("甲表", f"第{n}栏", "45.00", "") for n in range(300))
    shown = ExportedDialog(Written(tmp_path / "x.pdf", 1, 2, ("字体里没有“𰻝”",), Readback(57, unlike)), None)
    qtbot.addWidget(shown)
    shown.show()
    assert shown.form.heading.text() == "导出文件已回读，57 处与系统一致，300 处不一致"
    assert "请不要使用" in shown.form.listLabel.text()
    assert shown.form.list.item(0).text() == "甲表：第0栏应为“45.00”，读到“”"
    assert "还有 101 处" in shown.form.list.item(shown.form.list.count() - 1).text()


# 打印


def test_a_machine_without_printers_gets_a_sentence_and_a_pdf(window, tmp_path, monkeypatch):
    monkeypatch.setattr(printing, "printers", list)
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    asked = dialog(window, PrintDialog)
    assert asked.form.banner.isVisible()
    assert "没有找到打印机" in asked.form.banner.text()
    assert not asked.form.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    assert "共 1 页，A4 纵向，按实际大小打印，不缩放" in asked.form.told.text()
    asked.pdf.click()
    choose(window, tmp_path / "一.pdf")
    told(window).close()
    assert "应急救护培训" in words(tmp_path / "一.pdf")[0]


def test_printing_remembers_how_for_each_layout(window, tmp_path, monkeypatch):
    asked_for = []

    def printer(setup):
        asked_for.append(setup)
        made = printing.file_printer(tmp_path / "打印.pdf")
        made.setCopyCount(setup.copies)
        return made

    monkeypatch.setattr(printing, "printers", lambda: ["一楼", "二楼"])
    monkeypatch.setattr(printing, "printer_for", printer)
    window.actions_["print"].trigger()
    asked = dialog(window, PrintDialog)
    assert not asked.form.banner.isVisible()
    asked.form.scope.choose(BOOKLET)
    asked.form.printer.setCurrentText("二楼")
    asked.form.sides.setCurrentIndex(asked.form.sides.findData("long"))
    asked.form.copies.setValue(3)
    asked.form.pages.setText("2-3")
    assert asked.form.told.text().startswith("共 2 页")
    asked.accept()
    wait_for(lambda: window.status.notice.text() == "已送到打印机，共 6 页")
    assert asked_for == [Setup("二楼", 3, True, "long")]
    pages = words(tmp_path / "打印.pdf")
    assert "录" in pages[0]
    window.actions_["print"].trigger()
    again = dialog(window, PrintDialog)
    assert again.setup == Setup("二楼", 3, True, "long")
    assert again.pages == ""
    again.close()
    window.ui.layoutBox.setCurrentIndex(window.ui.layoutBox.findData("hebei"))
    window.actions_["print"].trigger()
    other = dialog(window, PrintDialog)
    assert other.setup == Setup("一楼")
    other.close()


def test_pages_that_are_not_there_cannot_be_printed(window, monkeypatch):
    monkeypatch.setattr(printing, "printers", lambda: ["一楼"])
    window.actions_["print"].trigger()
    asked = dialog(window, PrintDialog)
    asked.form.pages.setText("9")
    assert asked.form.told.text() == "没有第 9 页，这次共 1 页"
    assert not asked.form.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    asked.close()


def test_a_printer_that_went_away_is_one_sentence(window, monkeypatch):
    monkeypatch.setattr(printing, "printers", lambda: ["没有的"])
    window.actions_["print"].trigger()
    dialog(window, PrintDialog).accept()
    box = refused(window)
    assert "找不到这台打印机" in box.text()
    box.close()


def test_what_the_preview_shows_is_what_is_printed_first(window, monkeypatch):
    monkeypatch.setattr(printing, "printers", lambda: ["一楼"])
    window.editor.turn_to("preview")
    window.editor.view().show_scope("summary")
    window.actions_["print"].trigger()
    asked = dialog(window, PrintDialog)
    assert asked.wanted == Print(SUMMARY)
    assert "横向" in asked.form.told.text()
    asked.close()


def test_named_pages_of_a_print_that_nobody_counted_are_checked(window, tmp_path):
    session, layout = window.session, load_layout("tianjin")
    window.outputs.print(session, layout, ALL, "9", printing.file_printer(tmp_path / "x.pdf"))
    box = refused(window)
    assert "没有第 9 页，这次共 4 页" in box.text()
    box.close()


# 发领导看


def test_a_pdf_for_the_leader_lies_beside_the_document_and_on_the_clipboard(window, document_file, opened):
    window.show_record("p2")
    window.actions_["leader"].trigger()
    wait_for(lambda: "并复制" in window.status.notice.text())
    target = document_file.parent / "2.人道救助（发领导看）.pdf"
    assert window.status.notice.text() == f"已做成“{target.name}”（1 页）并复制，到微信或邮件里粘贴（Ctrl+V）就能发出"
    assert "人道救助" in words(target)[0]
    content: QMimeData = QApplication.clipboard().mimeData()
    assert [url.toLocalFile() for url in content.urls()] == [str(target)]
    assert opened == [str(document_file.parent)]


def test_a_unit_goes_to_the_leader_as_its_booklet(window, document_file, opened):
    window.show_record("u2")
    window.actions_["leader"].trigger()
    wait_for(lambda: "并复制" in window.status.notice.text())
    pages = words(document_file.parent / "清河县备灾中心（发领导看）.pdf")
    assert any("库房租赁" in page for page in pages)
    assert not any("人道救助" in page for page in pages)


def test_what_is_attached_is_counted_and_saved_with_the_form(window, tmp_path, monkeypatch):
    monkeypatch.setattr(printing, "printers", list)
    window.show_record("p1")
    line = Estimate(id="e1", position="V", content="师资", amount=10_000)
    window.commit("测算", [Change(Ref("p1", ("estimates", "e1")), None, line)])
    window.actions_["print"].trigger()
    asked = dialog(window, PrintDialog)
    assert asked.form.told.text().startswith("共 1 页")
    asked.form.estimates.click()
    assert asked.form.told.text().startswith("共 2 页")
    asked.form.scope.choose(BOOKLET)
    assert not asked.form.estimates.isVisible()
    assert not asked.wanted.estimates
    asked.form.scope.choose(ONE)
    asked.pdf.click()
    choose(window, tmp_path / "一.pdf")
    told(window).close()
    assert ["测算明细" in page for page in words(tmp_path / "一.pdf")] == [False, True]


def test_a_form_without_estimates_offers_none_to_attach(window, monkeypatch):
    monkeypatch.setattr(printing, "printers", list)
    window.show_record("p2")
    window.actions_["print"].trigger()
    asked = dialog(window, PrintDialog)
    assert not asked.form.estimates.isVisible()
    asked.close()

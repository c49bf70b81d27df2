"""审核情况说明 and 绩效目标审核表 from the window, as Excel and PDF."""

import pypdfium2
import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from tests.qt.windows import wait_for

from hengbiao.qt.dialogs.report_dialog import ReportDialog
from hengbiao.rules.explaining import explain
from hengbiao.rules.rule import check_record


@pytest.fixture
def explained(window):
    found = next(one for one in check_record(window.session.tree, "p2") if one.rule == "R18")
    window.commit("写说明", explain(window.session.tree, found, "三万元为上年结余项目尾款"))
    window.show_record("p2")
    return window


def asked(window, name, scope, suffix, tmp_path):
    """Choose in the dialog what a person would, and wait until the file is there."""
    window.actions_[name].trigger()
    (dialog,) = window.findChildren(ReportDialog)
    dialog.form.scope.setCurrentIndex(dialog.form.scope.findText(scope))
    dialog.form.format.setCurrentIndex(suffix == ".pdf")
    dialog.accept()
    QApplication.processEvents()
    (file_dialog,) = window.findChildren(QFileDialog)
    assert file_dialog.defaultSuffix() == suffix[1:]
    file_dialog.close()
    target = tmp_path / f"报告{suffix}"
    file_dialog.fileSelected.emit(str(target))
    wait_for(lambda: any(box.isVisible() for box in window.findChildren(QMessageBox)))
    return target


def texts(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_the_explanations_of_all_forms(explained, tmp_path):
    path = asked(explained, "report", "全部 4 张表", ".xlsx", tmp_path)
    (sheet,) = load_workbook(path).worksheets
    said = texts(sheet)
    assert "2026年度绩效目标审核情况说明" in said
    assert "三万元为上年结余项目尾款" in said
    assert {"应急救护培训", "人道救助", "备灾物资", "库房租赁"} <= set(said)


def test_the_explanations_of_one_form_as_pdf(explained, tmp_path):
    path = asked(explained, "report", "当前表：人道救助", ".pdf", tmp_path)
    document = pypdfium2.PdfDocument(path)
    said = document[0].get_textpage().get_text_bounded()
    document.close()
    assert "三万元为上年结余项目尾款" in said.replace("\r\n", "")
    assert "备灾物资" not in said


def test_an_opinion_for_each_form_of_a_unit(explained, tmp_path):
    path = asked(explained, "opinion", "当前预算单位：571203 清河县红十字会", ".xlsx", tmp_path)
    sheets = load_workbook(path).worksheets
    assert len(sheets) == 3
    said = texts(sheets[1])
    assert "项目：人道救助" in said
    assert any("已说明：三万元为上年结余项目尾款" in text for text in said)
    assert any(text.startswith("建议等次：") for text in said)
    assert said[-3:] == ["审核人", "签字", "日期：　　　　年　　月　　日"]

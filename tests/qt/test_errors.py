import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPlainTextEdit, QPushButton, QWidget

from hengbiao.domain.refusal import Refusal
from hengbiao.qt import errors


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def fault(content):
    try:
        {}[content]
    except KeyError as error:
        return error


def test_a_refusal_is_one_sentence(parent):
    box = errors.tell_fault(parent, Refusal("甲.hengbiao", "", "磁盘已满", "请清理"), "")
    assert isinstance(box, QMessageBox)
    assert box.text() == "甲.hengbiao：磁盘已满。请清理。"
    box.close()


def test_a_fault_says_where_the_data_is_and_its_report_holds_no_content(parent):
    dialog = errors.tell_fault(parent, fault("机密内容"), "修改都已保存在 甲.hengbiao")
    told = dialog.findChild(QPlainTextEdit).toPlainText()
    assert "KeyError" in told
    assert "test_errors.py" in told
    assert "机密内容" not in told
    assert "/home/" not in told
    button = next(one for one in dialog.findChildren(QPushButton) if "复制" in one.text())
    button.click()
    assert QApplication.clipboard().text() == told
    dialog.close()


def test_a_fault_that_comes_again_and_again_is_one_dialog(parent):
    first = errors.tell_fault(parent, fault("甲"), "")
    assert errors.tell_fault(parent, ZeroDivisionError(), "") is first
    assert "ZeroDivisionError" in errors.late_reports()[-1]
    first.close()
    second = errors.tell_fault(parent, fault("甲"), "")
    assert second is not first
    second.close()


def test_a_refusal_that_comes_again_is_told_once_while_it_stands(parent):
    refusal = Refusal("甲.hengbiao", "", "磁盘已满", "请清理")
    box = errors.tell_fault(parent, refusal, "")
    assert errors.tell_fault(parent, refusal, "") is box
    other = errors.tell_fault(parent, Refusal("乙.hengbiao", "", "磁盘已满", "请清理"), "")
    assert other is not box
    for one in (box, other):
        one.close()


def test_a_report_names_the_cause_and_no_folder_of_a_person(monkeypatch):
    wrapped = ValueError("机密")
    wrapped.__cause__ = fault("机密")
    told = errors.report(wrapped)
    assert told.endswith("← KeyError")
    assert errors._within("C:\\Users\\张三\\表\\x.py") == "x.py"
    assert errors._within("/home/zhang/lib/hengbiao/qt/errors.py") == "hengbiao/qt/errors.py"


def test_what_a_slot_raises_is_told_and_not_printed(parent, qtbot, monkeypatch, capsys):
    told = []
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    monkeypatch.setattr(errors, "tell_fault", lambda *args: told.append(args))
    errors.install(lambda: parent, lambda: "这里")
    with qtbot.captureExceptions():
        errors.install(lambda: parent, lambda: "这里")
        QTimer.singleShot(0, lambda: 1 / 0)
        qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0][1], ZeroDivisionError)
    assert told[0][2] == "这里"
    assert "Traceback" not in capsys.readouterr().err

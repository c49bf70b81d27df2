"""退回 and 退回意见: remarks pinned to fields go out with the forms and are gone through where they come back."""

import openpyxl
import pytest
from PySide6.QtWidgets import QMessageBox
from tests.qt.windows import dismiss, shown, texts, wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.shape import drop
from hengbiao.exchange.pins import places
from hengbiao.qt.dialogs.remarks_dialog import RemarksDialog
from hengbiao.qt.dialogs.return_dialog import ReturnDialog
from hengbiao.qt.return_actions import ReturnActions
from hengbiao.store.store import verify

GOAL = Ref("p1", ("goal",))


@pytest.fixture
def dialog(window, tmp_path):
    window.go(GOAL)
    window.actions_["return"].trigger()
    made = shown(window, ReturnDialog)
    made.form.folder.setText(str(tmp_path))
    return made


def note(dialog, text):
    dialog.form.text.setPlainText(text)
    dialog.form.add.click()


def sent_back(window, dialog, *, workbook=False):
    dialog.form.workbook.setChecked(workbook)
    targets = dialog.wish().targets
    dialog.form.ok.click()
    wait_for(lambda: any(box.isVisible() for box in window.findChildren(QMessageBox)))
    return targets, dismiss(window)


def test_every_field_and_cell_that_is_filled_can_be_meant(window):
    named = [place.name for place in places(window.session.tree, "p1")]
    assert named[0] == "整张表"
    assert {"年度绩效目标", "预算数", "绩效指标第 1 条“开展救护培训”", "绩效指标第 1 条“开展救护培训”的指标值"} <= set(
        named
    )
    assert len(named) == len(set(named))


def test_it_begins_at_the_cell_under_the_cursor(dialog):
    assert dialog.form.unit.currentText() == "571203 清河县红十字会"
    assert dialog.form.formBox.currentText() == "应急救护培训"
    assert dialog.form.fieldBox.currentText() == "年度绩效目标"
    assert dialog.form.now.text() == "现在：目标"
    assert not dialog.form.ok.isEnabled()
    dialog.reject()


def test_remarks_go_out_in_a_document_and_in_excel(window, dialog):
    note(dialog, "目标太笼统")
    dialog.form.fieldBox.setCurrentText("绩效指标第 1 条“开展救护培训”的指标值")
    note(dialog, "请核实期数")
    assert [line[:4] for line in texts(dialog.form.list)] == [
        ("应急救护培训", "年度绩效目标", "目标", "目标太笼统"),
        ("应急救护培训", "绩效指标第 1 条“开展救护培训”的指标值", "≥12期", "请核实期数"),
    ]
    (document, workbook), said = sent_back(window, dialog, workbook=True)
    assert document.name.startswith("清河县红十字会_2026_")
    assert "带 2 条意见" in said
    assert verify(document) == []
    comments = [
        cell.comment.text for sheet in openpyxl.load_workbook(workbook) for row in sheet for cell in row if cell.comment
    ]
    assert any("目标太笼统" in text for text in comments)
    assert window.session.document.undo_label == "退回意见"
    assert window.status.remarks.text() == "退回意见 2 条"


def test_what_is_typed_and_not_noted_holds_the_sending_back(dialog):
    note(dialog, "一")
    assert dialog.form.ok.isEnabled()
    dialog.form.text.setPlainText("还没记下")
    assert not dialog.form.ok.isEnabled()
    assert dialog.form.told.text().endswith("下面写的这条还没有记下")
    dialog.form.text.clear()
    dialog.form.list.selectAll()
    dialog.form.remove.click()
    assert dialog.form.told.text() == "先记下意见，再退回"
    dialog.reject()


def test_a_second_sending_back_takes_old_remarks_away_and_another_name(window, dialog, tmp_path):
    note(dialog, "一")
    (first,), _ = sent_back(window, dialog)
    window.actions_["return"].trigger()
    again = shown(window, ReturnDialog)
    again.form.folder.setText(str(tmp_path))
    assert [line[3] for line in texts(again.form.list)] == ["一"]
    again.form.list.selectRow(0)
    again.form.remove.click()
    note(again, "二")
    (second,), _ = sent_back(window, again)
    assert second != first
    assert [one.text for one in window.session.tree.project("p1").remarks] == ["二"]


def test_the_unit_goes_through_the_remarks_beside_its_form(window, dialog):
    note(dialog, "目标太笼统")
    (document,), _ = sent_back(window, dialog)
    window.files.open(str(document))
    wait_for(window.status.remarks.isVisible)
    window.show_record("u1")
    window.status.remarks.click()
    panel = shown(window, RemarksDialog)
    assert panel.form.told.text() == "共 1 条退回意见，1 条还没有答复"
    assert panel.form.sides.texts() == ["意见 目标太笼统", "现在的内容 目标"]
    panel.form.go.click()
    assert window.record == "p1"
    assert window.editor.view() is not None
    window.commit("改", [Change(GOAL, "目标", "培训八百人")])
    panel.form.answer.setText("已改为八百人")
    panel.form.reply.click()
    assert window.session.tree.project("p1").remarks[0].answer == "已改为八百人"
    assert panel.form.told.text() == "共 1 条退回意见，0 条还没有答复"
    panel.form.done.click()
    assert window.session.tree.project("p1").remarks == ()
    assert panel.form.told.text() == "没有退回意见"
    assert not window.status.remarks.isVisible()
    window.session.document.undo()
    assert window.status.remarks.isVisible()
    window.show_session(None)
    assert not panel.isVisible()


def test_remarks_are_counted_by_what_changes_and_no_other_record_is_read(window, dialog, monkeypatch):
    note(dialog, "目标太笼统")
    (document,), _ = sent_back(window, dialog)
    window.files.open(str(document))
    wait_for(window.status.remarks.isVisible)
    monkeypatch.setattr(ReturnActions, "_count", lambda _self: pytest.fail("every record was read"))
    window.commit("删除", drop(window.session.tree, "p1"))
    assert not window.status.remarks.isVisible()
    window.session.document.undo()
    assert window.status.remarks.text() == "退回意见 1 条"
    window.session.document.redo()
    assert not window.status.remarks.isVisible()

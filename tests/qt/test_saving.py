"""已保存 is said when it is so, and nothing typed is lost when the window closes."""

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from tests.qt.driving import keys

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.refusal import Refusal
from hengbiao.store.store import Store


def test_saved_is_said_only_after_the_store_took_it(window, document_file):
    window.commit("改指标值", [Change(Ref("p1", ("goal",)), "目标", "新的目标")])
    assert window.status.saved.text().startswith("已保存 ")
    assert Store.open(document_file, read_only=True).load().records["p1"].goal == "新的目标"


def test_saved_is_not_said_when_the_store_refuses(window, monkeypatch):
    def refuse(*_args, **_named):
        raise OSError("disk")

    monkeypatch.setattr(window.session.store, "append", refuse)
    with pytest.raises(OSError, match="disk"):
        window.commit("改目标", [Change(Ref("p1", ("goal",)), "目标", "新的目标")])
    assert not window.status.saved.text()
    assert window.session.tree.records["p1"].goal == "目标"


def test_closing_commits_the_open_cell_and_frees_the_file(window, document_file):
    window.editor.go(Ref("p1", ("goal",)))
    for letter in "typed":
        keys(window, letter)
    window.close()
    with Store.open(document_file) as again:
        assert not again.read_only
        assert again.load().records["p1"].goal == "typed"


def test_what_cannot_be_saved_keeps_the_window_open(window, monkeypatch):
    def refuse(*_args, **_named):
        raise Refusal("样例.hengbiao", "", "没有保存成功，磁盘空间不足", "请清理出空间后重试")

    monkeypatch.setattr(window.session.store, "append", refuse)
    window.editor.go(Ref("p1", ("goal",)))
    for letter in "typed":
        keys(window, letter)
    window.close()
    assert window.isVisible()
    (box,) = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    assert "磁盘空间不足" in box.text()
    next(button for button in box.buttons() if button.text() == "回去改").click()
    assert window.isVisible()
    window.close()
    (box,) = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    next(button for button in box.buttons() if button.text().startswith("放弃")).click()
    QApplication.processEvents()
    assert not window.isVisible()

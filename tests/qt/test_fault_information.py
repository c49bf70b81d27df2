"""故障信息（不含数据）: all that helps, and not a word of a document, a name or a folder."""

from dataclasses import fields, replace

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox
from tests.qt.driving import trigger
from tests.qt.windows import RECORDS, wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.target import Target
from hengbiao.domain.unit import Extra
from hengbiao.qt import app_window, errors
from hengbiao.qt.fault_information import gathered
from hengbiao.store.store import Store

MARK = "秘密"


def marked(thing):
    """`thing` with every text in it marked."""
    changed = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        if isinstance(value, str) and field.name not in {"id", "position", "unit", "region"}:
            changed[field.name] = f"{MARK}{field.name}"
        elif isinstance(value, Target):
            changed[field.name] = Target(text=f"{MARK}指标值") if value else value
        elif isinstance(value, tuple) and value:
            changed[field.name] = tuple(marked(row) for row in value)
    return replace(thing, **changed)


@pytest.fixture
def secret(qtbot, settings, tmp_path):
    """A window over a document whose every text, label, author, file and folder is marked."""
    path = tmp_path / f"{MARK}文件夹" / f"{MARK}文件.hengbiao"
    path.parent.mkdir()
    records = [replace(marked(one), extra=(Extra(id="x", label=MARK, text=MARK),)) for one in RECORDS]
    with Store.create(path) as store:
        Document(store.load(), store.append).commit(MARK, [Change(Ref(one.id), None, one) for one in records])
    window = app_window.build(settings)
    qtbot.addWidget(window)
    window.files.open(str(path))
    window.show()
    wait_for(lambda: not window.idle.busy)
    yield window
    window.leave_session()


def test_nothing_of_a_document_is_in_it(secret):
    try:
        {}[f"{MARK}键"]
    except KeyError as fault:
        errors.tell_fault(secret, fault, "").close()
    told = gathered(secret)
    assert MARK not in told
    assert "tmp" not in told
    assert "KeyError" in told
    assert "test_fault_information.py" in told
    control = f"{told}{secret.session.path}"
    assert MARK in control


def test_it_tells_what_a_maintainer_asks_for(secret):
    told = gathered(secret)
    for part in (errors.version(), "PySide6", "屏幕：", "高对比度：", "unit 2，department 0，project 4", "条修改记录"):
        assert part in told, part


def test_it_can_be_had_without_a_document(bare):
    assert "没有打开文件" in gathered(bare)


def test_it_is_one_file_from_the_help_menu(window, tmp_path):
    trigger(window, "faultFile")
    (asked,) = [one for one in window.findChildren(QFileDialog) if one.isVisible()]
    asked.fileSelected.emit(str(tmp_path / "故障.txt"))
    asked.close()
    (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert "没有任何填报内容" in box.text()
    box.close()
    assert (tmp_path / "故障.txt").read_text("utf-8").startswith("衡表 ")


def test_a_place_that_cannot_be_written_is_refused_in_a_sentence(window, tmp_path):
    with pytest.raises(Refusal, match="没有写成"):
        window.help.write_fault_file(str(tmp_path / "没有这个文件夹" / "故障.txt"))

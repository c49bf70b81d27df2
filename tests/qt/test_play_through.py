"""One autumn in a county, played with two windows and a folder: what issue 4 is done with."""

import shutil

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from tests.qt.windows import WAN, dismiss, project, shown, texts, wait_for

from hengbiao.domain.change import Change, Ref, value_at
from hengbiao.domain.unit import Unit
from hengbiao.exchange.documents import make
from hengbiao.qt import app_window
from hengbiao.qt.dialogs.compare_dialog import CompareDialog
from hengbiao.qt.dialogs.conflicts_dialog import ConflictsDialog
from hengbiao.qt.dialogs.keep_dialog import KeepDialog
from hengbiao.qt.dialogs.receive_dialog import ReceiveDialog
from hengbiao.qt.dialogs.rollup_dialog import RollupDialog
from hengbiao.qt.dialogs.send_dialog import SendDialog
from hengbiao.qt.settings import Settings
from hengbiao.store.identity import Identity
from hengbiao.store.store import verify

UNITS = {"红会": ("571203", "清河县红十字会"), "备灾": ("571204", "清河县备灾中心"), "血站": ("571205", "清河县血站")}
KEYS = {"红会": "p1", "备灾": "p2", "血站": "p3"}
WATCHED = lambda _name, _window: None  # noqa: E731 - replaced by who wants to look


def records():
    for at, (name, (code, title)) in enumerate(UNITS.items()):
        yield Unit(id=f"u{at}", position="FVk"[at], code=code, name=title, region="tianjin", year=2026)
        yield project(KEYS[name], f"u{at}", f"{title}业务费", "V", total=20, fiscal=20, cost=20)


def begin(path):
    make(path, "新建", lambda _tree: [Change(Ref(one.id), None, one) for one in records()])


class Desk:
    """A window at which one office after the other sits down."""

    def __init__(self, settings, look=WATCHED):
        self.window = app_window.build(Settings(settings))
        self.window.resize(1366, 768)
        self._look = look

    def open(self, path, office):
        self.window.files.open(str(path))
        self.window.session.store.identity = Identity(f"office-{office}", f"{office}会计")
        self.window.show()
        wait_for(lambda: not self.window.idle.busy)

    def look(self, name):
        QApplication.processEvents()
        self._look(name, self.window)

    def put(self, key, path, new):
        old = value_at(self.window.session.tree.records[key], path)
        self.window.commit("填写", [Change(Ref(key, path), old, new)])

    def goal(self, key):
        return self.window.session.tree.project(key).goal

    def send(self, folder, unit=""):
        """上报 through its dialog; the file, and what the dialog and the end said."""
        self.window.actions_["send"].trigger()
        dialog = shown(self.window, SendDialog)
        dialog.form.unit.setCurrentIndex(max(0, dialog.form.unit.findData(unit)))
        dialog.form.folder.setEditText(str(folder))
        before = dialog.form.target.text()
        self.look("上报")
        dialog.form.ok.click()
        wait_for(lambda: any(box.isVisible() for box in self.window.findChildren(QMessageBox)))
        self.look("上报完成")
        return before, dismiss(self.window)

    def dialog(self, action, kind):
        self.window.actions_[action].trigger()
        return shown(self.window, kind)

    def leave(self):
        self.window.show_session(None)


def dropped(dialog, folder):
    """A folder let go over the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(dialog, QDragEnterEvent(QPoint(30, 30), copy, mime, left, none))
    QApplication.sendEvent(dialog, QDropEvent(QPointF(30, 30), copy, mime, left, none))
    wait_for(lambda: not dialog.running)


def hand_down(county, place):
    """The county hands its file down; every office gets a copy of it."""
    county.open(place / "清河县.hengbiao", "财政局")
    folder = place / "下发"
    folder.mkdir()
    county.send(folder)
    [file] = folder.iterdir()
    for name in UNITS:
        (place / name).mkdir()
        shutil.copy(file, place / name / f"{name}.hengbiao")


def keep(county, label):
    dialog = county.dialog("keep", KeepDialog)
    assert dialog.form.name.text() == label
    dialog.form.keep.click()
    county.look(f"留存{label}")
    told = dialog.form.told.text()
    dialog.reject()
    return told


def fill_in(unit, place, inbox):
    """红会 sends twice; 备灾 too, and its old file lies there as well; 血站 fills in what the county changes too."""
    unit.open(place / "红会" / "红会.hengbiao", "红会")
    unit.put("p1", ("goal",), "培训救护员三百人")
    unit.send(inbox, "u0")
    [first] = inbox.iterdir()
    first.rename(first.with_stem(f"{first.stem}（微信）"))
    unit.put("p1", ("funds", "total"), 25 * WAN)
    unit.put("p1", ("funds", "fiscal"), 25 * WAN)
    unit.send(inbox, "u0")
    unit.open(place / "备灾" / "备灾.hengbiao", "备灾")
    unit.put("p2", ("goal",), "储备帐篷一百顶")
    unit.send(inbox, "u1")
    old = next(path for path in inbox.iterdir() if "备灾" in path.name)
    shutil.copy(old, old.with_stem(f"{old.stem}（旧）"))
    unit.put("p2", ("goal",), "储备帐篷二百顶")
    unit.send(inbox, "u1")
    unit.open(place / "血站" / "血站.hengbiao", "血站")
    unit.put("p3", ("goal",), "采血三千人次")
    unit.send(inbox, "u2")
    unit.leave()


@pytest.fixture
def place(tmp_path):
    begin(tmp_path / "清河县.hengbiao")
    return tmp_path


@pytest.fixture
def desks(place, qtbot):
    made = [Desk(place / f"{name}.ini") for name in ("县", "单位")]
    for desk in made:
        qtbot.addWidget(desk.window)
    yield made
    for desk in made:
        desk.leave()


def test_three_units_report_and_the_county_receives_settles_sums_up_keeps_and_compares(place, desks, qapp):
    play(place, *desks)


def play(place, county, unit):
    inbox = place / "收到的"
    inbox.mkdir()
    hand_down(county, place)
    assert keep(county, "一上") == "已留存“一上”稿：3 个预算单位"
    county.put("p3", ("goal",), "县里改过的目标")
    fill_in(unit, place, inbox)
    receive(county, inbox)
    settle(county)
    sum_up(county, place)
    assert keep(county, "二上") == "已留存“二上”稿：3 个预算单位"
    compare(county, place)
    told_back(county, unit, place)
    assert verify(place / "清河县.hengbiao") == []


def receive(county, inbox):
    dialog = county.dialog("receive", ReceiveDialog)
    county.look("收表前")
    dropped(dialog, inbox)
    county.look("收表看过")
    told = {line[0]: line[-1] for line in texts(dialog.form.list)}
    assert len(told) == 5
    assert [name for name, mark in told.items() if "较早的一份" in mark or "没有新内容" in mark]
    assert sum(line[6] == "1" for line in texts(dialog.form.list)) == 1
    assert county.goal("p1") == "目标"
    dialog.form.start.click()
    wait_for(lambda: not dialog.running)
    county.look("收表完成")
    assert dialog.form.told.text().startswith("收了 5 份，未决 1 处")
    assert (county.goal("p1"), county.goal("p2")) == ("培训救护员三百人", "储备帐篷二百顶")
    assert county.window.session.tree.project("p1").funds.total == 25 * WAN
    dialog.reject()


def settle(county):
    assert county.window.status.conflicts.text() == "未决 1 处"
    county.look("未决")
    dialog = county.dialog("conflicts", ConflictsDialog)
    [line] = texts(dialog.form.list)
    assert line[0] == "571205 清河县血站 › 清河县血站业务费"
    assert line[1] == "年度绩效目标"
    assert line[2].startswith("县里改过的目标（财政局会计，")
    assert line[3].startswith("采血三千人次（血站会计，")
    QTest.keyClick(dialog.form.list, Qt.Key.Key_2)
    county.look("冲突")
    dialog.form.settle.click()
    assert county.goal("p3") == "采血三千人次"
    assert not county.window.status.conflicts.isVisible()


def sum_up(county, place):
    names = place / "名单.csv"
    listed = "\n".join(f"{code},{title}" for code, title in UNITS.values())
    names.write_text(f"单位编码,单位名称\n{listed}\n571206,清河县疾控中心\n", "utf-8")
    dialog = county.dialog("rollup", RollupDialog)
    assert dialog.form.sumsTold.text() == "3 个预算单位、3 个项目，预算合计 65.00 万元"
    county.look("汇总")
    dialog.use_list(str(names))
    dialog.form.tabs.setCurrentIndex(1)
    county.look("未报名单")
    assert dialog.form.state.text() == "应报 4 个单位，已报 3 个"
    dialog.form.copy.click()
    assert "571206 清河县疾控中心" in QApplication.clipboard().text()
    dialog.reject()


def compare(county, place):
    dialog = county.dialog("compare", CompareDialog)
    wait_for(lambda: dialog.compared is not None)
    county.look("对照")
    assert dialog.labels() == ("一上", "二上")
    changed = {(line[0].split(" › ")[-1], line[1]): line[2:] for line in texts(dialog.form.list)}
    assert changed["清河县红十字会业务费", "预算数"] == ("20.00", "25.00", "+5.00")
    assert changed["清河县备灾中心业务费", "年度绩效目标"][:2] == ("目标", "储备帐篷二百顶")
    assert "由 60.00 到 65.00，增加 5.00 万元" in dialog.form.told.text()
    dialog.save(str(place / "调整对照表.pdf"))
    assert "调整对照表.pdf" in dismiss(dialog)
    dialog.reject()


def told_back(county, unit, place):
    """What the county decided travels: 血站 takes its file and is not asked again."""
    folder = place / "批复"
    folder.mkdir()
    county.send(folder, "u2")
    unit.open(place / "血站" / "血站.hengbiao", "血站")
    dialog = unit.dialog("receive", ReceiveDialog)
    dropped(dialog, folder)
    assert [line[-1] for line in texts(dialog.form.list)] == ["可以收"]
    dialog.form.start.click()
    wait_for(lambda: not dialog.running)
    unit.look("单位收批复")
    dialog.reject()
    assert unit.goal("p3") == "采血三千人次"
    assert not unit.window.status.conflicts.isVisible()

"""套用上年 and 另起年度 in the window, and the list of carried values beside it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from tests.qt.acting import Person
from tests.qt.driving import names, trigger
from tests.qt.windows import WAN, small_file, wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.qt import app_window
from hengbiao.qt.dialogs.rollover_dialog import RolloverDialog


def opened(window, kind):
    return next((one for one in window.findChildren(kind) if one.isVisible()), None)


def ask(window):
    trigger(window, "rollover")
    return opened(window, RolloverDialog)


def rows(view):
    return [[*line.texts] for line in view.lines.lines]


def records(window):
    return {key: window.session.tree.records[key] for key in window.session.tree.records}


@pytest.fixture
def dated(window):
    window.commit(
        "准备",
        [
            Change(Ref("p1", ("name",)), "应急救护培训", "应急救护培训（2026年）"),
            Change(Ref("p1", ("goal",)), "目标", "2026年11月底前完成；参照2024年做法"),
        ],
    )
    return window


def test_one_project_is_previewed_then_brought_over_in_one_step(dated):
    before = records(dated)
    dialog = ask(dated)
    assert dialog.year() == 2027
    assert rows(dialog.form.shifted)[0] == [
        "应急救护培训（2027年）",
        "项目名称",
        "应急救护培训（2026年）",
        "应急救护培训（2027年）",
    ]
    (doubtful,) = rows(dialog.form.look)
    assert doubtful[1] == "年度绩效目标"
    assert "2024年" in doubtful[3]
    assert dialog.form.told.text().startswith("将在 2027 年度新增 1 张表，1 个预算单位；")
    dialog.accept()
    assert names(dated)[:3] == ["2027 年", "  清河县红十字会", "    应急救护培训（2027年）"]
    assert dated.session.tree.headings[dated.record].name == "应急救护培训（2027年）"
    assert dated.session.document.undo_label == "套用上年，另起 2027 年度"
    trigger(dated, "undo")
    assert records(dated) == before


def test_the_whole_unit_is_ticked_where_its_line_is_chosen(window):
    window.show_record("u1")
    dialog = ask(window)
    assert dialog.form.told.text().startswith("将在 2027 年度新增 3 张表，1 个预算单位；")
    dialog.form.forms.topLevelItem(0).child(0).setCheckState(0, Qt.CheckState.Unchecked)
    wait_for(lambda: "新增 2 张表" in dialog.form.told.text())
    dialog.reject()
    assert len(window.session.tree.units) == 2


def test_nothing_ticked_or_all_there_is_said_and_cannot_be_done(window):
    dialog = ask(window)
    ok = dialog.form.buttons.button(dialog.form.buttons.StandardButton.Ok)
    dialog.form.forms.topLevelItem(0).setCheckState(0, Qt.CheckState.Unchecked)
    wait_for(lambda: dialog.form.told.text() == "请勾选要套用的表")
    assert not ok.isEnabled()
    dialog.form.forms.topLevelItem(0).setCheckState(0, Qt.CheckState.Checked)
    dialog.form.year.setValue(2026)
    wait_for(lambda: "2026 年度都已经有了" in dialog.form.told.text())
    assert not ok.isEnabled()
    dialog.reject()


def test_last_years_file_comes_into_this_years_unit(window, tmp_path, qtbot, settings):
    older = app_window.build(settings)
    qtbot.addWidget(older)
    older.files.open(str(small_file(tmp_path, "上年")))
    changes = [Change(Ref(key, ("year",)), 2026, 2025) for key in ("u1", "u2", "p1", "p2", "p3", "p4")]
    changes.append(Change(Ref("p1", ("name",)), "应急救护培训", "上年的培训（2025年）"))
    older.commit("准备", changes)
    older.leave_session()
    dialog = ask(window)
    dialog.use_file(str(tmp_path / "上年.hengbiao"))
    assert dialog.year() == 2026
    assert "新增 1 张表；" in dialog.form.told.text()
    assert "已有或同年的 2 张不套用：人道救助、备灾物资" in dialog.form.told.text()
    dialog.accept()
    assert "  上年的培训（2026年）" in names(window)
    assert len(window.session.tree.units) == 2


def test_a_file_that_cannot_be_read_is_told_and_changes_nothing(window, tmp_path):
    broken = tmp_path / "坏.hengbiao"
    broken.write_bytes(b"not a document")
    dialog = ask(window)
    dialog.use_file(str(broken))
    assert "坏.hengbiao" in opened(dialog, QMessageBox).text()
    opened(dialog, QMessageBox).close()
    assert dialog.form.source.count() == 1
    dialog.reject()


@pytest.fixture
def rolled(dated):
    ask(dated).accept()
    return dated


def listed(dialog):
    model = dialog.model
    return [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]


def test_carried_values_are_listed_in_the_order_of_the_form(rolled):
    trigger(rolled, "carried")
    dialog = rolled.years.show_list()
    found = listed(dialog)
    assert [line[1] for line in found][:2] == ["项目名称", "年度绩效目标"]
    assert next(line[1] for line in found if "第 1 条" in line[1]).endswith("三级指标")
    assert dialog.form.told.text() == f"还有 {len(found)} 处未核对，其中 1 处年份要看"
    dialog.form.doubtful.click()
    assert [line[1::2] for line in listed(dialog)] == [["年度绩效目标", "年份请核对"]]
    dialog.close()


def test_one_some_and_all_are_confirmed_each_as_one_step(rolled):
    dialog = rolled.years.show_list()
    count = dialog.model.rowCount()
    before = records(rolled)
    dialog.form.list.setCurrentIndex(dialog.model.index(1, 0))
    QTest.mouseClick(dialog.form.confirm, Qt.MouseButton.LeftButton)
    assert dialog.model.rowCount() == count - 1
    assert rolled.session.document.undo_label == "核对沿用上年 1 处"
    dialog.form.list.selectAll()
    assert len(dialog.form.list.selectionModel().selectedRows()) == count - 1
    trigger(rolled, "undo")
    assert records(rolled) == before
    assert dialog.model.rowCount() == count
    QTest.mouseClick(dialog.form.confirmAll, Qt.MouseButton.LeftButton)
    assert dialog.form.told.text() == "没有未核对的地方"
    assert not dialog.form.confirm.isEnabled()
    trigger(rolled, "undo")
    assert records(rolled) == before
    dialog.close()


def test_the_list_goes_to_the_cell_and_typing_there_confirms_it(rolled):
    dialog = rolled.years.show_list()
    at = [line[1] for line in listed(dialog)].index("年度绩效目标")
    count = dialog.model.rowCount()
    dialog.form.list.setCurrentIndex(dialog.model.index(at, 0))
    QTest.mouseClick(dialog.form.jump, Qt.MouseButton.LeftButton)
    rolled.activateWindow()
    QApplication.processEvents()
    rolled.focus_editor()
    Person().enter("abc", Qt.Key.Key_Return)
    assert rolled.session.tree.project(rolled.record).goal.startswith("abc")
    assert dialog.model.rowCount() == count - 1
    trigger(rolled, "undo")
    assert dialog.model.rowCount() == count
    dialog.close()


def test_the_list_follows_the_form_on_show_and_goes_with_its_document(rolled, tmp_path):
    dialog = rolled.years.show_list()
    dialog.form.scope.setCurrentIndex(0)
    assert dialog.model.rowCount() > 3
    rolled.ui.tree.choose("p2")
    QApplication.processEvents()
    assert dialog.form.told.text() == "没有未核对的地方"
    rolled.files.open(str(small_file(tmp_path, "另一个")))
    assert not dialog.isVisible()


def corner(window, path):
    grid = window.editor.view().grid
    index = grid.sheet_model.index_of(Ref(window.record, path))
    grid.scrollTo(index)
    QApplication.processEvents()
    spot = grid.visualRect(index).topRight()
    return grid.viewport().grab().toImage().pixelColor(spot.x() - 1, spot.y() + 1).name()


def test_a_carried_cell_has_a_folded_corner_until_it_is_confirmed(rolled):
    from hengbiao.qt import style

    marked = style.colour("explain").name()
    assert corner(rolled, ("goal",)) == marked
    dialog = rolled.years.show_list()
    QTest.mouseClick(dialog.form.confirmAll, Qt.MouseButton.LeftButton)
    dialog.close()
    assert corner(rolled, ("goal",)) != marked


def type_year(window, year):
    window.editor.view().fold.unfold()
    window.editor.go(Ref(window.record, ("year",)))
    Person().enter(year, Qt.Key.Key_Return)
    wait_for(lambda: opened(window, QMessageBox) is not None)
    return opened(window, QMessageBox)


def answer(box, words):
    next(button for button in box.buttons() if button.text().startswith(words)).click()
    QApplication.processEvents()


def test_typing_another_year_asks_and_explains_both_answers(window):
    before = records(window)
    box = type_year(window, "2027")
    assert box.text() == "另起 2027 年度？"
    assert "2026 年度的保留不动" in box.informativeText()
    assert "只改年度" in box.informativeText()
    answer(box, "不改了")
    assert records(window) == before


def test_the_year_alone_is_changed_where_that_is_the_answer(window):
    answer(type_year(window, "2027"), "只改年度")
    assert window.session.tree.project("p1").year == 2027
    trigger(window, "undo")
    assert opened(window, QMessageBox) is None
    assert window.session.tree.project("p1").year == 2026


def test_the_new_year_is_started_from_the_question(window):
    answer(type_year(window, "2027"), "另起")
    dialog = opened(window, RolloverDialog)
    assert dialog.year() == 2027
    dialog.accept()
    assert window.session.tree.project("p1").year == 2026
    made = window.session.tree.project(window.record)
    assert (made.name, made.year, made.funds.total) == ("应急救护培训", 2027, 45 * WAN)

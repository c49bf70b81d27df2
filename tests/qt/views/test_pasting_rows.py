"""Rows pasted with their levels, as copied from somebody's spreadsheet: 津1 by paste, its actions counted."""

import pytest
from PySide6.QtCore import Qt
from tests.qt.views.conftest import cell, plain, shown
from tests.qt.views.test_grid_blocks import put, rows

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.project import Project
from hengbiao.formats import interchange
from hengbiao.forms.vocabulary import schemes
from hengbiao.qt.models.whole_rows import whole_rows
from hengbiao.qt.views.fill_view import FillView
from hengbiao.qt.views.table_view import TableView

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def tianjin(shared):
    return interchange.read(shared / "domain" / "data" / "tianjin-2025.json")


def as_table(project):
    """The rows of a project as a spreadsheet copies them, levels merged."""
    lines, before = [], ("", "")
    for row in project.indicators:
        now = (row.level1, row.level2)
        count = {n: sum((r.level1, r.level2)[: n + 1] == now[: n + 1] for r in project.indicators) for n in range(2)}
        merged = [f"<td rowspan={count[n]}>{now[n]}</td>" if now[: n + 1] != before[: n + 1] else "" for n in range(2)]
        texts = "".join(f"<td>{text}</td>" for text in (row.name, row.description, row.target))
        lines.append(f"<tr>{''.join(merged)}{texts}</tr>")
        before = now
    head = "".join(f"<td>{text}</td>" for text in ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值"))
    return f"<table><tr>{head}</tr>{''.join(lines)}</table>"


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_project_of_tianjin_is_filled_in_by_paste_in_few_actions(qtbot, tianjin, person, number):
    wanted = tianjin.project(tianjin.all_projects()[number].id)
    new = Project(id=wanted.id, unit=wanted.unit, position=wanted.position, year=2025)
    document = Document(tianjin.changed([Change(Ref(wanted.id), wanted, new)]))
    view = shown(qtbot, FillView(document), wanted.id)
    person.enter(wanted.name)
    for amount in (wanted.funds.total, wanted.funds.fiscal, wanted.funds.other):
        if amount is None:
            grey = view.grid.sheet_model.sheet.suggestion(view.grid.current_cell())
            person.press(KEY.Key_Right if grey else KEY.Key_Tab)  # Tab would take the grey suggestion
        else:
            person.enter(f"{amount / 1_000_000:.2f}")
    for text in (wanted.purpose, wanted.goal):
        put(text=text)
        person.press(KEY.Key_V, CTRL)
        person.press(KEY.Key_Tab)
    put(html=as_table(wanted))
    person.press(KEY.Key_V, CTRL)
    assert [row[:3] for row in rows(lambda: document.tree.project(wanted.id))] == [
        (row.level2, row.name, row.description) for row in wanted.indicators
    ]
    assert plain(document.tree.project(wanted.id)) == plain(wanted)
    assert person.actions <= 12
    assert view.untaken() == ""


def test_rows_with_levels_go_behind_those_that_are_there_as_one_step(fill, project, document, person):
    told = []
    fill.noticed.connect(told.append)
    put("产出指标\t数量指标\t甲\t甲的描述\t≥1次\n\t时效指标\t乙\t乙的描述\t12月底\n\t\t丙\t\t≥3天\t多出的")
    person.click(fill.grid, cell(fill, "target", 3))
    person.press(KEY.Key_V, CTRL)
    assert [row[:2] for row in rows(project)][:6] == [
        ("数量指标", "培训期数"),
        ("数量指标", "培训人数"),
        ("数量指标", "甲"),
        ("质量指标", "考核通过率"),
        ("时效指标", "乙"),
        ("时效指标", "丙"),
    ]
    assert told[-1] == "已粘贴 3 行，按一级、二级指标归入各组；跳过 1 个本表样没有栏目的值"
    document.undo()
    assert len(project().indicators) == 6


def test_rows_with_levels_find_their_groups_from_any_cell_of_the_form(fill, project, person):
    put("产出指标\t时效指标\t完成时间\t\t12月底")
    person.click(fill.grid, cell(fill, "goal"))
    person.press(KEY.Key_V, CTRL)
    assert project().goal == "提高救护能力"
    assert rows(project)[3][:2] == ("时效指标", "完成时间")


def test_merged_levels_are_filled_in_below_in_the_list(qtbot, document, empty_project, person):
    table = shown(qtbot, TableView(document), empty_project().id)
    put("产出指标\t数量指标\t甲\n\t\t乙\n\t质量指标\t丙")
    person.click(table.grid, cell(table, "level1"))
    person.press(KEY.Key_V, CTRL)
    assert [(row.level1, row.level2, row.name) for row in empty_project().indicators] == [
        ("产出指标", "数量指标", "甲"),
        ("产出指标", "数量指标", "乙"),
        ("产出指标", "质量指标", "丙"),
    ]


@pytest.mark.parametrize(
    "block",
    [
        (("数量指标", "甲", "≥1次"),),
        (("产出指标", "数量指标"),),
        (("产出指标", "某种指标", "甲"),),
        (("产出指标", "社会效益指标", "甲"),),
        ((), ()),
        (),
    ],
)
def test_a_block_without_both_levels_is_no_block_of_whole_rows(block):
    assert whole_rows(block, schemes()["2015"]) == []

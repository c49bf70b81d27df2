"""津1 from nothing, by keys alone, and what a keystroke shows and commits."""

import pytest
from PySide6.QtCore import Qt
from tests.qt.views.conftest import plain, shown

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.project import Project
from hengbiao.formats import interchange
from hengbiao.qt.views.fill_view import FillView


@pytest.fixture
def tianjin(shared):
    return interchange.read(shared / "domain" / "data" / "tianjin-2025.json")


@pytest.fixture
def wanted(tianjin):
    return tianjin.project(tianjin.all_projects()[0].id)


@pytest.fixture
def document(tianjin, wanted):
    """The unit of 津1 with one new project of 2025 in place of it."""
    new = Project(id=wanted.id, unit=wanted.unit, position=wanted.position, year=2025)
    return Document(tianjin.changed([Change(Ref(wanted.id), wanted, new)]))


@pytest.fixture
def view(qtbot, document, wanted):
    return shown(qtbot, FillView(document), wanted.id)


def fill_in(person, view, wanted):
    """Type 津1 as a person would who lays the paper beside the keyboard."""
    person.enter(wanted.name)
    person.enter("45")
    person.press(Qt.Key.Key_Tab)  # 财政资金: the grey 45.00 is taken
    person.press(Qt.Key.Key_Tab)  # 其他资金 stays blank
    person.enter(wanted.purpose)
    person.enter(wanted.goal)
    rows = wanted.indicators
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        person.enter(row.name)
        if row.description == row.name:
            person.press(Qt.Key.Key_Tab)
        else:
            person.enter(row.description)
        more = after is not None and after.level2 == row.level2
        person.enter(str(row.target), Qt.Key.Key_Return if more else Qt.Key.Key_Tab)
        if after is not None and not more:
            go_to(person, view, after.level2)


def go_to(person, view, level2):
    """Click the next row to be filled where Tab has not led there already."""
    model = view.grid.sheet_model
    sheet = model.sheet
    place = sheet.row_of(view.grid.current_cell())
    if sheet.groups[place[1]][1] != level2:
        row_id = next(key for key, levels in sheet.groups.items() if levels[1] == level2)
        first = next(cell for cell in sheet.entries if (at := sheet.row_of(cell)) and at[1] == row_id)
        person.click(view.grid, first)


def test_the_first_tianjin_project_is_typed_from_nothing_in_fifty_actions(view, document, tianjin, wanted, person):
    fill_in(person, view, wanted)
    view.commit_pending()
    assert plain(document.tree.project(wanted.id)) == plain(wanted)
    assert interchange.dump(document.tree) == interchange.dump(tianjin)
    assert person.actions <= 50

"""Views over small documents, shown and focused as in the window."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from tests.qt.acting import Person

from hengbiao.domain.document import Document
from hengbiao.formats import interchange
from hengbiao.qt.views.fill_view import FillView
from hengbiao.qt.views.preview_view import PreviewView
from hengbiao.qt.views.table_view import TableView

ROWS = (
    ("产出指标", "数量指标", "培训期数", "培训期数", "≥4期"),
    ("产出指标", "数量指标", "培训人数", "培训人数", "≥200人"),
    ("产出指标", "质量指标", "考核通过率", "", "≥90%"),
    ("产出指标", "成本指标", "培训成本", "讲课与场地", "≤8万元"),
    ("产出指标", "成本指标", "教材成本", "教材印刷", "≤2万元"),
    ("满意度指标", "服务对象满意度指标", "学员满意度", "学员满意度", "≥95%"),
)


@pytest.fixture
def person():
    QApplication.clipboard().clear()
    return Person()


@pytest.fixture
def document():
    """One unit with a filled project and an empty one."""
    names = ("level1", "level2", "name", "description", "target")
    filled = {
        "year": 2026,
        "code": "P1",
        "name": "应急救护培训",
        "funds": {"total": "100000.00", "fiscal": "100000.00"},
        "purpose": "用于培训",
        "goal": "提高救护能力",
        "indicators": [dict(zip(names, row, strict=True)) for row in ROWS],
    }
    unit = {"code": "100001", "name": "青山县红十字会", "region": "tianjin", "year": 2026}
    data = {"format": "hengbiao/1", "units": [{**unit, "projects": [filled, {"year": 2026, "name": ""}]}]}
    return Document(interchange.tree_of(data))


@pytest.fixture
def project(document):
    """The filled project as it now is."""
    key = document.tree.all_projects()[0].id
    return lambda: document.tree.project(key)


@pytest.fixture
def empty_project(document):
    key = document.tree.all_projects()[1].id
    return lambda: document.tree.project(key)


def shown(qtbot, view, record, size=(1080, 620)):
    qtbot.addWidget(view)
    view.resize(*size)
    view.set_layout("tianjin")
    view.show()
    qtbot.waitExposed(view)
    view.show_record(record)
    view.activateWindow()
    view.setFocus()
    QApplication.processEvents()
    return view


@pytest.fixture
def fill(qtbot, document, project):
    return shown(qtbot, FillView(document), project().id)


@pytest.fixture
def fill_empty(qtbot, document, empty_project):
    return shown(qtbot, FillView(document), empty_project().id)


@pytest.fixture
def table(qtbot, document, project):
    return shown(qtbot, TableView(document), project().id)


@pytest.fixture
def preview(qtbot, document, project):
    return shown(qtbot, PreviewView(document), project().id)


def cell(view, field, row=-1):
    """The cell of a field; of the `row`-th indicator shown where one is named."""
    sheet = view.grid.sheet_model.sheet
    found = [c for c in sheet.entries if c.slot.field == field]
    return found[max(row, 0)]


def plain(project):
    """What people entered: everything but identities."""
    rows = tuple(replace(row, id="", position="") for row in project.indicators)
    return replace(project, id="", unit="", position="", indicators=rows)

"""What a person does to have 津1 from last year's project: counted, in the window, by keys."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.qt.acting import Person
from tests.qt.driving import trigger
from tests.qt.views.conftest import plain
from tests.qt.windows import wait_for

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.formats import interchange
from hengbiao.qt import app_window
from hengbiao.qt.dialogs.rollover_dialog import RolloverDialog
from hengbiao.store.store import Store


@pytest.fixture
def wanted(shared):
    tree = interchange.read(shared / "domain" / "data" / "tianjin-2025.json")
    return tree.project(tree.all_projects()[0].id)


@pytest.fixture
def last_year(shared, tmp_path):
    """A file with 津1 as it would have been a year before."""
    text = (shared / "domain" / "data" / "tianjin-2025.json").read_text("utf-8")
    data = json.loads(text.replace("2025", "2024"))
    data["units"] = data["units"][:1]
    data["units"][0]["projects"] = data["units"][0]["projects"][:1]
    tree, path = interchange.tree_of(data), tmp_path / "上年.hengbiao"
    with Store.create(path) as store:
        Document(store.load(), store.append).commit("", [Change(Ref(k), None, tree.records[k]) for k in tree.records])
    return path


def test_from_last_years_project_in_twelve_actions(qtbot, settings, last_year, wanted):
    window = app_window.build(settings)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.files.open(str(last_year))
    window.show()
    qtbot.waitExposed(window)
    wait_for(lambda: window.editor.view() is not None)
    person = Person()
    trigger(window, "rollover")
    dialog = next(one for one in window.findChildren(RolloverDialog) if one.isVisible())
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    QApplication.processEvents()
    person.actions += 3  # the menu, 套用上年, Enter
    found = [item.id for item in window.session.tree.all_projects() if item.year == 2025]
    assert window.record == found[0]
    trigger(window, "carried")
    QApplication.processEvents()
    listing = window.years._list
    QTest.mouseClick(listing.form.confirmAll, Qt.MouseButton.LeftButton)
    person.actions += 3  # the menu, 沿用上年, 全部核对
    assert plain(window.session.tree.project(found[0])) == plain(wanted)
    assert person.actions <= 12
    listing.close()
    window.leave_session()

"""Whatever is done to projects in the window, in whatever order: one undo step each, and undo brings all back."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QMessageBox
from tests.qt.windows import small_file, wait_for

from hengbiao.domain.carried import unconfirmed
from hengbiao.formats import interchange
from hengbiao.qt.models.dropping import Place
from hengbiao.store.store import Store
from hengbiao.store.verify import verify

DEEDS = (
    *("newProject", "newDepartment", "moveUp", "moveDown", "duplicateProjects", "delete"),
    *("copy and paste", "cut and paste", "drag", "rename", "rollover", "state", "confirm"),
)


def everything(window):
    """The interchange form and every record with its marks: a dump knows neither marks nor ids."""
    tree = window.session.tree
    return json.dumps(interchange.dump(tree), sort_keys=True), {key: tree.records[key] for key in tree.records}


def opened(window, kind):
    return next((one for one in window.findChildren(kind) if one.isVisible()), None)


def trigger(window, name):
    if window.actions_[name].isEnabled():
        window.actions_[name].trigger()
        QApplication.processEvents()


def act(window, deed, at):
    """One action on the chosen records, dialogs answered as a person would who goes through with it."""
    tree = window.session.tree
    if deed == "copy and paste":
        trigger(window, "copyProjects")
        choose(window, at + 1, at + 1)
        trigger(window, "pasteProjects")
    elif deed == "cut and paste":
        trigger(window, "cutProjects")
        choose(window, at + 2, at + 2)
        trigger(window, "pasteProjects")
    elif deed == "drag":
        window.projects.relocate(window.projects.chosen(), Place(tree.units[at % len(tree.units)].id, ""))
    elif deed == "rename":
        if tree.headings[window.record].kind != "department":
            window.model.setData(window.model.index_of(window.record), f"改名{at}")
    elif deed == "rollover":
        dialog = window.years.ask(2026 + at % 3)
        dialog.accept() if dialog.found else dialog.reject()
    elif deed == "state":
        dialog = window.states.ask(["sealed", "sent", "returned"][at % 3])
        dialog.accept()
    elif deed == "confirm":
        window.years._confirm([place.ref for place in unconfirmed(tree, window.record)[: at + 1]])
    else:
        trigger(window, deed)
        box = opened(window, QMessageBox)
        if box:
            next(button for button in box.buttons() if button.text().startswith("删除")).click()
    QApplication.processEvents()


def choose(window, first, last):
    """Select a stretch of the lines of the tree."""
    tree = window.session.tree
    lines = [key for unit in tree.units for key in (unit.id, *(item.id for item in tree.parts(unit.id)))]
    low, high = sorted((first % len(lines), last % len(lines)))
    window.ui.tree.select(lines[low : high + 1])
    QApplication.processEvents()


sequences = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 20), st.integers(0, 2)), min_size=1, max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequences)
def test_each_action_is_one_step_and_all_can_be_undone_and_done_again(window, tmp_path_factory, deeds):
    window.files.open(str(small_file(tmp_path_factory.mktemp("steps"))))
    states = [everything(window)]
    for deed, at, more in deeds:
        if not window.session.tree.units:
            break
        choose(window, at, at + more)
        before = len(window.session.document._undo)
        act(window, deed, at)
        now = everything(window)
        assert len(window.session.document._undo) - before == (now != states[-1]), (
            deed,
            window.actions_["undo"].text(),
        )
        if now != states[-1]:
            assert window.session.document.undo_label
            assert window.session.document.undo_label in window.actions_["undo"].text().replace("&&", "&")
            states.append(now)
    for wanted in reversed(states[:-1]):
        trigger(window, "undo")
        assert everything(window) == wanted
    assert not window.session.document.undo_label
    for wanted in states[1:]:
        trigger(window, "redo")
        assert everything(window) == wanted
    path = window.session.path
    window.show_session(None)
    assert verify(path) == []
    with Store.open(path, read_only=True) as store:
        assert json.dumps(interchange.dump(store.load()), sort_keys=True) == states[-1][0]


def test_undo_shows_what_it_touched(window):
    window.projects.rename("p4", "另一个库房")
    window.show_record("p1")
    trigger(window, "undo")
    assert window.record == "p4"
    assert window.status.notice.text() == "已撤销“改名”"
    window.show_record("p1")
    trigger(window, "redo")
    assert window.record == "p4"


def test_a_filter_without_a_hit_leaves_the_tree_empty_and_says_so(window):
    window.ui.filter.setText("没有这样的")
    wait_for(lambda: window.model.rowCount() == 0)
    assert window.model.filtered
    grey = window.ui.tree.viewport().grab().toImage()
    colours = {grey.pixelColor(x, y).name() for x in range(0, grey.width(), 2) for y in range(0, 60, 2)}
    assert len(colours) > 3
    window.ui.filter.clear()
    assert not window.model.filtered

"""The tree model keeps up with any document, by the smallest moves, and Qt's own tester finds nothing wrong."""

import random

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from tests.qt.windows import project, small_tree

from hengbiao.domain import arrange, shape
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.qt.models.outline import outline
from hengbiao.qt.models.project_tree_model import KEY, ProjectTreeModel


@pytest.fixture
def document():
    return Document(small_tree())


@pytest.fixture
def model(qapp, document):
    made = ProjectTreeModel()
    made.show_tree(document.tree)
    document.subscribe(made.take)
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Warning)
    yield made
    del tester


def lines(node):
    return [(child.key, child.text, lines(child)) for child in node.children]


def shown(model, parent=None):
    rows = range(model.rowCount() if parent is None else model.rowCount(parent))
    indexes = [model.index(row, 0) if parent is None else model.index(row, 0, parent) for row in rows]
    return [(index.data(KEY), index.data(), shown(model, index)) for index in indexes]


def act(document, chance):
    """One thing a person may do, at random."""
    tree = document.tree
    records = list(tree.headings)
    if not records:
        document.undo()
        return
    unit = chance.choice(tree.units).id if tree.units else ""
    deeds = [
        lambda: (
            shape.add_unit(
                tree, code="", name=f"单位{chance.random()}", region="", year=chance.choice((2025, 2026))
            ).changes
        ),
        lambda: shape.add_project(tree, unit, chance.choice(records), f"项目{chance.random()}").changes if unit else [],
        lambda: shape.add_department(tree, unit).changes if unit and not tree.department(unit) else [],
        lambda: shape.drop(tree, chance.choice(records)) if len(records) > 3 else [],
        lambda: arrange.stepped(tree, [chance.choice(records)], chance.choice((-1, 1))),
        lambda: _renamed(tree, chance.choice(records), f"改{chance.random()}"),
    ]
    deeds += [lambda: _relocated(tree, chance), lambda: _copied(tree, chance, unit)]
    weights = (1, 4, 2, 2, 4, 3, 5, 2)
    document.commit("随机", chance.choices(deeds, weights)[0]())
    if chance.random() < 0.2:
        document.undo()
    if chance.random() < 0.1:
        document.redo()


def _relocated(tree, chance):
    """Some projects to another place, perhaps in another unit, where that makes sense."""
    projects = [item.id for item in tree.all_projects()]
    moved = chance.sample(projects, min(len(projects), 3))
    unit = chance.choice(tree.units).id
    before = chance.choice(["", *(item.id for item in tree.projects(unit))])
    try:
        return arrange.relocate(tree, moved, unit, before)
    except arrange.MisplacedError:
        return []


def _copied(tree, chance, unit):
    projects = [item.id for item in tree.all_projects()]
    return arrange.copies(tree, [tree.project(chance.choice(projects))], unit) if projects and unit else []


def _renamed(tree, key, name):
    item = tree.headings[key]
    return [] if item.kind == "department" else [Change(Ref(key, ("name",)), item.name, name)]


@pytest.mark.parametrize("seed", range(12))
def test_a_random_person_never_leaves_the_model_behind(document, model, seed):
    chance = random.Random(seed)
    for _ in range(60):
        kept = {key: QPersistentModelIndex(model.index_of(key)) for key in document.tree.headings}
        act(document, chance)
        assert all(index.data(KEY) == key for key, index in kept.items() if index.isValid())
        assert shown(model) == lines(outline(document.tree))
        for key in document.tree.headings:
            assert model.index_of(key).data(KEY) == key


def test_persistent_indexes_follow_a_moved_line(document, model):
    kept = QPersistentModelIndex(model.index_of("p1"))
    document.commit("下移", arrange.stepped(document.tree, ["p1"], 1))
    assert kept.data(KEY) == "p1"
    assert kept.row() == 1


def test_a_keystroke_in_a_name_shows_at_once_and_ends_with_the_preview(document, model):
    document.preview([Change(Ref("p1", ("name",)), "应急救护培训", "应急")])
    assert model.index_of("p1").data() == "应急"
    document.preview(())
    assert model.index_of("p1").data() == "应急救护培训"


def test_a_change_of_content_repaints_one_line_and_its_unit_only(document, model, qtbot):
    told = []
    model.dataChanged.connect(lambda first, last: told.append((first.data(KEY), last.data(KEY))))
    with qtbot.assertNotEmitted(model.modelReset):
        document.commit("改目标", [Change(Ref("p1", ("goal",)), "目标", "新")])
    assert told == [("p1", "p1"), ("u1", "u1")]


def test_years_appear_where_there_are_several(document, model):
    assert shown(model)[0][0] == "u1"
    document.commit("新年度", shape.add_unit(document.tree, code="", name="旧", region="", year=2025).changes)
    assert [line[1] for line in shown(model)] == ["2026 年", "2025 年"]
    assert model.index(0, 0).flags() & Qt.ItemFlag.ItemIsEditable == Qt.ItemFlag.NoItemFlags


def test_a_large_change_is_told_as_one_reset(document, model, qtbot):
    changes = [change for _ in range(60) for change in shape.add_project(document.tree, "u1").changes]
    with qtbot.waitSignal(model.modelReset):
        document.commit("导入", changes)
    assert shown(model) == lines(outline(document.tree))


def test_filtering_keeps_units_of_matching_projects(model):
    model.filter(lambda name: "租赁" in name)
    assert shown(model) == [("u2", "清河县备灾中心", [("p4", "库房租赁", [])])]
    model.filter(lambda name: "备灾中心" in name)
    assert shown(model) == [("u2", "清河县备灾中心", [("p4", "库房租赁", [])])]
    model.filter(None)
    assert len(shown(model)) == 2


def test_what_the_filter_hides_stays_hidden_through_a_change(document, model):
    model.filter(lambda name: "租赁" in name)
    document.commit("新建", shape.add_project(document.tree, "u1", name="别的").changes)
    assert [line[0] for line in shown(model)] == ["u2"]
    assert not model.index_of("p1").isValid()


def test_another_name_is_asked_for_not_taken(document, model, qtbot):
    with qtbot.waitSignal(model.renamed) as asked:
        model.setData(model.index_of("p1"), " 新名称 ")
    assert asked.args == ["p1", "新名称"]
    assert document.tree.headings["p1"].name == "应急救护培训"


@pytest.mark.usefixtures("qapp")
def test_what_comes_under_a_unit_that_nobody_has_opened_is_told(document):
    model, told = ProjectTreeModel(), []
    model.show_tree(document.tree)
    document.subscribe(model.take)
    model.rowsInserted.connect(lambda above, first, last: told.append((above.data(KEY), first, last)))
    model.rowsRemoved.connect(lambda above, first, last: told.append((above.data(KEY), -first, -last)))
    document.commit("添", [Change(Ref("n1"), None, project("n1", "u2", "新项目", "zz"))])
    assert told == [("u2", 1, 1)]
    document.commit("删", shape.drop(document.tree, "p4"))
    assert told[1:] == [("u2", 0, 0)]

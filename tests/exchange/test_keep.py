import pytest

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.find import NotOneError
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Funds, Project
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.shape import drop
from hengbiao.domain.target import Target
from hengbiao.domain.unit import Unit
from hengbiao.exchange import keep
from hengbiao.forms.grid import shown
from hengbiao.store.store import Store, verify

ROW = Indicator(id="a", position="V", level1="产出指标", level2="数量指标", name="培训", target=Target("≥", "1", "次"))
UNIT = Unit(id="u", position="V", code="571203", name="甲会", year=2025)
PROJECT = Project(id="p", unit="u", position="V", name="一", funds=Funds(total=4_500_000), indicators=(ROW,))
OTHER = Project(id="q", unit="u", position="k", name="二", funds=Funds(total=100))


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "x.hengbiao", author="王会计") as store:
        yield store


@pytest.fixture
def document(store):
    made = Document(store.load(), store.append)
    made.commit("新建", [Change(Ref(record.id), None, record) for record in (UNIT, PROJECT, OTHER)])
    return made


def put(document, path, new, record="p"):
    from hengbiao.domain.change import value_at

    document.commit("改", [Change(Ref(record, path), value_at(document.tree.records[record], path), new)])


def kept(store, document, label):
    document.commit("留存", keep.keep_changes(store, document.tree, label))


def told(store, document, a, b):
    found = keep.compare(store, document.tree, (a, b))
    return [(one.kind, one.name, one.old, one.new) for one in found.differences]


def test_what_changed_since_is_told_field_by_field_and_stays_so(store, document):
    kept(store, document, "一上")
    put(document, ("funds", "total"), 4_000_000)
    put(document, ("indicators", "a", "target"), Target("≥", "2", "次"))
    document.commit("删", drop(document.tree, "q"))
    kept(store, document, "二上")
    put(document, ("name",), "改名")
    between = [
        ("changed", "预算数", 4_500_000, 4_000_000),
        ("changed", "绩效指标第 1 条“培训”的指标值", ROW.target, Target("≥", "2", "次")),
        ("dropped", "项目", OTHER, None),
    ]
    assert told(store, document, "一上", "二上") == between
    assert told(store, document, "二上", "一上")[0] == ("changed", "预算数", 4_000_000, 4_500_000)
    assert told(store, document, "二上", "现在") == [("changed", "项目名称", "一", "改名")]
    assert told(store, document, "一上", "一上") == []
    assert keep.version(store, document.tree, "一上").project("p") == PROJECT


def test_rows_that_come_and_go_are_named_and_moves_are_none(store, document):
    kept(store, document, "一上")
    new = Indicator(id="b", position="k", name="宣传", target=Target(text="全年"))
    put(document, ("indicators", "b"), new)
    put(document, ("indicators", "a"), None)
    put(document, ("position",), "zz")
    assert told(store, document, "一上", "现在") == [
        ("dropped", "绩效指标第 1 条“培训”", ROW, None),
        ("added", "绩效指标第 1 条“宣传”", None, new),
    ]


def test_a_version_costs_no_copy_and_the_file_stays_whole(store, document):
    before = store.edits
    kept(store, document, "一上")
    assert store.edits == before + 1
    assert len(document.tree.unit("u").versions[0].heads) < 100 * 3
    store.close()
    assert verify(store.path) == []
    with Store.open(store.path) as again:
        assert [(one.label, one.by, one.units) for one in keep.kept(again.load())] == [("一上", "王会计", 1)]


def test_a_label_is_kept_once_but_reaches_units_that_came_later(store, document):
    kept(store, document, "一上")
    with pytest.raises(Refusal, match="已有留存“一上”稿"):
        keep.keep_changes(store, document.tree, "一上")
    late = Unit(id="v", position="z", name="乙会")
    document.commit("收表", [Change(Ref("v"), None, late)])
    kept(store, document, "一上")
    assert keep.kept(document.tree)[0].units == 2
    assert told(store, document, "一上", "现在") == []


@pytest.mark.parametrize("label", ["", "  ", "现在", "长" * 41, "一\n上"])
def test_an_unfit_label_is_refused(store, document, label):
    with pytest.raises(Refusal, match="名称"):
        keep.keep_changes(store, document.tree, label)


def test_a_version_that_is_not_there_names_those_that_are(store, document):
    with pytest.raises(NotOneError, match="没有留存“一上”稿（已留存：没有"):
        keep.version(store, document.tree, "一上")
    with pytest.raises(Refusal, match="没有预算单位"):
        keep.keep_changes(store, document.tree.changed(drop(document.tree, "u")), "一上")


def test_a_version_without_its_history_says_so(store, document, tmp_path):
    kept(store, document, "一上")
    unit = document.tree.unit("u")
    with Store.create(tmp_path / "y.hengbiao") as other:
        copied = Document(other.load(), other.append)
        copied.commit("收", [Change(Ref("u"), None, unit), Change(Ref("p"), None, PROJECT)])
        with pytest.raises(Refusal, match="文件发来时未带历史"):
            keep.version(other, copied.tree, "一上")


def test_the_table_prints_amounts_and_how_they_changed(store, document):
    kept(store, document, "一上")
    put(document, ("funds", "total"), 4_000_000)
    document.commit("删", drop(document.tree, "q"))
    grid = keep.comparison_grid(keep.compare(store, document.tree, ("一上", "现在")))
    rows = [[shown(cell.value, cell.style.show) for cell in grid.cells if cell.row == row] for row in (2, 3, 4)]
    assert grid.title == "2025年度绩效目标调整对照表"
    assert rows[0] == ["预算单位", "项目", "栏目", "一上", "现在", "增减"]
    assert rows[1] == ["571203 甲会", "一", "预算数", "4.50", "4.00", "-0.50"]
    assert rows[2] == ["二", "取消项目", "预算数 0.0001 万元", "（空）", "-0.0001"]

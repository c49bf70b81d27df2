import pytest

from hengbiao.domain.change import Change, Ref, value_at
from hengbiao.domain.document import Document
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Funds, Project
from hengbiao.domain.shape import drop
from hengbiao.domain.target import Target
from hengbiao.domain.unit import Extra, Unit
from hengbiao.exchange.chronicle import told
from hengbiao.exchange.returns import pin_changes
from hengbiao.store.store import Store

ROW = Indicator(id="a", position="V", name="培训", target=Target("≥", "1", "次"))
UNIT = Unit(id="u", position="V", code="571203", name="甲会", year=2026)
PROJECT = Project(id="p", unit="u", position="V", name="一", funds=Funds(total=4_500_000), indicators=(ROW,))


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "x.hengbiao", author="王会计") as store:
        yield store


@pytest.fixture
def document(store):
    made = Document(store.load(), store.append)
    made.commit("新建", [Change(Ref(record.id), None, record) for record in (UNIT, PROJECT)])
    return made


def put(document, new, *path, record="p"):
    old = value_at(document.tree.records[record], path)
    document.commit("改", [Change(Ref(record, path), old, new)])


def last(store, document):
    one = told(document.tree, store.history())[0]
    return one.unit, one.form, one.field, one.old, one.new


@pytest.mark.parametrize(
    ("path", "new", "said"),
    [
        (("goal",), "新", ("年度绩效目标", "", "新")),
        (("funds", "total"), 4_600_000, ("预算数", "4.50", "4.60")),
        (("funds", "total"), None, ("预算数", "4.50", "")),
        (("year",), 2027, ("年度", "", "2027")),
        (("indicators", "a", "target"), Target("≥", "2", "次"), ("绩效指标第 1 条“培训”的指标值", "≥1次", "≥2次")),
        (("indicators", "a", "target"), Target(text="全年"), ("绩效指标第 1 条“培训”的指标值", "≥1次", "全年")),
        (("indicators", "a", "name"), "演练", ("绩效指标第 1 条“演练”的三级指标", "培训", "演练")),
        (("indicators", "a"), None, ("绩效指标（已删除的一行）", "培训 ≥1次", "")),
        (("extra", "e"), Extra(id="e", position="V", label="负责人", text="李"), ("负责人", "", "负责人 李")),
    ],
)
def test_every_kind_of_value_is_told_in_words(store, document, path, new, said):
    put(document, new, *path)
    assert last(store, document) == ("571203 甲会", "一", *said)


def test_records_come_and_go_in_words(store, document):
    document.commit("删除", drop(document.tree, "p"))
    found = told(document.tree, store.history())
    assert [(one.form, one.field, one.gone) for one in found] == [
        ("一", "删除整张表", True),
        ("一", "新建整张表", True),
        ("甲会", "新建整张表", False),
    ]
    document.commit("删除", drop(document.tree, "u"))
    assert told(document.tree, store.history())[0].unit == ""


def test_moves_are_left_out_and_the_last_is_told_first(store, document):
    put(document, "k", "position")
    put(document, "一", "goal")
    put(document, "二", "goal")
    assert [one.new for one in told(document.tree, store.history("p"))] == ["二", "一", "一"]
    assert [one.field for one in told(document.tree, store.history("p"))][-1] == "新建整张表"


def test_marks_are_told_by_their_name(store, document):
    document.commit("退回", pin_changes(document.tree, [(Ref("p", ("goal",)), "请改")], "财政局"))
    assert last(store, document)[2] == "退回意见"

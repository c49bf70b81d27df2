from hengbiao.domain.carried import Unconfirmed, confirm, settled, unconfirmed
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.marks import Carried
from hengbiao.domain.project import Project
from hengbiao.domain.tree import Records, Tree, empty, heading
from hengbiao.domain.unit import Unit

MARKS = ("funds.total", "goal", "indicators.a.name", "indicators.a.target", "indicators.ab.name")
PROJECT = Project(
    id="p",
    unit="u",
    goal="目标",
    indicators=(Indicator(id="a", name="甲"), Indicator(id="ab", name="乙")),
    carried=tuple(Carried(id=place) for place in MARKS),
)
RECORDS = {"u": Unit(id="u"), "p": PROJECT}
TREE = Tree(Records(RECORDS), {key: heading(record) for key, record in RECORDS.items()})


def left(changes):
    return [mark.id for mark in TREE.changed(changes).project("p").carried]


def test_what_is_unconfirmed_is_told_by_its_place():
    assert unconfirmed(TREE, "p")[3] == Unconfirmed(Ref("p", ("indicators", "a", "target")), "kept")
    assert unconfirmed(TREE, "u") == ()


def test_one_place_a_row_or_a_whole_form_is_confirmed():
    assert left(confirm(TREE, [Ref("p", ("goal",))])) == [place for place in MARKS if place != "goal"]
    assert left(confirm(TREE, [Ref("p", ("indicators", "a"))])) == ["funds.total", "goal", "indicators.ab.name"]
    assert left(confirm(TREE, [Ref("p")])) == []
    assert confirm(TREE, [Ref("p", ("name",)), Ref("u"), Ref("gone")]) == []


def test_who_types_over_a_value_has_looked_at_it():
    typed = [
        Change(Ref("p", ("goal",)), "目标", "新"),
        Change(Ref("p", ("indicators", "a")), PROJECT.indicators[0], None),
    ]
    made = settled(TREE, typed)
    assert made[:2] == typed
    assert left(made) == ["funds.total", "indicators.ab.name"]


def test_what_is_confirmed_already_is_not_dropped_twice():
    typed = [Change(Ref("p", ("goal",)), "目标", "新")]
    both = [*typed, *confirm(TREE, [Ref("p", ("goal",))])]
    assert settled(TREE, both) == both
    assert settled(TREE, confirm(TREE, [Ref("p")])) == confirm(TREE, [Ref("p")])


def test_typing_over_a_value_confirms_it_and_undo_takes_both_back():
    project = Project(id="p", unit="u", name="甲", goal="旧", carried=(Carried(id="goal"), Carried(id="name")))
    document = Document(empty().changed([Change(Ref("p"), None, project)]))
    document.commit("改", [Change(Ref("p", ("goal",)), "旧", "新")])
    assert [mark.id for mark in document.tree.project("p").carried] == ["name"]
    document.commit("改", [Change(Ref("p", ("name",)), "甲", "甲")])
    assert [mark.id for mark in document.tree.project("p").carried] == ["name"]
    document.undo()
    assert document.tree.project("p") == project


def test_what_others_wrote_is_taken_over_as_it_is():
    project = Project(id="p", unit="u", goal="旧", carried=(Carried(id="goal"),))
    document = Document(empty().changed([Change(Ref("p"), None, project)]))
    document.commit("收表", [Change(Ref("p", ("goal",)), "旧", "新")], append=lambda *_: None)
    assert document.tree.project("p").carried == (Carried(id="goal"),)

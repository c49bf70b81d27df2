from hengbiao.domain.carried import Unconfirmed, confirm, settled, unconfirmed
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.marks import Carried
from hengbiao.domain.project import Project
from hengbiao.domain.tree import Records, Tree, heading
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

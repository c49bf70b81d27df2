from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import records

from hengbiao.domain.change import put_all
from hengbiao.domain.department import Department
from hengbiao.domain.diff import record_changes
from hengbiao.domain.edited import edited
from hengbiao.domain.fields import state_of
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.merge import difference
from hengbiao.domain.project import Funds, Project
from hengbiao.domain.target import Target
from hengbiao.domain.unit import Unit

PAIRS = st.sampled_from([Unit, Project, Department]).flatmap(lambda t: st.tuples(records(t), records(t)))


@given(PAIRS)
def test_it_is_what_the_states_differ_in(pair):
    old, new = pair
    assert edited(old, new) == difference(state_of(old), state_of(new))


@given(PAIRS, st.data())
def test_so_too_where_most_is_the_same_object(pair, data):
    old, other = pair
    changes = data.draw(st.lists(st.sampled_from(list(record_changes(old, other)) or [None]), unique=True))
    new = put_all(old, filter(None, changes))
    assert edited(old, new) == difference(state_of(old), state_of(new))


def test_blanks_of_every_kind_are_told_as_none():
    row = Indicator(id="r", name="名", target=Target(text="好"))
    old = Project(id="p", unit="u", name="一", funds=Funds(total=0), indicators=(row,))
    new = Project(id="p", unit="u", funds=Funds(total=None), indicators=(Indicator(id="r"),))
    expected = {"name": None, "funds/total": None, "indicators/r/name": None, "indicators/r/target": None}
    assert edited(old, new) == expected == difference(state_of(old), state_of(new))

import itertools

from hypothesis import given
from hypothesis import strategies as st

from hengbiao.domain import position


@given(st.integers(0, 5000))
def test_spread_positions_rise(count):
    made = position.spread(count)
    assert len(made) == count
    assert all(a < b for a, b in itertools.pairwise(made))


@given(st.lists(st.integers(0, 1000), max_size=120))
def test_inserting_anywhere_lands_between_its_neighbours_for_ever(places):
    made = position.spread(2)
    for place in places:
        at = place % (len(made) + 1)
        before = made[at - 1] if at else ""
        after = made[at] if at < len(made) else ""
        new = position.between(before, after)
        assert new
        assert before < new
        assert not after or new < after
        made.insert(at, new)


@given(st.integers(0, 400), st.integers(0, 100), st.booleans(), st.booleans())
def test_many_between_two_rise_between_them_and_stay_short(count, at, low, high):
    bounds = position.spread(102)
    before, after = bounds[at] if low else "", bounds[at + 1] if high else ""
    made = position.spread_between(before, after, count)
    whole = [before, *made, *([after] if after else [])]
    assert len(made) == count
    assert all(a < b for a, b in itertools.pairwise(whole))
    assert all(len(each) <= 5 for each in made)


def test_adding_at_one_end_a_thousand_times_costs_a_character_every_five():
    last = first = position.spread(1)[0]
    for _ in range(1000):
        last, first = position.between(last, ""), position.between("", first)
    assert len(last) <= 210
    assert len(first) <= 210


def test_identities_are_fresh():
    made = [position.new_id() for _ in range(1000)] + position.new_row_ids(1000) + [position.new_row_id()]
    assert len(set(made)) == 2001
    assert {len(each) for each in made} == {16, 10}

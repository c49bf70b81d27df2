"""Merging edits that stand for others is the same as merging the full history, in whatever order and how often."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.offices import World, told

from hengbiao.domain import merge


def play(seed, steps=14, count=3):
    world = World(count, Random(seed))
    for _ in range(steps):
        world.step()
    return world


def check(world):
    """Every law, for what each office has at the end."""
    for office in world.offices:
        found = merge.resolve(office.log)
        assert found.untold or told(found) == told(world.true(office.ids))
    every = [edit for office in world.offices for edit in office.log]
    outcome = merge.resolve(every)
    world.dice.shuffle(every)
    assert merge.resolve(every) == outcome
    assert merge.resolve(every + every[:3]) == outcome
    assert outcome.untold or told(outcome) == told(world.true({key for office in world.offices for key in office.ids}))
    assert outcome.missing == ()
    return bool(outcome.untold)


@settings(max_examples=250)
@given(st.integers(0, 1 << 40))
def test_two_thousand_merges(seed):
    check(play(seed))


def test_a_fifth_of_the_merges_meet_a_conflict():
    worlds = [play(seed) for seed in range(250)]
    assert sum(map(check, worlds)) < 15  # of what one office dropped and another kept, nobody may have told the values
    assert sum(world.merges for world in worlds) > 1000
    assert sum(world.conflicts for world in worlds) > sum(world.merges for world in worlds) / 5


@pytest.mark.torture
def test_a_hundred_thousand_merges():
    merges = conflicts = 0
    for seed in range(9000):
        world = play(seed, 20, 4)
        check(world)
        merges, conflicts = merges + world.merges, conflicts + world.conflicts
    assert merges > 60_000
    assert conflicts > merges / 5

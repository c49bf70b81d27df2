"""Merging edits that stand for others is the same as merging the full history, in whatever order and how often."""

import inspect
import sys
from random import Random
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain import offices
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
        assert found.untold or told(found) == world.true(office.ids)
    every = [edit for office in world.offices for edit in office.log]
    outcome = merge.resolve(every)
    world.dice.shuffle(every)
    assert merge.resolve(every) == outcome
    assert merge.resolve(every + every[:3]) == outcome
    assert outcome.untold or told(outcome) == world.true({key for office in world.offices for key in office.ids})
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
    merges = conflicts = seed = 0
    while merges < 100_000:
        world = play(seed, 20, 4)
        check(world)
        merges, conflicts, seed = merges + world.merges, conflicts + world.conflicts, seed + 1
    assert conflicts > merges / 5


# Bugs, each put into the functions of merging by its text: the laws must notice every one.
BUGS = {
    "the largest id shows": ("for key in sorted(heads) if", "for key in sorted(heads, reverse=True) if"),
    "equal values conflict": ("any(value != told[0] for value in told[1:])", "len(told) > 1"),
    "nothing conflicts": ("any(value != told[0] for value in told[1:])", "False"),
    "only two heads are compared": (
        "any(value != told[0] for value in told[1:])",
        "len(told) == 2 and told[0] != told[1]",
    ),
    "later edits do not outdate": ("outdated[path] = outdated.get(path, 0) | mask\n", "outdated[path] = 0\n"),
    "the last edit of a field wins alone": (
        "outdated[path] = outdated.get(path, 0) | mask\n",
        "outdated[path] = outdated.get(path, 0) | 1 << places[edit.id] - 1 if places[edit.id] else 0\n",
    ),
    "grandparents are forgotten": ("1 << place | (older[place] if place < i else 0)", "1 << place"),
    "only one parent counts": (
        "for parent in edit.parents:\n            place",
        "for parent in edit.parents[:1]:\n            place",
    ),
    "a drop always wins": ('gone = shown.get("") is None', 'gone = None in fields.get("", {}).values()'),
    "a drop never wins": ('gone = shown.get("") is None', "gone = False"),
    "an edit does not keep a record alive": (
        'else [("", {}), *settings(edit.fields)]',
        "else [*settings(edit.fields)]",
    ),
    "a cell does not keep its row alive": (
        "            yield row, {}\n            yield path, value",
        "            yield path, value",
    ),
    "a row put whole sets no cells": (
        'yield from ((f"{path}/{name}", value[name]) for name in sorted(value))',
        "continue",
    ),
    "cells of dropped rows conflict": ("not (gone or _hidden(path, shown))", "not gone"),
    "cells of dropped rows show": ("place = buried if _hidden(path, shown) else state", "place = state"),
    "what is stood for is not known": ("mask = _bits(edit.standing.ids, places) if edit.standing else 0", "mask = 0"),
    "what is stood for outdates nothing": ("| mask & ~_bits(each.heads.get(path, ()), places)", "| 0"),
    "what is stood for outdates its own heads": ("| mask & ~_bits(each.heads.get(path, ()), places)", "| mask"),
    "values that are told are not taken": ("if known.get(key, UNTOLD) is UNTOLD:", "if False:"),
    "one head only is told": (
        "else heads\n        for path, heads in fields.items()",
        "else {min(heads): heads[min(heads)]}\n        for path, heads in fields.items()",
    ),
    "what is blank is not told": (
        "return Standing(tuple(sorted(places)), told)",
        "return Standing(tuple(sorted(places)), {p: h for p, h in told.items() if not p or None not in h.values()})",
    ),
    "only plain edits are named": (
        "return Standing(tuple(sorted(places)), told)",
        "return Standing(tuple(sorted(edit.id for edit in ordered)), told)",
    ),
    "only heads are named": (
        "return Standing(tuple(sorted(places)), told)",
        "return Standing(tuple(sorted({key for heads in told.values() for key in heads})), told)",
    ),
}


def law_holds(monkeypatch, source, seeds):
    """Whether every law holds with merging of this source."""
    broken = ModuleType("broken")
    monkeypatch.setitem(sys.modules, "broken", broken)
    exec(source, broken.__dict__)
    monkeypatch.setattr(offices, "merge", broken)
    monkeypatch.setitem(globals(), "merge", broken)
    try:
        for seed in range(seeds):
            check(play(seed))
    except AssertionError:
        return False
    return True


@pytest.mark.parametrize("bug", BUGS)
def test_every_seeded_bug_is_noticed(bug, monkeypatch):
    source, (right, wrong) = inspect.getsource(merge), BUGS[bug]
    assert right in source
    assert not law_holds(monkeypatch, source.replace(right, wrong), 500)


def test_the_control_without_a_bug_holds(monkeypatch):
    assert law_holds(monkeypatch, inspect.getsource(merge), 100)

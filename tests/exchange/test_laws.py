"""Five offices edit, send, copy, lose, double, return old files and decide: in the end all have the same, whole."""

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.exchange.offices import Office, read_here
from tests.store.documents import PROJECT, ROW, UNIT

from hengbiao.store import foreign
from hengbiao.store.store import verify

PROJECTS = ("p1", "p2")
PATHS = (("goal",), ("purpose",), ("indicators", "r1", "name"), ("indicators", "r1", "remark"))


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.setattr(foreign, "read_all", read_here)


class World:
    """Five offices and the files that lie about."""

    def __init__(self, folder, count=5):
        self.folder = folder
        self.offices = [Office(folder, f"办{number}") for number in range(count)]
        self.files = []
        self.merges = self.conflicted = 0
        first = self.offices[0]
        first.add(UNIT, PROJECT, replace(PROJECT, id="p2", position="W", name="第二个"))
        self.send(first, history=False)
        for other in self.offices[1:]:
            self.receive(other, self.files[0])

    def send(self, office, *, history):
        sent = office.send(history=history)
        self.files.append(self.folder / f"{len(self.files)}.hengbiao")
        shutil.move(sent, self.files[-1])

    def receive(self, office, file):
        [told] = office.receive(file).sources
        assert told.refusal is None
        self.merges += 1
        self.conflicted += bool(office.conflicts())

    def edit(self, office, key, path, value):
        if key in office_records(office) and (path[0] != "indicators" or has_row(office, key)):
            office.put(key, path, value)

    def drop_row(self, office, key):
        if key in office_records(office) and has_row(office, key):
            office.put(key, ("indicators", "r1"), None)

    def add_row(self, office, key):
        if key in office_records(office) and not has_row(office, key):
            office.put(key, ("indicators", "r1"), replace(ROW, name="又加上"))

    def drop(self, office, key):
        if key in office_records(office):
            office.drop(key)

    def finish(self):
        """Everyone gets what everyone has: in any order the same."""
        for office in self.offices:
            self.send(office, history=True)
        last = self.files[-len(self.offices) :]
        for number, office in enumerate(self.offices):
            random.Random(number).shuffle(last)
            for file in last:
                self.receive(office, file)
        dumps = [office.dump() for office in self.offices]
        assert all(dump == dumps[0] for dump in dumps)
        for office in self.offices:
            told = office.receive(*self.files)
            assert {each.status for each in told.sources} <= {"nothing_new"}
            assert office.dump() == dumps[0]
            assert verify(office.path) == []


def office_records(office):
    with office.opened() as (_, document):
        return set(document.tree.records)


def has_row(office, key):
    return any(row.id == "r1" for row in office.field(key, ("indicators",)))


def play(folder, seed, steps=16, count=5):
    """Random steps by many offices."""
    dice, world = random.Random(seed), World(folder, count)
    for _ in range(steps):
        office, key = dice.choice(world.offices), dice.choice(("p1", "p1", "p1", "p2"))
        act = dice.choice(
            ["edit"] * 8 + ["send"] * 3 + ["receive"] * 5 + ["row", "drop row", "drop", "settle", "hand over"]
        )
        if act == "edit":
            world.edit(office, key, dice.choice(PATHS[:3]), f"值{dice.randrange(20)}")
        elif act == "send":
            world.send(office, history=dice.random() < 0.2)
        elif act == "receive":
            world.receive(office, dice.choice(world.files[-4:]))
        elif act == "row":
            world.add_row(office, key)
        elif act == "drop row":
            world.drop_row(office, key)
        elif act == "drop":
            world.drop(office, key)
        elif act == "hand over":
            world.receive(office, dice.choice([each for each in world.offices if each is not office]).path)
        else:
            office.settle(lambda each: dice.choice(each.sides).value)
    world.finish()
    return world


def check(folder, seeds, merges):
    worlds = []
    for seed in seeds:
        place = folder / str(seed)
        place.mkdir()
        worlds.append(play(place, seed))
        shutil.rmtree(place)
    assert sum(world.merges for world in worlds) >= merges
    assert sum(world.conflicted for world in worlds) >= sum(world.merges for world in worlds) / 5


def test_a_hundred_merges_of_real_files(folder):
    check(folder, range(4), 100)


@pytest.mark.torture
def test_a_thousand_merges_of_real_files(folder):
    check(folder, range(100, 140), 1000)


class Offices(RuleBasedStateMachine):
    """The same, with steps that hypothesis chooses and shortens."""

    folder: Path

    @initialize()
    def begin(self):
        number = len(list(self.folder.iterdir()))
        place = self.folder / str(number)
        place.mkdir()
        self.world = World(place)
        self.offices = self.world.offices

    @rule(
        who=st.integers(0, 4),
        key=st.sampled_from(PROJECTS),
        path=st.sampled_from(PATHS),
        value=st.sampled_from("甲乙丙"),
    )
    def edit(self, who, key, path, value):
        self.world.edit(self.offices[who], key, path, value)

    @rule(who=st.integers(0, 4), key=st.sampled_from(PROJECTS))
    def drop(self, who, key):
        self.world.drop(self.offices[who], key)

    @rule(who=st.integers(0, 4), key=st.sampled_from(PROJECTS), back=st.booleans())
    def row(self, who, key, back):
        (self.world.add_row if back else self.world.drop_row)(self.offices[who], key)

    @rule(who=st.integers(0, 4), history=st.booleans())
    def send(self, who, history):
        self.world.send(self.offices[who], history=history)

    @rule(who=st.integers(0, 4), which=st.integers(0, 50))
    def receive_what_lies_about(self, who, which):
        files = self.world.files
        self.world.receive(self.offices[who], files[which % len(files)])

    @rule(who=st.integers(0, 4), other=st.integers(0, 4))
    def receive_a_document_itself_twice(self, who, other):
        if who != other:
            copy = self.world.folder / "copy.hengbiao"
            shutil.copyfile(self.offices[other].path, copy)
            for file in (copy, self.offices[other].path):
                self.world.receive(self.offices[who], file)

    @precondition(lambda self: len(self.world.files) > 1)
    @rule(which=st.integers(0, 50))
    def lose(self, which):
        del self.world.files[which % len(self.world.files)]

    @rule(who=st.integers(0, 4), side=st.integers(0, 1))
    def settle(self, who, side):
        self.offices[who].settle(lambda each: each.sides[min(side, len(each.sides) - 1)].value)

    @invariant()
    def files_are_whole(self):
        world = getattr(self, "world", None)
        assert world is None or verify(world.files[-1]) == []

    def teardown(self):
        if hasattr(self, "world"):
            self.world.finish()
            shutil.rmtree(self.world.folder)


def machine(folder, examples, steps):
    kind = type("OfficesHere", (Offices,), {"folder": folder})
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large]
    chosen = settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=quiet)
    run_state_machine_as_test(kind, settings=chosen)


def test_five_offices_agree_in_the_end(folder):
    machine(folder, 3, 10)


@pytest.mark.torture
def test_five_offices_agree_in_the_end_a_hundred_times(folder):
    machine(folder, 100, 30)

"""What a county and an office do in a season, step by step, each step one that can be done again."""

import ctypes
import os
import shutil
from functools import partial

from tests.exchange.offices import Office, dumped, read_here
from tests.store.documents import PROJECT, UNIT

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.refusal import Refusal
from hengbiao.exchange import documents, keep
from hengbiao.store import backup, foreign, lagging, places
from hengbiao.store.store import Store, verify

DISK = ctypes.CDLL(None)  # disk.c, loaded before the program


def begin(folder):
    """Two documents that are there before anything is watched."""
    foreign.read_all = read_here
    places.kind = lambda path: "removable" if path.parent.name == "U" else ""
    os.environ["HENGBIAO_HOME"] = str(folder / "home")
    office, county = Office(folder, "甲"), Office(folder, "县")
    office.add(UNIT, PROJECT)
    county.receive(office.send(folder / "first"))
    (folder / "U").mkdir()
    shutil.copyfile(office.path, folder / "U" / "d.hengbiao")


class World:
    """The same documents wherever their folder was copied to."""

    def __init__(self, folder):
        os.environ["HENGBIAO_HOME"] = str(folder / "home")
        self.folder, self.out = folder, folder / "out"
        self.office, self.county = (_there(folder, name) for name in ("甲", "县"))

    def steps(self):
        put = ("p1", ("goal",))
        return (
            partial(self.office.put, *put, "一稿"),
            partial(self.change_much, "大步一"),
            partial(self.change_much, "一稿"),
            partial(self.office.send, self.out),
            self.receive,
            self.keep,
            partial(self.county.put, *put, "县里改"),
            self.back_up,
            partial(self.office.put, *put, "二稿"),
            partial(self.office.send, self.out),
            self.receive,
            partial(self.county.settle, lambda conflict: max(side.value for side in conflict.sides)),
            partial(self.county.put, "p1", ("purpose",), "补记"),
            self.restore,
            self.receive,
            partial(self.county.settle, lambda conflict: max(side.value for side in conflict.sides)),
            partial(self.county.send, self.folder / "down"),
            partial(self.change_on_stick, "盘上一"),
            partial(self.change_on_stick, "盘上二"),
        )

    def change_on_stick(self, goal):
        def wanted(tree):
            return [Change(Ref("p1", ("goal",)), tree.project("p1").goal, goal)]

        documents.change(self.folder / "U" / "d.hengbiao", "改", wanted)

    def change_much(self, goal):
        """A large step, whose row follows its edit in a transaction of its own."""
        least, lagging.FROM = lagging.FROM, 1
        try:
            self.office.put("p1", ("goal",), goal)
        finally:
            lagging.FROM = least

    def receive(self):
        self.county.receive(*sorted(self.out.glob("[!.]*")))

    def keep(self):
        with documents.writing(self.county.path) as store:
            tree = store.load()
            if not keep.kept(tree):
                documents.commit(store, "留存", keep.keep_changes(store, tree, "一上"))

    def back_up(self):
        with Store.open(self.county.path, read_only=True) as store:
            backup.back_up(store, "exit")

    def restore(self):
        [first] = [one for one in backup.backups(self.county.path) if one.reason == "exit"]
        backup.restore(self.county.path, first.file)

    def state(self):
        """What each file says, by what it is for; "" where there is none, None where it is not whole."""
        found = {"office": self.office.path, "county": self.county.path, "stick": self.folder / "U" / "d.hengbiao"}
        for name in ("out", "down"):
            files = list((self.folder / name).glob("[!.]*.hengbiao"))
            found[name] = files[0] if files else None
        return {name: said(path) if path else "" for name, path in found.items()}


def _there(folder, name):
    found = Office.__new__(Office)
    found.folder, found.path, found.name = folder / name, folder / name / "d.hengbiao", name
    return found


def said(path):
    """What a document says to people, its kept versions and conflicts; None where it is not whole."""
    try:
        if verify(path):
            return None
        data, conflicts = dumped(path)
        with Store.open(path, read_only=True) as store:
            labels = [one.label for one in keep.kept(store.load())]
    except Refusal:
        return None
    for _, sides, _ in conflicts:  # which side shows hangs on their ids, which are others in each run
        data["units"][0]["projects"][0]["goal"] = sorted(side.value for side in sides)
    return repr((data, len(conflicts), labels))


def states(world, after=lambda _: None):
    """Play to the end; the state at the beginning and after each step."""
    found = [world.state()]
    for number, step in enumerate(world.steps(), 1):
        step()
        after(number)
        found.append(world.state())
    return found

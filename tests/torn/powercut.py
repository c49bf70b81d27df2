"""Pull the plug at many points of a season: python powercut.py FOLDER STATES [off] → JSON of what was found.

Needs disk.c loaded. What was synced is there; of later writes to a file any may be there, the last one torn; of names
made, moved and removed in a folder since it was synced, a beginning. Each file must say what it said after the last
step that was acknowledged, or what the step that was going on makes of it. With `off` SQLite does not sync: a control.
"""

import json
import os
import random
import shutil
import struct
import sys
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.torn.journey import DISK, World, begin, states

from hengbiao.store import connection

SECTOR = 512


class Call(NamedTuple):
    """One call: what it did to which file, where in it, with what."""

    op: str
    path: str
    offset: int
    data: bytes


class Disk:
    """What is on the platter and what only the system remembers."""

    def __init__(self, base, place):
        self.names, self.inodes = {}, {}
        self.loose = {}
        self.moves = {}
        for path in base.rglob("*"):
            if path.is_file():
                self.names[f"{place}/{path.relative_to(base)}"] = self._inode(path.read_bytes())
        self.seen = dict(self.names)

    def _inode(self, content=b""):
        number = len(self.inodes)
        self.inodes[number] = content
        self.loose[number] = []
        return number

    def take(self, call):
        """Remember a call."""
        folder = call.path.rpartition("/")[0]
        if call.op == "C":
            self.seen[call.path] = self._inode()
            self.moves.setdefault(folder, []).append((call.path, self.seen[call.path]))
        elif call.op == "U":
            self.seen.pop(call.path, None)
            self.moves.setdefault(folder, []).append((call.path, None))
        elif call.op == "R":
            self._rename(call.path, call.data.decode(), folder)
        elif call.op == "S":
            self._sync(call.path)
        elif call.path in self.seen:
            self.loose[self.seen[call.path]].append(call)

    def _rename(self, old, new, folder):
        number = self.seen.pop(old)
        self.seen[new] = number
        self.moves.setdefault(folder, []).append((old, None, new, number))

    def _sync(self, path):
        if path in self.seen:
            number = self.seen[path]
            self.inodes[number] = written(self.inodes[number], self.loose[number])
            self.loose[number] = []
        else:
            for move in self.moves.pop(path, ()):
                moved(self.names, move)

    def lay(self, place, base_place, dice):
        """Write what a machine finds that loses its power now."""
        names = dict(self.names)
        for found in self.moves.values():
            for move in found[: dice.randrange(len(found) + 1)]:
                moved(names, move)
        for path, number in names.items():
            kept = [call for call in self.loose[number] if dice.random() < 0.5]
            if kept and kept[-1].op == "W" and dice.random() < 0.5:
                size = dice.randrange(0, len(kept[-1].data) + 1, SECTOR)
                kept[-1] = kept[-1]._replace(data=kept[-1].data[:size])
            target = place / os.path.relpath(path, base_place)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(written(self.inodes[number], kept))


def moved(names, move):
    path, number = move[:2]
    if number is None:
        names.pop(path, None)
    else:
        names[path] = number
    if len(move) == 4:
        names[move[2]] = move[3]


def written(content, calls):
    made = bytearray(content)
    for call in calls:
        if call.op == "T":
            made = made[: call.offset].ljust(call.offset, b"\0")
        else:
            made[len(made) : call.offset] = b"\0" * (call.offset - len(made))
            made[call.offset : call.offset + len(call.data)] = call.data
    return bytes(made)


def calls(trace):
    """The calls of a trace, in order; marks have the op M and their number as offset."""
    with trace.open("rb") as stream:
        while head := stream.read(3):
            op, size = struct.unpack("<cH", head)
            path = os.fsdecode(stream.read(size))
            offset, length = struct.unpack("<QI", stream.read(12))
            yield Call(op.decode(), path, offset, stream.read(length))


def recorded(folder):
    """A season on a disk that remembers; the states after each step, and the calls."""
    base, place = folder / "base", folder / "whole"
    base.mkdir()
    begin(base)
    shutil.copytree(base, place)
    with (folder / "trace").open("wb", buffering=0) as trace:
        DISK.disk_watch(os.fsencode(place))
        DISK.disk_record(trace.fileno())
        expected = states(World(place), DISK.disk_mark)
        DISK.disk_record(-1)
        DISK.disk_watch(b"")
    return base, place, expected, list(calls(folder / "trace"))


def main(folder, wanted, *, off):
    if off:
        connection._WRITING["synchronous"] = 0
    base, place, expected, found = recorded(folder)
    connection._WRITING["synchronous"] = 2
    dice = random.Random(11)
    points = sorted(dice.randrange(len(found)) for _ in range(wanted))
    disk, done = Disk(base, place), 0
    result = {"calls": len(found), "states": 0, "lost": [], "broken": []}
    for at, call in enumerate(found):
        if call.op == "M":
            done = call.offset
        else:
            disk.take(call)
        for _ in range(points.count(at)):
            laid = folder / "laid"
            disk.lay(laid, place, dice)
            state = World(laid).state()
            after = expected[min(done + 1, len(expected) - 1)]
            result["states"] += 1
            result["broken"] += [(at, name) for name in state if state[name] is None]
            wrong = [
                name
                for name in state
                if state[name] is not None and state[name] not in (expected[done][name], after[name])
            ]
            result["lost"] += [(at, done, name) for name in wrong]
            shutil.rmtree(laid)
    return result


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), off="off" in sys.argv)))

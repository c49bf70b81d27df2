"""Let the n-th call of a season fail, for many n: python faults.py FOLDER FIRST STRIDE [SHIFT] → JSON of what was.

Needs disk.c loaded. Whatever fails, each file says afterwards what it said before the step or what it says after it;
the step is done again then, and in the end everything is as if nothing had failed.
"""

import errno
import json
import os
import shutil
import sys
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.torn.journey import DISK, World, begin, states

from hengbiao.domain.refusal import Refusal

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)


def play(world, expected):
    """Play on a disk that fails once: faults told, steps that were neither old nor new, in the end something else."""
    told, between = 0, []
    for number, step in enumerate(world.steps(), 1):
        try:
            step()
        except Refusal:
            told += 1
            state = world.state()
            between += [(number, name) for name in state if state[name] not in allowed(expected, number, name)]
            step()
    state = world.state()
    between += [("end", name) for name in state if state[name] != expected[-1][name]]
    return {"told": told, "between": between}


def allowed(expected, number, name):
    return expected[number - 1][name], expected[number][name]


def tried(base, place, expected, at, number):
    """The same in a process of its own; what went wrong in it as a text."""
    shutil.copytree(base, place)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            DISK.disk_watch(os.fsencode(place))
            DISK.disk_arm(at, number)
            found = play(World(place), expected)
            found["reached"] = DISK.disk_calls() >= at
        except BaseException:  # noqa: BLE001
            found = {"told": 0, "between": [], "crash": traceback.format_exc()[-1500:], "reached": True}
        os.write(write, json.dumps(found).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        found = json.load(answer)
    os.waitpid(child, 0)
    shutil.rmtree(place)
    return found


def main(folder, first, stride, shift=0):
    base = folder / "base"
    base.mkdir()
    begin(base)
    shutil.copytree(base, folder / "whole")
    DISK.disk_watch(os.fsencode(folder / "whole"))
    DISK.disk_arm(0, 0)
    expected = states(World(folder / "whole"))
    calls = DISK.disk_calls()
    DISK.disk_watch(b"")
    result = {"calls": calls, "runs": 0, "told": 0, "between": [], "crashes": []}
    for turn, at in enumerate(range(first, calls + 1, stride)):
        number = ERRORS[(turn + shift) % 3]
        found = tried(base, folder / "play", expected, at, number)
        result["runs"] += 1
        result["told"] += found["told"]
        result["between"] += [(at, number, *each) for each in found["between"]]
        result["crashes"] += [(at, number, found["crash"])] if "crash" in found else []
    return result


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), *map(int, sys.argv[2:]))))

"""Kills at random points of sending and receiving: python killing.py FOLDER KILLS → JSON of what was found."""

import json
import os
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.exchange.offices import Office, dumped, read_here
from tests.store.documents import PROJECT, UNIT
from tests.store.killing import killed

from hengbiao.domain.refusal import Refusal
from hengbiao.store import foreign
from hengbiao.store.store import verify


def receive_on(county, files, acknowledge):
    """Receive for ever, file by file; tell how many are in once they are."""
    for number, file in enumerate(files, 1):
        county.receive(file)
        os.write(acknowledge, b"%d\n" % number)
    while True:
        county.receive(files[-1])


def send_on(office, folder, acknowledge, *, early=False):
    """Change and send for ever; tell what was sent once it is."""
    while True:
        number = int(office.field("p1", ("goal",))) + 1
        office.put("p1", ("goal",), str(number))
        if early:
            os.write(acknowledge, b"%d\n" % number)
        office.send(folder)
        if not early:
            os.write(acknowledge, b"%d\n" % number)


def goal(path):
    """The number that a document says, -1 where it is not whole."""
    try:
        if verify(path):
            return -1
        (data, conflicts) = dumped(path)
    except Refusal:
        return -1
    project = data["units"][0]["projects"][0]
    return -1 if conflicts else int(project["goal"])


def main(folder, kills, *, early):
    dice = random.Random(5)
    foreign.read_all = read_here
    office, county = Office(folder, "甲"), Office(folder, "县")
    office.add(UNIT, PROJECT)
    office.put("p1", ("goal",), "0")
    out = folder / "out"
    county.receive(office.send(out))
    result = dict.fromkeys(("kills", "lost", "broken", "sent", "received"), 0)
    files = []
    for _ in range(kills // 2):
        last = killed(lambda told: send_on(office, out, told, early=early), dice)
        [sent] = [path for path in out.iterdir() if path.suffix == ".hengbiao" and path.name[0] != "."]
        found = goal(sent), goal(office.path)
        result["kills"] += 1
        result["broken"] += -1 in found or found[0] not in (last, last + 1)
        result["lost"] += found[1] < last
        result["sent"] = last
    base = goal(office.path)
    for number in range(1, 40):
        office.put("p1", ("goal",), str(base + number))
        files.append(office.send(folder / f"o{number}"))
    for _ in range(kills - kills // 2):
        last = killed(lambda told: receive_on(county, files, told), dice)
        found = goal(county.path)
        result["kills"] += 1
        result["broken"] += found == -1
        result["lost"] += found < base + last
        result["received"] = max(result["received"], found - base)
    return result


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), early="early" in sys.argv)))

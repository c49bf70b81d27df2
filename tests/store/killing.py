"""Kill an editing process again and again; tell what was lost. Run as a script of its own: it forks.

    python tests/store/killing.py FOLDER EDIT_KILLS COPY_KILLS [early]

With `early` the child acknowledges before it appends: the control, which must lose edits.
"""

import json
import os
import random
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Project
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.unit import Unit
from hengbiao.store import lagging, schema
from hengbiao.store.store import Store, verify

FILLER = "目标" * 1000


def edit_on(path: Path, acknowledge: int, *, early: bool) -> None:
    """Number the project's name upward, a long text and a row coming and going; tell each number once it is safe."""
    store = Store.open(path)
    document = Document(store.load(), store.append)
    while True:
        project = document.tree.project("p")
        number = int(project.name) + 1
        changes = [
            Change(Ref("p", ("name",)), project.name, str(number)),
            Change(Ref("p", ("goal",)), project.goal, f"{number}{FILLER[: number * 97 % 2000]}"),
            Change(Ref("u", ("name",)), document.tree.unit("u").name, f"单位{number}"),
        ]
        row = project.indicators[0] if project.indicators else None
        if number % 5 == 0:
            changes.append(
                Change(Ref("p", ("indicators", "r")), row, None if row else Indicator(id="r", name=str(number)))
            )
        lagging.FROM = 2 if number % 3 else 300  # large steps, whose rows follow, among small ones
        if number % 7 == 0:
            store.catch_up(1)
        if early:
            os.write(acknowledge, b"%d\n" % number)
        document.commit("改", changes)
        if not early:
            os.write(acknowledge, b"%d\n" % number)


def copy_on(path: Path, target: Path, acknowledge: int) -> None:
    """Save copies for ever; tell each once it is safe."""
    store = Store.open(path, read_only=True)
    number = 0
    while True:
        number += 1
        store.save_copy(target)
        os.write(acknowledge, b"%d\n" % number)


def killed(work, dice: random.Random) -> int:
    """Run `work(acknowledge)` in a child, kill it some time after its first word; its last word as a number."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        with suppress(BaseException):
            os.close(ours)
            work(theirs)
        os._exit(1)
    os.close(theirs)
    said = os.read(ours, 65536)
    time.sleep(dice.random() * 0.05)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    while more := os.read(ours, 65536):
        said += more
    os.close(ours)
    if not os.WIFSIGNALED(status):
        raise SystemExit("the child ended by itself")
    return int(said.split(b"\n")[-2])


def kept(path: Path) -> tuple[int, bool]:
    """The number a document holds, and whether its log tells every number up to it; (-1, False): it does not open."""
    try:
        with Store.open(path) as store:
            number = int(store.load().project("p").name)
            told = [entry.new for entry in store.history("p", ("name",))]
            return number, not store.read_only and told == [str(each) for each in range(number + 1)]
    except Refusal:
        return -1, False


def main(folder: Path, edit_kills: int, copy_kills: int, *, early: bool) -> dict[str, int]:
    """How many kills, acknowledged edits, edits lost, documents that do not open whole, copies that are not whole."""
    dice = random.Random(11)
    path, target = folder / "d.hengbiao", folder / "copy.hengbiao"
    with Store.create(path) as store:
        document = Document(store.load(), store.append)
        document.commit(
            "建", [Change(Ref("u"), None, Unit(id="u")), Change(Ref("p"), None, Project(id="p", unit="u", name="0"))]
        )
    result = dict.fromkeys(("kills", "acknowledged", "lost", "unopened", "halves", "journals", "behind"), 0)
    for _ in range(edit_kills):
        last = killed(lambda out: edit_on(path, out, early=early), dice)
        journal = path.with_name(f"{path.name}-journal")
        result["journals"] += journal.exists() and journal.stat().st_size > 0
        result["behind"] += int.from_bytes(path.read_bytes()[60:64]) == schema.BEHIND
        number, whole = kept(path)
        result["kills"] += 1
        result["acknowledged"] = last
        result["lost"] += max(0, last - number)
        result["unopened"] += not whole
    for _ in range(copy_kills):
        killed(lambda out: copy_on(path, target, out), dice)
        result["kills"] += 1
        result["halves"] += bool(verify(target)) or kept(target) != kept(path)
    return result


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), early="early" in sys.argv)))

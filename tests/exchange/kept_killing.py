"""Kills at random points of keeping versions and restoring backups: python kept_killing.py FOLDER KILLS → JSON."""

import json
import os
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.store.documents import PROJECT, UNIT
from tests.store.killing import killed

from hengbiao.domain.change import Change, Ref
from hengbiao.exchange import documents, keep
from hengbiao.store import backup
from hengbiao.store.store import Store, verify


def keep_on(path, acknowledge):
    """Keep versions for ever, numbered; tell each number once it is safe."""
    while True:
        with documents.writing(path) as store:
            tree = store.load()
            number = len(keep.kept(tree)) + 1
            documents.commit(store, "留存", keep.keep_changes(store, tree, f"第{number}稿"))
        os.write(acknowledge, b"%d\n" % number)


def restore_on(path, files, acknowledge):
    """Restore the one backup and the other for ever; tell once each is in place."""
    while True:
        for number, file in enumerate(files):
            backup.restore(path, file)
            os.write(acknowledge, b"%d\n" % number)


def versions(path):
    """How many versions are kept, -1 where the document is not whole or one of them is not."""
    if verify(path):
        return -1
    with documents.opened(path) as store:
        tree = store.load()
        made = keep.kept(tree)
        whole = all(keep.version(store, tree, one.label).all_projects() for one in made)
    return len(made) if whole else -1


def name(path):
    """The name of the unit, "" where the document is not whole."""
    if verify(path):
        return ""
    with Store.open(path, read_only=True) as store:
        return store.load().units[0].name


def main(folder, kills):
    os.environ["HENGBIAO_HOME"] = str(folder / "home")
    dice = random.Random(7)
    path = folder / "x.hengbiao"
    documents.make(path, "新建", lambda _: [Change(Ref(record.id), None, record) for record in (UNIT, PROJECT)])
    files = []
    for number in range(2):
        documents.change(
            path, "改名", lambda t, n=number: [Change(Ref(UNIT.id, ("name",)), t.unit(UNIT.id).name, f"名{n}")]
        )
        with Store.open(path) as store:
            files.append(backup.back_up(store, "exit").file)
    result = dict.fromkeys(("kills", "lost", "broken", "kept"), 0)
    for _ in range(kills // 2):
        last = killed(lambda told: keep_on(path, told), dice)
        found = versions(path)
        result["kills"] += 1
        result["broken"] += found == -1
        result["lost"] += found < last
        result["kept"] = found
    for _ in range(kills - kills // 2):
        killed(lambda told: restore_on(path, files, told), dice)
        result["kills"] += 1
        result["broken"] += name(path) not in {"名0", "名1"}
    result["lost"] += sum(bool(verify(one.file)) for one in backup.backups(path))
    return result


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))

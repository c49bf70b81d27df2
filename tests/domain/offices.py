"""A model of offices that edit one record and hand it on, whole or as what it amounts to, beside its full history."""

from dataclasses import dataclass, field
from random import Random

from tests.domain.test_merge import heads_of_fields

from hengbiao.domain import merge
from hengbiao.domain.merge import Edit

PATHS = ("goal", "name", "funds/total")
ROWS = ("indicators/a", "indicators/b")
CELLS = ("name", "target")
VALUES = ("甲", "乙", "丙", 5, None)


@dataclass
class Office:
    """What an office has: edits by id, and the plain ones that these say everything of."""

    known: dict = field(default_factory=dict)

    @property
    def log(self):
        return list(self.known.values())

    @property
    def ids(self):
        return {
            key for edit in self.log for key in ((edit.id,) if edit.standing is None else (edit.id, *edit.standing.ids))
        }


class World:
    """Offices around one record; every plain edit ever made is kept beside them."""

    def __init__(self, count, dice: Random):
        self.dice = dice
        self.made = {}
        self.standing = {}
        self.merges = self.conflicts = 0
        first = self._edit("add", (), {"kind": "project", "unit": "u", "goal": "始", "indicators/a": {"name": "始"}})
        self.offices = [Office({first.id: first}) for _ in range(count)]

    def _edit(self, kind, parents, fields):
        edit = Edit(f"{self.dice.getrandbits(32):08x}", kind, tuple(parents), fields)
        self.made[edit.id] = edit
        return edit

    def edit(self, office):
        found = merge.resolve(office.log)
        kind = self.dice.choice(["put"] * 9 + ["drop"]) if not found.gone else self.dice.choice(["put", "drop"])
        made = self._edit(kind, found.heads, {} if kind == "drop" else self._fields())
        if merge.resolve([*office.log, made]).untold:
            del self.made[made.id]  # nobody brings back what it cannot see
        else:
            office.known[made.id] = made

    def _fields(self):
        dice = self.dice
        fields = {dice.choice(PATHS): dice.choice(VALUES) for _ in range(dice.choice([0, 1, 1, 2]))}
        for row in ROWS:
            shape = dice.choice(["", "", "put", "drop", "cell", "cell"])
            if shape == "put":
                fields[row] = {dice.choice(CELLS): dice.choice(VALUES[:4])}
            elif shape == "drop":
                fields[row] = None
            elif shape == "cell":
                fields[f"{row}/{dice.choice(CELLS)}"] = dice.choice(VALUES)
        return fields

    def sent(self, office):
        """The one edit that an office sends, kept in its own log."""
        found = merge.resolve(office.log)
        [*last] = found.heads
        if len(last) == 1 and (len(office.known) == 1 or office.known[last[0]].standing):
            return office.known[last[0]]
        standing = merge.stand(office.log)
        fields = {} if found.gone else found.state
        made = Edit(f"{self.dice.getrandbits(32):08x}", "drop" if found.gone else "add", (), fields, standing)
        self.standing[made.id] = made
        office.known[made.id] = made
        return made

    def receive(self, office, edits):
        office.known.update((edit.id, edit) for edit in edits)
        self.merges += 1
        self.conflicts += bool(merge.resolve(office.log).conflicts)

    def settle(self, office):
        found = merge.resolve(office.log)
        fields = {path: ({} if path.count("/") == 1 and path in ROWS else "定") for path in found.conflicts if path}
        if found.conflicts:
            made = self._edit("put", found.heads, fields)
            office.known[made.id] = made

    def step(self):
        dice = self.dice
        office, other = dice.sample(self.offices, 2)
        act = dice.choice(["edit"] * 6 + ["send"] * 4 + ["hand over", "return old", "settle"])
        if act == "edit":
            self.edit(office)
        elif act == "send":
            self.receive(other, [self.sent(office)])
        elif act == "hand over":
            self.receive(other, office.log)
        elif act == "return old":
            self.receive(other, dice.sample(office.log, dice.randint(0, len(office.log))) if self.whole(office) else [])
        else:
            self.settle(office)

    def whole(self, office):
        return all(edit.standing for edit in office.log)

    def true(self, ids):
        """What the full history of these edits amounts to, with no edit standing for any, read slowly."""
        return slowly([self._unfolded(self.made[key]) for key in ids if key in self.made])

    def _unfolded(self, edit):
        parents = set()
        for key in edit.parents:
            parents |= set(self.standing[key].standing.ids) if key in self.standing else {key}
        return edit._replace(parents=tuple(sorted(parents & self.made.keys())))


def slowly(edits):
    """What people see of a record, by the words of the definitions."""
    fields = heads_of_fields(edits)
    shown = {path: heads[min(heads)] for path, heads in fields.items()}
    if shown[""] is None:
        return True, None, _open(fields, lambda path: not path)
    seen = [path for path in shown if path and (path.count("/") < 2 or shown["/".join(path.split("/")[:2])])]
    state = {path: shown[path] for path in seen if path.count("/") < 2 and path not in ROWS and shown[path] is not None}
    for row in ROWS:
        if shown.get(row):
            cells = {path.split("/")[2]: shown[path] for path in seen if path.startswith(f"{row}/")}
            state[row] = {cell: value for cell, value in cells.items() if value is not None}
    return False, state, _open(fields, lambda path: not path or path in seen)


def _open(fields, is_seen):
    return {
        path: tuple(sorted(heads))
        for path, heads in fields.items()
        if is_seen(path) and any(value != next(iter(heads.values())) for value in heads.values())
    }


def told(found):
    """What people see of a record."""
    return found.gone, None if found.gone else found.state, dict(found.conflicts)

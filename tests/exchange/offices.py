"""Offices with documents of their own: they edit, send, receive and settle as real ones do."""

import tempfile
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path

from tests.store.documents import everything

from hengbiao.domain.change import Change, Ref, value_at
from hengbiao.domain.document import Document
from hengbiao.domain.refusal import Refusal
from hengbiao.exchange.receive import receive
from hengbiao.exchange.resolve import open_conflicts, settle
from hengbiao.exchange.send import send
from hengbiao.formats import interchange
from hengbiao.store import foreign_reading
from hengbiao.store.edits import Row, read
from hengbiao.store.foreign import Foreign
from hengbiao.store.identity import Identity
from hengbiao.store.store import Store, decode_all


class Office:
    """A document in a folder of its own and the installation that works on it."""

    def __init__(self, folder, name):
        self.folder = folder / name
        self.folder.mkdir()
        self.path = self.folder / "d.hengbiao"
        self.name = name

    @contextmanager
    def opened(self):
        with (Store.open if self.path.exists() else Store.create)(self.path) as store:
            store.identity = Identity(f"office-{self.name}", self.name)
            yield store, Document(store.load(), store.append)

    def commit(self, *changes):
        with self.opened() as (_, document):
            document.commit("改", changes)

    def add(self, *records):
        self.commit(*(Change(Ref(record.id), None, record) for record in records))

    def put(self, key, path, new):
        with self.opened() as (_, document):
            document.commit("改", [Change(Ref(key, path), value_at(document.tree.records[key], path), new)])

    def drop(self, key):
        with self.opened() as (_, document):
            document.commit("删", [Change(Ref(key), document.tree.records[key], None)])

    def send(self, folder=None, **how):
        folder = folder or self.folder / "out"
        folder.mkdir(exist_ok=True)
        with self.opened() as (store, _):
            return send(store, folder, **how).path

    def receive(self, *paths):
        with self.opened() as (store, document):
            return receive(store, paths, document)

    def settle(self, pick=lambda conflict: conflict.sides[-1].value):
        with self.opened() as (store, document):
            found = open_conflicts(store)
            settle(store, document, [(each, pick(each)) for each in found])
        return found

    def conflicts(self):
        with self.opened() as (store, _):
            return open_conflicts(store)

    def dump(self):
        return dumped(self.path)

    def field(self, key, path):
        with self.opened() as (_, document):
            return value_at(document.tree.records[key], path)


def dumped(path):
    """What a document says, and what is 未决 in it: the same wherever the same edits met."""
    with Store.open(path, read_only=True) as store:
        tree = store.load()
        decode_all(tree)
        return interchange.dump(tree), [(each.id, each.sides, each.base) for each in open_conflicts(store)]


def said(path):
    """Every table of a file, byte for byte."""
    return everything(path)


def heads(store, key):
    return store.look(partial(_heads, key=key))


def _heads(connection, key):
    return connection.execute("SELECT heads FROM record WHERE id = ?", (key,)).fetchone()[0]


def read_here(paths):
    """`foreign.read_all` without a process: one a call would take half a second; test_foreign.py has real workers."""
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            try:
                found = foreign_reading.read(path, Path(folder))
            except Refusal as refusal:
                yield refusal
            else:
                yield Foreign(path, found.document, found.version, tuple(map(_row, found.bodies)))


def _row(body):
    row_id = sha256(body.encode()).digest()
    content = read(row_id, body)
    return Row(row_id, content["record"], content["step"], body)

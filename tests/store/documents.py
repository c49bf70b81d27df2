"""Small documents, and a look at everything a document file says."""

import sqlite3
from contextlib import closing

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Funds, Project
from hengbiao.domain.target import parse
from hengbiao.domain.unit import Unit
from hengbiao.store.store import Store

UNIT = Unit(id="u1", code="571203", name="临河县红十字会", year=2025)
ROW = Indicator(id="r1", position="V", level1="产出指标", level2="数量指标", name="开展培训次数", target=parse("≥1次"))
PROJECT = Project(id="p1", unit="u1", name="应急救护", goal="培训", funds=Funds(total=4_500_000), indicators=(ROW,))


def add(record):
    return Change(Ref(record.id), None, record)


def put(document, key, path, new):
    from hengbiao.domain.change import value_at

    return Change(Ref(key, path), value_at(document.tree.records[key], path), new)


def small(path, **settings):
    """A store with one unit and one project, and the document over it."""
    store = Store.create(path, **settings)
    document = Document(store.load(), store.append)
    document.commit("新建单位", [add(UNIT)])
    document.commit("新建项目", [add(PROJECT)])
    return store, document


def content(tree):
    """A tree as plain dicts that compare equal whatever is decoded already."""
    return dict(tree.records), dict(tree.headings)


def everything(path):
    """What every table and the header say; sqlite3.Error where they cannot be read."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        connection.text_factory = bytes
        said = {name: connection.execute(f"PRAGMA {name}").fetchall() for name in ("application_id", "user_version")}
        for table, order in (("meta", "key"), ("edit", "seq"), ("record", "id"), ("open_conflict", "record, field")):
            said[table] = connection.execute(f"SELECT * FROM {table} NOT INDEXED ORDER BY {order}").fetchall()
    return said

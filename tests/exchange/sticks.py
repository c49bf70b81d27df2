"""Documents on a stick or a share, as tests of them stand there and are read."""

import shutil

import pytest
from tests.exchange.offices import dumped
from tests.store.documents import put, small

from hengbiao.domain.document import Document
from hengbiao.store import places
from hengbiao.store.store import Store


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HENGBIAO_HOME", str(tmp_path / "家"))


@pytest.fixture
def stick(tmp_path, monkeypatch):
    """A folder that counts as a stick while it is there."""
    folder = tmp_path / "U 盘"
    folder.mkdir()
    kinds = {folder: "removable"}
    monkeypatch.setattr(places, "kind", lambda path: kinds.get(path.parent, "") if path.parent.is_dir() else "")
    return folder


@pytest.fixture
def share(stick, monkeypatch):
    monkeypatch.setattr(places, "kind", lambda path: "network" if path.parent == stick else "")
    return stick


@pytest.fixture
def path(stick, tmp_path):
    """A document on the stick, made on a disk that stays."""
    store, _ = small(tmp_path / "d.hengbiao")
    store.close()
    shutil.move(tmp_path / "d.hengbiao", stick / "d.hengbiao")
    return stick / "d.hengbiao"


def opened(path):
    store = Store.open(path)
    return store, Document(store.load(), store.append)


def goal(path):
    return dumped(path)[0]["units"][0]["projects"][0]["goal"]


def set_goal(path, value):
    store, document = opened(path)
    document.commit("改", [put(document, "p1", ("goal",), value)])
    return store, document


def alien(path, tmp_path, value="别人改的"):
    """The document at `path` as another machine leaves it."""
    copy = tmp_path / "另一台.hengbiao"
    shutil.copyfile(path, copy)
    with Store.open(copy) as store:
        document = Document(store.load(), store.append)
        document.commit("改", [put(document, "p1", ("purpose",), value)])
    shutil.move(copy, path)

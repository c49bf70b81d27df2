import os
import signal
import subprocess
import sys
import threading

import pytest
from tests.store.documents import content, small

from hengbiao.store.lock import Holder, Lock, side_file, take
from hengbiao.store.store import Store, verify

HOLD = """
import sys
from hengbiao.store.store import Store, verify
store = Store.open(sys.argv[1], author="李强")
print(store.read_only, flush=True)
sys.stdin.read()
store.close()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "d.hengbiao"


@pytest.fixture
def other(path):
    """A second process that has the document open."""
    small(path)[0].close()
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "False\n"
    yield process
    process.kill()
    process.communicate()


def test_a_document_open_in_another_process_opens_read_only_and_names_it(path, other):
    with Store.open(path) as store:
        assert store.read_only
        assert (store.holder.person, store.holder.pid) == ("李强", other.pid)
        assert store.holder.machine
        assert "“李强”在“" in store.notice
        assert store.load().project("p1").name == "应急救护"
        store.save_copy(path.with_name("copy.hengbiao"))
    with Store.open(path.with_name("copy.hengbiao")) as copied:
        assert not copied.read_only


def test_a_closed_document_is_free_and_leaves_nothing_beside_it(path, other):
    other.communicate("")
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with Store.open(path) as store:
        assert not store.read_only


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal on Windows")
def test_a_lock_of_a_killed_process_frees_itself(path, other):
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    assert side_file(path).exists()
    with Store.open(path) as store:
        assert not store.read_only
    assert not side_file(path).exists()


def test_readers_take_no_lock(path):
    small(path)[0].close()
    with Store.open(path, read_only=True) as reader, Store.open(path) as writer:
        assert (reader.read_only, writer.read_only) == (True, False)
        assert content(reader.load()) == content(writer.load())


def test_a_damaged_side_file_still_locks(path):
    lock = take(path, "王芳")
    side_file(path).write_bytes(b"\xff[")
    found = take(path, "李强")
    assert (found, str(found)) == (Holder("", ""), "别处")
    lock.release()


def test_a_name_too_long_for_a_side_file_is_shortened(tmp_path):
    document = tmp_path / ("长" * 80 + ".d")
    lock = take(document, "王芳")
    assert isinstance(lock, Lock)
    assert isinstance(take(document, "李强"), Holder)
    lock.release()


def test_of_many_that_take_and_release_one_holds_at_a_time(path):
    holding, most = [], []

    def work():
        for _ in range(200):
            got = take(path, "x")
            if isinstance(got, Lock):
                holding.append(1)
                most.append(len(holding))
                holding.pop()
                got.release()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(most) == {1}


GRAB = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0.1, isolation_level=None).execute("BEGIN IMMEDIATE")
    print("taken")
except sqlite3.OperationalError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX are lost when any descriptor closes, others not")
def test_looking_at_an_open_document_loses_no_lock_of_sqlite(path):
    store, _ = small(path)
    store._connection.execute("BEGIN IMMEDIATE")

    def grabbed():
        return subprocess.run(
            [sys.executable, "-c", GRAB, path], capture_output=True, text=True, check=True
        ).stdout.strip()

    verify(path)
    Store.open(path).close()
    Store.open(path, read_only=True).close()
    assert grabbed() == "database is locked"
    path.read_bytes()  # the control: what reading the file ourselves would do
    assert grabbed() == "taken"
    store._connection.execute("ROLLBACK")
    store.close()

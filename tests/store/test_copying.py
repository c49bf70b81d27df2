import pytest
from tests.store.documents import content, everything, put, small

from hengbiao.domain.refusal import Refusal
from hengbiao.store import copying
from hengbiao.store.errors import Held, NotWritten
from hengbiao.store.store import Store, verify


@pytest.fixture
def path(tmp_path):
    return tmp_path / "d.hengbiao"


@pytest.fixture
def target(tmp_path):
    return tmp_path / "副本" / "copy.hengbiao"


@pytest.fixture(autouse=True)
def folder(target):
    target.parent.mkdir()


def test_a_copy_is_the_same_document(path, target):
    store, document = small(path)
    store.save_copy(target)
    store.close()
    assert everything(target) == everything(path)
    assert [file.name for file in target.parent.iterdir()] == [target.name]
    with Store.open(target) as copied:
        assert content(copied.load()) == content(document.tree)
        assert not copied.read_only


def test_what_killed_processes_left_behind_is_swept_away(path, target):
    store, _ = small(path)
    for name in (f".~{target.name}.0123abcd", f".~{target.name}.0123abcd-journal", f".~other{target.name}.0123abcd"):
        (target.parent / name).write_text("x")
    store.save_copy(target)
    store.close()
    assert sorted(file.name for file in target.parent.iterdir()) == [f".~other{target.name}.0123abcd", target.name]


def test_a_copy_takes_the_place_of_an_older_file(path, target):
    target.write_text("旧")
    store, document = small(path)
    store.save_copy(target)
    document.commit("改", [put(document, "p1", ("goal",), "新")])
    store.save_copy(target)
    store.close()
    assert everything(target) == everything(path)


@pytest.mark.parametrize("step", ["_write", "sync_file", "read_back", "put_in_place"])
def test_a_copy_that_fails_leaves_the_target_as_it_was(path, target, monkeypatch, step):
    target.write_text("旧")
    store, _ = small(path)

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copying, step, fail)
    with pytest.raises(NotWritten, match="没有保存成功"):
        store.save_copy(target)
    assert [(file.name, file.read_text()) for file in target.parent.iterdir()] == [(target.name, "旧")]
    store.close()


def test_a_copy_that_reads_back_otherwise_is_not_put_in_place(path, target, monkeypatch):
    store, _ = small(path)
    true = copying.sync_file

    def flip(file):
        raw = bytearray(file.read_bytes())
        raw[raw.index("培训".encode())] ^= 1
        file.write_bytes(raw)
        true(file)

    monkeypatch.setattr(copying, "sync_file", flip)
    with pytest.raises(NotWritten, match="回读不一致"):
        store.save_copy(target)
    assert list(target.parent.iterdir()) == []
    store.close()


def test_a_copy_is_never_put_onto_the_document_itself(path):
    store, _ = small(path)
    with pytest.raises(Refusal, match="这就是正在打开的文件"):
        store.save_copy(path)
    with pytest.raises(Refusal, match="这就是正在打开的文件"):
        store.save_copy(path.parent / "副本" / ".." / path.name)
    store.close()
    assert verify(path) == []


def test_a_document_that_someone_has_open_is_not_copied_over(path, target):
    store, _ = small(path)
    other, _ = small(target, author="李强")
    before = everything(target)
    with pytest.raises(Held, match="李强"):
        store.save_copy(target)
    other.close()
    store.close()
    assert everything(target) == before


def test_a_folder_or_a_missing_folder_is_refused(path, target):
    store, _ = small(path)
    with pytest.raises(Refusal, match="这是文件夹"):
        store.save_copy(target.parent)
    with pytest.raises(Refusal, match="文件夹不存在"):
        store.save_copy(target.parent / "无" / "d.hengbiao")
    store.close()

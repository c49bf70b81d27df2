import pytest

from hengbiao.store import identity as identities
from hengbiao.store.identity import identity, installation


@pytest.fixture(autouse=True)
def fresh_run():
    installation.cache_clear()
    identities._of_this_run.cache_clear()


def test_an_installation_keeps_its_id(tmp_path):
    file = tmp_path / "installation.txt"
    first = installation(file)
    installation.cache_clear()
    assert installation(file) == first == file.read_text()
    assert len(first) == 16


def test_two_installations_differ(tmp_path):
    first = installation(tmp_path / "a")
    identities._of_this_run.cache_clear()
    assert first != installation(tmp_path / "b")


@pytest.mark.parametrize("damage", [b"", b"x", b"\xff" * 16, b"../../etc/passwd"])
def test_a_damaged_id_is_made_anew(tmp_path, damage):
    file = tmp_path / "a"
    file.write_bytes(damage)
    made = installation(file)
    assert len(made) == 16
    assert file.read_text() == made


def test_where_nothing_can_be_kept_there_is_an_id_for_this_run(tmp_path, monkeypatch):
    monkeypatch.setattr("hengbiao.paths.data_folder", lambda: (_ for _ in ()).throw(PermissionError(13, "no")))
    assert identity().office == identity().office
    assert len(installation(tmp_path / "no" / "such" / "folder")) == 16


def test_the_author_is_as_set_else_the_user_of_the_system(monkeypatch):
    assert identity("王芳").author == "王芳"
    monkeypatch.setattr("getpass.getuser", lambda: "clerk")
    assert identity().author == "clerk"
    monkeypatch.setattr("getpass.getuser", lambda: (_ for _ in ()).throw(KeyError("uid")))
    assert identity().author == ""

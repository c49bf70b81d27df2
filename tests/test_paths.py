import sys
from pathlib import Path

import pytest

from hengbiao import paths


@pytest.fixture
def forgetful():
    """The place of resources is looked for anew, in the test and after it."""
    paths.resources.cache_clear()
    yield
    paths.resources.cache_clear()


def test_resources_of_a_source_tree_lie_beside_src(forgetful):
    assert paths.resource("fonts") == Path(__file__).parent.parent / "resources" / "fonts"


def test_resources_of_a_frozen_program_lie_in_its_bundle(forgetful, tmp_path, monkeypatch):
    packed = tmp_path / "hengbiao" / "resources" / "fonts"
    packed.mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resource("fonts") == packed


def test_a_missing_resource_is_named():
    with pytest.raises(FileNotFoundError, match=r"nowhere\.toml"):
        paths.resource("layouts", "nowhere.toml")


@pytest.mark.parametrize("folder", [paths.settings_folder, paths.data_folder])
def test_user_folders_are_made_away_from_the_program(folder, home):
    assert folder().is_dir()
    assert folder().is_relative_to(home)


FOLDERS = {paths.settings_folder: "settings", paths.data_folder: "data"}


@pytest.mark.parametrize("marker", paths.PORTABLE)
@pytest.mark.parametrize("folder", FOLDERS)
def test_a_bundle_with_the_marker_keeps_everything_beside_it(folder, marker, tmp_path, monkeypatch):
    (tmp_path / marker).touch()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "hengbiao"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert folder() == tmp_path / "user" / FOLDERS[folder]
    assert folder().is_dir()


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_marker_or_no_bundle_leaves_the_users_folders(folder, tmp_path, monkeypatch, home):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "hengbiao"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert folder().is_relative_to(home)
    monkeypatch.delattr(sys, "frozen")
    (tmp_path / "portable").touch()
    assert folder().is_relative_to(home)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_home_that_is_told_holds_everything(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("HENGBIAO_HOME", str(tmp_path / "家"))
    assert folder() == tmp_path / "家" / FOLDERS[folder]
    assert folder().is_dir()

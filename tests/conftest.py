"""Every test runs without a screen and away from the settings of whoever runs it."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A busy machine is no fault of the code: speed is measured in tests/bench.
settings.register_profile("hengbiao", deadline=None)
settings.load_profile("hengbiao")


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory):
    """The folders of a user who never started the program before."""
    place = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            patch.setenv(name, str(place / name.split("_")[1].lower()))
        yield place


@pytest.fixture(scope="session")
def shared():
    """The folder of public samples beside the repository; tests that need it are skipped where it is absent."""
    folder = Path(__file__).parents[2] / "shared"
    if not (folder / "domain" / "data").is_dir():
        pytest.skip("no folder of samples beside the repository")
    return folder

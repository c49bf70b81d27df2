"""Where files lie: the program's own, and those it keeps for its user."""

import sys
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


@cache
def resources() -> Path:
    """The folder of read-only resources, in a frozen bundle, an installed wheel or the source tree."""
    bundle = Path(getattr(sys, "_MEIPASS", PACKAGE.parent))
    packed = bundle / "hengbiao" / "resources"
    return packed if packed.is_dir() else PACKAGE.parent.parent / "resources"


def resource(*parts: str) -> Path:
    """The path of one resource such as ("layouts", "tianjin.toml"); FileNotFoundError when it was not shipped."""
    path = resources().joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"resource missing from this installation: {path}")
    return path


def settings_folder() -> Path:
    """The user's folder for settings, made on the first call; never inside the program's folder."""
    from platformdirs import user_config_path

    return user_config_path("hengbiao", appauthor=False, ensure_exists=True)


def data_folder() -> Path:
    """The user's folder for backups, drafts and logs, made on the first call; never inside the program's folder."""
    from platformdirs import user_data_path

    return user_data_path("hengbiao", appauthor=False, ensure_exists=True)

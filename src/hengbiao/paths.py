"""Where files lie: the program's own, and those it keeps for its user."""

import os
import sys
from functools import cache
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parent
PORTABLE: Final = ("portable", "portable.txt")
"""A file of such a name beside a bundle's program makes it keep everything in its own folder."""


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
    """The user's folder for settings, made on the first call; inside the program's folder in portable mode only."""
    from platformdirs import user_config_path

    own = _own_home()
    return _made(own / "settings") if own else user_config_path("hengbiao", appauthor=False, ensure_exists=True)


def data_folder() -> Path:
    """The user's folder for drafts and logs, made on the first call; portable as settings_folder is."""
    from platformdirs import user_data_path

    own = _own_home()
    return _made(own / "data") if own else user_data_path("hengbiao", appauthor=False, ensure_exists=True)


def backup_folder() -> Path:
    """The user's folder for backups, made on the first call; never in the program's folder, which upgrades replace."""
    from platformdirs import user_data_path

    own, told = _own_home(), os.environ.get("HENGBIAO_HOME")
    if told:
        return _made(Path(told) / "backups")
    above = own.parent.parent if own else None
    if above and os.access(above, os.W_OK):
        return _made(above / "衡表备份")
    return _made(user_data_path("hengbiao", appauthor=False, ensure_exists=True) / "backups")


def _own_home() -> Path | None:
    """Where everything kept for the user lies together: HENGBIAO_HOME, or beside a writable bundle with the marker."""
    told = os.environ.get("HENGBIAO_HOME")
    if told:
        return Path(told)
    beside = Path(sys.executable).resolve().parent
    marked = getattr(sys, "frozen", False) and any((beside / marker).exists() for marker in PORTABLE)
    return beside / "user" if marked and os.access(beside, os.W_OK) else None


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder

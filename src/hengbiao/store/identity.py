"""Who makes edits: an identity of this installation, never copied with a document, and the person at it."""

import getpass
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

from hengbiao import paths


class Identity(NamedTuple):
    """The `office` is this installation (a random id); the `author` is a person's name."""

    office: str
    author: str


def identity(author: str | None = None) -> Identity:
    """Who works here: this installation and `author`, else the user of the operating system."""
    try:
        office = installation(paths.data_folder() / "installation.txt")
    except OSError:  # a home that cannot be written
        office = _of_this_run()
    return Identity(office, author or _user())


@cache
def installation(file: Path) -> str:
    """The id kept in `file`, made on first use; where it cannot be kept, one for this run."""
    kept = _kept(file)
    if not kept:
        kept = _of_this_run()
        _keep(file, kept)
    return kept


@cache
def _of_this_run() -> str:
    return token_hex(8)


def _kept(file: Path) -> str:
    try:
        text = file.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
    return text if len(text) == 16 and text.isalnum() else ""


def _keep(file: Path, text: str) -> None:
    fresh = file.with_name(f"{file.name}.{token_hex(4)}")
    try:
        fresh.write_text(text, "ascii")
        fresh.replace(file)
    except OSError:
        fresh.unlink(missing_ok=True)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""

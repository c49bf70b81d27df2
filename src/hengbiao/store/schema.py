"""The tables of a document, exactly as declared by its version."""

import re
import sqlite3
from typing import Final

APPLICATION_ID: Final = 0x48424931  # "HBI1"
MAJOR: Final = 1
MINOR: Final = 0
VERSION: Final = 1000 * MAJOR + MINOR
BEHIND: Final = 2999
"""Stated instead while rows of the cache are behind the log (lagging.py): programs that do not know of it refuse."""

_TABLES: Final = {
    "meta": "CREATE TABLE meta(key TEXT PRIMARY KEY, value ANY) STRICT",
    "edit": """CREATE TABLE edit(
        seq INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE CHECK(length(id) = 32),
        record TEXT NOT NULL,
        step TEXT NOT NULL,
        body TEXT NOT NULL) STRICT""",
    "record": """CREATE TABLE record(
        id TEXT PRIMARY KEY, kind TEXT, unit TEXT, year INTEGER, position TEXT, code TEXT, name TEXT,
        total INTEGER, heads TEXT, state TEXT) STRICT""",
    "open_conflict": """CREATE TABLE open_conflict(
        record TEXT, field TEXT, heads TEXT, PRIMARY KEY(record, field)) STRICT""",
    "edit_record": "CREATE INDEX edit_record ON edit(record)",
}
DECLARED: Final = {name: re.sub(r"\s+", " ", sql).replace("( ", "(") for name, sql in _TABLES.items()}
"""The SQL of every table and index of version 1.0 by its name, as SQLite keeps it."""


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of a new document, all or none."""
    from sqlite_utils import Database

    database = Database(connection, recursive_triggers=False, execute_plugins=False)
    with database.atomic():
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {VERSION}")
        for sql in DECLARED.values():
            database.execute(sql)


def stamp(connection: sqlite3.Connection) -> tuple[int, int]:
    """The application id and version that a file states; one that is only BEHIND is of this version."""
    (application,), (version,) = (
        connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
    )
    return application, VERSION if version == BEHIND else version


def differences(connection: sqlite3.Connection, version: int) -> list[str]:
    """What stands in the file besides or other than declared; a newer minor version may add tables and indexes."""
    found = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE type <> 'index' OR sql IS NOT NULL")
    named = {name: (kind, sql) for kind, name, sql in found}
    wrong = [
        f"缺少“{name}”，或它的结构不符" for name, sql in DECLARED.items() if not _fits(named.get(name), sql, version)
    ]
    newer = version > VERSION
    return wrong + [
        f"多出“{name}”（{kind}）"
        for name, (kind, _) in named.items()
        if name not in DECLARED and not (newer and kind in ("table", "index"))
    ]


def _fits(found: tuple[str, str] | None, declared: str, version: int) -> bool:
    if found is None:
        return False
    kind, sql = found
    return sql == declared if version <= VERSION else kind == ("index" if "INDEX" in declared[:15] else "table")

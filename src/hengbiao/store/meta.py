"""What a document says of itself: its id, how many edits it holds, the sum of their ids, and a seal over this."""

import sqlite3
from collections.abc import Iterable
from hashlib import sha256
from secrets import token_hex
from typing import Any, NamedTuple

from hengbiao.store.edits import canonical

_MODULUS = 1 << 256


class Meta(NamedTuple):
    """The `sum` is that of all edit ids as numbers, mod 2^256: with the count it tells lost and foreign edits."""

    document: str
    edits: int
    sum: int


def begin(connection: sqlite3.Connection, document: str = "") -> None:
    """State that a new document, or a new copy of the one with this id, holds nothing yet."""
    _write(connection, Meta(document or token_hex(16), 0, 0))


def add(connection: sqlite3.Connection, ids: Iterable[bytes]) -> None:
    """Count edits that were just put into the log."""
    old, made = read(connection), tuple(ids)
    _write(connection, Meta(old.document, old.edits + len(made), (old.sum + _sum(made)) % _MODULUS))


def read(connection: sqlite3.Connection) -> Meta:
    """What the document states; ValueError where it is not sealed."""
    found = dict(connection.execute("SELECT key, value FROM meta"))
    seal = found.pop("seal", None)
    if seal != _seal(found):
        raise ValueError("文件的登记信息与封存值不符")
    return Meta(found["document"], found["edits"], int.from_bytes(found["sum"], "big"))


def covered(connection: sqlite3.Connection) -> int | None:
    """The number of the last edit that all rows of the cache know of; None where they know of every edit."""
    found = connection.execute("SELECT value FROM meta WHERE key = 'covered'").fetchone()
    return None if found is None else int(found[0])


def cover(connection: sqlite3.Connection, number: int | None) -> None:
    """State what `covered` tells."""
    stated = read(connection)
    connection.execute("DELETE FROM meta WHERE key = 'covered'")
    if number is not None:
        connection.execute("INSERT INTO meta VALUES ('covered', ?)", (number,))
    _write(connection, stated)


def check(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with the statement, by the ids in the log alone; [] for nothing."""
    try:
        stated = read(connection)
    except (ValueError, KeyError, TypeError) as error:
        return [str(error) if isinstance(error, ValueError) else "文件的登记信息不完整"]
    ids = [row[0] for row in connection.execute("SELECT id FROM edit")]
    if len(ids) != stated.edits:
        return [f"应有 {stated.edits} 条修改记录，实有 {len(ids)} 条"]
    (first, last) = connection.execute("SELECT min(seq), max(seq) FROM edit").fetchone()
    if ids and (first, last) != (1, len(ids)):
        return ["修改记录的编号不连续"]
    return [] if _sum(ids) == stated.sum else ["修改记录的总校验码不符"]


def _sum(ids: Iterable[bytes]) -> int:
    return sum(int.from_bytes(one, "big") for one in ids) % _MODULUS


def _write(connection: sqlite3.Connection, meta: Meta) -> None:
    rows: dict[str, Any] = dict(connection.execute("SELECT key, value FROM meta"))
    rows.update(document=meta.document, edits=meta.edits, sum=meta.sum.to_bytes(32, "big"))
    rows.pop("seal", None)
    rows["seal"] = _seal(rows)
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows.items())


def _seal(rows: dict[str, Any]) -> bytes:
    """Over the rows alone: the version stands outside, so that what a newer program declared still opens."""
    stated = {str(key): {"hex": value.hex()} if isinstance(value, bytes) else value for key, value in rows.items()}
    return sha256(canonical(stated).encode("utf-8", "surrogateescape")).digest()

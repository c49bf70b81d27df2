"""Edits as they are stored: canonical JSON, named by the SHA-256 of its bytes."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from secrets import token_hex
from typing import Any, NamedTuple, NoReturn

from hengbiao.domain.merge import Edit, Kind
from hengbiao.store import standing
from hengbiao.store.identity import Identity

FORMAT = 1
_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"不应有小数 {text[:20]}")


_parsed = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse).decode
_TEXTS = ("record", "step", "label", "office", "author", "at", "source", "nonce")
_KINDS = frozenset({"add", "put", "drop"})


class BrokenError(ValueError):
    """Something stored is not what was written; the message goes on from its subject, in Chinese."""


class Row(NamedTuple):
    """One edit as a row of the log."""

    id: bytes
    record: str
    step: str
    body: str


class Stamp(NamedTuple):
    """What all edits of one user action share; `at` is local time with its offset, `source` where it came from."""

    label: str
    office: str
    author: str
    at: str
    source: str
    step: str


def stamp(label: str, who: Identity, source: str = "") -> Stamp:
    """A new step made here and now."""
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    return Stamp(label, who.office, who.author, at, source, token_hex(8))


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: equal values are equal texts."""
    return _written(value)


def write(
    mark: Stamp,
    record: str,
    kind: Kind,
    parents: Iterable[str],
    fields: Mapping[str, Any],
    more: Mapping[str, Any] | None = None,
) -> tuple[Row, Edit]:
    """A new edit as row and as value, `more` beside its fields; UnicodeEncodeError where a text cannot be stored."""
    heads = tuple(sorted(parents))
    if more is None:
        start, label, office, end = _frame(mark)
        body = (
            f'{start}"fields":{canonical(fields)},"kind":"{kind}",{label}"nonce":"{token_hex(8)}",'
            f'{office}"parents":{canonical(heads)},"record":{canonical(record)},{end}'
        )
    else:
        told = {"fields": fields, "kind": kind, "nonce": token_hex(8), "parents": heads, "record": record}
        body = canonical({"v": FORMAT, **mark._asdict(), **told, **more})
    digest = sha256(body.encode())
    return Row(digest.digest(), record, mark.step, body), Edit(digest.hexdigest(), kind, heads, fields)


@lru_cache(maxsize=8)
def _frame(mark: Stamp) -> tuple[str, str, str, str]:
    """What the bodies of a step say alike, in the order of canonical JSON; a step may have 10,000 edits."""
    said = {name: f'"{name}":{canonical(value)},' for name, value in mark._asdict().items()}
    end = f'{said["source"]}{said["step"]}"v":{FORMAT}}}'
    return f"{{{said['at']}{said['author']}", said["label"], said["office"], end


def read(row_id: bytes, body: str, record: str | None = None) -> dict[str, Any]:
    """The content of an edit (of `record`); BrokenError where it does not hash to its id or is of no known shape."""
    if not isinstance(body, str):
        raise BrokenError("内容与校验码不符")
    return _checked(row_id, body.encode("utf-8", "surrogateescape"), body, record)


def read_raw(row_id: bytes, raw: bytes, record: str) -> dict[str, Any]:
    """The same of a body as its bytes lie in the file, in less time: a document has 10,000 of them."""
    try:
        return _checked(row_id, raw, raw.decode(), record)
    except (UnicodeDecodeError, AttributeError):
        raise BrokenError("内容与校验码不符") from None


def _checked(row_id: bytes, raw: bytes, body: str, record: str | None) -> dict[str, Any]:
    if sha256(raw).digest() != row_id:
        raise BrokenError("内容与校验码不符")
    try:
        found = _parsed(body)
    except (ValueError, RecursionError):
        raise BrokenError("内容不合规定") from None
    whole = (
        isinstance(found, dict)
        and all(isinstance(found.get(name), str) for name in _TEXTS)
        and found.get("v") == FORMAT
        and found.get("kind") in _KINDS
        and isinstance(found.get("fields"), dict)
        and isinstance(found.get("parents"), list)
        and all(isinstance(parent, str) for parent in found["parents"])
    )
    if not whole or record not in (None, found["record"]):
        raise BrokenError("内容缺项")
    return dict(found)


def edit_of(row_id: bytes, content: Mapping[str, Any]) -> Edit:
    """The edit for merging; ValueError where it stands for others in a way that makes no sense."""
    stated = content.get("stands_for")
    found = None if stated is None else standing.read(stated, content["fields"])
    return Edit(row_id.hex(), content["kind"], tuple(content["parents"]), content["fields"], found)

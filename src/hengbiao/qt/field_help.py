"""填写说明 as data: what a field means, what reviewers look for, how it is well and poorly written."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from hengbiao.domain.change import ROWS, Record
from hengbiao.domain.fields import kind_of
from hengbiao.paths import resource

_ROW_KINDS: Final = {"indicators": "indicator"}


@dataclass(frozen=True, slots=True)
class FieldHelp:
    """The help on one field; all but `title` may be ""."""

    title: str
    means: str = ""
    looks: str = ""
    good: str = ""
    poor: str = ""


def help_on(record: Record, path: tuple[str, ...]) -> FieldHelp | None:
    """The help on the field at `path`, else on the rows or group it belongs to; None where there is none."""
    keys = [kind_of(record), *path]
    if path and path[0] in ROWS and path[0] in _ROW_KINDS and len(path) > 2:
        keys = [_ROW_KINDS[path[0]], *path[2:]]
    while len(keys) > 1:
        if found := _entry(keys):
            return FieldHelp(**found)
        keys.pop()
    return None


def _entry(keys: list[str]) -> Mapping[str, str] | None:
    table: Any = _tables()
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, dict) and "title" in table else None


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(resource("help", "fields.toml").read_text("utf-8"))

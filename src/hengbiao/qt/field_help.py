"""填写说明 as data: what a field means, what reviewers look for, how it is well and poorly written."""

import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from hengbiao.domain.change import ROWS, Record, row_of
from hengbiao.domain.fields import kind_of
from hengbiao.paths import resource

_TABLES: Final = MappingProxyType({"indicators": "indicator"})
"""Tables that are called otherwise in the file."""


class FieldHelp(NamedTuple):
    """The help on one field or pane; all but `title` may be ""."""

    title: str
    means: str = ""
    looks: str = ""
    good: str = ""
    poor: str = ""


def help_on(record: Record, path: tuple[str, ...], part: str = "") -> FieldHelp | None:
    """The help on the field at `path`, or on one `part` of it (the comparator of a target); None where there is none.

    What has none of its own has that of the group it belongs to; a 自定义栏目 goes by its name.
    """
    keys = [kind_of(record), *path]
    if len(path) > 1 and path[0] in ROWS:
        keys = [_TABLES.get(path[0], path[0]), *path[2:]]
        row = row_of(record, *path[:2]) if path[0] == "extra" else None
        if row is not None and (found := _entry(["labels", row.label])):
            return found
    keys += [part] * bool(part)
    while len(keys) > 1:
        if found := _entry(keys):
            return found
        keys.pop()
    return None


def help_on_label(label: str) -> FieldHelp | None:
    """The help on a 自定义栏目 that is not there yet."""
    return _entry(["labels", label]) or _entry(["extra", "text"])


def printed_in(record: Record, path: tuple[str, ...]) -> tuple[str, ...]:
    """The regions whose 表样 print a field, in their order; () for what belongs to no form."""
    if kind_of(record) == "unit" or not path:
        return ()
    return _printers().get((kind_of(record), *_bound(record, path)), ())


def _bound(record: Record, path: tuple[str, ...]) -> tuple[str, ...]:
    if path[0] == "extra" and len(path) > 1:
        row = row_of(record, *path[:2])
        return ("extra", row.label if row else "")
    return (path[0], path[2]) if path[0] in ROWS and len(path) > 2 else path


@cache
def _printers() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    from hengbiao.forms.layouts import layouts
    from hengbiao.forms.vocabulary import regions

    found: dict[tuple[str, ...], dict[str, None]] = {}
    names = regions()
    for layout in layouts():
        for kind, plan in layout.plans.items():
            paths = [tuple(path.split("/")) for path in plan.fields]
            paths += [(table, column.partition("/")[0]) for table, names in plan.columns.items() for column in names]
            for path in paths:
                found.setdefault((kind, *path), {})[names[layout.region]] = None
    return {path: tuple(names) for path, names in found.items()}


def _entry(keys: list[str]) -> FieldHelp | None:
    table: Any = _tables()
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    if not isinstance(table, dict) or "title" not in table:
        return None
    return FieldHelp(**{name: text for name, text in table.items() if isinstance(text, str)})


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(resource("help", "fields.toml").read_text("utf-8"))

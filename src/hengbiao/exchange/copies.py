"""What a document of somebody else holds, as forms of their own: brought in by code, name and year as any file is.

Unlike 收表 this knows nothing of who edited what: it is for a year of its own, or for forms that are taken as a start.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from hengbiao.domain.change import Record
from hengbiao.domain.fields import all_kinds
from hengbiao.domain.marks import MARKS
from hengbiao.domain.position import new_id
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Records, Tree, heading
from hengbiao.domain.unit import Unit
from hengbiao.store import foreign, past

SUFFIX: Final = ".hengbiao"


def tree_in(path: Path) -> Tree:
    """The forms of a document under new ids and without marks; Refusal."""
    try:
        found = past.records(foreign.read_one(path).rows)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refusal(path, "", "内容不合规定", "请对方重新发送一份，原文件没有改动") from None
    made = {record.id: record for record in _renamed(found)}
    return Tree(Records(made), {key: heading(record) for key, record in made.items()})


def _renamed(found: Iterable[Record]) -> Iterator[Record]:
    records = list(found)
    ids = {record.id: new_id() for record in records}
    for record in records:
        fresh: dict[str, Any] = {name: () for name in MARKS if name in all_kinds(type(record))}
        if not isinstance(record, Unit):
            fresh["unit"] = ids.get(record.unit, record.unit)
        yield replace(record, id=ids[record.id], **fresh)

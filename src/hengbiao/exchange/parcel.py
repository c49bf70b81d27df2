"""Whole projects on the clipboard: for another place in the tree, another document or another window, and as text."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from hengbiao.domain import fields, money
from hengbiao.domain.project import Project
from hengbiao.formats.strict_json import Fault, loads
from hengbiao.store.shapes import fits

_FORMAT: Final = "hengbiao-projects/1"
_MOST: Final = 64 * 1024 * 1024
_UNREADABLE: Final = "剪贴板里的项目读不出来，可能来自更新的版本；请在原窗口重新复制"


class ParcelError(ValueError):
    """What is no parcel of ours; the message is a Chinese sentence."""


class Parcel(NamedTuple):
    """Projects as they were when copied, from which document (its id), and whether they were cut."""

    document: str
    cut: bool
    projects: tuple[Project, ...]


def packed(parcel: Parcel) -> bytes:
    """The parcel as bytes for the clipboard."""
    projects = [{"id": one.id, "unit": one.unit, "state": fields.state_of(one)} for one in parcel.projects]
    whole = {"format": _FORMAT, "document": parcel.document, "cut": parcel.cut, "projects": projects}
    return json.dumps(whole, ensure_ascii=False).encode()


def unpacked(raw: bytes) -> Parcel:
    """The parcel that `raw` is; ParcelError."""
    if len(raw) > _MOST:
        raise ParcelError("剪贴板里的项目太多，请分几次复制")
    try:
        found = loads(raw)
        if found["format"] != _FORMAT or type(found["cut"]) is not bool:
            raise ParcelError(_UNREADABLE)
        return Parcel(str(found["document"]), found["cut"], tuple(map(_project, found["projects"])))
    except (Fault, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ParcelError(_UNREADABLE) from error


def as_text(projects: Iterable[Project], unit: str = "万元") -> str:
    """The projects as tab-separated text that a spreadsheet or a chat takes, amounts in `unit`."""
    return "\n\n".join("\n".join("\t".join(map(_one_line, row)) for row in _rows(one, unit)) for one in projects)


def _project(given: Any) -> Project:
    state = {"kind": "project", **given["state"]}
    made = fields.build("project", str(given["id"]), str(given["unit"]), given["state"]) if fits(state) else None
    if not isinstance(made, Project):
        raise ParcelError(_UNREADABLE)
    return made


def _rows(project: Project, unit: str) -> Iterator[Sequence[str]]:
    total = project.funds.total
    facts = (
        ("项目名称", project.name),
        ("项目编码", project.code),
        (f"预算数（{unit}）", "" if total is None else money.show(total, unit)),
        ("年度绩效目标", project.goal),
    )
    yield from (fact for fact in facts if fact[1])
    if project.indicators:
        yield "一级指标", "二级指标", "三级指标", "指标值"
    yield from ((row.level1, row.level2, row.name, str(row.target)) for row in project.indicators)


def _one_line(text: str) -> str:
    return " ".join(text.split())

"""What is dragged over the project tree, where it would go, and why it cannot."""

import json
from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QMimeData

from hengbiao.domain import arrange
from hengbiao.domain.arrange import MisplacedError
from hengbiao.domain.tree import Tree
from hengbiao.qt.models.outline import Node

LINES: Final = "application/x-hengbiao-lines"
PROJECTS: Final = "application/x-hengbiao-projects"
"""The type of whole projects, as `exchange.parcel` packs them."""

Pack = Callable[[list[str]], QMimeData]
"""The content of these records for other windows and programs."""


class Place(NamedTuple):
    """Before the project `before` of `unit`, "" for its end; without a unit among the units."""

    unit: str
    before: str


def carry(data: QMimeData, owner: str, keys: list[str]) -> None:
    """Note in what is dragged which lines of which window it is."""
    data.setData(LINES, json.dumps([owner, *keys]).encode())


def carried(data: QMimeData, owner: str) -> list[str]:
    """The lines of this window that are being dragged; none where it comes from elsewhere."""
    if not data.hasFormat(LINES):
        return []
    sender, *keys = json.loads(bytes(data.data(LINES).data()))
    return keys if sender == owner else []


def place(parent: Node, row: int) -> Place:
    """Where a drop at `row` of a line goes, on the line itself where `row` is −1."""
    below = parent.children[row:] if row >= 0 else []
    if parent.kind != "unit":
        return Place("", below[0].key if below else "")
    return Place(parent.key, next((node.key for node in below if node.kind == "project"), ""))


def why_not(tree: Tree, keys: list[str], place: Place, *, copying: bool) -> str:
    """Why these records cannot be dropped there, "" where they can; none are projects of another window."""
    if not keys or copying:
        return _why_no_copy(tree, keys, place)
    try:
        if place.unit:
            arrange.relocate(tree, keys, *place)
        else:
            arrange.relocate_units(tree, keys, place.before)
    except MisplacedError as error:
        return str(error)
    return ""


def _why_no_copy(tree: Tree, keys: list[str], place: Place) -> str:
    if any(tree.headings[key].kind != "project" for key in keys):
        return "只有项目可以复制；部门整体和预算单位不能"
    return "" if place.unit else "项目要放在某个预算单位之下"

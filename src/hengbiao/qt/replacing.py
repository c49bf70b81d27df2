"""Replacing in many places off the window's thread: prepared with a real cancel, then written as one step."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from hengbiao.domain.carried import settled
from hengbiao.domain.document import Event
from hengbiao.qt.great_step import great_step

if TYPE_CHECKING:
    import re

    from PySide6.QtWidgets import QWidget

    from hengbiao.domain.tree import Tree
    from hengbiao.qt.jobs import Job, Report
    from hengbiao.qt.models.search import Hit, Left
    from hengbiao.store.store import Store


class Wish(NamedTuple):
    """What is to be replaced in which places, and what the step is called."""

    label: str
    found: tuple[Hit, ...]
    wanted: re.Pattern[str]
    new: str
    money_unit: str


class Written(NamedTuple):
    """The step that became durable, and what was left alone."""

    event: Event
    left: tuple[Left, ...]


def written(store: Store, tree: Tree, wish: Wish, report: Report) -> Written:
    """Replace in `tree` and make that durable as one step; what `report` raises before the writing breaks it off."""
    from hengbiao.qt.models.search import replaced

    made = replaced(tree, wish.found, wish.wanted, wish.new, wish.money_unit, report)
    changes = tuple(settled(tree, [change for change in made.changes if change.old != change.new]))
    event = Event(wish.label, changes, tree, tree.changed(changes))
    report(len(wish.found), len(wish.found))
    if changes:
        store.append(wish.label, changes, tree, event.after)
    return Written(event, made.left)


def replacing(store: Store, tree: Tree, wish: Wish, parent: QWidget) -> Job:
    """A job that ends in what was Written; `parent` takes no input meanwhile, and no cancel once the writing began."""
    words = QCoreApplication.translate("Replacing", "正在替换 {0} 处…").replace("{0}", str(len(wish.found)))
    return great_step(lambda report: written(store, tree, wish, report), words, parent)

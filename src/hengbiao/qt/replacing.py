"""Replacing in many places off the window's thread: prepared with a real cancel, then written as one step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, cast

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton

from hengbiao.domain.carried import settled
from hengbiao.domain.document import Step
from hengbiao.qt.jobs import Job, Report, watch

if TYPE_CHECKING:
    import re

    from PySide6.QtWidgets import QProgressDialog, QWidget

    from hengbiao.domain.tree import Tree
    from hengbiao.qt.models.search import Hit, Left
    from hengbiao.store.store import Store

MANY: Final = 2000
"""Places up to which replacing is over before anyone wonders."""


class Wish(NamedTuple):
    """What is to be replaced in which places, and what the step is called."""

    label: str
    found: tuple[Hit, ...]
    wanted: re.Pattern[str]
    new: str
    money_unit: str


class Written(NamedTuple):
    """The step that became durable, and what was left alone."""

    step: Step
    left: tuple[Left, ...]


def written(store: Store, tree: Tree, wish: Wish, report: Report) -> Written:
    """Replace in `tree` and make that durable as one step; what `report` raises before the writing breaks it off."""
    from hengbiao.qt.models.search import replaced

    made = replaced(tree, wish.found, wish.wanted, wish.new, wish.money_unit, report)
    changes = tuple(settled(tree, [change for change in made.changes if change.old != change.new]))
    report(len(wish.found), len(wish.found))
    if changes:
        store.append(wish.label, changes, tree, tree.changed(changes))
    return Written(Step(wish.label, changes), made.left)


def replacing(store: Store, tree: Tree, wish: Wish, parent: QWidget) -> Job:
    """A job that ends in what was Written; `parent` takes no input meanwhile, and no cancel once the writing began."""
    job = Job(lambda report: written(store, tree, wish, report))
    words = QCoreApplication.translate("Replacing", "正在替换 {0} 处…").replace("{0}", str(len(wish.found)))
    dialog = watch(job, words, parent)
    job.progressed.connect(lambda at, total: _tell_writing(dialog) if at == total else None)
    dialog.show()  # at once: nothing may be typed into what is about to be replaced
    return job


def _tell_writing(dialog: QProgressDialog) -> None:
    """From here on the step is whole or not at all: a cancel that came too late does not take the dialog away."""
    dialog.setMaximum(0)
    dialog.setLabelText(QCoreApplication.translate("Replacing", "正在写入文件，请稍候。这一步写完就能撤销。"))
    for button in cast("list[QPushButton]", dialog.findChildren(QPushButton)):
        button.setEnabled(False)
    dialog.canceled.connect(dialog.show)
    dialog.finished.connect(dialog.show)  # Esc, where there is no button left to press
    dialog.show()

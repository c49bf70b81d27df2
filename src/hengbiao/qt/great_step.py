"""A step of thousands of changes, made off the window's thread: prepared with a real cancel, then written as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton

from hengbiao.domain.uncollected import uncollected
from hengbiao.qt.jobs import Job, Report, watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QProgressDialog, QWidget

    from hengbiao.domain.document import Document, Reversal
    from hengbiao.store.store import Store

MANY: Final = 2000
"""Places up to which replacing is over before anyone wonders."""
BACK: Final = 500
"""The same of what is undone or redone: there a change may be a whole form."""


def great_step(work: Callable[[Report], Any], words: str, parent: QWidget, *, back: bool = False) -> Job:
    """A job for `work`, which reports all done before it writes; `parent` takes no input meanwhile.

    It can be cancelled until the writing begins. The step can be undone, or redone where it goes `back`.
    """
    job = Job(lambda report: _without_pauses(work, report))
    dialog = watch(job, words, parent)
    job.progressed.connect(lambda at, total: _tell_writing(dialog, back=back) if at == total else None)
    dialog.show()  # at once: nothing may be typed into what is about to change
    return job


def reverting(store: Store, document: Document, *, back: bool, parent: QWidget) -> Job:
    """A job that ends in a durable Reversal of the last step."""
    words = "正在撤销“{0}”，共 {1} 处…" if back else "正在重做“{0}”，共 {1} 处…"
    words = QCoreApplication.translate("GreatStep", words)
    label = document.undo_label if back else document.redo_label
    told = words.replace("{1}", str(document.weight(back=back))).replace("{0}", label)
    return great_step(lambda report: reverted(store, document, report, back=back), told, parent, back=back)


def reverted(store: Store, document: Document, report: Report, *, back: bool) -> Reversal | None:
    """What undo or redo comes to, made durable; the document itself has yet to take it over."""
    found = document.reversal(back=back)
    report(1, 1)
    if found and (event := found.event).changes:
        store.append(event.label, event.changes, event.before, event.after)
    return found


def _without_pauses(work: Callable[[Report], Any], report: Report) -> Any:
    """What `work` comes to; the collector, which stops the window too, does not run meanwhile."""
    with uncollected():
        return work(report)


def _tell_writing(dialog: QProgressDialog, *, back: bool) -> None:
    """From here on the step is whole or not at all: a cancel that came too late does not take the dialog away."""
    dialog.setMaximum(0)
    words = "正在写入文件，请稍候。这一步写完就能重做。" if back else "正在写入文件，请稍候。这一步写完就能撤销。"
    dialog.setLabelText(QCoreApplication.translate("GreatStep", words))
    for button in cast("list[QPushButton]", dialog.findChildren(QPushButton)):
        button.setEnabled(False)
    dialog.canceled.connect(dialog.show)
    dialog.finished.connect(dialog.show)  # Esc, where there is no button left to press
    dialog.show()

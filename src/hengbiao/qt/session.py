"""An open document: its file, its tree, and the word to the window whenever something became durable."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from hengbiao.domain.change import Change
from hengbiao.domain.document import Document, Event, Reversal, Step, Undone
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Tree
from hengbiao.store.store import Store

LARGE: Final = 8_000_000
"""Bytes of a document from which on reading or copying it takes half a second and more on an old machine."""

APART: Final = 20
"""Steps of one receiving up to which each is undone by itself: telling every view of thousands would take minutes."""


_PAUSE: Final = 2000
"""Milliseconds after the last step before rows of the cache that wait for it are written."""
_ROWS, _REST = 32, 0.01


class Session(QObject):
    """A store and the Document over it; `changed` carries each Event, `saved` follows each durable step."""

    changed = Signal(object)
    saved = Signal(object)
    closing = Signal()

    def __init__(self, store: Store, parent: QObject | None = None, tree: Tree | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.saved_at: datetime | None = None
        self._closed = False
        self.document = Document(store.load() if tree is None else tree, self._append)
        self.opened, self.opened_at = self.document.tree, datetime.now().astimezone()
        self.document.subscribe(self._tell)
        self._following: Thread | None = None
        self._resting = QTimer(self, singleShot=True, interval=_PAUSE)
        self._resting.timeout.connect(self._catch_up)

    @property
    def path(self) -> Path:
        """The file."""
        return self.store.path

    @property
    def tree(self) -> Tree:
        """The committed tree."""
        return self.document.tree

    def unsettled(self) -> dict[str, int]:
        """How many conflicts are open in each record that has any; none once the document is closed."""
        from hengbiao.exchange.resolve import unsettled

        return {} if self._closed else unsettled(self.store)

    def why_read_only(self) -> str:
        """A sentence where the document can only be read; "" where it can be edited."""
        if not self.store.read_only:
            return ""
        if self.store.holder:
            return f"只读：正由{self.store.holder}打开。可以查看、导出、保存副本；对方关闭后重新打开即可修改。"
        return f"只读：{self.store.notice or '文件以只读方式打开'}。可以查看、导出；保存副本后可以修改。"

    def warm(self) -> Iterator[None]:
        """Decode every record, one a step, and spare the collector the long walk afterwards: idle work."""
        records = self.tree.records
        gc.disable()
        try:
            for key in records:
                records[key]
                yield
            gc.freeze()
        finally:
            gc.enable()

    def catch_up(self, steps: Sequence[Step]) -> None:
        """Take over steps that became durable beside the document: each to be undone by itself, or many as one."""
        told = [step for step in steps if step.changes]
        if len(told) > APART:
            changes = tuple(change for step in told for change in step.changes)
            told = [Step(f"{told[0].label.split()[0]} {len(told)} 份", changes)]
        for step in told:
            self.saved_at = datetime.now().astimezone()
            self.document.commit(step.label, step.changes, append=_already)

    def adopt(self, event: Event) -> None:
        """Take over one step that became durable, with the tree it makes where that is still upon the present one."""
        if event.changes:
            self.saved_at = datetime.now().astimezone()
            if event.before is self.tree:
                self.document.adopt(event)
            else:  # a timer has put something right meanwhile
                self.document.commit(event.label, event.changes, append=_already)

    def revert(self, found: Reversal) -> Undone:
        """Take over an undo or redo that became durable; upon another tree it is a step of its own."""
        if found.event.before is self.tree:
            self.saved_at = datetime.now().astimezone()
            return self.document.revert(found)
        self.adopt(found.event)
        return Undone(found.step.label, found.skipped, found.event.changes)

    def close(self) -> None:
        """Give the file free."""
        self.closing.emit()
        self._closed = True
        self.store.close()
        if self._following:
            self._following.join()

    def _append(self, label: str, changes: Sequence[Change], before: Tree, after: Tree) -> None:
        self.store.append(label, changes, before, after)
        self.saved_at = datetime.now().astimezone()

    def _tell(self, event: Event) -> None:
        self.changed.emit(event)
        if not event.preview:
            self.saved.emit(self.saved_at)
            self._resting.start()

    def _catch_up(self) -> None:
        """After a large step bring what is cached up to date, off the window's thread; closing does it too."""
        if self.store.behind and not (self._closed or (self._following and self._following.is_alive())):
            self._following = Thread(target=_catch_up, args=(self.store,), daemon=True)
            self._following.start()


def _catch_up(store: Store) -> None:
    with suppress(Refusal):  # the edits are safe: closing and opening try again
        while store.catch_up(_ROWS):
            sleep(_REST)  # else a commit that waits for the store misses its turn over and over


def _already(_label: str, _changes: Sequence[Change], _before: Tree, _after: Tree) -> None:
    """What has become durable is not written twice."""

"""历史: who changed what of a form or of the whole document, and what of it is wanted back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal

from hengbiao.exchange.chronicle import Told, told
from hengbiao.exchange.naming import record_name
from hengbiao.qt import errors, style
from hengbiao.qt._ui.history_dialog import Ui_HistoryDialog
from hengbiao.qt.dialogs.closing import name_close
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.jobs import Job, Report, watch
from hengbiao.qt.models.lines import Head, Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from hengbiao.domain.change import Ref
    from hengbiao.domain.tree import Tree
    from hengbiao.qt.session import Session
    from hengbiao.store.history import Entry
    from hengbiao.store.store import Store

_REPORTED: Final = 200
"""Entries from one word about progress to the next."""
_MOST: Final = 20_000
"""Lines that are listed, the newest; more than anyone reads."""


class HistoryDialog(Dialog):
    """Shows the history of `ref`, a form or a field of it, or with None of the whole document.

    `restoring` carries an Entry and the value (as stored) that is wanted back, `reverting` an Entry after which a form
    is wanted as it was, `chosen` a Ref to go to.
    """

    restoring = Signal(object, object)
    reverting = Signal(object)
    chosen = Signal(object)

    def __init__(self, session: Session, ref: Ref | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_HistoryDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self._session = session
        self._lines: list[Line] = []
        self._more, self._said = False, ""
        self.job: Job | None = None
        self._offer(ref)
        form.list.set_heads(
            (
                Head(self.tr("时间"), 11.5),
                Head(self.tr("谁"), 5),
                Head(self.tr("步骤"), 8),
                Head(self.tr("表"), 11),
                Head(self.tr("字段"), 11),
                Head(self.tr("原值"), 11),
                Head(self.tr("新值"), 11),
            )
        )
        form.list.set_empty(self.tr("没有符合的修改记录"))
        form.what.currentIndexChanged.connect(self._turn)
        form.who.currentIndexChanged.connect(self._filter)
        form.filter.textChanged.connect(self._filter)
        form.filter.setClearButtonEnabled(True)
        form.list.moved.connect(self._show_line)
        form.old.clicked.connect(lambda: self._restore("old"))
        form.new.clicked.connect(lambda: self._restore("new"))
        form.form.clicked.connect(self._revert)
        form.go.clicked.connect(self._go)
        form.list.opened.connect(self._go)
        name_close(form.buttons, self.tr("关闭"))
        style.fit(self, 300, 165)
        form.list.setFocus()
        self.finished.connect(self._stop)
        self.read()

    def read(self) -> None:
        """Read the history anew, in a thread."""
        self._stop()
        ref: Ref | None = self.form.what.currentData()
        store, tree = self._session.store, self._session.tree
        self.form.told.setText(self.tr("正在读取历史…"))
        job = self.job = Job(lambda report: _read(store, tree, ref, report))
        watch(job, self.form.told.text(), self)
        job.cancelled.connect(partial(self._broken_off, job))
        job.done.connect(partial(self._take, job))
        job.failed.connect(partial(self._failed, job))
        job.start()

    def _turn(self) -> None:
        self._said = ""
        self.read()

    def say(self, sentence: str) -> None:
        """Say what came of a wish, until another list is asked for."""
        self._said = sentence
        self.form.told.setText(sentence)

    def _offer(self, ref: Ref | None) -> None:
        tree = self._session.tree
        box = self.form.what
        if ref and ref.record in tree.headings:
            name = record_name(tree.headings[ref.record])
            if ref.path:
                from hengbiao.exchange.naming import field_called

                box.addItem(self.tr("%s：%s") % (name, field_called(tree, ref)), ref)
            box.addItem(self.tr("%s（整张表）") % name, ref._replace(path=()))
        box.addItem(self.tr("整个文件"), None)

    def _take(self, job: Job, found: list[Told]) -> None:
        if job is not self.job:
            return
        self._lines = [_line(one) for one in found[:_MOST]]
        self._more = len(found) > _MOST
        people = list(dict.fromkeys(one.entry.author for one in found))
        chosen = self.form.who.currentText()
        self.form.who.blockSignals(True)
        self.form.who.clear()
        self.form.who.addItems([self.tr("所有人"), *people])
        self.form.who.setCurrentText(chosen if chosen in people else self.tr("所有人"))
        self.form.who.blockSignals(False)
        self._filter()

    def _stop(self) -> None:
        if self.job:
            self.job.cancel()

    def _broken_off(self, job: Job) -> None:
        if job is self.job:
            self.form.told.setText(self.tr("已取消，历史没有读完。在上面换选一项就重新读"))

    def _failed(self, job: Job, fault: BaseException) -> None:
        if job is self.job:
            self.form.told.setText(self.tr("历史没有读出来"))
            errors.tell_fault(self, fault, self.tr("看历史不改动文件。"))

    def _filter(self) -> None:
        person = self.form.who.currentText() if self.form.who.currentIndex() > 0 else ""
        wanted = self.form.filter.text().split()
        shown = [
            line
            for line in self._lines
            if (not person or line.texts[1] == person) and all(word in " ".join(line.texts) for word in wanted)
        ]
        chosen = self._told()
        self.form.list.show_lines(shown)
        self._choose(chosen)
        count = self.tr("共 %d 处修改，最近的在前") % len(shown) if shown else self.tr("没有修改过")
        more = self.tr("（只列最近的 %d 处）") % _MOST if self._more else ""
        self.form.told.setText("　".join(filter(None, (self._said, count + more))))
        self._show_line()

    def _choose(self, wanted: Told | None) -> None:
        """The cursor stays on what it was on, where that is listed."""
        if wanted:
            place = (wanted.entry.edit, wanted.entry.path)
            entries = [line.about.entry for line in self.form.list.lines.lines]
            row = next((at for at, one in enumerate(entries) if (one.edit, one.path) == place), -1)
            if row >= 0:
                self.form.list.selectRow(row)

    def _told(self) -> Told | None:
        line = self.form.list.line()
        found: Told | None = line.about if line else None
        return found

    def _show_line(self) -> None:
        one, form = self._told(), self.form
        writable = one is not None and not one.gone and not self._session.store.read_only
        inner = writable and one is not None and bool(one.entry.path)
        form.old.setEnabled(inner)
        form.new.setEnabled(inner)
        form.form.setEnabled(writable and one is not None and one.entry.new is not None)
        form.go.setEnabled(one is not None and not one.gone)
        form.sides.setVisible(one is not None)
        if one:
            form.sides.show_sides(
                [(self.tr("原值"), one.old or self.tr("（空）")), (self.tr("新值"), one.new or self.tr("（空）"))]
            )

    def _restore(self, which: str) -> None:
        one = self._told()
        if one:
            self.restoring.emit(one.entry, getattr(one.entry, which))

    def _revert(self) -> None:
        one = self._told()
        if one:
            self.reverting.emit(one.entry)

    def _go(self) -> None:
        from hengbiao.domain.change import Ref

        one = self._told()
        if one and not one.gone:
            self.chosen.emit(Ref(one.entry.record, one.entry.path))


def _read(store: Store, tree: Tree, ref: Ref | None, report: Report) -> list[Told]:
    """The newest entries in words; what `report` raises breaks it off."""
    from hengbiao.store.history import entries

    def watched(connection: Any) -> Iterator[Entry]:
        for at, entry in enumerate(entries(connection, ref.record if ref else None, ref.path if ref else ())):
            if at % _REPORTED == 0:
                report(0, 0)
            yield entry

    report(0, 0)
    return told(tree, store.look(lambda connection: list(watched(connection)), log=True))[: _MOST + 1]


def _line(one: Told) -> Line:
    texts = (
        one.entry.at[:16].replace("T", " "),
        one.entry.author,
        one.entry.label,
        one.form,
        one.field,
        one.old or "（空）",
        one.new or "（空）",
    )
    return Line(texts, one, tone="muted" if one.gone else "")

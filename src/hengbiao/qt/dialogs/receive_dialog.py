"""收表: choose or drop documents of other offices, and see what became of each."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QTableWidgetItem, QWidget

from hengbiao.domain.refusal import Refusal
from hengbiao.exchange.naming import unit_name
from hengbiao.exchange.receive import SUFFIX, documents_in
from hengbiao.qt import errors, style
from hengbiao.qt._ui.receive_dialog import Ui_ReceiveDialog
from hengbiao.qt.jobs import Job
from hengbiao.qt.receiving import Receiving
from hengbiao.qt.session import APART

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from hengbiao.exchange.receive import Receipt, Received
    from hengbiao.qt.session import Session

_HEADS: Final = ("文件", "预算单位", "年度", "新增", "修改", "删除", "冲突", "情况")


class ReceiveDialog(QDialog):
    """`told` carries a sentence at the end of each receiving; while one goes on the dialog stays."""

    told = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_ReceiveDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self._session = session
        self._sources: list[Path] = []
        self._done = 0
        self.job: Job | None = None
        self._running = False
        form.table.setColumnCount(len(_HEADS))
        form.table.setHorizontalHeaderLabels([self.tr(head) for head in _HEADS])
        form.table.verticalHeader().hide()
        form.table.horizontalHeader().setStretchLastSection(True)
        self.resize(style.space(270), style.space(110))
        form.buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("关闭"))
        form.add.clicked.connect(self._ask)
        form.start.clicked.connect(self.start)
        form.stop.clicked.connect(self._stop)
        self.setAcceptDrops(True)
        self._show_state()

    def add(self, files: Sequence[Path]) -> None:
        """List documents, and those in folders, each once."""
        try:
            found = documents_in(files)
        except Refusal as refusal:
            errors.tell(self, self.tr("没有添加"), str(refusal))
            return
        if self._done:
            self._sources, self._done = [], 0
            self.form.table.setRowCount(0)
        for path in found:
            if path not in self._sources:
                self._sources.append(path)
                self._put(len(self._sources) - 1, [path.name, "", "", "", "", "", "", self.tr("待收")])
        self.form.told.setText("")
        self._show_state()

    def start(self) -> None:
        """Receive what is listed, in a thread."""
        work = Receiving(self._session.store, self._session.tree, tuple(self._sources))
        job = self.job = Job(work)
        job.progressed.connect(self._show_progress)
        job.done.connect(partial(self._received, work))
        job.failed.connect(partial(self._failed, work))
        job.cancelled.connect(partial(self._cancelled, work))
        self._running = True
        job.start()
        self._show_state()

    def reject(self) -> None:
        """Close, but not while receiving: then it is asked to stop."""
        if self._running:
            self._stop()
        else:
            super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """List what was dropped."""
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _ask(self) -> None:
        dialog = QFileDialog(self, self.tr("收哪些文件"), str(self._session.path.parent))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(self.tr("衡表文件 (*%s)") % SUFFIX)
        dialog.filesSelected.connect(lambda files: self.add([Path(file) for file in files]))
        dialog.open()

    def _stop(self) -> None:
        if self.job:
            self.job.cancel()

    def _show_progress(self, done: int, total: int) -> None:
        self._done = done
        self.form.bar.setMaximum(total)
        self.form.bar.setValue(done)
        self.form.told.setText(self.tr("正在收第 %d 份，共 %d 份…") % (done + 1, total))

    def _received(self, work: Receiving, receipt: Receipt) -> None:
        self._session.catch_up(work.events)
        self._done = len(self._sources)
        for row, one in enumerate(receipt.sources):
            self._put(row, self._line(work, one), str(one.refusal or ""))
        self.form.table.resizeColumnsToContents()
        self._end(self._summary(work, receipt))

    def _cancelled(self, work: Receiving) -> None:
        self._session.catch_up(work.events)
        for row in range(len(self._sources)):
            self._put(
                row, [self._sources[row].name, *[""] * 6, self.tr("已收") if row < self._done else self.tr("没有收")]
            )
        self._end(self.tr("已停止：收了 %d 份，其余没有动") % self._done)

    def _failed(self, work: Receiving, fault: BaseException) -> None:
        self._session.catch_up(work.events)
        self._end(self.tr("没有收完"))
        errors.tell_fault(self, fault, self.tr("已收的都已保存在 %s") % self._session.path)

    def _end(self, sentence: str) -> None:
        self._running = False
        self.form.told.setText(sentence)
        self._show_state()
        self.told.emit(sentence)

    def _summary(self, work: Receiving, receipt: Receipt) -> str:
        refused = sum(one.refusal is not None for one in receipt.sources)
        parts = [self.tr("收了 %d 份") % (len(receipt.sources) - refused)]
        parts += [self.tr("%d 份未收") % refused] if refused else []
        left = self._session.store.open_conflicts
        parts += [self.tr("未决 %d 处") % left] if left else []
        steps = sum(bool(event.changes) for event in work.events)
        undone = {0: "", 1: self.tr("；可以撤销")}
        return "，".join(parts) + undone.get(steps, self.tr("；每份可单独撤销") if steps <= APART else undone[1])

    def _line(self, work: Receiving, one: Received) -> list[str]:
        tree = self._session.tree
        units = work.units_of(one.path)
        names = "、".join(unit_name(tree, key) for key in units if key in tree.headings)
        years = sorted({year for key in units if key in tree.headings and (year := tree.unit_year(key))})
        counts = [str(count) if count else "" for count in (one.added, one.changed, one.deleted, one.conflicts)]
        return [one.path.name, names, "、".join(map(str, years)), *counts, "；".join(self._marks(one))]

    def _marks(self, one: Received) -> list[str]:
        if one.refusal:
            return [self.tr("未收：%s") % one.refusal.reason]
        tree = self._session.tree
        others = "、".join(tree.headings[key].name or self.tr("部门整体") for key in one.others if key in tree.headings)
        marks = {
            self.tr("没有新内容"): one.status == "nothing_new" and not one.older,
            self.tr("较早的一份，我方更新"): one.older,
            self.tr("由较新的版本建立，不认识的内容原样保留"): one.newer,
            self.tr("%d 张表缺少较早的修改记录") % one.incomplete: bool(one.incomplete),
            self.tr("请核实：改动了别的预算单位的表（%s）") % others: bool(one.others),
        }
        return [text for text, holds in marks.items() if holds] or [self.tr("已收")]

    def _put(self, row: int, texts: Sequence[str], tip: str = "") -> None:
        table = self.form.table
        table.setRowCount(max(row + 1, table.rowCount()))
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(tip or text)
            if 2 < column < 7:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(row, column, item)
        if not tip and row == 0:
            table.resizeColumnsToContents()

    def _show_state(self) -> None:
        running, form = self._running, self.form
        form.add.setEnabled(not running)
        form.start.setEnabled(not running and bool(self._sources) and not self._done)
        form.stop.setVisible(running)
        form.bar.setVisible(running)
        form.conflicts.setVisible(not running and bool(self._session.store.open_conflicts))

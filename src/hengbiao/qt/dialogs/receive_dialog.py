"""收表: drop documents of other offices, see what each would change, tick, and bring it in."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal

from hengbiao.domain.refusal import Refusal
from hengbiao.exchange.doubles import suggestions
from hengbiao.exchange.receive import SUFFIX, Tick, documents_in
from hengbiao.qt import asking, errors, style
from hengbiao.qt._ui.receive_dialog import Ui_ReceiveDialog
from hengbiao.qt.dialogs.closing import name_close
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.jobs import Job
from hengbiao.qt.models.receipts import HEADS, SHOWN, Source, counted, detail, source_line
from hengbiao.qt.receiving import Looking, Receiving
from hengbiao.qt.session import APART

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent
    from PySide6.QtWidgets import QWidget

    from hengbiao.exchange.receive import Plan, Receipt
    from hengbiao.qt.session import Session

_PATIENCE_MS = 500


class ReceiveDialog(Dialog):
    """`told` carries a sentence at the end of each receiving; while one goes on the dialog stays.

    `running` says whether documents are being looked at or received.
    """

    told = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_ReceiveDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self._session = session
        self.sources: list[Source] = []
        self._plan: Plan | None = None
        self.job: Job | None = None
        self.running = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._show_working)
        form.list.set_heads(HEADS)
        form.list.set_empty(
            self.tr("把各单位交来的文件或文件夹拖到这里，或者按上面的“添加文件”。先看看会改什么，再决定收不收。")
        )
        form.filter.addItems(list(SHOWN))
        self._connect()
        name_close(form.buttons, self.tr("关闭"))
        self.setAcceptDrops(True)
        style.fit(self, 320, 165)
        self._show_detail()
        self._show_state(self.tr("还没有文件"))

    def add(self, files: Sequence[Path]) -> None:
        """List documents, and those in folders, each once, and look at what they would change."""
        try:
            found = documents_in(files)
        except Refusal as refusal:
            errors.tell(self, self.tr("没有添加"), str(refusal))
            return
        known = [] if self._is_over() else [one.path for one in self.sources]
        paths = list(dict.fromkeys((*known, *found)))
        self.sources = [Source(number, path) for number, path in enumerate(paths)]
        self._show_lines()
        self._look()

    def start(self) -> None:
        """Receive what is ticked, in a thread."""
        if self._plan is None or self.running:
            return
        work = Receiving(self._session.store, self._session.tree, self._plan, self._ticks())
        job = self._begin(Job(work), self.tr("正在收第 %d 份，共 %d 份…"))
        job.done.connect(partial(self._received, work))
        job.failed.connect(partial(self._failed, work))
        job.cancelled.connect(partial(self._cancelled, work))
        job.start()
        self._show_state(self.tr("正在收表…"))

    def reject(self) -> None:
        """Close, but not while receiving: then it is asked to stop."""
        if self.running and self._plan is not None:
            self._stop()
            return
        self._stop()
        self._forget()
        super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome, but not while others come in."""
        if event.mimeData().hasUrls() and not (self.running and self._plan):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """List what was dropped."""
        event.acceptProposedAction()
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # Looking

    def _look(self) -> None:
        """Look at all that is listed, whatever was being looked at before."""
        self._stop()
        self._forget()
        work = Looking(self._session.store, [one.path for one in self.sources])
        job = self._begin(Job(work), self.tr("正在看第 %d 份，共 %d 份…"))
        job.done.connect(partial(self._looked, job))
        job.failed.connect(partial(self._not_looked, job))
        job.cancelled.connect(partial(self._not_looked, job, None))
        job.start()
        self._show_state(self.tr("正在看 %d 份文件会带来什么，还没有收…") % len(self.sources))

    def _looked(self, job: Job, found: Plan) -> None:
        if job is not self.job:
            found.close()
            return
        self._plan, self.running = found, False
        self.sources = [
            replace(one, told=told, tick=Tick(take=told.refusal is None))
            for one, told in zip(self.sources, found.sources, strict=True)
        ]
        self._show_lines()
        self._show_state(self._prospect())

    def _not_looked(self, job: Job, fault: BaseException | None) -> None:
        if job is self.job:
            self.running = False
            self._show_state(self.tr("已停止，什么也没有收"))
            if fault:
                errors.tell_fault(self, fault, self.tr("还没有收任何一份，文件没有改动。"))

    def _prospect(self) -> str:
        told = [one.told for one in self.sources if one.told]
        refused = sum(one.refusal is not None for one in told)
        new = sum(one.status == "merged" for one in told)
        asking_for = sum(one.asks for one in told)
        parts = [self.tr("%d 份有新内容") % new, self.tr("%d 份没有") % (len(told) - new - refused)]
        parts += [self.tr("%d 份不能收") % refused] * bool(refused) + [self.tr("%d 份要核实") % asking_for] * bool(
            asking_for
        )
        return "，".join(parts) + self.tr("。还没有收，勾选后点“收表”")

    # Receiving

    def _received(self, work: Receiving, receipt: Receipt) -> None:
        self._session.catch_up(work.steps)
        outcomes = iter(receipt.sources)
        self.sources = [replace(one, told=next(outcomes), done=True) if one.tick.take else one for one in self.sources]
        self._end(self._summary(work, receipt))

    def _cancelled(self, work: Receiving) -> None:
        self._session.catch_up(work.steps)
        taken = [one.number for one in self.sources if one.tick.take]
        done = set(taken[: work.finished])
        self.sources = [replace(one, done=True) if one.number in done else one for one in self.sources]
        self._end(self.tr("已停止：收了 %d 份，其余没有动") % len(done))

    def _failed(self, work: Receiving, fault: BaseException) -> None:
        self._session.catch_up(work.steps)
        self._end(self.tr("没有收完"))
        errors.tell_fault(self, fault, self.tr("已收的都已保存在 %s") % self._session.path)

    def _end(self, sentence: str) -> None:
        self.running = False
        self._forget()
        self._show_lines()
        self._show_state(sentence)
        self.told.emit(sentence)

    def _summary(self, work: Receiving, receipt: Receipt) -> str:
        done = sum(one.refusal is None for one in receipt.sources)
        refused = sum(one.told is not None and one.told.refusal is not None for one in self.sources)
        left = self._session.store.open_conflicts
        parts = [self.tr("收了 %d 份") % done]
        parts += [self.tr("%d 份未收") % refused] * bool(refused) + [self.tr("未决 %d 处") % left] * bool(left)
        steps = sum(bool(step.changes) for step in work.steps)
        undone = {0: "", 1: self.tr("；可以撤销")}
        end = undone.get(steps, self.tr("；每份可单独撤销") if steps <= APART else undone[1])
        return "，".join([*parts, *filter(None, [work.fault])]) + end

    # What is shown

    def _connect(self) -> None:
        form = self.form
        form.add.clicked.connect(self._ask_files)
        form.addFolder.clicked.connect(self._ask_folder)
        form.start.clicked.connect(self.start)
        form.stop.clicked.connect(self._stop)
        form.filter.currentIndexChanged.connect(self._show_lines)
        form.list.moved.connect(self._show_detail)
        form.list.lines.ticked.connect(self._take_tick)
        form.others.clicked.connect(lambda on: self._agree(others=on))
        form.years.clicked.connect(lambda on: self._agree(overtyped=on))

    def _show_lines(self) -> None:
        """List the sources of the chosen kind."""
        fits = SHOWN[list(SHOWN)[max(0, self.form.filter.currentIndex())]]
        self.form.list.show_lines([source_line(one) for one in self.sources if fits(one)])
        for at, (name, count) in enumerate(counted(self.sources).items()):
            self.form.filter.setItemText(at, f"{name}（{count}）")
        self._show_detail()

    def _current(self) -> Source | None:
        line = self.form.list.line()
        return self.sources[line.about.number] if line else None

    def _show_detail(self) -> None:
        one, form = self._current(), self.form
        asks = one is not None and one.told is not None and one.told.asks and not one.done
        form.detail.setText(detail(one, self._session.tree) if one else "")
        form.others.setVisible(bool(asks and one and one.told and one.told.others))
        form.years.setVisible(bool(asks and one and one.told and one.told.overtyped))
        if one:
            form.others.setChecked(one.tick.others)
            form.years.setChecked(one.tick.overtyped)

    def _take_tick(self, row: int) -> None:
        line = self.form.list.lines.lines[row]
        one = self.sources[line.about.number]
        self.sources[one.number] = replace(one, tick=one.tick._replace(take=bool(line.ticked)))
        self._name_start()

    def _agree(self, **ticked: bool) -> None:
        """Agree, or not, to what the selected documents ask about."""
        for row in self.form.list.rows():
            number = self.form.list.lines.lines[row].about.number
            one = self.sources[number]
            self.sources[number] = replace(one, tick=one.tick._replace(**ticked))

    def _ticks(self) -> dict[int, Tick]:
        return {one.number: one.tick for one in self.sources}

    def _is_over(self) -> bool:
        return any(one.done for one in self.sources)

    def _begin(self, job: Job, sentence: str) -> Job:
        self.job, self.running = job, True
        self.form.bar.setMaximum(0)
        job.progressed.connect(partial(self._show_progress, job, sentence))
        self._patience.start(_PATIENCE_MS)
        return job

    def _show_progress(self, job: Job, sentence: str, done: int, total: int) -> None:
        if job is self.job:
            self.form.bar.setMaximum(total)
            self.form.bar.setValue(done)
            self.form.told.setText(sentence % (min(done + 1, total), total))

    def _show_working(self) -> None:
        self.form.bar.setVisible(self.running)
        self.form.stop.setVisible(self.running)

    def _show_state(self, sentence: str) -> None:
        running, form = self.running, self.form
        form.told.setText(sentence)
        if not running:
            self._patience.stop()
        form.bar.setVisible(running and form.bar.isVisible())
        form.stop.setVisible(running and form.stop.isVisible())
        for button in (form.add, form.addFolder):
            button.setEnabled(not (running and self._plan))
        form.conflicts.setVisible(not running and bool(self._session.store.open_conflicts))
        form.links.setVisible(False)
        if self._is_over() and not running:
            tree = self._session.tree
            job = Job(lambda _report: len(suggestions(tree)))
            job.done.connect(self._offer_links)
            job.start()
        self._name_start()

    def _offer_links(self, doubled: int) -> None:
        self.form.links.setVisible(doubled > 0 and not self.running)
        self.form.links.setText(self.tr("疑似重复的项目 %d 对(&L)…") % doubled)

    def _name_start(self) -> None:
        count = sum(one.tick.take for one in self.sources) if self._plan else 0
        ready = bool(count) and not self.running and not self._is_over()
        self.form.start.setText(self.tr("收表（%d 份）(&R)") % count if ready else self.tr("收表(&R)"))
        self.form.start.setEnabled(ready)
        self.form.start.setDefault(ready)

    def _stop(self) -> None:
        if self.job:
            self.job.cancel()

    def _forget(self) -> None:
        if self._plan:
            self._plan.close()
            self._plan = None

    def _ask_files(self) -> None:
        kinds = (self.tr("衡表文件 (*%s)") % SUFFIX,)
        asking.ask_sources(self, self.tr("收哪些文件"), self._session.path.parent, kinds, self._add_named)

    def _ask_folder(self) -> None:
        folder = self._session.path.parent
        asking.ask_folder(self, self.tr("收哪个文件夹"), folder, lambda name: self._add_named([name]))

    def _add_named(self, names: Any) -> None:
        self.add([Path(name) for name in names])

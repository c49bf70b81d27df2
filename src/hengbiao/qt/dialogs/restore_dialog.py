"""从备份恢复: the backups of a document by date, what differs from now, and one of them put in its place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from hengbiao.exchange.keep import Comparison, compared
from hengbiao.qt import style
from hengbiao.qt._ui.restore_dialog import Ui_RestoreDialog
from hengbiao.qt.dialogs.closing import name_close
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.jobs import Job, Report, watch
from hengbiao.qt.models.differences import difference_lines, heads, said
from hengbiao.qt.models.lines import Head, Line
from hengbiao.store.backup import REASONS, Backup, backups
from hengbiao.store.store import Store, decode_all

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from hengbiao.domain.tree import Tree


class RestoreDialog(Dialog):
    """Lists the backups of the document at `path`; `tree` is what it holds now, None where it cannot be opened.

    `restoring` carries the Backup that is wanted in its place, `copying` one that is wanted as a file of its own.
    """

    restoring = Signal(object)
    copying = Signal(object)

    def __init__(self, path: Path, tree: Tree | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_RestoreDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self._tree = tree
        self._known: dict[Path, Comparison | str] = {}
        self.job: Job | None = None
        form.hint.setText(
            self.tr("%s 的备份在关闭、导入、收表、套用上年、恢复之前自动留下。恢复前先备份现在的样子，随时可以换回来。")
            % path.name
        )
        form.list.set_heads(
            (Head(self.tr("时间"), 13.5), Head(self.tr("何时留下"), 6), Head(self.tr("大小"), 5, figures=True))
        )
        form.list.set_empty(self.tr("还没有备份。关闭文件时会留下第一份。"))
        form.differences.set_heads(heads(self.tr("现在"), self.tr("备份中")))
        form.list.moved.connect(self._look)
        form.differences.moved.connect(self._show_sides)
        form.restore.clicked.connect(lambda: self._emit(self.restoring))
        form.saveCopy.clicked.connect(lambda: self._emit(self.copying))
        name_close(form.buttons, self.tr("关闭"))
        style.fit(self, 330, 170)
        form.list.setFocus()
        self.finished.connect(self._stop)
        form.list.show_lines([_line(one) for one in backups(path)])
        self._look()

    def backup(self) -> Backup | None:
        """The backup under the cursor."""
        line = self.form.list.line()
        found: Backup | None = line.about if line else None
        return found

    def _look(self) -> None:
        self._stop()
        one, form = self.backup(), self.form
        form.saveCopy.setEnabled(one is not None)
        if one is None:
            self._show(self.tr("还没有备份"))
        elif one.file in self._known:
            self._show(self._known[one.file])
        else:
            self._show(self.tr("正在与现在的内容对照…"))
            job = self.job = Job(lambda report: _preview(one.file, self._tree, report))
            watch(job, form.told.text(), self)
            job.cancelled.connect(partial(self._broken_off, job))
            job.done.connect(partial(self._take, one))
            job.failed.connect(partial(self._failed, one))
            job.start()

    def _take(self, one: Backup, found: Comparison | str) -> None:
        self._known[one.file] = found
        if self.backup() == one:
            self._show(found)

    def _stop(self) -> None:
        if self.job:
            self.job.cancel()

    def _broken_off(self, job: Job) -> None:
        if job is self.job:
            self._show(self.tr("对照已取消。选另一份再选回来就重新对照"))

    def _failed(self, one: Backup, fault: BaseException) -> None:
        self._take(one, self.tr("这份备份打不开，不能用来恢复（%s）") % getattr(fault, "reason", type(fault).__name__))

    def _show(self, found: Comparison | str) -> None:
        form = self.form
        same = isinstance(found, Comparison) and not found.differences and self._tree is not None
        whole = found if isinstance(found, Comparison) else None
        form.told.setText(found if isinstance(found, str) else self._sentence(found))
        chosen = self.tr("在左边选一份备份，这里列出它与现在差在哪里")
        form.differences.set_empty(self.tr("没有不同，不用恢复") if same else "" if self.backup() else chosen)
        form.differences.show_lines(difference_lines(whole) if whole and self._tree is not None else [])
        form.restore.setEnabled(whole is not None and not same)
        form.restore.setDefault(form.restore.isEnabled())
        self._show_sides()

    def _sentence(self, found: Comparison) -> str:
        if self._tree is None:
            there = found.trees[1]
            forms = sum(len(there.parts(unit.id)) for unit in there.units)
            return self.tr("现在的文件打不开；这份备份完好，有 %d 个预算单位、%d 张表") % (len(there.units), forms)
        if not found.differences:
            return self.tr("这份备份的表与现在完全相同")
        return self.tr("恢复会改变：%s") % said(found)

    def _show_sides(self) -> None:
        line = self.form.differences.line()
        self.form.sides.setVisible(line is not None)
        if line:
            sides = [(self.tr("现在：%s") % line.texts[1], line.texts[2]), (self.tr("备份中："), line.texts[3])]
            self.form.sides.show_sides(sides)

    def _emit(self, signal: Any) -> None:
        one = self.backup()
        if one:
            signal.emit(one)


def _preview(file: Path, tree: Tree | None, report: Report) -> Comparison:
    """What restoring would change; the same tree twice where nothing can be compared."""
    report(0, 0)
    with Store.open(file, read_only=True) as store:
        there = store.load()
        decode_all(there)
    return compared(("现在", "备份中"), (tree if tree is not None else there, there), report)


def _line(one: Backup) -> Line:
    size = f"{one.size / 1e6:.1f} MB" if one.size >= 1e6 else f"{max(1, round(one.size / 1000))} KB"
    return Line((f"{one.at:%Y-%m-%d %H:%M:%S}", REASONS.get(one.reason, one.reason), size), one)

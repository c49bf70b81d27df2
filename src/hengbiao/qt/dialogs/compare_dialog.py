"""对照: two kept versions, or one and the present state, field by field, filtered and written as 调整对照表."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hengbiao.exchange.keep import NOW, Comparison, compare, comparison_grid, kept
from hengbiao.qt import asking, errors, style, tables
from hengbiao.qt._ui.compare_dialog import Ui_CompareDialog
from hengbiao.qt.dialogs.closing import name_close
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.jobs import Job, watch
from hengbiao.qt.models.differences import chosen, difference_lines, heads, said

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hengbiao.domain.tree import Tree
    from hengbiao.qt.models.lines import Line
    from hengbiao.store.store import Store


class CompareDialog(Dialog):
    """Compares versions of a document; files are asked for beside it. `compared` is what is on show, None before."""

    def __init__(
        self, store: Store, tree: Tree, labels: tuple[str, str] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.form = form = Ui_CompareDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self._store, self._tree = store, tree
        self.compared: Comparison | None = None
        self._lines: list[Line] = []
        self.job: Job | None = None
        names = [one.label for one in kept(tree)]
        form.old.addItems(names)
        form.new.addItems([*names, NOW])
        chosen_labels = labels or ((names[-2], names[-1]) if len(names) > 1 else (names[-1], NOW))
        form.old.setCurrentText(chosen_labels[0])
        form.new.setCurrentText(chosen_labels[1])
        for box in (form.old, form.new):
            box.currentIndexChanged.connect(self.compare)
        form.filter.textChanged.connect(self._filter)
        form.amounts.toggled.connect(self._filter)
        form.list.moved.connect(self._show_sides)
        form.save.clicked.connect(self._ask_target)
        form.filter.setClearButtonEnabled(True)
        name_close(form.buttons, self.tr("关闭"))
        style.fit(self, 300, 180)
        form.list.setFocus()
        self.finished.connect(self._stop)
        self.compare()

    def labels(self) -> tuple[str, str]:
        """The versions asked for."""
        return self.form.old.currentText(), self.form.new.currentText()

    def compare(self) -> None:
        """Compare what is chosen, in a thread."""
        self._stop()
        self.compared, labels = None, self.labels()
        self.form.told.setText(self.tr("正在对照“%s”和“%s”…") % labels)
        self.form.save.setEnabled(False)
        self.form.list.set_heads(heads(*labels))
        job = self.job = Job(lambda report: compare(self._store, self._tree, labels, report))
        watch(job, self.form.told.text(), self)
        job.cancelled.connect(partial(self._broken_off, job))
        job.done.connect(partial(self._take, job))
        job.failed.connect(partial(self._refused, job))
        job.start()

    def save(self, file: str) -> None:
        """Write what is listed as 调整对照表."""
        if self.compared:
            tables.save(self, comparison_grid(chosen(self.compared, self.form.list.lines.lines)), file)

    def _take(self, job: Job, found: Comparison) -> None:
        if job is self.job:
            self.compared, self._lines = found, difference_lines(found)
            self._filter()

    def _stop(self) -> None:
        if self.job:
            self.job.cancel()

    def _broken_off(self, job: Job) -> None:
        if job is self.job:
            self.form.told.setText(self.tr("对照已取消。换选一稿就重新对照"))

    def _refused(self, job: Job, fault: BaseException) -> None:
        if job is self.job:
            self.form.told.setText(self.tr("没有对照成"))
            errors.tell_fault(self, fault, self.tr("对照不改动文件。"))

    def _filter(self) -> None:
        if self.compared is None:
            return
        wanted, amounts = self.form.filter.text().split(), self.form.amounts.isChecked()
        shown = [line for line in self._lines if _fits(line, wanted) and (line.texts[-1] or not amounts)]
        self.form.list.show_lines(shown)
        total = said(self.compared)
        filtered = self.tr("；下面是其中 %d 处") % len(shown) if len(shown) < len(self._lines) else ""
        self.form.told.setText(total + filtered)
        self.form.save.setEnabled(bool(shown))
        self._show_sides()

    def _show_sides(self) -> None:
        line = self.form.list.line() if self.compared else None
        self.form.sides.setVisible(line is not None)
        if line:
            old, new = self.labels()
            self.form.sides.show_sides([(f"{old}：{line.texts[1]}", line.texts[2]), (f"{new}：", line.texts[3])])

    def _ask_target(self) -> None:
        name = self.tr("调整对照表（%s—%s）.xlsx") % self.labels()
        place = Path(self._store.path).with_name(name.replace("/", "／"))
        asking.ask_target(self, self.tr("导出调整对照表"), place, asking.TABLES, self.save)


def _fits(line: Line, wanted: list[str]) -> bool:
    text = " ".join(line.texts)
    return all(word in text for word in wanted)

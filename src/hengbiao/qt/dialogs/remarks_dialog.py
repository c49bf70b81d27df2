"""退回意见: what the superior wants changed, where; beside the form, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from hengbiao.exchange.naming import record_name, unit_name
from hengbiao.exchange.pins import called, remarks, said
from hengbiao.qt import style
from hengbiao.qt._ui.remarks_dialog import Ui_RemarksDialog
from hengbiao.qt.dialogs.closing import name_close
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.models.lines import Head, Line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hengbiao.domain.tree import Tree
    from hengbiao.exchange.returns import Pinned


class RemarksDialog(Dialog):
    """Stays beside the form. `chosen` carries a Ref to go to, `answering` a Pinned and a text, `settled` a Pinned."""

    chosen = Signal(object)
    answering = Signal(object, str)
    settled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_RemarksDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        form.list.set_empty(self.tr("没有退回意见。上级退回的文件收进来以后，意见列在这里。"))
        form.list.set_heads(
            (
                Head(self.tr("表"), 11),
                Head(self.tr("栏目"), 11),
                Head(self.tr("意见"), 18),
                Head(self.tr("谁"), 5),
                Head(self.tr("何时"), 8),
                Head(self.tr("答复"), 10),
            )
        )
        form.list.moved.connect(self._show_remark)
        form.list.opened.connect(lambda _row: self._go())
        form.go.clicked.connect(self._go)
        form.reply.clicked.connect(self._reply)
        form.done.clicked.connect(lambda: self._emit(self.settled))
        name_close(form.buttons, self.tr("关闭"))
        style.fit(self, 260, 130)
        form.list.setFocus()

    def show_tree(self, tree: Tree, *, writable: bool) -> None:
        """List every remark of this tree."""
        self._tree, self._writable = tree, writable
        found = list(remarks(tree))
        self.form.list.show_lines([self._line(one) for one in found])
        open_ones = sum(not one.remark.answer for one in found)
        count = self.tr("共 %d 条退回意见，%d 条还没有答复") % (len(found), open_ones)
        self.form.told.setText(count if found else self.tr("没有退回意见"))
        self._show_remark()

    def _line(self, one: Pinned) -> Line:
        item = self._tree.headings[one.ref.record]
        name = record_name(item) if item.kind != "unit" else unit_name(self._tree, item.id)
        texts = (
            name,
            called(self._tree, one.ref),
            one.remark.text,
            one.remark.by,
            one.remark.at[:10],
            one.remark.answer,
        )
        return Line(texts, one, "mark-balanced" if one.remark.answer else "mark-explain")

    def _show_remark(self) -> None:
        line, form = self.form.list.line(), self.form
        form.sides.setVisible(line is not None)
        form.go.setEnabled(line is not None)
        for widget in (form.answer, form.reply, form.done):
            widget.setEnabled(line is not None and self._writable)
        if line:
            now = said(self._tree, line.about.ref)
            form.sides.show_sides([(self.tr("意见"), line.about.remark.text), (self.tr("现在的内容"), now)])
            form.answer.setText(line.about.remark.answer)

    def _go(self) -> None:
        line = self.form.list.line()
        if line:
            self.chosen.emit(line.about.ref)

    def _reply(self) -> None:
        line = self.form.list.line()
        if line:
            self.answering.emit(line.about, self.form.answer.text().strip())

    def _emit(self, signal: Any) -> None:
        line = self.form.list.line()
        if line:
            signal.emit(line.about)

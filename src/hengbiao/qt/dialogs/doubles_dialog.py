"""疑似重复的项目: projects that may have been entered twice, and what a person says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from hengbiao.domain import money
from hengbiao.domain.marks import SAME
from hengbiao.domain.twins import judged
from hengbiao.exchange.doubles import suggestions
from hengbiao.exchange.naming import record_name, unit_name
from hengbiao.qt import style
from hengbiao.qt._ui.doubles_dialog import Ui_DoublesDialog
from hengbiao.qt.dialogs.closing import name_close
from hengbiao.qt.dialogs.dialog import Dialog
from hengbiao.qt.models.lines import Head, Line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hengbiao.domain.tree import Heading, Tree

_HEADS: Final = (
    Head("第一个", 16),
    Head("第二个", 16),
    Head("名称相似", 5, figures=True),
    Head("依据", 14),
    Head("说定", 9),
)


class DoublesDialog(Dialog):
    """Each signal carries the ids of two projects.

    `linking`: the first counts and the second is the same; `parting`: they are two; `forgetting`: nothing is said.
    """

    linking = Signal(str, str)
    parting = Signal(str, str)
    forgetting = Signal(str, str)

    def __init__(self, tree: Tree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form = Ui_DoublesDialog()
        form.setupUi(self)  # type: ignore[no-untyped-call]
        self._tree = tree
        form.list.set_heads(_HEADS)
        form.list.set_empty(self.tr("没有看起来重复的项目"))
        form.list.moved.connect(self._show_pair)
        acts = (self._later, self._first, self._second, self._apart)
        for button, act in zip((form.later, form.first, form.second, form.apart), acts, strict=True):
            button.clicked.connect(act)
        form.list.digit.connect(lambda digit: acts[digit]() if digit < len(acts) else None)
        name_close(form.buttons, self.tr("关闭"))
        style.fit(self, 320, 150)
        self.show_tree(tree)
        form.list.setFocus()

    def show_tree(self, tree: Tree) -> None:
        """List what is suggested in this tree, and below it what was said before."""
        self._tree = tree
        found = suggestions(tree)
        open_lines = [
            Line(
                (*self._pair(one.first, one.second), f"{one.alike}%", "，".join(one.why), "未定"),
                one[:2],
                "mark-explain",
            )
            for one in found
        ]
        told = [
            Line((*self._pair(one.counts, one.other), "", "", _said(one.verdict)), one[:2], "mark-balanced", "muted")
            for one in judged(tree)
        ]
        self.form.list.show_lines([*open_lines, *told])
        count = self.tr("疑似重复 %d 对，已说定 %d 对") % (len(found), len(told))
        self.form.told.setText(count if found or told else self.tr("没有疑似重复的项目"))
        self._show_pair()

    def _pair(self, *items: Heading) -> tuple[str, ...]:
        return tuple(f"{unit_name(self._tree, item.unit)} › {record_name(item)}" for item in items)

    def _show_pair(self) -> None:
        line, form = self.form.list.line(), self.form
        for button in (form.first, form.second, form.apart, form.later):
            button.setEnabled(line is not None)
        names = (self.tr("第一个"), self.tr("第二个"))
        form.sides.setVisible(line is not None)
        if line:
            form.sides.show_sides([(name, self._about(item)) for name, item in zip(names, line.about, strict=True)])

    def _about(self, item: Heading) -> str:
        """What tells one project from the other."""
        project = self._tree.project(item.id)
        total = f"{money.show(item.total, '万元')} 万元" if item.total is not None else "未填"
        lines = (
            f"{record_name(item)}　{item.year or ''}　编码 {item.code or '无'}　预算数 {total}",
            f"指标 {len(project.indicators)} 条　性质 {project.nature or '未填'}",
            project.goal,
        )
        return "\n".join(filter(None, lines))

    def _first(self) -> None:
        self._say(self.linking)

    def _second(self) -> None:
        self._say(self.linking, turned=True)

    def _apart(self) -> None:
        self._say(self.parting)

    def _later(self) -> None:
        self._say(self.forgetting)

    def _say(self, signal: object, *, turned: bool = False) -> None:
        line = self.form.list.line()
        if line:
            one, other = (item.id for item in line.about)
            signal.emit(*((other, one) if turned else (one, other)))  # type: ignore[attr-defined]


def _said(verdict: str) -> str:
    return "是同一个，以第一个为准" if verdict == SAME else "不是同一个"

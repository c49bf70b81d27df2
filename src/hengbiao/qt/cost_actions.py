"""生成成本指标: rows made of 测算明细, and the one question when the estimate has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from hengbiao.domain.change import Change
    from hengbiao.domain.document import Event
    from hengbiao.domain.project import Project
    from hengbiao.exchange.cost_rows import Offer
    from hengbiao.qt.boxes import Box
    from hengbiao.qt.main_window import MainWindow


class CostActions(QObject):
    """Makes cost indicators of the estimate of the shown project, and keeps them with it where a person wants that."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._always: dict[str, bool] = {}
        window.actions_["makeCosts"].triggered.connect(self.make)

    def make(self) -> None:
        """Make the rows or bring them up to date; ask first where cost rows are there that would be counted twice."""
        from hengbiao.exchange.cost_rows import offer

        self._window.editor.commit_pending()
        project = self._project(self._window.record)
        if project is None:
            return
        made = offer(project, *self._terms())
        if not any(line.amount is not None for line in project.estimates):
            self._window.status.show_notice(self.tr("这个项目的测算明细还没有金额，填好再生成成本指标"))
        elif not made.changes:
            self._window.status.show_notice(self.tr("成本指标与测算明细一致，不用再生成"))
        elif made.beside:
            self._ask_beside(project, made)
        else:
            self._commit(project.id, list(made.changes))

    def take(self, event: Event) -> None:
        """After a step that took the estimate away from its rows, ask once whether they follow."""
        from hengbiao.exchange.cost_rows import to_follow

        project = to_follow(event)
        if project is None:
            return
        always = self._always.get(project.id)
        if always is None:
            QTimer.singleShot(0, lambda: self._ask_to_follow(project.id))
        elif always:
            QTimer.singleShot(0, lambda: self._follow(project.id))

    def forget(self) -> None:
        """Another document: every question is open again."""
        self._always = {}

    # Asking

    def _ask_beside(self, project: Project, made: Offer) -> None:
        from hengbiao.domain.costs import label_of
        from hengbiao.exchange.cost_rows import replacing, shortened, told_total
        from hengbiao.qt.boxes import Role

        there = "、".join(f"“{label_of(row)} {row.target}”" for row in made.beside[:3])
        told = self.tr("表上已有 %d 条成本指标（%s），与生成的同时留着会重复计算。") % (len(made.beside), there)
        title = self.tr("由测算明细生成成本指标（合计 %s）") % told_total(made, self._terms()[1])
        box = self._box("costsBeside", title, f"{told}\n{shortened(made.lines)}")
        swap = box.offer(
            "swap",
            self.tr("替换原有的(&R)"),
            Role.AcceptRole,
            lambda: self._commit(project.id, replacing(project, *self._terms())),
        )
        box.offer("both", self.tr("都保留(&K)"), Role.AcceptRole, lambda: self._commit(project.id, list(made.changes)))
        box.usual(swap, box.offer("cancel", self.tr("取消"), Role.RejectRole))
        box.open()

    def _ask_to_follow(self, record: str) -> None:
        from PySide6.QtWidgets import QCheckBox

        from hengbiao.exchange.cost_rows import offer, shortened
        from hengbiao.qt.boxes import Role

        project = self._project(record)
        made = offer(project, *self._terms()) if project else None
        if project is None or made is None or not made.lines:
            return
        question = self.tr("测算明细改了，由它生成的成本指标要跟着改吗？")
        box = self._box("costsFollow", question, shortened(made.lines))
        again = QCheckBox(self.tr("这个项目以后都这样，关闭文件前不再问(&A)"))
        again.setObjectName("again")
        box.setCheckBox(again)
        follow = box.offer("follow", self.tr("跟着改(&F)"), Role.AcceptRole, lambda: self._follow(record))
        box.usual(follow, box.offer("leave", self.tr("不改(&N)"), Role.RejectRole))
        box.buttonClicked.connect(lambda clicked: self._remember(record, again.isChecked(), clicked is follow))
        box.open()

    def _box(self, name: str, text: str, more: str) -> Box:
        from PySide6.QtCore import Qt

        from hengbiao.qt.boxes import Box

        box = Box(self._window, name, self.tr("成本指标"), text, more)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return box

    def _remember(self, record: str, always: bool, follow: bool) -> None:  # noqa: FBT001 - what was ticked
        if always:
            self._always[record] = follow

    # Doing

    def _follow(self, record: str) -> None:
        from hengbiao.exchange.cost_rows import offer

        project = self._project(record)
        if project:
            self._commit(record, list(offer(project, *self._terms()).changes))

    def _commit(self, record: str, changes: list[Change]) -> None:
        self._window.commit(self.tr("由测算明细生成成本指标"), changes)
        self._window.status.show_notice(self.tr("成本指标已与测算明细一致，可以撤销"))
        if self._window.record != record:
            self._window.show_record(record)

    def _project(self, record: str) -> Project | None:
        session = self._window.session
        item = session.tree.headings.get(record) if session else None
        return session.tree.project(record) if session and item and item.kind == "project" else None

    def _terms(self) -> tuple[str, str]:
        """The scheme of the shown 表样 and the 金额单位."""
        from hengbiao.forms.layouts import load_layout

        editor = self._window.editor
        return load_layout(editor.layout_id).scheme, editor.money_unit

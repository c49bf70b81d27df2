"""What the project menu does: each one step of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hengbiao.domain import arrange, shape
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.unit import Unit
from hengbiao.qt.models.outline import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hengbiao.domain.tree import Heading, Tree
    from hengbiao.qt.boxes import Box
    from hengbiao.qt.dialogs.unit_dialog import UnitFacts
    from hengbiao.qt.main_window import MainWindow
    from hengbiao.qt.models.dropping import Place
    from hengbiao.qt.pages import UnitPage


class ProjectActions(QObject):
    """Acts on the record that the window shows, and where more lines are selected in the tree on all of them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        actions = window.actions_
        actions["newProject"].triggered.connect(self.new_project)
        window.ui.newProjectButton.setDefaultAction(actions["newProject"])
        actions["newDepartment"].triggered.connect(self.new_department)
        actions["newUnit"].triggered.connect(self.new_unit)
        actions["rename"].triggered.connect(self._edit_name)
        actions["moveUp"].triggered.connect(lambda: self._step(-1))
        actions["moveDown"].triggered.connect(lambda: self._step(1))
        actions["delete"].triggered.connect(self.delete)

    def serve(self, page: UnitPage) -> None:
        """Answer the buttons of the page of a unit, and keep it current when findings are counted."""
        self._window.model.marked.connect(lambda: self._sum_up(page))
        page.form.projectButton.clicked.connect(self.new_project)
        page.form.departmentButton.clicked.connect(self.new_department)
        page.chosen.connect(self._window.show_record)
        page.written.connect(self._write_unit)

    def _write_unit(self, field: str, text: str) -> None:
        """Commit what was typed on the page of the unit on show."""
        from hengbiao.qt.models.unit_fields import NotAYearError, changes, step_label

        window = self._window
        unit = window.session.tree.records.get(window.record) if window.session else None
        if not isinstance(unit, Unit) or window.session is None:
            return
        try:
            window.commit(step_label(field), changes(unit, field, text))
            window.header.follow(window.session.tree, window.record)
        except NotAYearError as error:
            window.status.show_notice(str(error))
            window.unit_page.show_unit(window.session.tree, unit.id, window.editor.money_unit)

    def _sum_up(self, page: UnitPage) -> None:
        tree, item = self._shown()
        if tree and item and item.kind == "unit" and page.isVisible():
            page.show_unit(tree, item.id, self._window.editor.money_unit)

    def chosen(self) -> list[str]:
        """The records that an action is about, in the order of the tree: the selected ones, or else the one on show."""
        tree, item = self._here()
        selected = self._window.ui.tree.selected_keys()
        if tree is None or item is None:
            return []
        return arrange.in_order(tree, selected) if item.id in selected else [item.id]

    def new_project(self) -> None:
        """An empty project behind the current one, shown at once."""
        tree, item = self._here()
        if tree and item:
            self._add(self.tr("新建项目"), shape.add_project(tree, item.unit, item.id))

    def new_department(self) -> None:
        """The department form of the current unit, shown at once."""
        tree, item = self._here()
        if tree and item and tree.department(item.unit) is None:
            self._add(self.tr("新建部门整体"), shape.add_department(tree, item.unit))

    def new_unit(self) -> None:
        """Ask for a unit, then add it."""
        self._window.files.ask_unit(self.tr("新建预算单位"), self._add_unit)

    def delete(self) -> Box | None:
        """The chosen records gone; undo brings them back. Where more than one form goes it is asked first."""
        tree, _ = self._here()
        keys = self.chosen()
        if tree is None or not keys:
            return None
        if len(keys) == 1 and not tree.parts(keys[0]):
            self._delete(keys, self.tr("“%s”") % label(tree.headings[keys[0]]))
            return None
        return self._ask_to_delete(tree, keys)

    def rename(self, record: str, name: str) -> None:
        """Another name for a unit or project."""
        tree, _ = self._here()
        if tree and record in tree.headings:
            old = tree.headings[record].name
            self._window.commit(self.tr("改名"), [Change(Ref(record, ("name",)), old, name)])

    def relocate(self, keys: Sequence[str], place: Place) -> None:
        """Move records to another place in the tree, as one step, and keep them selected."""
        tree, _ = self._here()
        if tree is None:
            return
        ordered = arrange.in_order(tree, keys)
        try:
            if place.unit:
                changes = arrange.relocate(tree, ordered, place.unit, place.before)
            else:
                changes = arrange.relocate_units(tree, ordered, place.before)
        except arrange.MisplacedError as error:
            self._window.status.show_notice(self.tr("没有移动：%s") % error)
            return
        self._commit_move(tree, ordered, place.unit, changes)

    def _commit_move(self, tree: Tree, keys: list[str], unit: str, changes: list[Change]) -> None:
        name = self.told(tree, keys)
        self._window.commit(self.tr("移动%s") % name, changes)
        self._window.ui.tree.select(keys)
        if changes and any(tree.headings[key].unit != unit for key in keys) and unit:
            where = label(tree.headings[unit])
            self._window.status.show_notice(self.tr("%s已移到“%s”，可用“撤销”移回") % (name, where))

    def told(self, tree: Tree, keys: Sequence[str]) -> str:
        """What is to be done something with, in words: “应急救护培训”, 3 个项目."""
        if len(keys) == 1:
            return self.tr("“%s”") % label(tree.headings[keys[0]])
        units = sum(tree.headings[key].kind == "unit" for key in keys)
        counted = ((units, self.tr("个预算单位")), (len(keys) - units, self.tr("个项目")))
        return self.tr("和").join(f"{count} {word}" for count, word in counted if count)

    def _ask_to_delete(self, tree: Tree, keys: list[str]) -> Box:
        from hengbiao.qt.boxes import Box, Role

        under = sum(len(tree.parts(key)) for key in keys)
        name = self.told(tree, keys)
        along = self.tr("其中的 %d 张表一起删除。") % under if under else ""
        more = along + self.tr("删除后可以用“撤销”找回，也可以从回收站恢复。")
        box = Box(self._window, "delete", self.tr("删除"), self.tr("删除%s？") % name, more)
        go = box.offer("go", self.tr("删除(&L)"), Role.DestructiveRole, lambda: self._delete(keys, name))
        box.usual(go, box.offer("leave", self.tr("不删除"), Role.RejectRole))
        box.open()
        return box

    def _delete(self, keys: list[str], name: str) -> None:
        tree, _ = self._here()
        if tree is not None:
            changes = [change for key in keys for change in shape.drop(tree, key)]
            self._window.commit(self.tr("删除%s") % name, changes)
            self._window.status.show_notice(self.tr("已删除%s，可用“撤销”找回") % name)

    def _edit_name(self) -> None:
        view = self._window.ui.tree
        index = self._window.model.index_of(self._window.record)
        if index.isValid():
            view.setFocus()
            view.edit(index)

    def _step(self, step: int) -> None:
        tree, item = self._here()
        keys = self.chosen()
        if tree and item and keys:
            changes = arrange.stepped(tree, keys, step)
            self._window.commit(self.tr("上移") if step < 0 else self.tr("下移"), changes)
            self._window.ui.tree.select(keys)

    def _add_unit(self, facts: UnitFacts) -> None:
        tree, _ = self._here()
        if tree is not None:
            self._add(self.tr("新建预算单位"), shape.add_unit(tree, **facts._asdict()))

    def _add(self, name: str, added: shape.Added) -> None:
        self._window.commit(name, added.changes)
        self._window.show_record(added.record)

    def _here(self) -> tuple[Tree | None, Heading | None]:
        self._window.editor.commit_pending()
        return self._shown()

    def _shown(self) -> tuple[Tree | None, Heading | None]:
        session = self._window.session
        tree = session.tree if session else None
        return tree, tree.headings.get(self._window.record) if tree else None

"""What the project menu does: each one step of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hengbiao.domain import shape
from hengbiao.domain.change import Change, Ref
from hengbiao.qt.models.outline import label

if TYPE_CHECKING:
    from hengbiao.domain.tree import Heading, Tree
    from hengbiao.qt.dialogs.unit_dialog import UnitFacts
    from hengbiao.qt.main_window import MainWindow
    from hengbiao.qt.pages import UnitPage


class ProjectActions(QObject):
    """Acts on the record that the window shows."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        actions = window.actions_
        actions["newProject"].triggered.connect(self.new_project)
        actions["newDepartment"].triggered.connect(self.new_department)
        actions["newUnit"].triggered.connect(self.new_unit)
        actions["rename"].triggered.connect(self._edit_name)
        actions["moveUp"].triggered.connect(lambda: self._move(-1))
        actions["moveDown"].triggered.connect(lambda: self._move(1))
        actions["delete"].triggered.connect(self.delete)

    def serve(self, page: UnitPage) -> None:
        """Answer the buttons of the page of a unit."""
        page.form.projectButton.clicked.connect(self.new_project)
        page.form.departmentButton.clicked.connect(self.new_department)

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

    def delete(self) -> None:
        """The current record gone; undo brings it back."""
        tree, item = self._here()
        if tree and item:
            self._window.commit(self.tr("删除“%s”") % label(item), shape.drop(tree, item.id))
            self._window.status.show_notice(self.tr("已删除“%s”，可用“撤销”找回") % label(item))

    def rename(self, record: str, name: str) -> None:
        """Another name for a unit or project."""
        tree, _ = self._here()
        if tree and record in tree.headings:
            old = tree.headings[record].name
            self._window.commit(self.tr("改名"), [Change(Ref(record, ("name",)), old, name)])

    def _edit_name(self) -> None:
        view = self._window.ui.tree
        index = self._window.model.index_of(self._window.record)
        if index.isValid():
            view.setFocus()
            view.edit(index)

    def _move(self, step: int) -> None:
        tree, item = self._here()
        if tree and item:
            self._window.commit(self.tr("上移") if step < 0 else self.tr("下移"), shape.move(tree, item.id, step))

    def _add_unit(self, facts: UnitFacts) -> None:
        tree, _ = self._here()
        if tree is not None:
            self._add(self.tr("新建预算单位"), shape.add_unit(tree, **facts._asdict()))

    def _add(self, name: str, added: shape.Added) -> None:
        self._window.commit(name, added.changes)
        self._window.show_record(added.record)

    def _here(self) -> tuple[Tree | None, Heading | None]:
        self._window.editor.commit_pending()
        session = self._window.session
        tree = session.tree if session else None
        return tree, tree.headings.get(self._window.record) if tree else None

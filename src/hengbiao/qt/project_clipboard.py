"""Whole projects to and from the clipboard, between places of the tree, documents and windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtWidgets import QApplication

from hengbiao.domain import arrange
from hengbiao.domain.project import Project
from hengbiao.qt.jobs import waiting
from hengbiao.qt.models.dropping import PROJECTS, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hengbiao.domain.change import Change
    from hengbiao.domain.tree import Tree
    from hengbiao.exchange.parcel import Parcel
    from hengbiao.qt.main_window import MainWindow
    from hengbiao.qt.session import Session


class ProjectClipboard(QObject):
    """Cut, copy, paste and duplicate of the chosen projects, and what is dropped on the tree."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        for name, act in {
            "cutProjects": lambda: self.copy(cut=True),
            "copyProjects": self.copy,
            "pasteProjects": self.paste,
            "duplicateProjects": self.duplicate,
        }.items():
            window.actions_[name].triggered.connect(lambda _checked=False, act=act: act())
        window.model.pack = lambda keys: self._packed(keys, cut=False)
        window.model.dropped.connect(self._drop)
        window.ui.tree.keyed.connect(self._act)
        window.ui.tree.refused.connect(self._say)

    def copy(self, *, cut: bool = False) -> None:
        """The chosen projects to the clipboard, as projects and as text; what was cut stays until it is pasted."""
        tree, keys = self._chosen()
        if tree and keys:
            QApplication.clipboard().setMimeData(self._packed(keys, cut=cut))
            told = self._window.projects.told(tree, keys)
            words = self.tr("已剪切%s，到要去的地方粘贴") if cut else self.tr("已复制%s")
            self._say(words % told)

    def paste(self) -> None:
        """Put the projects of the clipboard behind the current one: cut ones move, others are copied."""
        data = QApplication.clipboard().mimeData()
        if data is None or not data.hasFormat(PROJECTS):
            self._say(self.tr("剪贴板里没有项目；表格里的内容请到“填表”或“列表”里粘贴"))
            return
        self._put(bytes(data.data(PROJECTS).data()), self._behind())

    def duplicate(self) -> None:
        """A copy of each chosen project behind the last of them."""
        tree, keys = self._chosen()
        if tree and keys:
            projects = [tree.project(key) for key in keys]
            self._copy_in(tree, projects, self._after(tree, keys[-1]), self.tr("复制一份"))

    def _act(self, name: str) -> None:
        if self._window.actions_[name].isEnabled():
            self._window.actions_[name].trigger()

    def _say(self, sentence: str) -> None:
        self._window.status.show_notice(sentence)

    def _chosen(self) -> tuple[Tree | None, list[str]]:
        """The chosen projects; of a selection that holds other records none, and it is said."""
        session, keys = self._window.session, self._window.projects.chosen()
        tree = session.tree if session else None
        if tree is None or not keys:
            return None, []
        if any(tree.headings[key].kind != "project" for key in keys):
            self._say(self.tr("只有项目可以剪切和复制；部门整体和预算单位不能，请只选项目"))
            return tree, []
        return tree, keys

    def _packed(self, keys: Sequence[str], *, cut: bool) -> QMimeData:
        from hengbiao.exchange.parcel import Parcel, as_text, packed

        data, session = QMimeData(), self._window.session
        if session:
            found = (session.tree.records[key] for key in keys)
            projects = tuple(record for record in found if isinstance(record, Project))
            data.setData(PROJECTS, packed(Parcel(_name_of(session), cut, projects)))
            data.setText(as_text(projects, self._window.editor.money_unit))
        return data

    def _drop(self, keys: list[str], place: Place, raw: bytes) -> None:
        if keys:
            self._window.projects.relocate(keys, place)
        else:
            self._put(raw, place)

    def _put(self, raw: bytes, place: Place) -> None:
        """What is packed, put at a place: moved where it was cut here, else copied."""
        from hengbiao.exchange.parcel import ParcelError, unpacked

        try:
            parcel = unpacked(raw)
        except ParcelError as error:
            self._say(str(error))
            return
        session = self._window.session
        if session is None or not self._window.actions_["pasteProjects"].isEnabled():
            return
        keys = [project.id for project in parcel.projects]
        own = parcel.document == _name_of(session)
        if parcel.cut and own and all(key in session.tree.headings for key in keys):
            self._window.projects.relocate(keys, place)
            QApplication.clipboard().setMimeData(self._packed(keys, cut=False))  # a second paste copies
        else:
            self._copy_in(session.tree, parcel.projects, place, self.tr("粘贴"))
            self._tell_pasted(session.tree, parcel, place, own=own)

    def _copy_in(self, tree: Tree, projects: Sequence[Project], place: Place, verb: str) -> None:
        try:
            changes = arrange.copies(tree, projects, place.unit, place.before)
        except arrange.MisplacedError as error:
            self._say(str(error))
            return
        made = _added(changes)
        after = tree.changed(changes)
        with waiting():
            self._window.commit(f"{verb}{self._window.projects.told(after, made)}", changes)
            self._window.ui.tree.select(made)

    def _tell_pasted(self, tree: Tree, parcel: Parcel, place: Place, *, own: bool) -> None:
        year = tree.unit_year(place.unit)
        if parcel.cut and not own:
            self._say(self.tr("已粘贴为新的项目；原文件里的还在，要移走请在那里删除"))
        elif year and any(project.year not in (None, year) for project in parcel.projects):
            self._say(self.tr("已粘贴到 %d 年度；文字里的年份没有改，要一起改请用“套用上年”") % year)

    def _behind(self) -> Place:
        """Behind the current record."""
        session = self._window.session
        return self._after(session.tree, self._window.record) if session else Place("", "")

    def _after(self, tree: Tree, key: str) -> Place:
        item = tree.headings.get(key)
        if item is None:
            return Place("", "")
        siblings = [one.id for one in tree.parts(item.unit) if one.kind == "project"]
        if item.kind == "department":
            return Place(item.unit, siblings[0] if siblings else "")
        at = siblings.index(key) + 1 if key in siblings else len(siblings)
        return Place(item.unit, siblings[at] if at < len(siblings) else "")


def _name_of(session: Session) -> str:
    """A document that is neither a copy of it nor another."""
    return f"{session.store.document} {session.path}"


def _added(changes: Sequence[Change]) -> list[str]:
    return [change.ref.record for change in changes if change.old is None and not change.ref.path]

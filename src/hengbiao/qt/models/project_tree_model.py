"""The project tree over immutable trees: a snapshot of lines, brought to the next tree by the smallest moves."""

from collections.abc import Sequence
from secrets import token_hex
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon

from hengbiao.domain.document import Event
from hengbiao.domain.tree import Tree, empty
from hengbiao.qt import style
from hengbiao.qt.models.dropping import LINES, PROJECTS, Pack, carried, carry, place, why_not
from hengbiao.qt.models.line_marks import MARKS, LineMarks
from hengbiao.qt.models.outline import Matches, Node, branch, label, outline

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
KEY: Final = int(Role.UserRole)
"""The role that answers with the record id of a line ("year:…" for a year)."""

SIGNS: Final = KEY + 1
"""The role that answers with the icons at the right of a line."""

_CHOSEN: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_LEAF: Final = _CHOSEN | Qt.ItemFlag.ItemNeverHasChildren | Qt.ItemFlag.ItemIsDragEnabled
_FLAGS: Final = {
    "year": _CHOSEN | Qt.ItemFlag.ItemIsDropEnabled,
    "unit": _CHOSEN | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled,
    "department": _LEAF,
    "project": _LEAF | Qt.ItemFlag.ItemIsEditable,
}
_FEW: Final = 40
"""Differences that are told one by one; more are told as a reset."""


class ProjectTreeModel(QAbstractItemModel):
    """Lines of `tree`; call `take` with each event of the document.

    `renamed` asks for another name of a record. `dropped` asks for records of this window (ids) to be moved to a Place,
    or, where there are none, for the packed projects to be put there. `why_no_drop` is about the last thing dragged.
    """

    renamed = Signal(str, str)
    dropped = Signal(object, object, bytes)
    marked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.marks = LineMarks()
        self._tree = empty()
        self._matches: Matches | None = None
        self._count = 0
        self._lines: dict[int, Node] = {}  # those that Qt was told of
        self._units: dict[str, Node] = {}
        self._root = outline(self._tree)
        self._icons: dict[str, QIcon] = {}
        self.pack: Pack = lambda _keys: QMimeData()
        self.writable = True
        self.why_no_drop = ""
        self._owner = token_hex(8)

    def show_tree(self, tree: Tree) -> None:
        """Start over with the tree of another document."""
        counts, self.marks = self.marks.counts, LineMarks()
        self.marks.counts = counts
        self._matches = None
        self._reset(tree)

    def filter(self, matches: Matches | None) -> None:
        """Show only lines that pass; None shows all."""
        self._matches = matches
        self._reset(self._tree)

    def take(self, event: Event) -> None:
        """Go on to the tree after `event`."""
        self._tree = event.after
        stale = self.marks.forget(event)
        touched = {change.ref.record: None for change in event.changes}
        moved = [key for key in touched if _line(event.before, key) != _line(event.after, key)]
        begun_anew = bool(moved) and self._follow(event, moved)
        if len(stale) > _FEW:
            self.marked.emit()
        elif not begun_anew:
            for key in stale:
                self._refresh(key)

    @property
    def filtered(self) -> bool:
        """Whether the filter is on."""
        return self._matches is not None

    def lines(self) -> int:
        """How many lines there are in all."""
        return sum(unit.count + 1 for unit in self._units.values())

    def index_of(self, key: str) -> QModelIndex:
        """The line of a record; invalid where the filter hides it."""
        node = self._line_of(key)
        return self._at(node) if node else QModelIndex()

    def refresh_marks(self) -> None:
        """Repaint every mark, once states were computed in idle time or findings counted."""
        self.marks.recount()
        self.marked.emit()

    # What Qt asks

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """The line at `row` under `parent`."""
        children = self._node(parent).children
        return self._at(children[row]) if column == 0 and 0 <= row < len(children) else QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """The line above."""
        above = self._node(index).parent
        return QModelIndex() if above is None or above is self._root else self._at(above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The number of lines under `parent`."""
        return self._node(parent).count

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One."""
        return 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Everything but years can be chosen; units and projects can be renamed."""
        return _FLAGS[self._node(index).kind] if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Name, mark, tip and key of a line."""
        if not index.isValid():
            return None
        node = self._node(index)
        match role:
            case Role.DisplayRole:
                return node.text
            case Role.EditRole:
                return self._tree.headings[node.key].name if node.key in self._tree.headings else node.text
            case Role.DecorationRole:
                return self._mark(node)
            case Role.ToolTipRole | Role.AccessibleTextRole:
                return self._spoken(node, "\n" if role == Role.ToolTipRole else "；")
            case _:
                return self._other(node, role)

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Ask for another name; the document decides."""
        if role != Role.EditRole or not index.isValid():
            return False
        self.renamed.emit(self._node(index).key, str(value).strip())
        return True

    # Dragging

    def mimeTypes(self) -> list[str]:
        """Lines of this window and projects of others."""
        return [LINES, PROJECTS]

    def supportedDropActions(self) -> Qt.DropAction:
        """Moving, and copying with Ctrl."""
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The lines, and what they hold for other windows and programs."""
        keys = [self._node(index).key for index in indexes]
        data = self.pack(keys)
        carry(data, self._owner, keys)
        return data

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, _column: int, parent: Index) -> bool:
        """Whether that makes sense; `why_no_drop` says why not."""
        keys = carried(data, self._owner)
        if not self.writable:
            self.why_no_drop = "文件是只读的，不能移动"
        elif not keys and not data.hasFormat(PROJECTS):
            self.why_no_drop = "只能拖入衡表的项目"
        else:
            copying = action == Qt.DropAction.CopyAction
            self.why_no_drop = why_not(self._tree, keys, place(self._node(parent), row), copying=copying)
        return not self.why_no_drop

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, _column: int, parent: Index) -> bool:
        """Ask for it; the answer comes with the next event of the document, so nothing is removed here."""
        if self.canDropMimeData(data, action, row, 0, parent):
            keys = carried(data, self._owner) if action != Qt.DropAction.CopyAction else []
            packed = b"" if keys else bytes(data.data(PROJECTS).data())
            self.dropped.emit(keys, place(self._node(parent), row), packed)
        return False

    # Inside

    def _node(self, index: Index) -> Node:
        return self._lines[index.internalId()] if index.isValid() else self._root

    def _line_of(self, key: str) -> Node | None:
        item = self._tree.headings.get(key)
        unit = self._units.get(item.unit) if item else None
        if item is None or unit is None or item.kind == "unit":
            return unit
        return next((node for node in unit.children if node.key == key), None)

    def _at(self, node: Node) -> QModelIndex:
        if not node.number:
            self._count += 1
            node.number = self._count
        self._lines[node.number] = node
        return self.createIndex(node.row, 0, node.number)

    def _other(self, node: Node, role: int) -> Any:
        if role == SIGNS:
            return [self._icon(name) for name in self.marks.signs(self._tree, node)]
        return node.key if role == KEY else None

    def _mark(self, node: Node) -> QIcon:
        state = self.marks.state(self._tree, node) if node.kind in {"department", "project"} else ""
        return self._icon(MARKS[state] if state else node.kind)

    def _icon(self, name: str) -> QIcon:
        if name not in self._icons:
            self._icons[name] = style.mark(name)
        return self._icons[name]

    def _spoken(self, node: Node, between: str) -> str:
        told = self.marks.sentences(self._tree, node)
        return f"{node.text}（{'；'.join(told)}）" if between == "；" and told else between.join((node.text, *told))

    def _register(self, node: Node) -> None:
        if node.kind == "unit":
            self._units[node.key] = node
        elif node.kind in {"root", "year"}:
            for child in node.children:
                self._register(child)

    def _reset(self, tree: Tree) -> None:
        self.beginResetModel()
        self._tree = tree
        self._root = outline(tree, self._matches)
        self._lines.clear()
        self._units.clear()
        self._register(self._root)
        self.endResetModel()

    def _refresh(self, key: str) -> None:
        index = self.index_of(key)
        if index.isValid():
            self._node(index).text = label(self._tree.headings[key])
            self.dataChanged.emit(index, index)
            if index.parent().isValid():
                self.dataChanged.emit(index.parent(), index.parent())

    def _follow(self, event: Event, moved: Sequence[str]) -> bool:
        """Bring the lines up to date: those of the units concerned, or all where units or years come, go or move.

        Whether all lines were made anew.
        """
        found = (tree.headings.get(key) for tree in (event.before, event.after) for key in moved)
        units = {item.unit for item in found if item}
        if len(moved) > _FEW or _has_years(event.before) != _has_years(event.after):
            self._reset(self._tree)
            return True
        if self._matches is None and all(_stands(event, unit) for unit in units):
            for unit in units:
                self._become(self._units[unit], branch(self._tree, unit))
        else:
            self._become(self._root, outline(self._tree, self._matches))
        return False

    def _become(self, old: Node, new: Node) -> None:
        if old.kind == "unit" and old.items == new.items:
            return
        old.follow(new.items)
        keys = [child.key for child in new.children]
        self._remove(old, set(keys))
        self._reorder(old, keys)
        for row, child in enumerate(new.children):
            if row >= len(old.children) or old.children[row].key != child.key:
                self._insert(old, row, child)
            else:
                old.children[row].text = child.text
                self._become(old.children[row], child)

    def _remove(self, old: Node, keep: set[str]) -> None:
        for row in reversed(range(len(old.children))):
            if old.children[row].key not in keep:
                self.beginRemoveRows(self._index(old), row, row)
                gone = old.children.pop(row)
                old.renumber()
                self._forget(gone)
                self.endRemoveRows()

    def _forget(self, node: Node) -> None:
        self._lines.pop(node.number, None)
        if self._units.get(node.key) is node:
            del self._units[node.key]
        for child in node.children:
            self._forget(child)

    def _reorder(self, old: Node, keys: list[str]) -> None:
        place = {key: at for at, key in enumerate(keys)}
        ordered = sorted(old.children, key=lambda child: place[child.key])
        if ordered == old.children:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        old.children[:] = ordered
        old.renumber()
        self.changePersistentIndexList(before, [self._at(self._node(index)) for index in before])
        self.layoutChanged.emit()

    def _insert(self, old: Node, row: int, child: Node) -> None:
        self.beginInsertRows(self._index(old), row, row)
        old.children.insert(row, child)
        old.renumber()
        self._register(child)
        self.endInsertRows()

    def _index(self, node: Node) -> QModelIndex:
        return QModelIndex() if node is self._root else self._at(node)


def _stands(event: Event, unit: str) -> bool:
    """Whether the line of a unit stays where it is."""
    if unit not in event.before.headings or _line(event.before, unit) != _line(event.after, unit):
        return False
    return event.before.unit_year(unit) == event.after.unit_year(unit)


def _has_years(tree: Tree) -> bool:
    return len({tree.unit_year(unit.id) for unit in tree.units}) > 1


def _line(tree: Tree, key: str) -> tuple[object, ...] | None:
    """What decides where a line stands; None where there is none."""
    item = tree.headings.get(key)
    return (item.kind, item.unit, item.year, item.position) if item else None

"""沿用上年（未核对） as a list: form, field, value, how it came over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from hengbiao.domain.carried import Unconfirmed, unconfirmed
from hengbiao.domain.change import value_at
from hengbiao.domain.fields import kinds
from hengbiao.domain.tree import Tree, empty
from hengbiao.qt import style
from hengbiao.qt.models.outline import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hengbiao.domain.change import Record

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_HEADS: Final = ("表", "栏目", "现在的值", "来历")
_ORIGINS: Final = {"kept": "照上年", "shifted": "年份已改", "look": "年份请核对"}
_MARKS: Final = {"kept": "carried", "shifted": "carried", "look": "mark-explain"}


class CarriedModel(QAbstractTableModel):
    """The unconfirmed places of some records, in the order of the forms; texts are made when they are looked at."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tree, self.money_unit = empty(), "万元"
        self.places: list[Unconfirmed] = []

    def show_places(self, tree: Tree, keys: Iterable[str], *, doubtful: bool) -> None:
        """List what is unconfirmed in these records, or only what has a doubtful year."""
        found = (place for key in keys for place in _in_order(tree, key))
        self.beginResetModel()
        self._tree = tree
        self.places = [place for place in found if place.origin == "look" or not doubtful]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One line a place."""
        return 0 if parent.isValid() else len(self.places)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Form, field, value, origin."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The names of the columns."""
        return _HEADS[section] if role == Role.DisplayRole and orientation == Qt.Orientation.Horizontal else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A part of a place."""
        if not index.isValid():
            return None
        place = self.places[index.row()]
        if role == Role.DecorationRole and index.column() == len(_HEADS) - 1:
            return style.icon(_MARKS.get(place.origin, "carried"))
        if role in {Role.DisplayRole, Role.ToolTipRole}:
            return self._told(place, index.column())
        return None

    def _told(self, place: Unconfirmed, column: int) -> str:
        from hengbiao.exchange.naming import field_called, value_called

        ref = place.ref
        if column == 0:
            return label(self._tree.headings[ref.record])
        if column == 1:
            return field_called(self._tree, ref)
        if column == 2:
            record = self._tree.records[ref.record]
            return " ".join(value_called(type(record), ref.path, value_at(record, ref.path), self.money_unit).split())
        return _ORIGINS.get(place.origin, place.origin)


def _in_order(tree: Tree, key: str) -> list[Unconfirmed]:
    """The unconfirmed places as they stand on the form; what another office has dropped is left out."""
    record = tree.records[key]
    there = {place.ref.path: place for place in unconfirmed(tree, key)}
    return [there[path] for path in _paths(record) if path in there] if there else []


def _paths(record: Record) -> Iterator[tuple[str, ...]]:
    for name, kind in kinds(type(record)).items():
        value = getattr(record, name)
        if kind == "rows":
            yield from ((name, row.id, cell) for row in value for cell in kinds(type(row)))
        elif kind == "group":
            yield from ((name, inner) for inner in kinds(type(value)))
        else:
            yield (name,)

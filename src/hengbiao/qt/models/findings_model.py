"""The findings of a document as a list: one line a finding, in the order of the forms, the worst of a form first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from hengbiao.domain.tree import Tree, empty
from hengbiao.qt import style
from hengbiao.qt.models.outline import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from PySide6.QtGui import QIcon

    from hengbiao.domain.document import Event
    from hengbiao.rules.subject import Finding

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
FINDING: Final = int(Role.UserRole)
"""The role that answers with the Finding of a line."""

_HEADS: Final = ("级别", "项目", "问题")
_MARKS: Final = {"error": "mark-unbalanced", "warning": "mark-explain", "info": "mark-info"}
_RANK: Final = {severity: rank for rank, severity in enumerate(_MARKS)}


class FindingsModel(QAbstractTableModel):
    """Findings by form, kept current record by record."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tree = empty()
        self._by_record: dict[str, tuple[Finding, ...]] = {}
        self._only = ""
        self.checked = False
        self._rows: list[Finding] = []
        self._icons: dict[str, QIcon] = {}

    def show_tree(self, tree: Tree) -> None:
        """Start over, nothing checked yet."""
        self._tree = tree
        self._by_record = {}
        self.checked = False
        self._show()

    def check_all(self) -> Iterator[None]:
        """Check every form, one a step, and show what was found at the end: work for idle time."""
        return self._look([item.id for unit in self._tree.units for item in self._tree.parts(unit.id)])

    def take(self, event: Event) -> Iterator[None]:
        """Go on to the tree after a commit; the work that checks again what it touched, for idle time."""
        self._tree = event.after
        touched = {change.ref.record for change in event.changes}
        units = {item.unit for key in touched if (item := event.after.headings.get(key))}
        whole = {item.id for unit in units for item in event.after.parts(unit)[:1] if item.kind == "department"}
        return self._look(sorted(touched | whole))

    def only(self, record: str) -> None:
        """Show the findings of one form, "" for all."""
        if record != self._only:
            self._only = record
            self.settle()

    def counts(self) -> Mapping[str, int]:
        """How many findings of each severity the document has."""
        found: Counter[str] = Counter(one.severity for many in self._by_record.values() for one in many)
        return {severity: found[severity] for severity in _RANK}

    def name(self, severity: str) -> str:
        """What people call a severity."""
        from hengbiao.rules.subject import SEVERITIES

        return {str(key): name for key, name in SEVERITIES.items()}[severity]

    def settle(self) -> None:
        """Bring the lines up to date with what was found."""
        if not self._rows or self._rows != self._in_order():
            self._show()

    def _show(self) -> None:
        self.beginResetModel()
        self._rows = self._in_order()
        self.endResetModel()

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One line a finding."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Severity, form, message."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The names of the columns."""
        return _HEADS[section] if role == Role.DisplayRole and orientation == Qt.Orientation.Horizontal else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A finding's part, and the finding itself."""
        if not index.isValid():
            return None
        found = self._rows[index.row()]
        if role == FINDING:
            return found
        if role == Role.DecorationRole and index.column() == 0:
            return self._icon(found.severity)
        if role in {Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole}:
            return (self.name(found.severity), self._form(found), f"{found.rule}　{found.message}")[index.column()]
        return None

    # Inside

    def _look(self, records: Sequence[str]) -> Iterator[None]:
        from hengbiao.rules.rule import check_record
        from hengbiao.rules.survey import Survey

        survey = Survey(self._tree)
        for record in records:
            found = check_record(self._tree, record, survey) if record in self._tree.headings else ()
            if found:
                self._by_record[record] = tuple(sorted(found, key=lambda one: _RANK[one.severity]))
            else:
                self._by_record.pop(record, None)
            yield
        self.checked = True
        self.settle()

    def _in_order(self) -> list[Finding]:
        if self._only:
            return list(self._by_record.get(self._only, ()))
        if not self._by_record:
            return []
        order = (item.id for unit in self._tree.units for item in self._tree.parts(unit.id))
        return [found for record in order for found in self._by_record.get(record, ())]

    def _form(self, found: Finding) -> str:
        item = self._tree.headings.get(found.ref.record)
        return label(item) if item else ""

    def _icon(self, severity: str) -> QIcon:
        if severity not in self._icons:
            self._icons[severity] = style.mark(_MARKS[severity])
        return self._icons[severity]

"""The findings of a document as a list: one line a finding, in the order of the forms, the worst of a form first."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from hengbiao.domain.tree import Tree, empty
from hengbiao.qt import style
from hengbiao.qt.models.outline import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from PySide6.QtGui import QIcon

    from hengbiao.domain.document import Event
    from hengbiao.domain.tree import Heading
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

    recounted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tree = empty()
        self._by_record: dict[str, tuple[Finding, ...]] = {}
        self._only = ""
        self.checked = False
        self._rows: list[Finding] = []
        self._ranks: dict[str, int] = {}
        self._icons: dict[str, QIcon] = {}

    def show_tree(self, tree: Tree) -> None:
        """Start over, nothing checked yet."""
        self._tree = tree
        self._by_record = {}
        self.checked = False
        self._show()

    def check_all(self) -> Iterator[None]:
        """Check every form, one a step, and show what was found at the end: work for idle time."""
        for record, found in self._answers([item.id for item in self._forms()]):
            self._keep(record, found)
            yield
        self.checked = True
        self._show()

    def take(self, event: Event) -> Iterator[None]:
        """Go on to the tree after a commit; the work that checks again what it touched, for idle time."""
        self._tree = event.after
        touched = {change.ref.record for change in event.changes}
        units = {item.unit for key in touched if (item := event.after.headings.get(key))}
        whole = {item.id for unit in units for item in event.after.parts(unit)[:1] if item.kind == "department"}
        if any(not change.ref.path or change.ref.path == ("position",) for change in event.changes):
            self._ranks = {}
        return self._check_again(sorted(touched | whole))

    def only(self, record: str) -> None:
        """Show the findings of one form, "" for all."""
        if record != self._only:
            self._only = record
            self._show()

    def counts(self) -> Mapping[str, int]:
        """How many findings of each severity the document has."""
        found: Counter[str] = Counter(one.severity for many in self._by_record.values() for one in many)
        return {severity: found[severity] for severity in _RANK}

    def lines_wait(self) -> bool:
        """Whether there are forms that were not checked yet."""
        return not self.checked and bool(self._tree.headings)

    def name(self, severity: str) -> str:
        """What people call a severity."""
        from hengbiao.rules.subject import SEVERITIES

        return {str(key): name for key, name in SEVERITIES.items()}[severity]

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

    def _forms(self) -> Iterator[Heading]:
        return (item for unit in self._tree.units for item in self._tree.parts(unit.id))

    def _answers(self, records: Sequence[str]) -> Iterator[tuple[str, tuple[Finding, ...]]]:
        """What the rules say of each record now, the worst first."""
        from hengbiao.rules.rule import check_record
        from hengbiao.rules.survey import Survey

        survey = Survey(self._tree)
        for record in records:
            found = check_record(self._tree, record, survey) if record in self._tree.headings else ()
            yield record, tuple(sorted(found, key=lambda one: _RANK[one.severity]))

    def _check_again(self, records: Sequence[str]) -> Iterator[None]:
        for record, found in self._answers(records):
            self._replace(record, found)
            yield
        self.recounted.emit()

    def _keep(self, record: str, found: tuple[Finding, ...]) -> None:
        if found:
            self._by_record[record] = found
        else:
            self._by_record.pop(record, None)

    def _replace(self, record: str, found: tuple[Finding, ...]) -> None:
        """Put the lines of one form in the place of those it had."""
        old = self._by_record.get(record, ())
        self._keep(record, found)
        if old == found or self._only not in {"", record}:
            return
        if not self._ranks:
            self._show()
            return
        at = bisect_left(self._rows, self._ranks.get(record, 0), key=lambda one: self._ranks[one.ref.record])
        if old:
            self.beginRemoveRows(QModelIndex(), at, at + len(old) - 1)
            del self._rows[at : at + len(old)]
            self.endRemoveRows()
        if found:
            self.beginInsertRows(QModelIndex(), at, at + len(found) - 1)
            self._rows[at:at] = found
            self.endInsertRows()

    def _show(self) -> None:
        self.beginResetModel()
        self._ranks = {item.id: rank for rank, item in enumerate(self._forms())}
        shown = (
            (self._only,)
            if self._only
            else sorted(self._by_record.keys() & self._ranks.keys(), key=self._ranks.__getitem__)
        )
        self._rows = [found for record in shown for found in self._by_record.get(record, ())]
        self.endResetModel()
        self.recounted.emit()

    def _form(self, found: Finding) -> str:
        item = self._tree.headings.get(found.ref.record)
        return label(item) if item else ""

    def _icon(self, severity: str) -> QIcon:
        if severity not in self._icons:
            self._icons[severity] = style.mark(_MARKS[severity])
        return self._icons[severity]

"""The findings of a document as a list: one line a finding, in the order of the forms, the worst of a form first."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from hengbiao.domain.tree import Tree, empty
from hengbiao.qt import style
from hengbiao.qt.models.outline import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PySide6.QtGui import QIcon

    from hengbiao.domain.change import Change
    from hengbiao.domain.document import Event
    from hengbiao.domain.tree import Heading
    from hengbiao.rules.review import Review
    from hengbiao.rules.subject import Finding

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
FINDING: Final = int(Role.UserRole)
"""The role that answers with the Finding of a line."""

_HEADS: Final = ("级别", "项目", "问题")
_MARKS: Final = {"error": "mark-unbalanced", "warning": "mark-explain", "info": "mark-info"}
_RANK: Final = {severity: rank for rank, severity in enumerate(_MARKS)}
_EXPLAINED: Final = "已说明"


class FindingsModel(QAbstractTableModel):
    """Findings by form, kept current record by record; those with a 说明 in force are not counted."""

    recounted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tree = empty()
        self._review: Review | None = None
        self._since: list[Change] = []
        self._by_record: dict[str, tuple[Finding, ...]] = {}
        self._tally: Counter[str] = Counter()
        self._only = ""
        self._rows: list[Finding] = []
        self._ranks: dict[str, int] = {}
        self._icons: dict[str, QIcon] = {}

    @property
    def checked(self) -> bool:
        """Whether every form was checked."""
        return self._review is not None

    def show_tree(self, tree: Tree) -> None:
        """Start over, nothing checked yet."""
        self._tree, self._review, self._since = tree, None, []
        self._by_record, self._tally = {}, Counter()
        self._show()

    def check_all(self) -> Iterator[None]:
        """Check every form, one a step, and show what was found at the end: work for idle time."""
        from hengbiao.rules.catalog import rulebook
        from hengbiao.rules.review import Review
        from hengbiao.rules.rule import check_record
        from hengbiao.rules.survey import Survey

        tree, self._since, self._review = self._tree, [], None
        survey, book, findings = Survey(tree), rulebook(), {}
        for record in [item.id for item in _forms(tree)]:
            if found := check_record(tree, record, survey, book):
                findings[record] = found
            yield
        self._review = Review(tree, survey, book, findings)
        self._by_record, self._tally = {}, Counter()
        for record, found in findings.items():
            self._keep(record, _sorted(found))
        self._show()
        self._go_on()

    def take(self, event: Event) -> Iterator[None]:
        """Go on to the tree after a commit; the work that checks again what it touched, for idle time."""
        self._tree = event.after
        self._since += event.changes
        if any(not change.ref.path or change.ref.path == ("position",) for change in event.changes):
            self._ranks = {}
        return self._check_again()

    def only(self, record: str) -> None:
        """Show the findings of one form, "" for all."""
        if record != self._only:
            self._only = record
            self._show()

    def counts(self, record: str = "") -> Mapping[str, int]:
        """How many open findings of each severity the document has, or one form of it."""
        found = _tallied(self._by_record.get(record, ())) if record else self._tally
        return {severity: found[severity] for severity in _RANK}

    def accounted(self, record: str = "") -> int:
        """How many findings of the document, or of one form, have a 说明 in force."""
        return (_tallied(self._by_record.get(record, ())) if record else self._tally)[_EXPLAINED]

    def alike(self, found: Finding) -> list[Finding]:
        """The open findings of the same rule in the whole document that can be mended by a click, as `like` counts."""
        return [
            one
            for many in self._by_record.values()
            for one in many
            if one.rule == found.rule and one.fix and not one.explained
        ]

    def like(self, found: Finding) -> int:
        """How many open findings of the same rule the whole document has that can be mended by a click."""
        return self._tally[found.rule]

    def place(self, rule: str, record: str) -> int:
        """The line of a rule's finding on a form, −1 where it is not shown."""
        return next((at for at, one in enumerate(self._rows) if (one.rule, one.ref.record) == (rule, record)), -1)

    def open_after(self, row: int, step: int) -> int:
        """The next (1) or previous (−1) line that is not explained, round the ends; −1 where there is none."""
        count = len(self._rows)
        start = row if row >= 0 else -1 if step > 0 else count
        lines = ((start + step * far) % count for far in range(1, count + 1))
        return next((line for line in lines if not self._rows[line].explained), -1)

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
            return self._icon("tick" if found.explained else _MARKS[found.severity])
        if role == Role.ForegroundRole and found.explained:
            return QColor(style.colour("faint"))
        if role in {Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole}:
            return (self._class(found), self._form(found), _told(found))[index.column()]
        return None

    # Inside

    def _check_again(self) -> Iterator[None]:
        self._go_on()
        yield

    def _go_on(self) -> None:
        """Bring a finished review up to date with all that was committed since."""
        if self._review is None or not self._since:
            return
        changes, self._since = self._since, []
        self._review, differing = self._review.after(self._tree, changes)
        for record in sorted(differing):
            self._replace(record, _sorted(self._review.findings.get(record, ())))
        self.recounted.emit()

    def _keep(self, record: str, found: tuple[Finding, ...]) -> None:
        self._tally.subtract(_tallied(self._by_record.get(record, ())))
        self._tally.update(_tallied(found))
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
        self._ranks = {item.id: rank for rank, item in enumerate(_forms(self._tree))}
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

    def _class(self, found: Finding) -> str:
        return _EXPLAINED if found.explained else self.name(found.severity)

    def _icon(self, name: str) -> QIcon:
        if name not in self._icons:
            self._icons[name] = style.mark(name)
        return self._icons[name]


def _forms(tree: Tree) -> Iterator[Heading]:
    return (item for unit in tree.units for item in tree.parts(unit.id))


def _sorted(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The open ones first, the worst of them before the others."""
    return tuple(sorted(found, key=lambda one: (one.explained, _RANK[one.severity])))


def _tallied(found: tuple[Finding, ...]) -> Counter[str]:
    """How many there are: open ones by severity, explained ones, and by rule those that a click can mend."""
    open_ = [one for one in found if not one.explained]
    tally = Counter(one.severity for one in open_) + Counter(one.rule for one in open_ if one.fix)
    tally[_EXPLAINED] = len(found) - len(open_)
    return tally


def _told(found: Finding) -> str:
    said = f"{found.rule}　{found.message}"
    if found.explained:
        return f"{said}　说明：{found.explanation}"
    return f"{said}　（原说明已失效，数值有变：{found.lapsed}）" if found.lapsed else said

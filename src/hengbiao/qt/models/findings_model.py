"""The findings of a document as a list under headings, kept current form by form; the worst of a form first."""

from __future__ import annotations

import gc
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from hengbiao.domain.tree import Tree, empty
from hengbiao.qt import style
from hengbiao.qt.models.finding_lines import EXPLAINED, RANK, Asked, Heading, Lines, wanted
from hengbiao.qt.models.outline import label
from hengbiao.qt.models.unwritten import Spared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from PySide6.QtGui import QIcon

    from hengbiao.domain.change import Change
    from hengbiao.domain.document import Event
    from hengbiao.domain.tree import Heading as Form
    from hengbiao.rules.review import Review
    from hengbiao.rules.subject import Finding

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
FINDING: Final = int(Role.UserRole)
"""The role that answers with the Finding of a line, None for a heading."""
HEADING: Final = FINDING + 1
"""The role that answers with the Heading of a line, None for a finding."""

_HEADS: Final = ("级别", "项目", "问题")
_MARKS: Final = {"error": "mark-unbalanced", "warning": "mark-explain", "info": "mark-info"}
_EXPLAINED: Final = "已说明"
_ORDERING: Final = frozenset({(), ("position",), ("unit",), ("year",)})
"""Where the paths begin of changes after which the forms may stand in another order."""
_AT_ONCE: Final = 60
"""Forms of one step up to which they are checked again in one go; more are gone through one by one."""
_MANY: Final = 40
"""Forms from which on a list is made anew rather than line by line."""


class FindingsModel(QAbstractTableModel):
    """Findings by form, kept current record by record; those with a 说明 in force are not counted.

    Of forms that are `spared` the findings count, but are not listed.
    """

    recounted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tree = empty()
        self._review: Review | None = None
        self._since: list[Change] = []
        self._by_record: dict[str, tuple[Finding, ...]] = {}
        self._tally: Counter[str] = Counter()
        self._only = ""
        self._asked = Asked()
        self.spared = Spared()
        self._folded: set[str] = set()
        self._lines = Lines(self._asked, {}, headed=False)
        self._ranks: dict[str, int] = {}
        self._icons: dict[str, QIcon] = {}

    @property
    def checked(self) -> bool:
        """Whether every form was checked."""
        return self._review is not None

    def show_tree(self, tree: Tree) -> None:
        """Start over, nothing checked yet."""
        self._tree, self._review, self._since = tree, None, []
        self.spared.begin()
        self._by_record, self._tally, self._ranks = {}, Counter(), {}
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
        self.spared.follow(tree, findings)
        self._show()
        gc.freeze()  # else a collection, a pause of 50 ms, walks through tens of thousands of findings
        self._go_on()

    def take(self, event: Event) -> Iterator[None]:
        """Go on to the tree after a commit; the work that checks again what it touched, for idle time."""
        self._tree = event.after
        self._since += event.changes
        if any(change.ref.path[:1] in _ORDERING for change in event.changes):
            self._ranks = {}
        return self._check_again()

    def insist(self) -> None:
        """List the findings of every form from now on."""
        self.spared.insist()
        self._show()

    def only(self, record: str) -> None:
        """Show the findings of one form, "" for all."""
        if record != self._only:
            self._only = record
            self._show()

    def ask(self, asked: Asked) -> None:
        """Show what is asked for."""
        if asked != self._asked:
            if asked.by != self._asked.by:
                self._folded = set()
            self._asked = asked
            self._show()

    def fold(self, row: int) -> None:
        """Fold the group of a heading, or unfold it."""
        line = self._lines.rows[row]
        if isinstance(line, Heading):
            self._folded ^= {line.key}
            self._show()

    def counts(self, record: str = "") -> Mapping[str, int]:
        """How many open findings of each severity the document has, or one form of it."""
        found = _tallied(self._by_record.get(record, ())) if record else self._tally
        return {severity: found[severity] for severity in RANK}

    def listed_counts(self, record: str = "") -> Mapping[str, int]:
        """The same without the forms that are spared."""
        if record:
            return dict.fromkeys(RANK, 0) if record in self.spared else self.counts(record)
        kept = [_tallied(self._by_record.get(key, ())) for key in self.spared.keys]
        return {name: count - sum(one[name] for one in kept) for name, count in self.counts().items()}

    def open_errors(self) -> Mapping[str, int] | None:
        """The open errors of each form that has any; None while some form is not checked as it now is."""
        if self._review is None or self._since:
            return None
        counts = {record: _tallied(found)["error"] for record, found in self._by_record.items()}
        return {record: count for record, count in counts.items() if count}

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
        found = next((one for one in self._by_record.get(record, ()) if one.rule == rule), None)
        return self._lines.find(found) if found else -1

    def heading_of(self, key: str) -> int:
        """The line of the heading with this key, −1 where there is none."""
        rows = enumerate(self._lines.rows)
        return next((at for at, line in rows if isinstance(line, Heading) and line.key == key), -1)

    def open_after(self, row: int, step: int) -> int:
        """The next (1) or previous (−1) finding that is not explained, round the ends; −1 where there is none."""
        rows = self._lines.rows
        start = row if row >= 0 else -1 if step > 0 else len(rows)
        places = ((start + step * far) % len(rows) for far in range(1, len(rows) + 1))
        return next((at for at in places if _is_open(rows[at])), -1)

    def lines_wait(self) -> bool:
        """Whether there are forms that were not checked yet."""
        return not self.checked and bool(self._tree.headings)

    def name(self, severity: str) -> str:
        """What people call a severity."""
        from hengbiao.rules.severities import SEVERITIES

        return {str(key): name for key, name in SEVERITIES.items()}[severity]

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One line a finding or heading."""
        return 0 if parent.isValid() else len(self._lines.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Severity, form, message."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The names of the columns."""
        return _HEADS[section] if role == Role.DisplayRole and orientation == Qt.Orientation.Horizontal else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A finding's part, and the finding itself; a heading's words in its first column."""
        line = self._lines.rows[index.row()] if index.isValid() else None
        if isinstance(line, Heading):
            return self._of_heading(line, index.column(), role)
        if role == FINDING or line is None:
            return line
        if role == Role.DecorationRole and index.column() == 0:
            return self._icon("mark-balanced" if line.explained else _MARKS[line.severity])
        if role == Role.ForegroundRole and line.explained:
            return QColor(style.colour("faint"))
        if role in {Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole}:
            return (self._class(line), self._form(line), _told(line))[index.column()]
        return None

    # Inside

    def _of_heading(self, line: Heading, column: int, role: int) -> Any:
        if role == HEADING:
            return line
        if role in {Role.DisplayRole, Role.AccessibleTextRole} and column == 0:
            return f"{self._title(line.key)}（{line.size} 条）"
        return None

    def _title(self, key: str) -> str:
        if self._asked.by == "form":
            item = self._tree.headings.get(key)
            unit = self._tree.headings.get(item.unit) if item and len(self._tree.units) > 1 else None
            return " › ".join(label(one) for one in (unit, item) if one)
        if self._asked.by == "rule":
            from hengbiao.rules.catalog import rulebook

            return f"{key}　{rulebook().titled(key)}"
        return _EXPLAINED if key == EXPLAINED else self.name(key)

    def _check_again(self) -> Iterator[None]:
        if self._review is not None and len({change.ref.record for change in self._since}) > _AT_ONCE:
            yield from self.check_all()
        else:
            self._go_on()
            yield

    def _go_on(self) -> None:
        """Bring a finished review up to date with all that was committed since."""
        if self._review is None or not self._since:
            return
        changes, self._since = self._since, []
        self._review, differing = self._review.after(self._tree, changes)
        others = self.spared.follow(self._tree, {*differing, *(change.ref.record for change in changes)})
        anew = others or not self._ranks or bool(self._asked.text) or len(differing) > _MANY
        for record in sorted(differing):
            old, found = self._by_record.get(record, ()), _sorted(self._review.findings.get(record, ()))
            self._keep(record, found)
            if not anew and self._only in {"", record}:
                self._replace(self._shown(old), self._shown(found))
        if anew:
            self._show()
        self.recounted.emit()

    def _keep(self, record: str, found: tuple[Finding, ...]) -> None:
        self._tally.subtract(_tallied(self._by_record.get(record, ())))
        self._tally.update(_tallied(found))
        if found:
            self._by_record[record] = found
        else:
            self._by_record.pop(record, None)

    def _shown(self, found: Iterable[Finding]) -> list[Finding]:
        return [one for one in found if one.ref.record not in self.spared and wanted(one, self._asked, self._form)]

    def _replace(self, old: list[Finding], found: list[Finding]) -> None:
        """Put the lines of one form in the place of those it had; what only reads otherwise keeps its line."""
        lines = self._lines
        was, now = ({lines.key(one): one for one in many} for many in (old, found))
        for key in was.keys() - now.keys():
            self._take_out(was[key])
        for key, one in now.items():
            if key not in was:
                self._put_in(one)
            elif one != was[key] and (row := lines.find(one)) >= 0:
                lines.rows[row] = one
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(_HEADS) - 1))

    def _take_out(self, one: Finding) -> None:
        row = self._lines.find(one)
        if row >= 0:
            self._remove(row)
        self._resize(one, -1)

    def _put_in(self, one: Finding) -> None:
        lines = self._lines
        self._resize(one, 1)
        if lines.group(one) not in self._folded:
            row = lines.at(lines.key(one))
            self.beginInsertRows(QModelIndex(), row, row)
            lines.insert(row, lines.key(one), one)
            self.endInsertRows()

    def _resize(self, one: Finding, by: int) -> None:
        """Bring the heading above a finding up to date with one more or one less under it."""
        lines, group = self._lines, self._lines.group(one)
        lines.sizes[group] += by
        row, there = lines.heading(one)
        if not lines.headed:
            return
        made = Heading(group, lines.sizes[group], group not in self._folded)
        if there and not made.size:
            self._remove(row)
        elif there:
            lines.rows[row] = made
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(_HEADS) - 1))
        else:
            self.beginInsertRows(QModelIndex(), row, row)
            lines.insert(row, lines.heading_key(one), made)
            self.endInsertRows()

    def _remove(self, row: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        self._lines.remove(row)
        self.endRemoveRows()

    def _show(self) -> None:
        self.beginResetModel()
        self._ranks = self._ranks or {item.id: rank for rank, item in enumerate(_forms(self._tree))}
        shown = (self._only,) if self._only else self._by_record.keys() & self._ranks.keys()
        self._lines = Lines(self._asked, self._ranks, headed=not self._only)
        self._lines.fill(self._shown(one for key in shown for one in self._by_record.get(key, ())), self._folded)
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


def _is_open(line: Finding | Heading) -> bool:
    return not isinstance(line, Heading) and not line.explained


def _forms(tree: Tree) -> Iterator[Form]:
    return (item for unit in tree.units for item in tree.parts(unit.id))


def _sorted(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The open ones first, the worst of them before the others."""
    return tuple(sorted(found, key=lambda one: (one.explained, RANK[one.severity])))


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

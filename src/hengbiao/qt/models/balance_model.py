"""The balance of the whole document as a list: what years and units come to, and below them each equation of a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from hengbiao.domain import money
from hengbiao.domain.balance import Equation, equations
from hengbiao.domain.totals import Total, totals
from hengbiao.domain.tree import Tree, empty
from hengbiao.domain.wording import sentence
from hengbiao.qt import style
from hengbiao.qt.models.outline import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
LINE: Final = int(Role.UserRole)
"""The role that answers with the Equation or Total of a line."""

STATES: Final = {"balanced": "一致", "unbalanced": "不一致", "open": "未填全或待核实"}
COLOURS: Final = {"balanced": "good", "unbalanced": "wrong", "open": "open"}
POINTS: Final = frozenset({"payments", "weights"})
_HEADS: Final = ("项目", "左", "右", "差额", "状态")
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Sides(NamedTuple):
    """The cells of an equation."""

    left: str
    right: str
    gap: str
    state: str


def sides(made: Equation, unit: str) -> Sides:
    """Both sides, the difference and the state as people read them, amounts in the 金额单位 `unit`."""
    points = made.name in POINTS
    left, right = (
        f"{name} {told(value, unit, points=points)}"
        for name, value in ((made.left_label, made.left), (made.right_label, made.right))
    )
    if points:
        right = f"应为 {made.right_label}"
    gap = "" if made.difference is None else told(made.difference, unit, points=points)
    return Sides(left, right, gap, STATES[made.state])


def told(value: int | None, unit: str, *, points: bool) -> str:
    """An amount, or hundredths of points and of per cent."""
    if value is None:
        return "（未填）"
    return f"{value / 100:g}" if points else money.tell(value, unit)


class BalanceModel(QAbstractTableModel):
    """Every equation of the document that concerns its form, or only those that are not balanced."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tree, self._unit, self._all = empty(), "万元", False
        self._made: dict[str, tuple[Equation, ...]] = {}
        self._rows: list[Equation | Total] = []

    def show_tree(self, tree: Tree, unit: str, *, all_: bool) -> Iterator[None]:
        """Go on to a tree; what its records say anew is computed one a step, and shown at the end: idle work."""
        before, self._tree = self._tree, tree
        same = before is tree and bool(self._made)
        if all_ != self._all or unit != self._unit:
            self._all, self._unit = all_, unit
            self._show()
        if same:
            return
        known = {key: made for key, made in self._made.items() if key in tree.headings}
        for item in (part for unit_ in tree.units for part in (unit_, *tree.parts(unit_.id))):
            if item.id not in known or self._stale(before, item.id):
                known[item.id] = tuple(one for one in equations(tree, item.id) if one.state != "not_applicable")
                yield
        self._made = known
        self._show()

    def _stale(self, before: Tree, key: str) -> bool:
        """Whether a form may say otherwise than in the tree before: itself, or for a department form its projects."""
        if before.records.get(key) is not self._tree.records.get(key):
            return True
        item = self._tree.headings[key]
        return item.kind != "project" and before.parts(item.unit) != self._tree.parts(item.unit)

    def open_lines(self) -> int:
        """How many equations are not balanced."""
        return sum(one.state != "balanced" for many in self._made.values() for one in many)

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One line an equation or sum."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Form, left, right, difference, state."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The names of the columns."""
        return _HEADS[section] if role == Role.DisplayRole and orientation == Qt.Orientation.Horizontal else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A cell of a line; the whole sentence as its tip."""
        line = self._rows[index.row()] if index.isValid() else None
        if role == LINE or line is None:
            return line
        if isinstance(line, Total):
            return self._of_total(line, index.column(), role)
        return self._of_equation(line, index.column(), role)

    # Inside

    def _of_total(self, line: Total, column: int, role: int) -> Any:
        if role == Role.BackgroundRole:
            return style.colour("raised")
        if role not in {Role.DisplayRole, Role.AccessibleTextRole} or column > 1:
            return None
        item = self._tree.headings.get(line.unit)
        year = f"{line.year} 年" if line.year else "未写年度"
        name = label(item) if item else self.tr("合计")
        came = f"{line.projects} 个项目 {told(line.total, self._unit, points=False)}"
        return (f"{year}　{name}", came if line.projects else self.tr("没有项目表"))[column]

    def _of_equation(self, made: Equation, column: int, role: int) -> Any:
        if role in {Role.DisplayRole, Role.AccessibleTextRole}:
            return (f"　　{label(self._tree.headings[made.record])}", *sides(made, self._unit))[column]
        if role == Role.ToolTipRole:
            return sentence(made, self._unit)
        if role == Role.DecorationRole and column == len(_HEADS) - 1:
            return style.mark(f"mark-{made.state}")
        if role == Role.ForegroundRole and column == len(_HEADS) - 1:
            return style.colour(COLOURS[made.state])
        return _RIGHT if role == Role.TextAlignmentRole and column == len(_HEADS) - 2 else None

    def _show(self) -> None:
        self.beginResetModel()
        self._rows = list(self._lines()) if self._made else []
        self.endResetModel()

    def _lines(self) -> Iterable[Equation | Total]:
        sums = totals(self._tree)
        yield from (one for one in sums if not one.unit)
        for unit in self._tree.units:
            mine = [one for one in sums if one.unit == unit.id]
            yield from mine or [Total(unit.id, self._tree.unit_year(unit.id), 0, None)]
            for item in (unit, *self._tree.parts(unit.id)):
                for made in self._made.get(item.id, ()):
                    if self._all or made.state != "balanced":
                        yield made

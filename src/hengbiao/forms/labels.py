"""What people call a cell of a form: by the label beside it or the head above it."""

from hengbiao.forms.grid import Cell, Grid, shown

_LABELS = frozenset({"label", "head"})
_LONGEST = 20


def label_of(grid: Grid, cell: Cell) -> str:
    """A few words that lead a person to the cell: “预算数”, or “第 3 行指标值” in a table (its rows counted from 1)."""
    if cell.slot and cell.slot.table:
        return f"第 {cell.slot.row + 1} 行“{_head_over(grid, cell)}”"
    words = _said(cell) if cell.style.role in _LABELS or not cell.slot else _label_left_of(grid, cell)
    return f"“{words}”" if words else f"第 {cell.row + 1} 行第 {cell.col + 1} 列"


def _head_over(grid: Grid, cell: Cell) -> str:
    above = (grid.at.get((row, cell.col)) for row in range(cell.row - 1, -1, -1))
    return next((_said(found) for found in above if found and found.style.role in _LABELS), "")


def _label_left_of(grid: Grid, cell: Cell) -> str:
    beside = (grid.at.get((cell.row, col)) for col in range(cell.col - 1, -1, -1))
    return next((_said(found) for found in beside if found and found.style.role in _LABELS), "")


def _said(cell: Cell) -> str:
    plain = "".join(shown(cell.value, cell.style.show).split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"

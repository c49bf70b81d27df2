"""A Grid that is only looked at, in a table widget: the same cells, spans and texts as on paper."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from hengbiao.forms.grid import Cell, Grid, shown
from hengbiao.qt import style

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


def fill(table: QTableWidget, grid: Grid) -> None:
    """Show `grid` in `table` in place of what it held."""
    table.clear()
    table.clearSpans()
    table.setRowCount(len(grid.heights))
    table.setColumnCount(len(grid.widths))
    table.verticalHeader().hide()
    table.horizontalHeader().hide()
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    for cell in grid.cells:
        table.setItem(cell.row, cell.col, _item(cell))
        if (cell.rows, cell.cols) != (1, 1):
            table.setSpan(cell.row, cell.col, cell.rows, cell.cols)
    table.resizeColumnsToContents()
    table.resizeRowsToContents()
    widest = max(range(len(grid.widths)), key=lambda col: grid.widths[col], default=0)
    table.horizontalHeader().setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)


def _item(cell: Cell) -> QTableWidgetItem:
    item = QTableWidgetItem(shown(cell.value, cell.style.show))
    item.setTextAlignment(_ALIGN[cell.style.align] | Qt.AlignmentFlag.AlignVCenter)
    if cell.style.role in {"title", "label", "head"}:
        font = item.font()
        font.setBold(True)
        item.setFont(font)
    if cell.style.role in {"label", "head"}:
        item.setBackground(style.colour("raised"))
    return item

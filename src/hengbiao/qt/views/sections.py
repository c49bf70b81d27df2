"""The rows and columns of a grid in whole pixels, and the cells merged over them."""

from itertools import accumulate

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QHeaderView, QTableView

from hengbiao.forms.grid import Grid


def resize(header: QHeaderView, sizes: tuple[float, ...]) -> bool:
    """Bring sections to the pixels nearest to their exact edges; whether any changed."""
    edges = [round(edge) for edge in accumulate(sizes, initial=0.0)]
    changed = False
    for section in range(min(header.count(), len(sizes))):
        size = max(1, edges[section + 1] - edges[section])
        if header.sectionSize(section) != size:
            header.resizeSection(section, size)
            changed = True
    return changed


class Spans:
    """The merged cells of a table; Qt moves and drops them as rows come and go, so they are then set anew."""

    def __init__(self, table: QTableView, model: QAbstractItemModel) -> None:
        self._table = table
        self._placed: frozenset[tuple[int, int, int, int]] | None = frozenset()
        for changed in (model.rowsInserted, model.rowsRemoved):
            changed.connect(self._lose)

    def place(self, grid: Grid) -> bool:
        """Merge the cells that `grid` merges and no others; whether any changed."""
        wanted = frozenset(cell.rect for cell in grid.cells if cell.rows > 1 or cell.cols > 1)
        if wanted == self._placed:
            return False
        self._placed = wanted
        self._table.clearSpans()
        for span in wanted:
            self._table.setSpan(*span)
        return True

    def _lose(self) -> None:
        self._placed = None

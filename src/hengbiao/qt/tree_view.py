"""The project tree: one line current, and that line is what the editor shows."""

from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from hengbiao.qt import style
from hengbiao.qt.models.project_tree_model import KEY, ProjectTreeModel

_LONG: Final = 600
"""Lines from which on the tree opens unit by unit: laying out an open line costs 20 µs."""


class ProjectTreeView(QTreeView):
    """A tree of records; `chosen` tells the id of the line that became current, "" for a year."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setIndentation(style.space(3.5))
        mark = self.fontMetrics().height() * 4 // 5
        self.setIconSize(self.iconSize().scaled(mark, mark, Qt.AspectRatioMode.IgnoreAspectRatio))

    def show_model(self, model: ProjectTreeModel) -> None:
        """Show `model` from now on."""
        self.setModel(model)
        self.selectionModel().currentChanged.connect(self._tell)
        model.modelReset.connect(self.open_up)

    def open_up(self) -> None:
        """Open everything; in a long tree only the years, and the units as one goes to them."""
        model = self.model()
        if isinstance(model, ProjectTreeModel) and model.lines() <= _LONG:
            self.expandAll()
        elif model.rowCount() and str(model.index(0, 0).data(KEY)).startswith("year:"):
            self.expandToDepth(0)

    def choose(self, key: str) -> bool:
        """Make the line of a record current; False where the filter hides it."""
        model = self.model()
        index = model.index_of(key) if isinstance(model, ProjectTreeModel) else QModelIndex()
        if index.isValid() and index != self.currentIndex():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)
        return index.isValid()

    def go_to_first(self) -> None:
        """Take the keys; where nothing is current, to the first form."""
        if not self.currentIndex().isValid():
            index = self.model().index(0, 0)
            while self.model().rowCount(index):
                index = self.model().index(0, 0, index)
            self.setCurrentIndex(index)
        self.setFocus()  # with nothing current it would choose the first line itself

    def current_key(self) -> str:
        """The record id of the current line, "" for none."""
        return str(self.currentIndex().data(KEY) or "")

    def _tell(self, current: QModelIndex, _previous: QModelIndex) -> None:
        key = str(current.data(KEY) or "")
        self.chosen.emit("" if key.startswith("year:") else key)

"""The project tree: one line current, which is what the editor shows; many may be selected, dragged and dropped."""

from typing import Final

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QDragMoveEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QLabel, QTreeView, QWidget

from hengbiao.qt import style
from hengbiao.qt.models.project_tree_model import KEY, ProjectTreeModel
from hengbiao.qt.tree_delegate import TreeDelegate

_LONG: Final = 600
"""Lines from which on the tree opens unit by unit: laying out an open line costs 20 µs."""

_KEYS: Final = {
    "Ctrl+X": "cutProjects",
    "Ctrl+C": "copyProjects",
    "Ctrl+V": "pasteProjects",
    "Ctrl+D": "duplicateProjects",
}
"""Actions of the project menu by keys that mean something else in the grid."""

_OPEN_AFTER_MS: Final = 700


class ProjectTreeView(QTreeView):
    """A tree of records; `chosen` tells the id of the line that became current, "" for a year.

    `selected` tells that other lines are selected, `keyed` the action that a key asks for, `refused` why what is being
    dragged cannot be dropped here, "" where it can.
    """

    chosen = Signal(str)
    selected = Signal()
    keyed = Signal(str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setAutoExpandDelay(_OPEN_AFTER_MS)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setIndentation(style.space(3.5))
        mark = self.fontMetrics().height() * 4 // 5
        self.setItemDelegate(TreeDelegate(self))
        self.setIconSize(self.iconSize().scaled(mark, mark, Qt.AspectRatioMode.IgnoreAspectRatio))
        self._said = ""

    def show_model(self, model: ProjectTreeModel) -> None:
        """Show `model` from now on."""
        self.setModel(model)
        self.selectionModel().currentChanged.connect(self._tell)
        self.selectionModel().selectionChanged.connect(self._tell_selected)
        model.modelReset.connect(self.open_up)
        model.marked.connect(self._look_again)

    def _look_again(self) -> None:
        if self.isVisible():  # the first call of viewport() makes Qt for Python learn every kind of widget, 20 ms
            self.viewport().update()

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

    def select(self, keys: list[str]) -> None:
        """Select the lines of these records, the first of them current."""
        model = self.model()
        found = [index for key in keys if (index := _index(model, key)).isValid()]
        if found:
            flag = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(found[0], flag.NoUpdate)
            self.selectionModel().select(_runs(found), flag.ClearAndSelect)
            self.scrollTo(found[0])

    def selected_keys(self) -> list[str]:
        """The ids of the selected records; years are none."""
        keys = (str(index.data(KEY)) for index in self.selectionModel().selectedIndexes())
        return [key for key in keys if not key.startswith("year:")]

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

    # Events of Qt

    def event(self, event: QEvent) -> bool:
        """Keep keys from actions of the window that mean the grid."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _action(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the project menu."""
        name = _action(event)
        if name:
            self.keyed.emit(name)
        else:
            super().keyPressEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Carry the selected lines; under the pointer stands what is carried, a name or a count."""
        model, indexes = self.model(), self.selectionModel().selectedIndexes()
        kept = [index for index in indexes if index.flags() & Qt.ItemFlag.ItemIsDragEnabled]
        if kept:
            drag = QDrag(self)
            drag.setMimeData(model.mimeData(kept))
            drag.setPixmap(self._picture(str(kept[0].data()), len(kept)))
            drag.setHotSpot(QPoint(-style.space(2), -style.space(2)))
            drag.exec(actions, self.defaultDropAction())
            if self._said:
                self.refused.emit(self.tr("没有移动：%s") % self._said)
                self._said = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, or what to do where there are none."""
        super().paintEvent(event)
        model = self.model()
        if isinstance(model, ProjectTreeModel) and not model.rowCount():
            painter, gap = QPainter(self.viewport()), style.space(4)
            painter.setPen(style.colour("muted"))
            words = self.tr("没有名称或编码里有这几个字的项目。按 Esc 清空筛选。")
            if not model.filtered:
                words = self.tr("还没有预算单位。用菜单“项目›新建预算单位”添一个，或把别的文件里的收进来。")
            room = self.viewport().rect().adjusted(gap, gap, -gap, -gap)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap), words)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Say why what is dragged cannot be dropped here."""
        super().dragMoveEvent(event)
        model = self.model()
        self._say("" if event.isAccepted() or not isinstance(model, ProjectTreeModel) else model.why_no_drop)

    def _picture(self, name: str, count: int) -> QPixmap:
        label = QLabel(name if count == 1 else self.tr("%s 等 %d 项") % (name, count))
        label.setStyleSheet(f"background: {style.colour('selected').name()}; padding: {style.space(1)}px;")
        label.adjustSize()
        return label.grab()

    def _say(self, sentence: str) -> None:
        if sentence != self._said:
            self._said = sentence
            self.refused.emit(sentence)

    def _tell(self, current: QModelIndex, _previous: QModelIndex) -> None:
        key = str(current.data(KEY) or "")
        self.chosen.emit("" if key.startswith("year:") else key)

    def _tell_selected(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self.selected.emit()


def _runs(found: list[QModelIndex]) -> QItemSelection:
    """The lines as one selection, those that follow each other as one range: thousands are told at once."""
    chosen, first, last = QItemSelection(), found[0], found[0]
    for index in found[1:]:
        if index.parent() != last.parent() or index.row() != last.row() + 1:
            chosen.select(first, last)
            first = index
        last = index
    chosen.select(first, last)
    return chosen


def _index(model: object, key: str) -> QModelIndex:
    return model.index_of(key) if isinstance(model, ProjectTreeModel) else QModelIndex()


def _action(event: QKeyEvent) -> str:
    pressed = QKeySequence(event.keyCombination())
    return _KEYS.get(pressed.toString(QKeySequence.SequenceFormat.PortableText), "")

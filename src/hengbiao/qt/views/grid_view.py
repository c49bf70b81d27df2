"""The grid that forms and tables are edited in: spans, wrapped text, locked labels, the keys of a spreadsheet."""

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QHeaderView, QTableView, QWidget

from hengbiao.domain.change import Ref
from hengbiao.forms.grid import Cell, Slot
from hengbiao.qt.models import blocks, moves
from hengbiao.qt.models.sheet_model import Index, SheetModel
from hengbiao.qt.models.summary import summary
from hengbiao.qt.models.writer import Writer
from hengbiao.qt.views import grid_keys, offer_mark
from hengbiao.qt.views.bubble import Bubble
from hengbiao.qt.views.cell_delegate import CellDelegate
from hengbiao.qt.views.cell_editor import CellEditor
from hengbiao.qt.views.edit_session import EditSession
from hengbiao.qt.views.going import Going
from hengbiao.qt.views.look import cell_font, look, sheet_of
from hengbiao.qt.views.row_drag import RowDrag
from hengbiao.qt.views.sections import Spans, resize
from hengbiao.qt.views.sticky_head import StickyHead

if TYPE_CHECKING:
    from collections.abc import Callable

_CURSOR = QAbstractItemView.CursorAction
_ARROWS = {
    _CURSOR.MoveDown: (1, 0),
    _CURSOR.MoveUp: (-1, 0),
    _CURSOR.MoveRight: (0, 1),
    _CURSOR.MoveLeft: (0, -1),
}
"""Down and right of each arrow."""

_TRIGGERS = QAbstractItemView.EditTrigger
_IDLE = {_TRIGGERS.NoEditTriggers, _TRIGGERS.CurrentChanged, _TRIGGERS.SelectedClicked}


class GridView(QTableView):
    """Shows a SheetModel and writes what is typed through a Writer.

    Signals: `summary_changed` what is selected, `current_changed` the Ref under the cursor or None, `noticed` a
    sentence worth a line in the status bar, `rows_wanted` add, drop, up, down or order for the current row,
    `rows_carried` rows of a table that were dragged onto another, and whether behind it.
    `beyond` may answer Enter at the end of a group, `grow` makes rows for a paste, `absorb` takes a whole
    block in its own way, `words` are offered for a cell as one types: all are given by the owner.
    While `arrows_go_far` an arrow leads to the end of its way.
    """

    summary_changed = Signal(str)
    current_changed = Signal(object)
    noticed = Signal(str)
    rows_wanted = Signal(str)
    rows_carried = Signal(object, object, bool)

    def __init__(self, model: SheetModel, writer: Writer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet_model = model
        self.writer = writer
        self.beyond: Callable[[Cell, str], bool] = lambda _cell, _how: False
        self.grow: Callable[[Cell, int], bool] = lambda _cell, _count: False
        self.absorb: Callable[[tuple[tuple[str, ...], ...]], bool] = lambda _block: False
        self.words: Callable[[Ref, Slot], tuple[str, ...]] = lambda _ref, _slot: ()
        self.begun_by_typing = False
        self.reshaping = False
        self._emptied = self.arrows_go_far = False
        self._bound_for = QModelIndex()
        self._spans = Spans(self, model)
        self.bubble = Bubble(self.viewport())
        self.head = StickyHead(self)
        self._drag = RowDrag(self)
        self.session = EditSession(self)
        self._going = Going(self)
        self._set_up(model)

    def font_of(self, cell: Cell) -> QFont:
        """The font a cell is drawn and typed in."""
        return cell_font(self.font().family(), cell.style, self.logicalDpiX())

    def width_of(self, cell: Cell) -> float:
        """The exact width of a cell, as its lines were broken for."""
        return sum(self.sheet_model.sheet.grid.widths[cell.col : cell.col + cell.cols])

    def _set_up(self, model: SheetModel) -> None:
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(_TRIGGERS.AnyKeyPressed | _TRIGGERS.EditKeyPressed | _TRIGGERS.DoubleClicked)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(1)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._dress()
        model.reshaped.connect(self.reshape)
        model.refused.connect(self._show_refusal)
        self.selectionModel().selectionChanged.connect(self._selected)
        self.reshape()

    # What is where

    def current_cell(self) -> Cell | None:
        """The cell under the cursor."""
        return self.sheet_model.cell(self.currentIndex())

    def selected_cells(self) -> list[Cell]:
        """The selected entries in reading order; the current one where nothing is selected."""
        model = self.sheet_model
        found = {id(cell): cell for index in self.selectedIndexes() if (cell := model.cell(index))}
        here = self.current_cell()
        cells = list(found.values()) or ([here] if here else [])
        return sorted((cell for cell in cells if model.sheet.is_entry(cell)), key=lambda cell: (cell.row, cell.col))

    def name_of(self, index: Index) -> str:
        """What a cell is called by screen readers: the label beside it or the head above."""
        cell = self.sheet_model.cell(index)
        return self.writer.label(self.sheet_model.sheet, cell.slot)[1:] if cell and cell.slot else ""

    def go(self, place: Ref | Cell | None) -> bool:
        """Make a cell the current one and bring it into sight; False where it is not shown."""
        model = self.sheet_model
        index = model.index_at(place) if isinstance(place, Cell) else model.index_of(place)
        if not index.isValid():
            return False
        self._bound_for = index  # as an arrow would lead there: only so does Qt begin the next block there, too
        super().keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier))
        self._bound_for = QModelIndex()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
        return True

    def reshape(self) -> None:
        """Take sizes and spans from the sheet; what keeps its place is not painted again."""
        grid = self.sheet_model.sheet.grid
        self.reshaping = True
        resized = [resize(self.horizontalHeader(), grid.widths), resize(self.verticalHeader(), grid.heights)]
        resized.append(self._spans.place(grid))
        self.reshaping = False
        self.updateEditorGeometries()
        self.head.place()
        if any(resized):
            self.viewport().update()

    # Moving

    def advance(self, how: str) -> None:
        """Go on as a key says: next, previous, down or up."""
        self._going.advance(how)

    def take_and_advance(self) -> None:
        """What Tab does: take the grey suggestion, then go on."""
        self._going.take_suggestion()
        self._going.advance("next")

    def go_far(self, down: int, right: int) -> None:
        """Go as far as arrows of this way lead."""
        self.go(self._farthest(down, right))

    def _farthest(self, down: int, right: int) -> Cell | None:
        cell = self.current_cell()
        while cell is not None and (further := self._going.arrow(cell, down, right)):
            cell = further
        return cell

    def want_rows(self, what: str) -> None:
        """Ask the owner to add, drop or move the current row."""
        self.rows_wanted.emit(what)

    def retype(self) -> None:
        """Open the editor of the current cell with nothing in it."""
        if self.sheet_model.is_entry(self.currentIndex()):
            self._emptied = True
            self.edit(self.currentIndex())
            self._emptied = False
            editor = self.editor()
            if editor is not None:
                editor.touched = True

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell where the cursor is; a click or an arrow ends a run of Tabs."""
        super().currentChanged(current, previous)
        self._going.forget()
        self.viewport().update()
        self.bubble.hide()
        if self.sheet_model.refusal(current):
            self._show_refusal(current)
        self.current_changed.emit(self.sheet_model.ref(current))

    def moveCursor(self, action: QAbstractItemView.CursorAction, held: Qt.KeyboardModifier) -> QModelIndex:
        """Arrows go from entry to entry, over labels and heads; the other keys as in any table."""
        if self._bound_for.isValid():
            return self._bound_for
        cell, way = self.current_cell(), _ARROWS.get(action)
        if cell is None or way is None or held & Qt.KeyboardModifier.ControlModifier:
            return super().moveCursor(action, held)
        target = self._farthest(*way) if self.arrows_go_far else self._going.arrow(cell, *way)
        return self.sheet_model.index_at(target) if target else self.currentIndex()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a spreadsheet; whatever else is typed begins an editor."""
        if self.state() == QAbstractItemView.State.EditingState:
            editor = self.editor()
            if editor is not None and not editor.hasFocus():
                editor.event(event)  # sent, it would come back from what the editor does not know
            return
        if not grid_keys.press(self, event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a label leads to what it names; on a computed cell it tells why nothing can be typed there."""
        cell, sheet = self.sheet_model.cell(self.indexAt(event.position().toPoint())), self.sheet_model.sheet
        if cell is None or sheet.is_entry(cell):
            super().mousePressEvent(event)
            return
        named = moves.named_by(sheet, cell)
        if not self.go(named):
            self.setCurrentIndex(QModelIndex())
        if named is None or cell.slot is not None:
            self.noticed.emit(sheet.why_locked(cell))

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the grid from the menus of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and grid_keys.verb(event):
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: ARG002, FBT001
        """Tab moves between cells."""
        return False

    # Editing

    def editor(self) -> CellEditor | None:
        """The open editor."""
        found = self.indexWidget(self.currentIndex())
        return found if isinstance(found, CellEditor) else None

    def edit(  # type: ignore[override]
        self, index: Index, trigger: QAbstractItemView.EditTrigger | None = None, event: QEvent | None = None
    ) -> bool:
        """Open the editor of a cell; typing replaces what stands there. Where nothing can be written it is said why."""
        if trigger not in _IDLE and (why := self.writer.why_not()):
            self.noticed.emit(why)
            return False
        self.begun_by_typing = self._emptied or trigger == QAbstractItemView.EditTrigger.AnyKeyPressed
        if trigger is None:
            super().edit(index)
            return True
        return bool(super().edit(index, trigger, event))  # type: ignore[arg-type]

    def commit_pending(self) -> None:
        """Commit and close an open editor, as before saving."""
        editor = self.editor()
        if editor is not None:
            self.session.end(editor, QPersistentModelIndex(self.currentIndex()), "leave")

    def write(self, label: str, texts: blocks.Texts) -> bool:
        """Commit texts for many cells as one step; False where one could not be taken, which then stays in red."""
        if why := self.writer.why_not():
            self.noticed.emit(why)
            return False
        _, refusals = self.writer.write(self.sheet_model.sheet, label, texts)
        for slot in texts:
            index = self.sheet_model.index_of(slot)
            self.sheet_model.refuse(index, refusals.get(slot))
        if refusals:
            self.noticed.emit(f"{len(refusals)} 格没有写入：{next(iter(refusals.values())).sentence}")
        return not refusals

    def _selected(self) -> None:
        self.summary_changed.emit(summary(self.selected_cells()))

    # Showing

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Everything that can be done here, with its keys."""
        menu = grid_keys.menu(self)
        menu.exec(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring of the current cell over the borders of its neighbours."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        self._drag.paint(painter)
        cell = self.current_cell()
        if cell is None:
            return
        refused = self.sheet_model.refusal(self.currentIndex())
        colour = look().wrong if refused else look().accent if self.in_use() else look().border
        painter.setPen(QPen(colour, 2))
        rect = self.visualRect(self.sheet_model.index_at(cell))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if self.in_use() and self.editor() is None and self.sheet_model.sheet.suggestion(cell) and not refused:
            offer_mark.paint(painter, rect, self.font_of(cell))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette of the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        wanted = sheet_of(look())
        if self.styleSheet() != wanted:
            self.setStyleSheet(wanted)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Labels over many rows move to the middle of what is seen of them."""
        super().scrollContentsBy(dx, dy)
        self.head.place()
        self.viewport().update()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a cell into sight, below the head that lies over the top."""
        super().scrollTo(index, hint)
        hidden = self.head.covers(index.row()) - self.visualRect(index).top()
        if self.head.room() and hidden > 0:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - hidden)

    def bring_to_top(self, cell: Cell) -> None:
        """Scroll until a cell stands at the top of the pane, as far as there is anything below it."""
        top = self.visualRect(self.sheet_model.index_at(cell)).top()
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + top - self.head.covers(cell.row))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bubble does not outlive the place it points to."""
        super().resizeEvent(event)
        self.bubble.hide()
        self.head.place()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A composition begins in the cell itself, so that no letter is lost."""
        if not self.sheet_model.is_entry(self.currentIndex()):
            event.ignore()
            return
        before = self.editor()
        super().inputMethodEvent(event)
        opened = self.editor()
        if before is None and opened is not None and event.commitString() and not opened.text():
            opened.insertPlainText(event.commitString())  # Qt opens the editor and drops what opened it

    def in_use(self) -> bool:
        """Whether the keys go here."""
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    def _show_refusal(self, index: Index) -> None:
        refusal = self.sheet_model.refusal(index)
        if refusal and self.sheet_model.cell(index) is self.current_cell():
            self.bubble.show_at(self.visualRect(index), refusal.sentence)

    def tell(self, index: Index, sentence: str) -> None:
        """Say a sentence beside a cell."""
        rect: QRect = self.visualRect(index)
        self.bubble.show_at(rect, sentence)
        self.noticed.emit(sentence)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring fades when the grid is left."""
        super().focusOutEvent(event)
        self.viewport().update()

    def place_of(self, cell: Cell) -> QPoint:
        """The middle of a cell in the viewport, as a click would find it."""
        return self.visualRect(self.sheet_model.index_at(cell)).center()

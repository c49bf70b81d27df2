"""One open cell: what it shows while typed into, what it commits, how it ends. Its commits are one undo step."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtWidgets import QAbstractItemDelegate, QApplication

from hengbiao.forms.grid import Cell
from hengbiao.qt.models.sheet import Refusal, Sheet
from hengbiao.qt.models.tidying import taken_for, value_of
from hengbiao.qt.views.cell_editor import CellEditor

if TYPE_CHECKING:
    from hengbiao.domain.change import Ref
    from hengbiao.domain.document import Step
    from hengbiao.qt.views.grid_view import GridView


class EditSession:
    """The editing of cells of one grid, one at a time."""

    def __init__(self, view: "GridView") -> None:
        self._view = view
        self._step: Step | None = None
        self._writing = False

    def typing(self, index: QPersistentModelIndex, text: str) -> None:
        """Follow a keystroke: the rest of the window shows what the text would mean."""
        cell = self._view.sheet_model.cell(index)
        if cell and cell.slot:
            self._view.bubble.hide()
            self._view.writer.preview(self._view.sheet_model.sheet, {cell.slot: text})

    def rest(self, editor: CellEditor, index: QPersistentModelIndex, text: str) -> None:
        """Commit what stands in a cell whose editor stays open; one that is on its way out says nothing any more."""
        if not editor.closing:
            self._write(editor, index, text, resting=True)

    def end(self, editor: CellEditor, index: QPersistentModelIndex, how: str) -> None:
        """End an editor as its key says; a text that cannot be taken keeps it open, unless the cell is left."""
        if editor.closing or self._writing:
            return
        if how == "cancel":
            self._view.sheet_model.refuse(index, None)
            step = self._step
            self._close(editor, index)
            if step and (sentence := self._view.writer.take_back(step)):  # what was committed in a pause
                self._view.tell(index, sentence)
        elif how == "leave":
            self.leave(editor, index)
            self._close(editor, index)
        else:
            ref, spot = self._view.sheet_model.ref(index), (index.row(), index.column())
            if self._finish(editor, index, how):
                self._close(editor, index)
                self._go_on(ref, spot, how)

    def leave(self, editor: CellEditor, index: QPersistentModelIndex) -> None:
        """Commit a cell that is left; what cannot be taken stays there in red."""
        if not editor.closing:
            self._write(editor, index, editor.text(), keep=True)

    def gone(self) -> None:
        """End the preview and the step of the cell whose editor went."""
        self._step = None
        self._view.bubble.hide()
        self._view.writer.end_preview()

    def _go_on(self, ref: "Ref | None", spot: tuple[int, int], how: str) -> None:
        """Where the key leads; Tab goes with a row that went to another group, Enter stays where it was."""
        view, model = self._view, self._view.sheet_model
        left = ref is not None and model.ref(view.currentIndex()) != ref
        if left and how not in {"next", "previous"}:
            view.go(model.cell(model.index(*spot)))
            return
        if left:
            view.go(ref)
        if how not in {"fill", "stay"}:
            view.advance("down" if how == "down_only" else how)

    def _finish(self, editor: CellEditor, index: QPersistentModelIndex, how: str) -> bool:
        sheet = self._view.sheet_model.sheet
        text = editor.text()
        if how == "fill":
            chosen = (cell.slot for cell in self._view.selected_cells())
            return self._view.write("填充", {slot: text for slot in chosen if slot and slot in sheet.refs})
        if how == "next" and not text:
            text = sheet.suggestion(self._view.sheet_model.cell(index))
        return self._write(editor, index, text)

    def _write(
        self, editor: CellEditor, index: QPersistentModelIndex, text: str, *, keep: bool = False, resting: bool = False
    ) -> bool:
        cell, sheet = self._view.sheet_model.cell(index), self._view.sheet_model.sheet
        if cell is None or self._writing or (not editor.touched and text == editor.text()):
            return True
        with self._undisturbed():
            refusal = self._commit(cell, text)
            editor.mark_refused(refusal is not None)
            self._view.sheet_model.refuse(index, refusal if keep else None)
            if refusal and not keep:
                self._view.tell(index, refusal.sentence)
            elif refusal is None and not resting:
                self._put_right(sheet, cell, text)
            return refusal is None

    @contextmanager
    def _undisturbed(self) -> Iterator[None]:
        """Whoever hears of a commit and asks for what is pending meanwhile finds nothing."""
        self._writing = True
        try:
            yield
        finally:
            self._writing = False

    def _commit(self, cell: Cell, text: str) -> Refusal | None:
        if cell.slot is None:
            return None
        sheet, writer = self._view.sheet_model.sheet, self._view.writer
        step, refusals = writer.write(sheet, writer.label(sheet, cell.slot), {cell.slot: text}, self._step)
        self._step = step or self._step
        return refusals.get(cell.slot)

    def _put_right(self, sheet: Sheet, cell: Cell, text: str) -> None:
        """Say what a figure was taken for, and put slips in a text right, once the cell is left."""
        view, slot = self._view, cell.slot
        if slot is None:
            return
        said = taken_for(cell, text, value_of(view.writer.document.tree, sheet.refs[slot]))
        if view.writer.tidy(sheet, [slot]):
            said = "去掉了多余的空格或全角字符；按 Ctrl+Z 恢复原样"
        if said:
            view.noticed.emit(said)

    def _close(self, editor: CellEditor, index: QPersistentModelIndex) -> None:
        editor.closing = True
        focus = QApplication.focusWidget()
        within = focus is not None and (focus is editor or editor.isAncestorOf(focus))
        if self._view.indexWidget(index) is editor:  # a row that went took its editor with it
            self._view.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if within:
            self._view.setFocus()

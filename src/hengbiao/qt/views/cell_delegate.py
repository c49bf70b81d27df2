"""Paints the cells of a grid as on paper and makes their editors."""

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
)
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPen, QPolygon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from hengbiao.domain.marks import place_of
from hengbiao.forms.grid import Cell
from hengbiao.qt import style as window
from hengbiao.qt.models.sheet_model import SheetModel
from hengbiao.qt.views import typeset
from hengbiao.qt.views.cell_editor import CellEditor
from hengbiao.qt.views.choice_editor import ChoiceEditor
from hengbiao.qt.views.completing_editor import CompletingEditor
from hengbiao.qt.views.look import Look, look

if TYPE_CHECKING:
    from hengbiao.qt.views.grid_view import GridView

Index = QModelIndex | QPersistentModelIndex


_GREY = frozenset({"label", "head", "value"})
"""Roles of cells that stand on grey where nothing can be typed: what is printed, and what is worked out."""


class CellDelegate(QStyledItemDelegate):
    """Draws one cell: ground, text or grey suggestion, borders that meet those of its neighbours."""

    def __init__(self, view: "GridView") -> None:
        super().__init__(view)
        self._view = view
        self._marked: object = None
        self._places: set[str] = set()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the cell that covers `index`."""
        model, cell = self._shown(index)
        if cell is None:
            return
        colours, rect = look(), QRect(_rect(option))
        painter.save()
        painter.fillRect(rect, self._ground(model, cell, index, option, colours))
        self._write(painter, rect, model, cell, index)
        self._border(painter, rect, model, cell, colours)
        if self._is_carried(model, cell):
            _dog_ear(painter, rect)
        painter.restore()

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Say of a carried value that nobody has confirmed it yet."""
        model, cell = self._shown(index)
        if cell is not None and event.type() == QEvent.Type.ToolTip and self._is_carried(model, cell):
            QToolTip.showText(
                event.globalPos(), self.tr("沿用上年（未核对）：没有问题按 Ctrl+K 核对，改写也算核对"), view
            )
            return True
        return super().helpEvent(event, view, option, index)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        """An editor for the cell at `index`: words of the vocabulary to choose from where the sheet offers them."""
        model, cell = self._shown(index)
        by_typing = self._view.begun_by_typing
        words = model.sheet.choices.get(cell.slot.field, ()) if cell and cell.slot else ()
        known = self._view.words(model.sheet.refs[cell.slot], cell.slot) if cell and cell.slot and not words else ()
        editor = _editor(parent, words, known, by_typing=by_typing)
        editor.setAccessibleName(self._view.name_of(index))
        here = QPersistentModelIndex(index)
        editor.done.connect(lambda how: self._view.session.end(editor, here, how))
        editor.typed.connect(lambda text: self._view.session.typing(here, text))
        editor.rested.connect(lambda text: self._view.session.rest(editor, here, text))
        if cell:
            self._dress(editor, model, cell)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with the cell's text, or with nothing where typing replaces it; never touch an editor in use."""
        if isinstance(editor, CellEditor) and not editor.begun:
            editor.begun = True
            editor.start("" if self._view.begun_by_typing else str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: ARG002
        """Commit what was typed when the view leaves the cell."""
        if isinstance(editor, CellEditor):
            self._view.session.leave(editor, QPersistentModelIndex(index))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """The editor covers the cell inside its borders and stands where the text stood."""
        rect = QRect(_rect(option)).adjusted(1, 1, -1, -1)
        editor.setGeometry(rect)
        _, cell = self._shown(index)
        if cell and isinstance(editor, CellEditor):
            self._place(editor, cell, rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Editors end themselves."""
        return False

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """End the preview of a cell whose editor goes."""
        self._view.session.gone()
        super().destroyEditor(editor, index)

    def _is_carried(self, model: SheetModel, cell: Cell) -> bool:
        ref = model.sheet.refs.get(cell.slot) if cell.slot else None
        record = self._view.writer.document.shown.records.get(model.sheet.record) if ref else None
        if record is not self._marked:
            self._marked, self._places = record, {mark.id for mark in getattr(record, "carried", ())}
        return ref is not None and bool(self._places) and place_of(ref.path) in self._places

    def _shown(self, index: Index) -> tuple[SheetModel, Cell | None]:
        model = self._view.sheet_model
        return model, model.cell(index)

    def _dress(self, editor: CellEditor, model: SheetModel, cell: Cell) -> None:
        editor.set_type(self._view.font_of(cell), typeset.leading(cell.style), cell.style.align)
        editor.setPlaceholderText(model.sheet.suggestion(cell))

    def _place(self, editor: CellEditor, cell: Cell, rect: QRect) -> None:
        rows = typeset.lines(editor.text(), cell.style, self._view.width_of(cell))
        top = typeset.top_of(cell.style, rect.height(), len(rows))
        editor.set_margins(round(typeset.side(cell.style)) - 1, int(top))

    def _ground(
        self, model: SheetModel, cell: Cell, index: Index, option: QStyleOptionViewItem, colours: Look
    ) -> QColor:
        if not model.sheet.is_entry(cell):
            return colours.label if cell.style.role in _GREY else colours.paper
        if model.refusal(index):
            return colours.wrong_paper
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        here = self._view.currentIndex()
        if state & QStyle.StateFlag.State_Selected or model.cell(here) is cell:
            return colours.selected
        return colours.paper

    def _write(self, painter: QPainter, rect: QRect, model: SheetModel, cell: Cell, index: Index) -> None:
        if (cell.row, cell.col) in model.sheet.follows and model.cell(self._view.currentIndex()) is not cell:
            return
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        painter.setPen(self._ink(model, cell, index, words))
        painter.setFont(self._view.font_of(cell))
        rows = typeset.lines(words or model.sheet.suggestion(cell), cell.style, self._view.width_of(cell))
        typeset.draw(painter, QRectF(self._in_sight(rect, model, cell)), rows, cell.style)

    def _ink(self, model: SheetModel, cell: Cell, index: Index, words: str) -> QColor:
        colours = look()
        if cell.style.role == "value" and not model.sheet.is_entry(cell):
            return colours.muted
        if model.refusal(index):
            return colours.wrong
        return colours.text if words else colours.faint

    def _in_sight(self, rect: QRect, model: SheetModel, cell: Cell) -> QRect:
        """A label over many rows stands in the middle of what can be seen of it."""
        if cell.rows == 1 or model.sheet.is_entry(cell):
            return rect
        seen = rect.intersected(self._view.viewport().rect().adjusted(0, self._view.head.room(), 0, 0))
        return seen if seen.height() > 2 * typeset.leading(cell.style) else rect

    def _border(self, painter: QPainter, rect: QRect, model: SheetModel, cell: Cell, colours: Look) -> None:
        """Right and bottom edges, and left and top ones where no neighbour draws them."""
        if not cell.style.border:
            if model.sheet.is_entry(cell):
                painter.setPen(QPen(colours.border, 1, Qt.PenStyle.DotLine))
                painter.drawLine(rect.bottomLeft(), rect.bottomRight())
            return
        at, place, thin = model.sheet.grid.at, QRectF(rect), _hairline(painter)
        edges = [QRectF(place.right() - thin, place.top(), thin, place.height())]
        if (cell.row + cell.rows, cell.col) not in model.sheet.follows:
            edges.append(QRectF(place.left(), place.bottom() - thin, place.width(), thin))
        above, before = at.get((cell.row - 1, cell.col)), at.get((cell.row, cell.col - 1))
        if not model.sheet.heads and (above is None or not above.style.border):
            edges.append(QRectF(place.left(), place.top(), place.width(), thin))
        if not model.sheet.heads and (before is None or not before.style.border):
            edges.append(QRectF(place.left(), place.top(), thin, place.height()))
        for edge in edges:
            painter.fillRect(edge, colours.border)


def _editor(parent: QWidget, words: tuple[str, ...], known: tuple[str, ...], *, by_typing: bool) -> CellEditor:
    """An editor with words to choose from, with words to go by, or with none."""
    if words:
        return ChoiceEditor(parent, words, by_typing=by_typing)
    return CompletingEditor(parent, known, by_typing=by_typing) if known else CellEditor(parent, by_typing=by_typing)


def _dog_ear(painter: QPainter, rect: QRect) -> None:
    """A folded corner at the upper right: a value of last year that nobody has confirmed."""
    side, right = min(window.space(2), rect.height() // 3), rect.topRight() + QPoint(1, 0)
    corner = QPolygon([right - QPoint(side, 0), right, right + QPoint(0, side)])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(window.colour("explain"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawPolygon(corner)


def _hairline(painter: QPainter) -> float:
    """Whole device pixels in about one logical one, so that all borders are equally thick at 150 %."""
    ratio = painter.device().devicePixelRatioF()
    return max(1.0, int(ratio)) / ratio


def _rect(option: QStyleOptionViewItem) -> QRect:
    found: QRect = option.rect  # type: ignore[attr-defined]
    return found

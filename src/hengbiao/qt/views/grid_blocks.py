"""What is done with the selected cells of a grid at once: copy, cut, clear, paste, fill."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QApplication

from hengbiao.forms.grid import Cell
from hengbiao.qt.models import blocks, pieces
from hengbiao.qt.views import clipboard

if TYPE_CHECKING:
    from hengbiao.qt.views.grid_view import GridView

_ASKEW: Final = "没有粘贴：“{0}”是表里印好的字，这样粘贴会错位。请只复制要填的格，从对应的那一格开始粘贴"
_SCATTERED: Final = "没有粘贴：复制的是一张表里的几处，在这里对不上位置。请一块一块地复制；整个项目请在项目树里复制"


def copy(view: "GridView") -> None:
    """Put the selected cells on the clipboard, as text and as a table."""
    sheet, cells = view.sheet_model.sheet, view.selected_cells()
    if cells:
        mime = clipboard.written(blocks.taken(sheet, cells), pieces.pieces(sheet, cells))
        QApplication.clipboard().setMimeData(mime)


def cut(view: "GridView") -> None:
    """Copy the selected cells, then clear them."""
    copy(view)
    clear(view, "剪切")


def clear(view: "GridView", label: str) -> None:
    """Clear the selected cells as one step."""
    view.write(label, blocks.cleared(view.sheet_model.sheet, view.selected_cells()))


def fill_down(view: "GridView") -> None:
    """Fill the selected cells of each column with the topmost one."""
    view.write("向下填充", blocks.filled_down(view.sheet_model.sheet, view.selected_cells()))


def paste(view: "GridView") -> None:
    """Put the block on the clipboard into the cells from the selected one on, as one step."""
    mime, cells = QApplication.clipboard().mimeData(), view.selected_cells()
    own = clipboard.read_pieces(mime)
    if not cells or _put_back(view, cells, own):
        return
    text = clipboard.prose(mime) if blocks.takes_prose(cells) and not own else ""
    block = pieces.block_of(view.sheet_model.sheet, own) if own else ((text,),) if text else clipboard.read(mime)
    if not block or view.absorb(block):
        return
    landing = blocks.landing(view.sheet_model.sheet, cells, block)
    if askew := blocks.misplaced(view.sheet_model.sheet, landing.texts):
        view.noticed.emit(_ASKEW.replace("{0}", askew.replace("\n", "")[:20]))
        return
    if landing.beyond and view.grow(cells[0], landing.beyond):
        landing = blocks.landing(view.sheet_model.sheet, view.selected_cells(), block)
    _put(view, landing)


def _put_back(view: "GridView", cells: list[Cell], found: list[pieces.Piece]) -> bool:
    """Put cells from around a form where they belong, or nowhere; False for a block of rows and columns."""
    if not pieces.scattered(found):
        return False
    texts = pieces.placed(view.sheet_model.sheet, cells[0], found)
    if texts is None:
        view.noticed.emit(_SCATTERED)
    else:
        _put(view, blocks.Landing(texts))
    return True


def _put(view: "GridView", landing: blocks.Landing) -> None:
    sheet = view.sheet_model.sheet
    taken = view.write("粘贴", landing.texts)
    tidied = view.writer.tidy(sheet, landing.texts) if taken else 0
    _select(view, landing.texts)
    if taken and (landing.skipped or landing.beyond or tidied):
        view.noticed.emit(_pasted(landing, tidied))


def _select(view: "GridView", texts: blocks.Texts) -> None:
    chosen = QItemSelection()
    for slot in texts:
        index = view.sheet_model.index_of(slot)
        chosen.select(index, index)
    view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def _pasted(landing: blocks.Landing, tidied: int) -> str:
    parts = [f"已粘贴 {len(landing.texts)} 格"]
    if landing.skipped:
        parts.append(f"跳过 {landing.skipped} 个落在不能填写处的值")
    if landing.beyond:
        parts.append(f"{landing.beyond} 行放不下")
    if tidied:
        parts.append(f"整理了 {tidied} 格里多余的空格或全角字符（Ctrl+Z 恢复）")
    return "，".join(parts)

"""What is done with the selected cells of a grid at once: copy, cut, clear, paste, fill."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QApplication

from hengbiao.qt.models import blocks
from hengbiao.qt.views import clipboard

if TYPE_CHECKING:
    from hengbiao.qt.views.grid_view import GridView


def copy(view: "GridView") -> None:
    """Put the selected cells on the clipboard, as text and as a table."""
    block = blocks.taken(view.sheet_model.sheet, view.selected_cells())
    if block:
        QApplication.clipboard().setMimeData(clipboard.written(block))


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
    block, cells = clipboard.read(QApplication.clipboard().mimeData()), view.selected_cells()
    if not block or not cells or view.absorb(block):
        return
    landing = blocks.landing(view.sheet_model.sheet, cells, block)
    if landing.beyond and view.grow(cells[0], landing.beyond):
        landing = blocks.landing(view.sheet_model.sheet, view.selected_cells(), block)
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

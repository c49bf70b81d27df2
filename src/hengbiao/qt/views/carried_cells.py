"""沿用上年（未核对） in a grid: a key confirms the values that were looked at and leads on to the next one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from hengbiao.domain.carried import confirm, unconfirmed
from hengbiao.domain.change import Ref
from hengbiao.forms.grid import Cell

if TYPE_CHECKING:
    from hengbiao.qt.views.grid_view import GridView


def confirm_and_go_on(view: "GridView") -> None:
    """Confirm what is carried among the selected cells as one step, then go to the next that is; say what is left."""
    tree, sheet, here = view.writer.document.tree, view.sheet_model.sheet, view.current_cell()
    refs = [sheet.refs[cell.slot] for cell in view.selected_cells() if cell.slot]
    changes = confirm(tree, refs)
    if changes and (refused := view.writer.commit(_tr("核对沿用上年 {0} 处", len(changes)), changes)):
        view.tell(view.currentIndex(), refused)
        return
    waiting = _waiting(view)
    if following := _after(_cells(view, waiting), here):
        view.go(following)
    view.noticed.emit(_told(len(changes), len(waiting), seen=following is not None))
    view.viewport().update()


def any_waiting(view: "GridView") -> bool:
    """Whether a form on show has values that nobody confirmed."""
    return bool(_waiting(view))


def _waiting(view: "GridView") -> set[Ref]:
    """The unconfirmed places of the forms on show, printed or not."""
    tree = view.writer.document.tree
    shown = {ref.record for ref in view.sheet_model.sheet.refs.values()} & tree.headings.keys()
    return {one.ref for key in shown for one in unconfirmed(tree, key)}


def _cells(view: "GridView", waiting: set[Ref]) -> list[Cell]:
    sheet = view.sheet_model.sheet
    return [cell for cell in sheet.entries if cell.slot and sheet.refs[cell.slot] in waiting]


def _after(cells: list[Cell], here: Cell | None) -> Cell | None:
    """The first of `cells` behind `here` in reading order, else the first of all."""
    spot = (here.row, here.col) if here else (-1, -1)
    return next((cell for cell in cells if (cell.row, cell.col) > spot), cells[0] if cells else None)


def _told(confirmed: int, left: int, *, seen: bool) -> str:
    if not confirmed and not left:
        return _tr("这里没有沿用上年（未核对）的值")
    done = _tr("已核对 {0} 处；", confirmed) if confirmed else ""
    if not left:
        return done + _tr("本表沿用上年的值都核对了")
    if seen:
        return done + _tr("还有 {0} 处未核对，没有问题就按 Ctrl+K 核对并到下一处", left)
    return done + _tr("还有 {0} 处在这里看不到的栏目里，见“项目›沿用上年（未核对）”", left)


def _tr(words: str, count: int = 0) -> str:
    return QCoreApplication.translate("GridView", words).replace("{0}", str(count))

"""What the edit menu does to the cells and rows of the grid in use; the keys are the grid's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from hengbiao.qt.main_window import MainWindow

VERBS: Final = {
    "cellCut": "cut",
    "cellCopy": "copy",
    "cellPaste": "paste",
    "cellClear": "clear",
    "fillDown": "fill_down",
    "rowAdd": "add",
    "rowDrop": "drop",
    "rowUp": "up",
    "rowDown": "down",
    "rowOrder": "order",
}


class EditActions(QObject):
    """Hands each action of the menu to the grid."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        for name, verb in VERBS.items():
            window.actions_[name].triggered.connect(lambda _=False, what=verb: self._act(what))

    def _act(self, verb: str) -> None:
        from hengbiao.qt.views.grid_keys import act

        grid = self._window.editor.grid()
        if grid is None:
            self._window.status.show_notice(self.tr("在“填表”或“列表”里才能这样做"))
        else:
            act(grid, verb)

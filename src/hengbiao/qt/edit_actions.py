"""What the edit menu does to the cells and rows of the grid in use; the keys are the grid's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from hengbiao.domain.change import Ref
    from hengbiao.qt.long_text import LongText
    from hengbiao.qt.main_window import MainWindow

VERBS: Final = {
    "cellCut": "cut",
    "cellCopy": "copy",
    "cellPaste": "paste",
    "cellClear": "clear",
    "fillDown": "fill_down",
    "cellConfirm": "confirm",
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
        self._long: LongText | None = None
        window.actions_["longText"].toggled.connect(self._show_long)
        window.editor.entered.connect(self._follow)
        window.took.connect(lambda event: QTimer.singleShot(0, self, self._refresh) if not event.preview else None)

    @property
    def long_text(self) -> LongText:
        """The editor of long texts, made when it is first wanted."""
        if self._long is None:
            from hengbiao.qt.long_text import LongText

            self._long = LongText(self._window.ui.editorPane)
            self._window.ui.editorLayout.addWidget(self._long)
            self._long.closed.connect(self._window.focus_editor)
        return self._long

    def _refresh(self) -> None:
        """Show in the editor of long texts what the grid, told by now too, holds."""
        if self._long is not None and self._long.isVisible():
            self._long.refresh()

    def _show_long(self, shown: bool) -> None:  # noqa: FBT001 - a Qt slot
        if self._long is None and not shown:
            return
        self.long_text.commit()
        self.long_text.setVisible(shown)
        if shown:
            grid = self._window.editor.grid()
            self.long_text.show_field(grid, grid.sheet_model.ref(grid.currentIndex()) if grid else None)
            self.long_text.text.setFocus()
        else:
            self._window.focus_editor()

    def _follow(self, ref: Ref | None) -> None:
        if self._long is not None and self._long.isVisible():
            self._long.show_field(self._window.editor.grid(), ref)

    def _act(self, verb: str) -> None:
        from hengbiao.qt.views.grid_keys import act

        grid = self._window.editor.grid()
        if grid is None:
            self._window.status.show_notice(self.tr("在“填表”或“列表”里才能这样做"))
        else:
            act(grid, verb)

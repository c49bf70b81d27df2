"""Menus and tools at the top of the window: in two rows, or in one where the window is short of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from hengbiao.qt import style

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenuBar, QToolBar

    from hengbiao.qt.main_window import MainWindow


class TopRow(QWidget):
    """Holds the menu bar and the tool bar of a window, which it takes over when it is made."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("topRow")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._menus: QMenuBar = window.ui.menuBar
        self._tools: QToolBar = window.ui.toolBar
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setColumnStretch(1, 1)
        layout = window.layout()
        if layout:
            layout.setMenuBar(QWidget(window))  # in the place of the menus, which setMenuWidget would delete
        window.removeToolBar(self._tools)
        window.setMenuWidget(self)

    def set_merged(self, merged: bool) -> None:  # noqa: FBT001 - as setVisible
        """Icons beside the menus, or icons and words in a row of their own."""
        self._grid.setContentsMargins(0, 0, 0, int(merged))  # the line below, which the rows draw themselves otherwise
        middle = Qt.AlignmentFlag.AlignVCenter if merged else Qt.AlignmentFlag(0)
        self._grid.addWidget(self._menus, 0, 0, 1, 1 if merged else 2, middle)
        self._grid.addWidget(self._tools, *((0, 1, 1, 1) if merged else (1, 0, 1, 2)))
        both = Qt.ToolButtonStyle
        self._tools.setToolButtonStyle(both.ToolButtonIconOnly if merged else both.ToolButtonTextBesideIcon)
        self._tools.show()
        self._menus.show()
        for widget in (self, self._menus, self._tools):
            style.mark_slim(widget, slim=merged)

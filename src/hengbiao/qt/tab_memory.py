"""Which of 填表 and 列表 a 表样 is edited in: the form itself, or what the person took last."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from hengbiao.qt.editor import TABS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTabBar

    from hengbiao.qt.actions import Actions
    from hengbiao.qt.editor import Editor
    from hengbiao.qt.settings import Settings

_EDITING: Final = ("fill", "table")


class TabMemory(QObject):
    """Turns the editor to the tab for a layout; nothing turns while `held`, as where somebody asked for a tab.

    `preferred` is the tab that forms like the one on show are edited in.
    """

    def __init__(self, editor: Editor, tabs: QTabBar, settings: Settings, actions: Actions) -> None:
        super().__init__(editor)
        self._editor, self._settings = editor, settings
        self._place = ""
        self.held = False
        self.preferred = "fill"
        tabs.tabBarClicked.connect(lambda at: self._remember(TABS[at]) if at >= 0 else None)
        for tab in _EDITING:
            actions[tab].triggered.connect(partial(self._remember, tab))

    def follow(self, layout_id: str, kind: str) -> None:
        """Turn to the tab for forms of a kind in a layout, unless the preview is on show or the layout is the same."""
        from hengbiao.forms.layouts import load_layout

        place = f"tabs/{layout_id}/{kind}"
        if kind not in load_layout(layout_id).plans or place == self._place:
            return
        self._place = place
        kept = str(self._settings.get(place, ""))
        self.preferred = kept if kept in _EDITING else "fill"
        if not self.held and self._editor.tab in _EDITING:
            self._editor.turn_to(self.preferred)

    def _remember(self, tab: str) -> None:
        if self._place and tab in _EDITING:
            self.preferred = tab
            self._settings.put(self._place, tab)

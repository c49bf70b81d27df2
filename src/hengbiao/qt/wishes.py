"""Which panes the person wants open: apart for a window with room and one without, so that neither undoes the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hengbiao.qt.actions import Actions
    from hengbiao.qt.room import Room
    from hengbiao.qt.settings import Settings

_PANES: Final = {"Tree": "narrow", "Findings": "low", "Inspector": "wide"}
"""The panes, and what of the room decides whether they stand open by themselves."""


class Wishes:
    """Opens and folds panes as they were last left in a room like the one at hand, else as suits that room."""

    def __init__(self, actions: Actions, settings: Settings) -> None:
        self._actions, self._settings = actions, settings
        self._kept: dict[str, bool] = {}

    def keep(self, room: Room) -> None:
        """Note what is open in this room."""
        for pane in _PANES:
            self._kept[_key(pane, room)] = self._actions[f"show{pane}"].isChecked()

    def apply(self, room: Room) -> None:
        """Open and fold what was open and folded in such a room."""
        for pane, decides in _PANES.items():
            open_ = getattr(room, decides) == (decides == "wide")
            key = _key(pane, room)
            wished = self._kept.get(key, self._settings.flag(key, otherwise=open_))
            self._actions[f"show{pane}"].setChecked(wished)

    def remember(self) -> None:
        """Keep it all for the next run."""
        for key, open_ in self._kept.items():
            self._settings.put(key, open_)

    def forget(self) -> None:
        """From now on as suits the room."""
        self._kept.clear()


def _key(pane: str, room: Room) -> str:
    decides = _PANES[pane]
    return f"window/{pane.lower()}-{decides}" if getattr(room, decides) else f"window/{pane.lower()}"

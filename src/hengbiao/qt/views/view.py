"""What the window asks of a view of a record: for the type checker, imported nowhere at run time."""

from typing import Protocol

from PySide6.QtCore import SignalInstance

from hengbiao.domain.change import Ref


class View(Protocol):
    """What each view of a record offers the window."""

    selection_summary: SignalInstance
    current_field: SignalInstance
    noticed: SignalInstance

    def show_record(self, record_id: str) -> None:
        """Show a project or department form; "" shows none."""

    def set_layout(self, layout_id: str, money_unit: str = "") -> None:
        """Show it in another 表样, amounts in another 金额单位 where one is named; the data stays."""

    def set_zoom(self, zoom: float) -> None:
        """Show everything larger or smaller; 1.0 is the size of the type of the window."""

    def commit_pending(self) -> None:
        """Commit a cell that is being typed in."""

    def untaken(self) -> str:
        """Why a text that stands here in red could not be taken; "" where none does."""

    def jump(self, ref: Ref) -> bool:
        """Make a cell the current one; False where it is not shown."""

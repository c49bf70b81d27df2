"""The parts of a form that one can jump to."""

from typing import Final

from hengbiao.forms.grid import Cell, Slot
from hengbiao.qt.models.sheet import Sheet

_WORDS: Final = {"basic": "基本信息", "funds": "资金", "goal": "目标", "tables": "任务", "indicators": "指标"}
_GOALS: Final = frozenset({"goal", "lifetime_goal"})


def parts(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """The parts that a form has, in their order on it: key and words."""
    found = dict.fromkeys(_part(cell.slot) for cell in sheet.entries if cell.slot)
    return tuple((key, _WORDS[key]) for key in found)


def first_of(sheet: Sheet, part: str) -> Cell | None:
    """The first entry of a part; None where the form does not have it."""
    return next((cell for cell in sheet.entries if cell.slot and _part(cell.slot) == part), None)


def _part(slot: Slot) -> str:
    if slot.table:
        return "indicators" if slot.table == "indicators" else "funds" if slot.table == "payments" else "tables"
    if "funds/" in slot.field:
        return "funds"
    return "goal" if slot.field in _GOALS else "basic"

"""What the status bar says of the selected cells: how many, their sum and average, exact to the 分."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from hengbiao.domain import money
from hengbiao.domain.target import Target
from hengbiao.forms.grid import Cell
from hengbiao.qt.models.sheet import blank

_NUMERALS: Final = {"weight": "", "quantity": "", "price": "", "percent": "%"}
"""Fields that hold numbers as they were written, and what they count."""
_PLAIN: Final = re.compile(r"-?\d{1,15}(?:\.\d{1,12})?")


def summary(cells: Iterable[Cell]) -> str:
    """计数, and 求和 and 平均 where all numbers among `cells` have one unit; "" for fewer than two filled cells."""
    full = [cell for cell in cells if not blank(cell.value)]
    if len(full) < 2:
        return ""
    count = f"计数 {len(full)}"
    amounts = [amount for cell in full if (amount := _fen(cell)) is not None]
    numbers = [number for cell in full if (number := _number(cell)) is not None]
    if amounts and not numbers:
        unit = _unit(full)
        return f"{count}　求和 {money.tell(sum(amounts), unit)} {unit}　平均 {_mean_money(amounts, unit)} {unit}"
    if numbers and not amounts and len({unit for _, unit in numbers}) == 1:
        total, unit = sum((value for value, _ in numbers), Decimal(0)), numbers[0][1]
        return f"{count}　求和 {total}{unit}　平均 {_short(total / len(numbers))}{unit}"
    return count


def _unit(cells: list[Cell]) -> str:
    """The 金额单位 that amounts among `cells` are shown in; where there are but 指标值, 元 if all are in 元."""
    shown = (cell.style.show.unit for cell in cells if cell.style.show.kind == "amount")
    written = {cell.value.unit for cell in cells if isinstance(cell.value, Target) and cell.value.value}
    return next(shown, "元" if written == {"元"} else "万元")


def _fen(cell: Cell) -> int | None:
    if isinstance(cell.value, int):
        return cell.value
    if isinstance(cell.value, Target) and cell.value.value and cell.value.unit in money.UNITS:
        try:
            return money.scaled(cell.value.value, money.UNITS[cell.value.unit])
        except money.MoneyError:
            return None
    return None


def _number(cell: Cell) -> tuple[Decimal, str] | None:
    if isinstance(cell.value, str) and cell.slot and cell.slot.field in _NUMERALS and _PLAIN.fullmatch(cell.value):
        return Decimal(cell.value), _NUMERALS[cell.slot.field]
    if isinstance(cell.value, Target) and cell.value.value and cell.value.unit not in money.UNITS:
        return Decimal(cell.value.value), cell.value.unit
    return None


def _mean_money(amounts: list[int], unit: str) -> str:
    """The average to the nearest 分."""
    return money.tell(int((Decimal(sum(amounts)) / len(amounts)).to_integral_value()), unit)


def _short(number: Decimal) -> str:
    return f"{number.quantize(Decimal('0.01'))}"

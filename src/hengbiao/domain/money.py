"""Money as integer 分: parsing what people write and printing it in 元 or 万元."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Final

LIMIT: Final = 999_999_999_999_999
"""Largest amount either way, in 分 (±9,999,999,999,999.99 元; contract.md)."""

UNITS: Final = {
    "元": 100,
    "百元": 10_000,
    "千元": 100_000,
    "万元": 1_000_000,
    "百万元": 100_000_000,
    "亿元": 10_000_000_000,
}
"""分 in one of each 金额单位."""

_WORDS: Final = {**UNITS, "千": 100_000, "万": 1_000_000, "百万": 100_000_000, "亿": 10_000_000_000}
_AMOUNT: Final = re.compile(r"([+-]?)[¥￥]?((?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+)([元千百万亿]*)")


class MoneyError(ValueError):
    """A text that is no amount; the message is a Chinese sentence for the person who wrote it."""


def parse(text: str, unit: str = "元") -> int | None:
    """Read an amount in 分 from what a person wrote; blank is None.

    `unit` holds where the text names none. Full-width digits, thousands separators, 元/万/万元/亿 are understood.
    Raises MoneyError for anything else, for a part of a 分 and beyond LIMIT.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("，", ",")
    if not plain:
        return None
    match = _AMOUNT.fullmatch(plain[:60])
    if not match or (match[3] and match[3] not in _WORDS):
        raise MoneyError(f"“{text[:30]}”不是金额，请填数字，例如 45.00 或 1.2万")
    return scaled(match[1] + match[2].replace(",", ""), _WORDS[match[3] or unit])


def scaled(number: str, fen_per_unit: int) -> int:
    """分 for a plain decimal `number` of a unit worth `fen_per_unit` 分; MoneyError where 分 cannot hold it exactly."""
    try:
        fen = Decimal(number) * fen_per_unit
    except InvalidOperation:
        raise MoneyError(f"“{number[:30]}”不是金额") from None
    if abs(fen) > LIMIT:
        raise MoneyError(f"金额“{number[:30]}”超出范围（±9,999,999,999,999.99 元）")
    if fen != fen.to_integral_value():
        raise MoneyError(f"金额“{number[:30]}”折合元后超过两位小数")
    return int(fen)


def show(fen: int | None, unit: str = "元", *, grouped: bool = False) -> str:
    """Print an amount in `unit` with two decimals and as many more as the 分 need, so nothing is lost; None is ""."""
    if fen is None:
        return ""
    places = len(str(UNITS[unit])) - 1
    whole, part = divmod(abs(fen), UNITS[unit])
    digits = f"{part:0{places}d}".rstrip("0").ljust(2, "0")
    sign = "-" if fen < 0 else ""
    return f"{sign}{whole:,}.{digits}" if grouped else f"{sign}{whole}.{digits}"


def tell(fen: int | None, unit: str = "元") -> str:
    """An amount as it stands in a sentence: as `show`, with thousands separators."""
    return show(fen, unit, grouped=True)


def yuan(fen: int) -> str:
    """The interchange text of an amount: 元 with exactly two decimals."""
    return show(fen)

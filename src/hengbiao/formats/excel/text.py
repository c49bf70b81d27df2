"""Texts as Excel can hold them, and what it cannot hold."""

import re
from collections.abc import Iterable, Sequence
from typing import Final
from xml.sax.saxutils import escape

from hengbiao.formats.office import NOT_XML, REPLACED, codes
from hengbiao.forms.grid import Cell, Grid, Value, shown

LONGEST: Final = 32_767
"""Most characters (UTF-16 units) that a cell can hold."""

_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CUT: Final = "……（后文 Excel 单元格放不下，未写入）"


def unwritable(grids: Sequence[Grid]) -> list[str]:
    """A sentence for each text that a workbook cannot hold as it is: which form, which cell, why."""
    return [sentence for grid in grids for cell in grid.cells for sentence in _problems(grid, cell)]


def _problems(grid: Grid, cell: Cell) -> Iterable[str]:
    text = shown(cell.value, cell.style.show)
    place = f"“{grid.title}”第 {cell.row + 1} 行第 {cell.col + 1} 列"
    if units(text) > LONGEST:
        yield f"{place}：共 {units(text):,} 字，超过 Excel 单元格上限 {LONGEST:,} 字，只写入前面的部分并注明"
    if bad := NOT_XML.findall(text):
        yield f"{place}：有 Excel 不能保存的字符（{codes(bad)}），写成“{REPLACED}”"


def units(text: str) -> int:
    """Characters of `text` as Excel counts them: those beyond the BMP count twice."""
    return len(text) + sum(character > "\uffff" for character in text) if not text.isascii() else len(text)


def held(text: str) -> str:
    """`text` as a cell can hold it: what XML cannot carry is replaced, what is too long is cut, both visibly."""
    if len(text) * 2 > LONGEST and units(text) > LONGEST:
        text = _first(text, LONGEST - units(_CUT)) + _CUT
    return NOT_XML.sub(REPLACED, text)


def xml(text: str) -> str:
    """`text` for the content of an element, a literal `_xHHHH_` made safe from Excel's own unescaping."""
    return escape(_LOOKS_ESCAPED.sub("_x005F_", text))


def needs_quote(value: Value, text: str) -> bool:
    """Whether Excel, on editing the cell, would take the text for a formula or drop its first character."""
    return not isinstance(value, int) and text[:1] in "=+-@'" and bool(text)


def _first(text: str, room: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[: 2 * room].decode("utf-16-le", "ignore")

"""The first sheet of a workbook as texts: for lists that people keep."""

import io

from python_calamine import CalamineError, CalamineWorkbook

__all__ = ["CalamineError", "first_sheet"]


def first_sheet(content: bytes) -> list[list[str]]:
    """Its cells row by row; a whole number is written without decimals. CalamineError where it is no workbook."""
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        if not book.sheet_names:
            return []
        return [[_text(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)

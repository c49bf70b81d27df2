"""Notes at cells of a workbook: shown beside the form, no part of it."""

from collections.abc import Mapping
from typing import Any, Final

from openpyxl.comments import Comment
from openpyxl.comments.comment_sheet import CommentRecord

from hengbiao.formats.excel.sheet import Rows
from hengbiao.formats.excel.text import held
from hengbiao.forms.grid import Rect

Comments = Mapping[tuple[int, int], str]
"""What is noted at cells (row, col) of a grid."""

_SPACE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING: Final = f'<legacyDrawing xmlns:r="{_SPACE}" r:id="anysvml"/>'
_AUTHOR: Final = "衡表"
_WIDTH: Final = 260
_LINE: Final = 20
_PER_LINE: Final = 18  # characters


def add_comments(sheet: Any, rows: Rows, comments: Comments) -> None:
    """Give an openpyxl sheet, whose cells we write ourselves, these notes."""
    for (row, col), text in sorted(comments.items()):
        place = rows.on_sheet(Rect(row, col, 1, 1))
        cell = sheet.cell(row=place.row + 1, column=place.col + 1)
        lines = sum(len(line) // _PER_LINE + 1 for line in text.splitlines()) + 1
        cell.comment = Comment(held(text), _AUTHOR, height=_LINE * lines, width=_WIDTH)
        sheet._comments.append(CommentRecord.from_cell(cell))  # noqa: SLF001 - as openpyxl's own writer does


def with_comments(xml: str, comments: Comments) -> str:
    """The XML of a worksheet that has these notes: it must name the drawing that holds their boxes."""
    return xml.replace("</worksheet>", f"{_DRAWING}</worksheet>") if comments else xml

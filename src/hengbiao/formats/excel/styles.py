"""Styles of a grid as cell formats of a workbook, each made once."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import Cell as Sample
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from hengbiao.domain import money
from hengbiao.domain.target import Target
from hengbiao.formats.excel.text import needs_quote
from hengbiao.formats.office import FONTS
from hengbiao.forms.grid import Cell, Show, Style

_TEXT: Final = "@"
_GENERAL: Final = "General"
_TEXT_LIMIT: Final = 255
"""Longer texts in a cell formatted as text print as ##### in old versions of Excel."""

_GB2312: Final = 134
_LINK: Final[Mapping[bool, Any]] = MappingProxyType({False: {}, True: {"u": "single", "color": "1F4E79"}})
_THIN: Final = Side("thin")
_BARE: Final = Border()
_UNSEEN: Final = Border(left=Side("hair", color="FFFFFFFF"))
"""Of a text without lines, in white: LibreOffice leaves out a page of its merged rows on which nothing is drawn."""

_BORDERED: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_VERTICAL: Final = MappingProxyType({"top": "top", "middle": "center", "bottom": "bottom"})


class Formats:
    """The cell formats of one workbook; called with a cell and the text it prints it gives the format's number."""

    def __init__(self, book: Workbook) -> None:
        self._samples = Worksheet(book)
        self._numbers: dict[tuple[int, str, bool, bool], int] = {}
        self._styles: list[Style] = []
        _default_font(book)

    def __call__(self, cell: Cell, printed: str, *, linked: bool = False) -> int:
        """The number of the cell format for `cell` holding the text `printed`; `linked` where a click leads away."""
        style = cell.style
        key = id(style), number_format(cell, printed), needs_quote(cell.value, printed), linked
        number = self._numbers.get(key)
        if number is None:
            self._styles.append(style)  # keeps its id from being given to another
            number = self._numbers[key] = self._made(style, key[1], quote=key[2], linked=linked)
        return number

    def _made(self, style: Style, code: str, *, quote: bool, linked: bool) -> int:
        sample = Sample(self._samples, row=1, column=1)
        sample.font = Font(name=FONTS[style.font], sz=style.size, b=style.bold, charset=_GB2312, **_LINK[linked])
        sample.border = _BORDERED if style.border else _UNSEEN if style.role == "text" else _BARE
        number = code not in {_TEXT, _GENERAL}  # a number too wide for its cell would print as ###
        sample.alignment = Alignment(style.align, _VERTICAL[style.valign], wrap_text=not number, shrink_to_fit=number)
        sample.number_format = code
        sample.quotePrefix = quote
        return int(sample.style_id)


def number_format(cell: Cell, printed: str) -> str:
    """The code under which the cell prints as `printed`, and under which what is typed into it stays what it is."""
    show = cell.style.show
    if show.kind == "amount" and not isinstance(cell.value, Target | str):
        return _amount_format(cell.value, show)
    return _TEXT if cell.slot and len(printed) <= _TEXT_LIMIT else _GENERAL


def _amount_format(value: int | None, show: Show) -> str:
    decimals = len(money.show(value or 0, show.unit).partition(".")[2])
    digits = ("#,##0." if show.grouped else "0.") + "0" * decimals
    if not show.before and not show.after:
        return digits
    before, after = ("".join(f"\\{character}" for character in text) for text in (show.before, show.after))
    return f"{before}{digits}{after};{before}-{digits}{after}"


def _default_font(book: Workbook) -> None:
    """宋体 12: column widths are counted in its digits, exactly 8 pixels each."""
    inside: Any = book  # openpyxl has no public way to its default style
    inside._fonts[0] = inside._named_styles["Normal"].font = Font(name="宋体", sz=12, charset=_GB2312)  # noqa: SLF001

"""Our own PDFs back to grids: text is read glyph by glyph, and the marks beside it say which cell it belongs to."""

from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import pdfplumber
from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from hengbiao.domain.refusal import Refusal
from hengbiao.formats.pdf.marks import CELL, CellMark, cell_told, spaced
from hengbiao.forms.grid import Cell, Grid, Rect, Style

PAGES: Final = 500
"""Most pages that are read."""

_PLAIN: Final = Style(border=False)


class _Form:
    """What was read of one form so far."""

    def __init__(self) -> None:
        self.marks: dict[Rect, CellMark] = {}
        self.texts: dict[Rect, list[str]] = defaultdict(list)

    def grid(self) -> Grid:
        """Its grid: texts with slots, sizes not read."""
        cells = tuple(
            Cell(*rect, spaced("".join(self.texts[rect]), mark.spacing) or None, _PLAIN, mark.slot)
            for rect, mark in sorted(self.marks.items())
        )
        width = max((cell.col + cell.cols for cell in cells), default=0)
        height = max((cell.row + cell.rows for cell in cells), default=0)
        sizes = (0.0,) * width, (0.0,) * height
        return Grid("", *sizes, cells, (0, 0), {}, kind="")


class _Listener(PDFDevice):
    """Told by pdfminer what stands on each page; takes down what our marks enclose."""

    def __init__(self, resources: Any) -> None:
        super().__init__(resources)
        self.forms: list[_Form] = []
        self._open: list[CellMark | None] = []

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        """A cell begins, or something that is not ours."""
        mark = cell_told(_told(props)) if tag.name == CELL else None
        self._open.append(mark)
        if mark:
            self._begin(mark)
            self.forms[-1].marks.setdefault(mark.rect, mark)

    def _begin(self, mark: CellMark) -> None:
        """A form begins with its upper left cell; that of a form whose first row goes on overleaf is no beginning."""
        first = not mark.again and (mark.rect.row, mark.rect.col) == (0, 0)
        if not self.forms or (first and any(rect.row for rect in self.forms[-1].marks)):
            self.forms.append(_Form())

    def end_tag(self) -> None:
        """What began last ends."""
        if self._open:
            self._open.pop()

    def render_string(self, textstate: Any, seq: Any, *_: Any) -> None:
        """A text is drawn."""
        mark = next((mark for mark in reversed(self._open) if mark), None)
        if mark and not mark.again:
            font = textstate.font
            codes = (code for part in seq if isinstance(part, bytes) for code in font.decode(part))
            self.forms[-1].texts[mark.rect].append("".join(map(font.to_unichr, codes)))


def read(path: str | Path, pages: range | None = None) -> list[Grid]:
    """A grid for each form of a PDF that we wrote: pages joined, heads and labels that were drawn again left out.

    Empty where it was not written by us. Only `pages` are read, else all. Raises Refusal where the file is no PDF or
    asks for too many pages.
    """
    try:
        with pdfplumber.open(path) as document:
            wanted = document.pages if pages is None else document.pages[pages.start : pages.stop]
            if len(wanted) > PAGES:
                raise Refusal(path, "", f"共 {len(wanted)} 页，超过 {PAGES} 页", "请分成几个文件后再试")
            device = _Listener(PDFResourceManager())
            interpreter = PDFPageInterpreter(device.rsrcmgr, device)
            for page in wanted:
                interpreter.process_page(page.page_obj)
                page.close()
    except (PSException, PdfminerException, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refusal(path, "", "这不是能读取的 PDF 文件，或已损坏", "请换一个 PDF 文件") from error
    return [form.grid() for form in device.forms]


def _told(props: Any) -> str:
    return bytes(props["P"]).decode("ascii")

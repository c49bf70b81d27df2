"""Pages to a printer: unscaled, each on its own paper, type as type."""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from hengbiao.domain.refusal import Refusal
from hengbiao.exchange.prints import BOOKLET, Print, folio_of
from hengbiao.exchange.watching import unwatched
from hengbiao.forms.folio import Folio
from hengbiao.forms.grid import Paper
from hengbiao.forms.layouts import layouts
from hengbiao.qt.app_window import application
from hengbiao.qt.jobs import Cancelled, Report
from hengbiao.qt.settings import Settings
from hengbiao.qt.views.page_painter import PagePainter
from hengbiao.store.store import Store

DUPLEX: Final = {
    "printer": QPrinter.DuplexMode.DuplexAuto,
    "single": QPrinter.DuplexMode.DuplexNone,
    "long": QPrinter.DuplexMode.DuplexLongSide,
    "short": QPrinter.DuplexMode.DuplexShortSide,
}
"""One side, or both turned over a side; "printer" leaves it to how the printer is set."""

_RANGE: Final = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")
_POINTS: Final = 72


class Setup(NamedTuple):
    """How to print: on which printer, how many copies, whole copies one by one, on which sides."""

    printer: str = ""
    copies: int = 1
    collate: bool = True
    duplex: str = "printer"


def printers() -> list[str]:
    """The printers of this machine, the usual one first; empty where there is none."""
    names = QPrinterInfo.availablePrinterNames()
    usual = QPrinterInfo.defaultPrinterName()
    return sorted(names, key=lambda name: (name != usual, name))


def pages_named(text: str, count: int) -> list[int]:
    """The pages, counted from 0, that "1-3,5" names of `count`; ValueError with a sentence where it names none.

    "" names all. Full-width characters and 、～ are understood; each page is printed once, in order.
    """
    if not text.strip():
        return list(range(count))
    plain = "".join(text.split()).translate(str.maketrans("０１２３４５６７８９，、；;－—～~", "0123456789,,,,----"))
    found: set[int] = set()
    for part in filter(None, plain.split(",")):
        match = _RANGE.fullmatch(part)
        if not match:
            raise ValueError(f"看不懂页码“{part}”，请写成 1-3,5 的样子")
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= count:
            raise ValueError(f"没有第 {part} 页，这次共 {count} 页")
        found.update(range(first - 1, last))
    return sorted(found)


def printer_for(setup: Setup) -> QPrinter:
    """The printer, told how to print; Refusal where it is not there any more."""
    info = QPrinterInfo.printerInfo(setup.printer)
    if info.isNull():
        raise Refusal(setup.printer or "打印", "", "找不到这台打印机", "请另选一台，或存为 PDF 后到别的电脑上打印")
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    printer.setCollateCopies(setup.collate)
    printer.setDuplex(DUPLEX[setup.duplex])
    printer.setCopyCount(setup.copies)
    return printer


def paint(folio: Folio, numbers: Sequence[int], printer: QPrinter, report: Report) -> int:
    """Print pages, counted from 0; how many. Refusal where the printer fails, Cancelled where `report` says so."""
    painter = QPainter()
    printer.setDocName(folio.about.title)
    try:
        for done, number in enumerate(numbers):
            report(done, len(numbers))
            printer.setPageLayout(_layout_of(folio.paper(number)))
            if not (printer.newPage() if done else painter.begin(printer)):
                place = printer.printerName() or printer.outputFileName()
                raise Refusal(place, f"第 {done + 1} 页", "打印机没有接收", "请检查打印机是否开机、有纸，或存为 PDF")
            scale = printer.resolution() / _POINTS
            PagePainter(painter, scale, printer.logicalDpiX()).content(folio[number], 0, 0)
    except Cancelled:
        printer.abort()
        raise
    finally:
        if painter.isActive():
            painter.end()
    return len(numbers)


def file_printer(path: Path) -> QPrinter:
    """A printer that makes a PDF of what it is sent, as a driver would print it: to see what a printer gets."""
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(path))
    return made


def print_booklet(document: Path, target: Path) -> int:
    """Send the booklet of a document to a printer that makes a PDF, in the layout of its region; how many pages."""
    with tempfile.TemporaryDirectory() as folder:
        application(Settings(Path(folder) / "window.ini"))
        with Store.open(document, read_only=True) as store:
            tree = store.load()
        region = tree.unit(tree.units[0].id).region
        layout = next((each for each in layouts() if each.region == region), layouts()[0])
        folio = folio_of(tree, layout, Print(BOOKLET))
        return paint(folio, range(len(folio)), file_printer(target), unwatched)


def repeated(numbers: Sequence[int], copies: int, *, collate: bool) -> list[int]:
    """The pages of several copies in a row: copy by copy, or page by page."""
    if collate:
        return list(numbers) * copies
    return [number for number in numbers for _ in range(copies)]


def _layout_of(paper: Paper) -> QPageLayout:
    """The whole of a sheet, without margins: they are in the pages."""
    upright = paper.width <= paper.height
    size = QSizeF(paper.width, paper.height) if upright else QSizeF(paper.height, paper.width)
    known = QPageSize(QPageSize.id(size, QPageSize.Unit.Point, QPageSize.SizeMatchPolicy.FuzzyMatch))
    turned = QPageLayout.Orientation.Portrait if upright else QPageLayout.Orientation.Landscape
    layout = QPageLayout(known, turned, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout

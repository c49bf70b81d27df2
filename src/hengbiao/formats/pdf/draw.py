"""One page on a canvas: each border once, each line of text where pagination put it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFStreamFilterZCompress
from reportlab.pdfgen.canvas import Canvas

from hengbiao.formats.pdf.fonts import Runs, runs_of, substituted
from hengbiao.formats.pdf.marks import END, begin_cell
from hengbiao.forms.pages import Page, Placed, TextLine
from hengbiao.forms.text import face_of

BORDER: Final = 0.5
"""Width of a border in points."""

Segment = tuple[float, float, float, float]


class Pen:
    """Draws pages on one canvas. Operators are written as text: reportlab's own calls take half the time of a PDF."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._set: dict[tuple[str, str], Runs] = {}
        self._chosen = ""

    def draw(self, page: Page) -> None:
        """Draw the page and end it."""
        self._chosen = ""
        self._canvas.setPageSize((page.paper.width, page.paper.height))
        self._canvas.addLiteral(_path(page))
        self._canvas.addLiteral("\n".join(("BT", *self._texts(page), "ET")))
        self._canvas.showPage()
        _pressed(self._canvas)

    def _texts(self, page: Page) -> Iterator[str]:
        for placed in page.cells:
            yield begin_cell(placed)
            yield from self._lines(face_of(placed.cell.style), placed.cell.style.size, placed.lines, page)
            yield END
        for note in page.notes:
            yield from self._lines(note.face, note.size, (note.line,), page)

    def _lines(self, face: str, size: float, lines: Iterable[TextLine], page: Page) -> Iterator[str]:
        for line in lines:
            yield f"1 0 0 1 {line.x:.2f} {page.paper.height - line.y:.2f} Tm"
            for font, shown in self._runs(face, line.text):
                if (chosen := f"{font} {size:g} Tf") != self._chosen:
                    yield chosen
                    self._chosen = chosen
                yield f"({shown}) Tj"

    def _runs(self, face: str, line: str) -> Runs:
        """The line in parts of one embedded font each; texts that stand often are set once."""
        runs = self._set.get((face, line))
        if runs is None:
            runs = self._set[face, line] = runs_of(substituted(line, face), face, self._canvas)
        return runs


def _pressed(canvas: Canvas) -> None:
    """Compress the page drawn last: reportlab would hold the operators of all pages until it saves."""
    inside: Any = canvas  # pages are not public, and are compressed when they are written at the end
    page = inside._doc.Pages.pages[-1]  # noqa: SLF001
    content = PDFStreamFilterZCompress().encode(page.stream)
    page.stream, page.Contents = "", PDFStream(_deflated(), content)


def _deflated() -> PDFDictionary:
    return PDFDictionary({"Filter": PDFArray([PDFName("FlateDecode")])})


def _path(page: Page) -> str:
    height = page.paper.height
    lines = (f"{x1:.2f} {height - y1:.2f} m {x2:.2f} {height - y2:.2f} l" for x1, y1, x2, y2 in borders(page.cells))
    return "\n".join((f"{BORDER:g} w", *lines, "S"))


def borders(cells: Iterable[Placed]) -> Iterator[Segment]:
    """The borders of the cells as the fewest lines, from the page's upper left; shared edges are drawn once."""
    across: dict[float, set[tuple[float, float]]] = defaultdict(set)
    down: dict[float, set[tuple[float, float]]] = defaultdict(set)
    for placed in cells:
        if placed.cell.style.border:
            left, right = round(placed.x, 2), round(placed.x + placed.width, 2)
            top, bottom = round(placed.y, 2), round(placed.y + placed.height, 2)
            across[top].add((left, right))
            across[bottom].add((left, right))
            down[left].add((top, bottom))
            down[right].add((top, bottom))
    yield from ((first, y, last, y) for y in sorted(across) for first, last in _joined(across[y]))
    yield from ((x, first, x, last) for x in sorted(down) for first, last in _joined(down[x]))


def _joined(spans: set[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    first, last = min(spans)
    for start, stop in sorted(spans):
        if start > last:
            yield first, last
            first, last = start, stop
        last = max(last, stop)
    yield first, last

"""Grids to a PDF: bookmarks, numbered pages, embedded fonts, text that can be searched and copied."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from reportlab.pdfgen.canvas import Canvas

from hengbiao.formats.pdf.draw import Pen
from hengbiao.formats.pdf.fonts import SUBSTITUTE, lacking, registered
from hengbiao.formats.writing import Written, replacing
from hengbiao.forms.grid import Grid, shown
from hengbiao.forms.pages import Furniture, furnished, paginate
from hengbiao.forms.text import SERIF, face_of

_FOOT: Final = "— {page} —"


def write(grids: Sequence[Grid], path: str | Path, *, footer: str = "", title: str = "") -> Written:
    """Write the forms one after another, each from a new page, whole or not at all.

    `footer` stands at the right of the page number, `title` is the document's (else the first form's). Characters that
    the fonts lack are told in the notes of the result. Raises Refusal where the disk refuses.
    """
    if not grids:
        raise ValueError("a PDF needs a form")
    forms = [paginate(grid) for grid in grids]
    starts = _starts([len(pages) for pages in forms])
    pages = furnished([page for form in forms for page in form], Furniture(foot=("", _FOOT, footer)))
    with replacing(path) as new:
        canvas = _canvas(new, title or grids[0].title)
        pen = Pen(canvas)
        for number, page in enumerate(pages):
            if number in starts:
                _bookmark(canvas, grids[starts[number]].title, number)
            pen.draw(page)
        canvas.save()
    return Written(Path(path), len(grids), len(pages), tuple(unwritable(grids)))


def unwritable(grids: Sequence[Grid]) -> list[str]:
    """A sentence for each cell with characters that the bundled fonts cannot draw."""
    return [sentence for grid in grids for sentence in _undrawable(grid)]


def _undrawable(grid: Grid) -> Iterator[str]:
    for cell in grid.cells:
        if missing := lacking(shown(cell.value, cell.style.show), face_of(cell.style)):
            named = "、".join(f"{_visible(found)}（U+{ord(found):04X}）" for found in sorted(missing)[:5])
            place = f"“{grid.title}”第 {cell.row + 1} 行第 {cell.col + 1} 列"
            yield f"{place}：字体中没有 {named}，打印为“{SUBSTITUTE}”"


def _visible(character: str) -> str:
    return character if character.isprintable() else "控制字符"


def _starts(lengths: Sequence[int]) -> dict[int, int]:
    """Which form begins on each page that begins one."""
    starts: dict[int, int] = {}
    page = 0
    for form, length in enumerate(lengths):
        starts[page] = form
        page += length
    return starts


def _canvas(path: Path, title: str) -> Canvas:
    font: Any = registered(SERIF)  # the stubs ask for a number
    canvas = Canvas(str(path), pageCompression=1, invariant=1, initialFontName=font, lang="zh-CN")
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator("衡表")
    canvas.setProducer("衡表")
    canvas.showOutline()
    return canvas


def _bookmark(canvas: Canvas, title: str, page: int) -> None:
    key = f"form{page}"
    canvas.bookmarkPage(key)
    canvas.addOutlineEntry(title, key)

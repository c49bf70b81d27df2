"""Grids to a PDF: bookmarks, numbered pages, embedded fonts, text that can be searched and copied."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from reportlab.pdfgen.canvas import Canvas

from hengbiao.formats.pdf.draw import Pen
from hengbiao.formats.pdf.fonts import SUBSTITUTE, lacking, registered
from hengbiao.formats.writing import Written, replacing
from hengbiao.forms.booklet_pages import Bound, Link, Mark
from hengbiao.forms.grid import Grid
from hengbiao.forms.pages import Furniture, Page, noted, paginate
from hengbiao.forms.text import SERIF, face_of

_FOOT: Final = "— {page} —"
_Placed = TypeVar("_Placed", Mark, Link)


def write(grids: Sequence[Grid], path: str | Path, *, footer: str = "", title: str = "") -> Written:
    """Write the forms one after another, each from a new page, whole or not at all.

    `footer` stands at the right of the page number, `title` is the document's (else the first form's). Characters that
    the fonts lack are told in the notes of the result. Raises Refusal where the disk refuses.
    """
    if not grids:
        raise ValueError("a PDF needs a form")
    pages = draw_leaves(_leaves(grids, Furniture(foot=("", _FOOT, footer))), path, title or grids[0].title)
    return Written(Path(path), len(grids), pages, tuple(unwritable(grids)))


def write_book(bound: Bound, path: str | Path) -> Written:
    """Write a booklet: bookmarks by part and form, contents whose lines can be clicked; as `write` in all else."""
    book = bound.book
    pages = draw_leaves(_bound_leaves(bound), path, book.title)
    return Written(Path(path), len(book.entries), pages, (*book.notes, *unwritable(bound.grids)))


class Leaf(NamedTuple):
    """A page with the bookmarks and links on it; `aim`: links of other pages lead here."""

    page: Page
    marks: Sequence[Mark] = ()
    links: Sequence[Link] = ()
    aim: bool = False


def draw_leaves(leaves: Iterable[Leaf], path: str | Path, title: str) -> int:
    """Draw pages to one file, whole or not at all, each forgotten once it is drawn; how many they were."""
    number = -1
    with replacing(path) as new:
        canvas = _canvas(new, title)
        pen = Pen(canvas)
        for number, leaf in enumerate(leaves):
            if leaf.aim:
                canvas.bookmarkPage(_key(number))
            for place, mark in enumerate(leaf.marks):
                _bookmark(canvas, mark, f"{_key(number)}.{place}")
            for link in leaf.links:
                _link(canvas, link, leaf.page.paper.height)
            pen.draw(leaf.page)
        canvas.save()
    return number + 1


def _leaves(grids: Sequence[Grid], furniture: Furniture) -> Iterator[Leaf]:
    """The pages of forms one after another, a bookmark where each begins."""
    numbers = count(1)
    for grid in grids:
        for place, page in enumerate(paginate(grid)):
            number = next(numbers)
            marks = () if place else (Mark(grid.title, number - 1, 0),)
            yield Leaf(noted(page, furniture, number), marks)


def _bound_leaves(bound: Bound) -> Iterator[Leaf]:
    marked, linked = _by_page(bound.marks), _by_page(bound.links)
    aims = {link.target for link in bound.links}
    for number, page in enumerate(bound.pages):
        yield Leaf(page, marked.get(number, ()), linked.get(number, ()), number in aims)


def unwritable(grids: Sequence[Grid]) -> list[str]:
    """A sentence for each cell with characters that the bundled fonts cannot draw."""
    return [sentence for grid in grids for sentence in _undrawable(grid)]


def _undrawable(grid: Grid) -> Iterator[str]:
    for cell, printed in zip(grid.cells, grid.texts, strict=True):
        if missing := lacking(printed, face_of(cell.style)):
            named = "、".join(f"{_visible(found)}（U+{ord(found):04X}）" for found in sorted(missing)[:5])
            place = f"“{grid.title}”第 {cell.row + 1} 行第 {cell.col + 1} 列"
            yield f"{place}：字体中没有 {named}，打印为“{SUBSTITUTE}”"


def _visible(character: str) -> str:
    return character if character.isprintable() else "控制字符"


def _by_page(things: Sequence[_Placed]) -> dict[int, list[_Placed]]:
    found: dict[int, list[_Placed]] = defaultdict(list)
    for thing in things:
        found[thing.page].append(thing)
    return found


def _key(page: int) -> str:
    return f"page{page}"


def _bookmark(canvas: Canvas, mark: Mark, key: str) -> None:
    """Each bookmark under a key of its own: reportlab keeps one for each key."""
    canvas.bookmarkPage(key)
    canvas.addOutlineEntry(mark.title, key, mark.level)


def _link(canvas: Canvas, link: Link, height: float) -> None:
    bottom = height - link.y - link.height
    rect = (link.x, bottom, link.x + link.width, bottom + link.height)
    canvas.linkAbsolute("", _key(link.target), rect, thickness=0)


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

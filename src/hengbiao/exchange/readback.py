"""What was exported, read back from its file and compared with what should stand there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hengbiao.domain.tree import Tree
from hengbiao.exchange.exports import grids
from hengbiao.forms.facts import facts, ordinals
from hengbiao.forms.grid import Grid, shown
from hengbiao.forms.layout import Layout
from hengbiao.forms.match import match, restricted
from hengbiao.forms.pages import Page, paginate
from hengbiao.forms.text import face_of


class Unlike(Exception):
    """A file does not hold what was written; the message names what is missing, for people."""


def read_back(tree: Tree, layout: Layout, records: Sequence[str], path: Path) -> int | None:
    """How many cells of the file that `exports.export` wrote say what they should; None for kinds that are not read.

    Raises Unlike where one does not.
    """
    reader = READERS.get(path.suffix.lower())
    return reader(tree, layout, records, path) if reader else None


def _from_excel(tree: Tree, layout: Layout, records: Sequence[str], path: Path) -> int:
    from hengbiao.formats.excel import read_named

    found = [match(layout, grid, printed=True) for grid in read_named(path)]
    numbers = ordinals(tree)
    if len(found) != len(records):
        raise Unlike(f"应有 {len(records)} 张表，读到 {len(found)} 张表")
    for record, form in zip(records, found, strict=True):
        if form != restricted(layout, facts(tree, record, number=numbers.get(record, 0))):
            raise Unlike(f"“{tree.headings[record].name}”一表回读的内容与导出的不同")
    return sum(_filled(grid) for grid in grids(tree, layout, records))


def _from_pdf(tree: Tree, layout: Layout, records: Sequence[str], path: Path) -> int:
    from hengbiao.formats.pdf.text import page_texts

    drawn = list(grids(tree, layout, records))
    pages = [page for grid in drawn for page in paginate(grid)]
    texts = [_run_on(text) for text in page_texts(path)]
    if len(texts) != len(pages):
        raise Unlike(f"应有 {len(pages)} 页，读到 {len(texts)} 页")
    for number, (page, text) in enumerate(zip(pages, texts, strict=True), 1):
        for wanted in _drawn(page):
            if wanted not in text:
                raise Unlike(f"第 {number} 页上读不到“{wanted[:20]}”")
    return sum(_filled(grid) for grid in drawn)


READERS: Final[Mapping[str, Callable[[Tree, Layout, Sequence[str], Path], int]]] = MappingProxyType(
    {".xlsx": _from_excel, ".pdf": _from_pdf}
)
"""What reads files of each suffix back."""


def _drawn(page: Page) -> Iterator[str]:
    """The texts of the cells on a page, as its fonts can draw them."""
    from hengbiao.formats.pdf.fonts import substituted

    for placed in page.cells:
        face = face_of(placed.cell.style)
        yield _run_on("".join(substituted(line.text, face) for line in placed.lines))


def _filled(grid: Grid) -> int:
    return sum(bool(shown(cell.value, cell.style.show)) for cell in grid.cells)


def _run_on(text: str) -> str:
    """Text without the breaks that a page brings in."""
    return "".join(text.split())

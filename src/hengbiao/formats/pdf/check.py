"""Our own PDFs opened again and compared, page by page and cell by cell, with the grids they were made of."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from hengbiao.formats.pdf.read import read
from hengbiao.formats.pdf.text import read_texts
from hengbiao.formats.unlike import Unlike, absent
from hengbiao.forms.grid import Cell, Grid, Rect
from hengbiao.forms.pages import page_texts


def differing(grids: Sequence[Grid], path: str | Path) -> list[Unlike]:
    """The cells of a PDF that say other than they should, or should not be there.

    Forms are taken in order, each as many pages as it needs. Text is compared without white space, where the text of a
    page differs letter by letter. Refusal where the file is no PDF.
    """
    texts = map(_run_on, read_texts(Path(path)))
    found: list[Unlike] = []
    at = 0
    for form, grid in enumerate(grids):
        said = list(islice(texts, 1))
        wanted = _wanted(grid, said)
        said += islice(texts, len(wanted) - 1)
        if len(said) < len(wanted) or not all(map(str.startswith, said, wanted)):
            found += _looked_at(form, grid, path, range(at, at + len(wanted)))
        at += len(wanted)
    more = sum(1 for _ in texts)
    return [*found, Unlike(len(grids) - 1, None, f"多出 {more} 页")] if more else found


def _wanted(grid: Grid, first: Sequence[str]) -> list[str]:
    """What the pages of a form say, run together; on one page it says the texts of its cells in order."""
    whole = _run_on("".join(grid.texts))
    return [whole] if first and first[0].startswith(whole) else [_run_on(text) for text in page_texts(grid)]


def _looked_at(form: int, grid: Grid, path: str | Path, pages: range) -> Iterator[Unlike]:
    found = read(path, pages)
    return _compared(form, grid, found[0]) if found else absent(form, grid)


def _compared(form: int, grid: Grid, found: Grid) -> Iterator[Unlike]:
    there: dict[Rect, Cell] = {cell.rect: cell for cell in found.cells}
    for cell, printed in zip(grid.cells, grid.texts, strict=True):
        other = there.pop(cell.rect, None)
        said = str(other.value or "") if other else ""
        if said != printed:
            yield Unlike(form, cell, said)
    yield from (Unlike(form, None, str(cell.value)) for cell in there.values() if cell.value)


def _run_on(text: str) -> str:
    """Text without the white space that a page brings in, hyphens at line ends made plain."""
    return "".join(text.split()).replace("\ufffe", "-").replace("\x02", "-")

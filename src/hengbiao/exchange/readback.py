"""What was exported, read back from its file and compared with what should stand there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from hengbiao.domain.uncollected import uncollected
from hengbiao.formats.unlike import Difference, Readback, Unlike
from hengbiao.formats.writing import Written
from hengbiao.forms.grid import Cell, Grid, shown
from hengbiao.forms.labels import label_of

CHECKERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".xlsx": "hengbiao.formats.excel.check",
        ".docx": "hengbiao.formats.word.check",
        ".pdf": "hengbiao.formats.pdf.check",
    }
)
"""The module that reads files of each suffix back."""


def check(path: Path, grids: Sequence[Grid]) -> Readback:
    """Open the file that was written of `grids` and compare every cell; Refusal where it cannot be read at all."""
    differing: Callable[[Sequence[Grid], Path], list[Unlike]] = _checker(path).differing
    with uncollected():
        found = differing(grids, path)
    wrong = {(each.form, id(each.cell)) for each in found if each.cell and _printed(each.cell)}
    same = sum(map(bool, chain.from_iterable(grid.texts for grid in grids))) - len(wrong)
    titles = [grid.title for grid in grids]
    return Readback(same, tuple(_told(_title(titles, each.form), grids[each.form], each) for each in found))


def read_back(written: Written, grids: Sequence[Grid]) -> Written:
    """What was written of `grids`, with what reading it back found."""
    return replace(written, readback=check(written.path, grids))


def _checker(path: Path) -> Any:
    return import_module(CHECKERS[path.suffix.lower()])


def _title(titles: Sequence[str], form: int) -> str:
    """The title of a form, with its number where others are called the same."""
    alike = titles.count(titles[form]) > 1
    return f"第 {form + 1} 张“{titles[form]}”" if alike else titles[form]


def _told(form: str, grid: Grid, each: Unlike) -> Difference:
    if each.cell is None:
        return Difference(form, "表外", "", each.found)
    return Difference(form, label_of(grid, each.cell), _printed(each.cell), each.found)


def _printed(cell: Cell) -> str:
    return shown(cell.value, cell.style.show)

"""Office files and PDFs that come in: checked as foreign files, then read into grids."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hengbiao.formats.foreign import check_office
from hengbiao.forms.grid import Grid


def _excel(path: Path) -> list[Grid]:
    from hengbiao.formats.excel.read import read_all

    check_office(path)
    return read_all(path)


def _word(path: Path) -> list[Grid]:
    from hengbiao.formats.word.read import read

    check_office(path)
    return read(path)


def _pdf(path: Path) -> list[Grid]:
    from hengbiao.formats.pdf.worker import read_apart

    return read_apart(path)


SOURCES: Final[Mapping[str, Callable[[Path], list[Grid]]]] = MappingProxyType(
    {".xlsx": _excel, ".docx": _word, ".pdf": _pdf}
)
"""What reads files of each suffix into grids, one a form; Refusal where one is bad or hostile."""

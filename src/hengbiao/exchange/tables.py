"""Tables to a file: one workbook or PDF, whole or not at all."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hengbiao.formats.writing import Written
from hengbiao.forms.grid import Grid

WRITERS: Final = MappingProxyType({".xlsx": "hengbiao.formats.excel", ".pdf": "hengbiao.formats.pdf"})
"""The module that writes tables to files of each suffix."""


def write_tables(grids: Sequence[Grid], path: Path) -> Written:
    """Write tables to one file as its suffix (of WRITERS) says; Refusal where the disk refuses."""
    written: Written = import_module(WRITERS[path.suffix.lower()]).write(grids, path)
    return written

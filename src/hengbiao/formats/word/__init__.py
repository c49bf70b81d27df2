"""Word: grids to tables of a document, and documents back to grids of plain texts."""

from hengbiao.formats.word.read import read
from hengbiao.formats.word.write import unwritable, write

__all__ = ["read", "unwritable", "write"]

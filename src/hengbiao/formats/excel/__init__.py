"""Excel: grids to workbooks, and our own workbooks back to grids by the names we gave their areas."""

from hengbiao.formats.excel.read import read_named
from hengbiao.formats.excel.text import unwritable
from hengbiao.formats.excel.write import write, write_book

__all__ = ["read_named", "unwritable", "write", "write_book"]

"""PDF: grids drawn page by page as `hengbiao.forms.pages` places them."""

from hengbiao.formats.pdf.write import unwritable, write, write_book

__all__ = ["unwritable", "write", "write_book"]

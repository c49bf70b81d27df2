"""Grids to a workbook: a sheet a form, as printed, its areas named."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.utils import quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from hengbiao.formats.excel.breaks import breaks, breaks_xml
from hengbiao.formats.excel.comments import Comments, add_comments, with_comments
from hengbiao.formats.excel.names import FORM, LONGEST, areas, split, whole
from hengbiao.formats.excel.parts import drawn, parted
from hengbiao.formats.excel.sheet import Rows, StyleOf, reference, rows_of, sheet_xml
from hengbiao.formats.excel.styles import Formats
from hengbiao.formats.excel.text import unwritable
from hengbiao.formats.writing import Written, replacing
from hengbiao.forms.booklet import Book
from hengbiao.forms.booklet_sheet import sheet_contents, sheets
from hengbiao.forms.grid import Cell, Grid, Rect

_ILLEGAL: Final = re.compile(r"[\x00-\x1f\[\]:*?/\\\ud800-\udfff\ufffe\uffff]")
_SHEET_NAME: Final = 31
_OFTEN: Final = 1000  # cells after which it is told again how far a long sheet is

Progress = Callable[[int, int], None]
"""(sheets done, sheets in all); what it raises leaves whatever file was there."""
_NO_TIME: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - the same as in our PDF: equal forms make equal files


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: its legal name, what stands on it, where clicks on cells (row, col) lead, notes there."""

    name: str
    grid: Grid
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)
    comments: Comments = field(default_factory=dict)


def _unwatched(_done: int, _total: int) -> None:
    """Nobody watches."""


def write(
    grids: Sequence[Grid],
    path: str | Path,
    *,
    footer: str = "",
    comments: Sequence[Comments] = (),
    progress: Progress = _unwatched,
) -> Written:
    """Write a workbook with a sheet for each grid, whole or not at all; `footer` stands beside the page number.

    `comments`, where given, are shown at the cells of each grid and are no part of the form. What the file cannot hold
    as it is, is told in the notes of the result. Raises Refusal where the disk refuses.
    """
    if not grids:
        raise ValueError("a workbook needs a form")
    names = sheet_names([grid.title for grid in grids])
    noted = comments or [{}] * len(grids)
    sheets = [Sheet(name, grid, {}, notes) for name, grid, notes in zip(names, grids, noted, strict=True)]
    _write(sheets, path, grids[0].title, footer, progress)
    return Written(Path(path), len(grids), notes=tuple(unwritable(grids)))


def write_book(book: Book, path: str | Path, *, footer: str = "", progress: Progress = _unwatched) -> Written:
    """Write a booklet: a sheet for its cover, one for the contents whose lines lead to the forms, one a form."""
    grids, (_, targets) = sheets(book), sheet_contents(book)
    names = sheet_names([grid.title for grid in grids])
    links = {place: f"{quote_sheetname(names[entry + 2])}!A1" for place, entry in targets.items()}
    made = [Sheet(name, grid, links if name == names[1] else {}) for name, grid in zip(names, grids, strict=True)]
    _write(made, path, book.title, footer, progress)
    return Written(Path(path), len(book.entries), notes=(*book.notes, *unwritable(grids)))


def _write(sheets: Sequence[Sheet], path: str | Path, title: str, footer: str, progress: Progress) -> None:
    with replacing(path) as new:
        with _Archive(new, "w", ZIP_DEFLATED, compresslevel=6) as archive:
            _Writer(sheets, archive, title, footer, progress).write_data()
        progress(len(sheets), len(sheets))


def sheet_names(titles: Sequence[str]) -> list[str]:
    """A legal name for the sheet of each form, no two alike, from its title without what all titles end with."""
    taken: set[str] = set()
    tried: dict[str, int] = defaultdict(int)
    names: list[str] = []
    for number, title in enumerate(titles, 1):
        flat = _ILLEGAL.sub("", " ".join(title.split())).removesuffix("绩效目标表").strip().strip("'")
        wanted = _cut(flat, _SHEET_NAME) or f"表{number}"
        name = _numbered(wanted, tried[wanted])
        while name.casefold() in taken:
            tried[wanted] += 1
            name = _numbered(wanted, tried[wanted])
        taken.add(name.casefold())
        names.append(name)
    return names


def _numbered(name: str, before: int) -> str:
    """What the sheet is called where `before` others that wanted the same name were tried."""
    if before:
        return f"{_cut(name, _SHEET_NAME - len(str(before + 1)) - 2)}({before + 1})"
    return f"{name}表" if name.casefold() == "history" else name


def _cut(name: str, units: int) -> str:
    """At most `units` UTF-16 units of `name`, as Excel counts."""
    return name.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore").strip().strip("'")


class _Archive(ZipFile):
    """A zip whose entries carry no time: equal forms make equal files."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """Write one entry."""
        entry = ZipInfo(zinfo_or_arcname)
        entry.compress_type = self.compression
        entry.external_attr = 0o644 << 16
        super().writestr(entry, data)


class _Writer(ExcelWriter):
    """openpyxl's writer of the package, with our own worksheets."""

    def __init__(self, sheets: Sequence[Sheet], archive: ZipFile, title: str, footer: str, progress: Progress) -> None:
        book = Workbook()
        book.remove(book.worksheets[0])
        super().__init__(book, archive)
        self._archive = archive
        self._footer = footer
        self._progress, self._done, self._cells = progress, 0, 0
        self._formats = Formats(book)
        book.properties = DocumentProperties(creator="衡表", title=title, created=_NO_TIME, modified=_NO_TIME)
        self._sheets = {book.create_sheet(sheet.name).title: sheet for sheet in sheets}

    def write_worksheet(self, ws: Any) -> None:
        """Write one sheet and name its areas; openpyxl calls this for each."""
        self._tell()
        sheet = self._sheets[ws.title]
        rows = rows_of(sheet.grid)
        cells = parted(sheet.grid, rows)
        grid = drawn(sheet.grid, cells)
        _name_areas(ws, grid, rows, (cell.rect for cell, parts in cells if len(parts) > 1 and not cell.slot))
        style_of = self._told(self._linked(sheet.links) if sheet.links else self._formats)
        ends = breaks_xml(breaks(sheet.grid, rows))
        xml = with_comments(sheet_xml(grid, rows, style_of, self._footer, sheet.links, ends), sheet.comments)
        self._archive.writestr(ws.path[1:], xml)
        add_comments(ws, rows, sheet.comments)
        self.manifest.append(ws)
        self._done += 1

    def _tell(self) -> None:
        self._progress(self._done, len(self._sheets))

    def _told(self, style_of: StyleOf) -> StyleOf:
        """The same, telling every so many cells how far it is: one sheet may be all there is."""

        def told(cell: Cell, printed: str) -> int:
            self._cells += 1
            if not self._cells % _OFTEN:
                self._tell()
            return style_of(cell, printed)

        return told

    def _linked(self, links: Mapping[tuple[int, int], str]) -> StyleOf:
        return lambda cell, printed: self._formats(cell, printed, linked=(cell.row, cell.col) in links)


def _name_areas(sheet: Worksheet, grid: Grid, rows: Rows, wholes: Iterable[Rect]) -> None:
    quoted = quote_sheetname(sheet.title)

    def add(name: str, rect: Rect) -> None:
        place = f"{quoted}!{reference(rows.on_sheet(rect), absolute=True)}"
        sheet.defined_names[name] = DefinedName(name, attr_text=place)

    splits = ((split(row), Rect(row, 0, 1, 1)) for row, count in enumerate(rows.counts) if count > 1)
    for name, rect in chain(areas(grid), splits, ((whole(rect), rect) for rect in wholes)):
        if len(name) <= LONGEST:
            add(name, rect)
    if grid.layout:
        sheet.defined_names[FORM] = DefinedName(FORM, attr_text=f'"{grid.layout}/{grid.kind}"')
    add("_xlnm.Print_Area", Rect(0, 0, len(grid.heights), len(grid.widths)))
    first, last = grid.head
    if last > first:
        titles = f"{quoted}!${rows.starts[first] + 1}:${rows.starts[last]}"
        sheet.defined_names["_xlnm.Print_Titles"] = DefinedName("_xlnm.Print_Titles", attr_text=titles)

"""Grids to a Word document: a section a form, as printed, the page number in the footer."""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.oxml import parse_xml

from hengbiao.formats.office import NOT_XML, REPLACED, codes
from hengbiao.formats.word.read import DOCUMENT
from hengbiao.formats.word.styles import NAMESPACE, TWIPS, ParagraphStyles, fonts
from hengbiao.formats.word.table import form_xml, hair
from hengbiao.formats.writing import Written, replacing
from hengbiao.forms.grid import Grid, Paper, shown

_START: Final = b"<w:body>"
_END: Final = b"</w:body>"
_REFERENCE: Final = re.compile(rb"<w:footerReference [^>]*/>")
_NO_TIME: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - as in our other files: equal forms make equal files
_SPARE: Final = 12.0
"""Points by which pages may be longer than ours: Word adds the lines between rows to their heights."""

_FOOTER: Final = 16.0
"""Points that the page number takes."""

_NOTE: Final = '<w:rPr>{}<w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>'


def write(grids: Sequence[Grid], path: str | Path, *, footer: str = "", title: str = "") -> Written:
    """Write a document with the forms as tables, each from a new page, whole or not at all.

    `footer` stands at the right of the page number, `title` is the document's (else the first form's). Characters that
    XML cannot hold are told in the notes of the result. Raises Refusal where the disk refuses.
    """
    if not grids:
        raise ValueError("a document needs a form")
    styles = ParagraphStyles()
    for grid in grids:
        for cell in grid.cells:
            styles(cell.style)
    frame = ZipFile(io.BytesIO(_frame(grids[0], styles, footer, title or grids[0].title)))
    with replacing(path) as new, ZipFile(new, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name in frame.namelist():
            with archive.open(_entry(name), "w") as part:
                content = frame.read(name)
                part.writelines(_filled(content, grids, styles) if name == DOCUMENT else (content,))
    return Written(Path(path), len(grids), notes=tuple(unwritable(grids)))


def unwritable(grids: Sequence[Grid]) -> list[str]:
    """A sentence for each text that a document cannot hold as it is: which form, which cell, why."""
    return [sentence for grid in grids for sentence in _problems(grid)]


def _problems(grid: Grid) -> Iterator[str]:
    for cell in grid.cells:
        if bad := NOT_XML.findall(shown(cell.value, cell.style.show)):
            place = f"“{grid.title}”第 {cell.row + 1} 行第 {cell.col + 1} 列"
            yield f"{place}：有 Word 不能保存的字符（{codes(bad)}），写成“{REPLACED}”"


def _entry(name: str) -> ZipInfo:
    """An entry that carries no time: equal forms make equal files."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _filled(document: bytes, grids: Sequence[Grid], styles: ParagraphStyles) -> Iterator[bytes]:
    """The document part with its body made of the forms; every section but the last ends in a paragraph."""
    found = _REFERENCE.search(document)
    reference = found[0].decode() if found else ""
    yield document.partition(_START)[0] + _START
    for number, grid in enumerate(grids):
        section = _section(grid.paper, "" if number else reference)
        yield form_xml(grid, styles).encode()
        yield (hair(section) if number + 1 < len(grids) else hair() + section).encode()
    yield _END + document.rpartition(_END)[2]


def _section(paper: Paper, reference: str) -> str:
    width, height = round(paper.width * TWIPS), round(paper.height * TWIPS)
    turned = ' w:orient="landscape"' if width > height else ""
    sides = {"top": paper.top, "right": paper.right, "bottom": paper.bottom - _SPARE, "left": paper.left}
    margins = " ".join(f'w:{side}="{round(points * TWIPS)}"' for side, points in sides.items())
    below = min(paper.bottom / 2, paper.bottom - _SPARE - _FOOTER)
    away = f'w:header="{round(paper.top * TWIPS / 2)}" w:footer="{round(below * TWIPS)}" w:gutter="0"'
    return f'<w:sectPr>{reference}<w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar {margins} {away}/></w:sectPr>'


def _frame(grid: Grid, styles: ParagraphStyles, footer: str, title: str) -> bytes:
    """python-docx's package without content: properties, styles, footer."""
    made: Any = docx.Document()
    told = made.core_properties
    told.author = told.last_modified_by = "衡表"
    told.title, told.comments = NOT_XML.sub(REPLACED, title)[:255], ""
    told.created = told.modified = _NO_TIME
    for style in styles.xml():
        made.styles.element.append(parse_xml(style))
    made.sections[0].footer.is_linked_to_previous = False
    below = made.sections[0].footer.paragraphs[0]._p  # noqa: SLF001 - fields have no public way in
    below.getparent().replace(below, parse_xml(_footer(grid.paper, footer)))
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def _footer(paper: Paper, text: str) -> str:
    """— 1 — in the middle, the given text at the right."""
    middle, right = round(paper.inner_width * TWIPS / 2), round(paper.inner_width * TWIPS)
    note = _NOTE.format(fonts("宋体"))
    added = f'<w:r>{note}<w:tab/><w:t xml:space="preserve">{escape(NOT_XML.sub(REPLACED, text))}</w:t></w:r>'
    return (
        f'<w:p xmlns:w="{NAMESPACE}"><w:pPr><w:tabs><w:tab w:val="center" w:pos="{middle}"/>'
        f'<w:tab w:val="right" w:pos="{right}"/></w:tabs></w:pPr>'
        f'<w:r>{note}<w:tab/><w:t xml:space="preserve">— </w:t></w:r>'
        f'<w:fldSimple w:instr=" PAGE "><w:r>{note}<w:t>1</w:t></w:r></w:fldSimple>'
        f'<w:r>{note}<w:t xml:space="preserve"> —</w:t></w:r>{added if text else ""}</w:p>'
    )
